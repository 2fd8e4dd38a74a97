"""Which devices this computer has: `listing` is what the engine asks.

GPUs are looked at by `probe`, a short-lived process, so that neither window nor engine ever holds a GPU context: with
torch (`look`), or without it where `recall` knows them from last time. `bandwidth` measures their memory.
"""

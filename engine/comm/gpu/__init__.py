"""Collectives of ranks that compute with the GPU's own kernels: kernels among others, which a step's graph holds.

- `layout` says where in a rank's mail each sender has its place, `driver` asks the driver for memory that other
  processes may see, `mail` makes of both the addresses that kernels write to and read from, and `connect` lets ranks
  tell each other: in the cards' own memories where they reach each other, else in the host's.
- `exchange` is the kernels: a rank writes its part to all others and adds up what it gets, in rank order. `group` is
  the `Group` made of them, `mixed` that of a stage that has ranks on the processor, too; `waits` is how long they wait.
- `passing` is the kernels that bring rows from stage to stage and the token back; `stages` is the `World` made of them.
"""

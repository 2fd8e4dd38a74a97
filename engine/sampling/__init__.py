"""How the next token is chosen: llama.cpp's samplers, in its order.

What changes single logits (`adjust`) works on each rank's slice of the vocabulary. The filters work on the likeliest
candidates, which all ranks of the stage know, and every rank draws the same token from what they leave.
`check` and `breakers` belong to the engine process, which has the vocabulary and no torch.
"""

"""The GPU's kernels, in Triton: weights stay quantised, a token is one captured graph, and so are prompts.

- `layout` says how a slice of a matrix lies in memory and how many bytes it takes; it loads neither torch nor Triton,
  so that a planner may ask it. `planes` brings GGUF's blocks into that form on the device, `upload` brings them there,
  `weight` does both for one matrix or for one of every expert, and `loader` for several at a time.
- `activations` makes records of what meets weights: int8 in groups of 32. Norms are there, since they end in one.
- `codes` is what kernels read of weights and records; `gemv` multiplies up to eight records, for a token and for
  the few that check a draft. `dequantise` gives values back, for the embedding, for `tiles`, which multiplies some tens
  of rows, and for `prompt`, which multiplies more of them by PyTorch's product.
- `heads` and `attention` are what lies between a layer's products, over `cache`; `flash` is the attention of many rows.
- `route` chooses a mixture's experts; `experts` computes them for a few rows, `grouped` for many.
- `launch` starts every kernel, and compiles many at a time before they are needed; `graph` records what a token or a
  prompt launches; `sampler` draws, and `loop` lets each token follow the one before without the host.
- `ops` is the seam that layers are written in; `usable` says whether a card can run all this, `trial` tries it and gets
  what comes first out of the way, and `bench` says how fast it is.
"""

"""The CPU's kernels: compiled at first use by LLVM, no C compiler needed, and run on a rank's own threads.

A kernel is code at an address, `void(args, thread, threads)`: `args` is the address of an argument record, and the code
does that thread's share (`kernel`). `pool` keeps the threads and runs programs, lists of kernels with their records,
without Python in between.

A product, step by step:
- `layout` says how a slice of a matrix lies in memory and how many bytes it takes; it loads neither torch nor numba, so
  a planner may ask it. `planes` packs GGUF's blocks so, bit for bit.
- `records` is what activations become: int8 in groups of 32, with what the types' zero points and minima need.
  `quantiser` makes the groups.
- `products.Products(folder)` has a kernel per type and number of tokens, for this machine's best row of `features`.
  `product` is such a kernel's frame (tiles over threads, tokens in eights); `blocks`, `superblocks`, `quarters`,
  `tables` and `dense` are the types' arithmetic, in the words of `lanes`, `dot` and `lookup`; `compiler` makes machine
  code of it and keeps it.
- Where the processor has AMX, long batches go another way: `tile_activations` makes bf16 of the activations and
  `tile_product` of the weights, by `values`; `amx` has the instructions.

- `mixture` makes a few phases of the products of all experts that rows chose; `route` chooses, for one row by writing
  the addresses of the experts' weights into the products' argument records; `weighted_sum` adds up what they give.

One token's operations are recorded the first time and are one program from then on (`step`), up to the logits; the sum
over ranks is a kernel among them (`engine/comm/sum_kernel.py`).

Kernels in Python (norm, rope, activation, attention) are numba's. numba keeps its code where `kernel.keep_compiled` has
said before their modules were imported.

Code is compiled when its address is first asked for. So that this is not in the middle of a prompt, a load asks for all
that `needed` names, and `first_use` sees to it that one process compiles (`engine/compiling.py`) and the others find
what it kept.
"""

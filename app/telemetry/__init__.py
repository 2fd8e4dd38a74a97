"""What the computer's cards, processor and memory are doing: read on a thread of its own, only while somebody looks.

`sources` asks NVIDIA's driver (`nvidia`), the kernel's files about AMD and Intel cards (`amd`, `intel`) and psutil
(`host`); `reader` does so once a second and hands out frozen readings; `watch` tells it whether anything shows them.
None of it holds a GPU context.
"""

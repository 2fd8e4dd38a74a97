"""llama.cpp's server in a process of its own: it aborts on some files, which must not end the tests.

Run as a script: MODEL --context N [--exact | --kv-blocks]. Prints one line, `listening HOST PORT`, and serves until its
standard input closes, so that it ends with its parent whatever way the parent ends.
"""

from __future__ import annotations

import argparse
import os
import sys
from urllib.parse import urlsplit

import xllamacpp


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("--context", type=int, required=True)
    parser.add_argument("--exact", action="store_true", help="F32 KV cache, no flash attention")
    parser.add_argument("--kv-blocks", action="store_true", help="q8_0 KV cache, flash attention")
    arguments = parser.parse_args()

    answer = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # llama.cpp's own output would fill the pipe that nobody reads after the first line

    settings = xllamacpp.CommonParams()
    settings.model.path = arguments.model
    settings.hostnames, settings.port = ["127.0.0.1"], 0
    settings.n_ctx, settings.n_parallel = arguments.context, 1
    settings.warmup, settings.fit_params = False, False
    settings.cache_ram_mib = 0
    # With as many threads as cores, any other program makes it ten times slower: its threads wait by spinning.
    settings.cpuparams.n_threads = settings.cpuparams_batch.n_threads = max(1, (os.cpu_count() or 1) // 2)
    if arguments.exact:
        settings.cache_type_k = settings.cache_type_v = xllamacpp.ggml_type.GGML_TYPE_F32
        settings.flash_attn_type = xllamacpp.llama_flash_attn_type.LLAMA_FLASH_ATTN_TYPE_DISABLED
    if arguments.kv_blocks:
        settings.cache_type_k = settings.cache_type_v = xllamacpp.ggml_type.GGML_TYPE_Q8_0
        settings.flash_attn_type = xllamacpp.llama_flash_attn_type.LLAMA_FLASH_ATTN_TYPE_ENABLED
    server = xllamacpp.Server(settings)
    address = urlsplit(server.listening_address)
    print("listening", address.hostname, address.port, file=answer, flush=True)
    sys.stdin.read()
    os._exit(0)  # nothing to save, and the server's own threads could keep a normal exit waiting


if __name__ == "__main__":
    main()

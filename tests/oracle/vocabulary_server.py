"""llama.cpp's tokens for many small files, one after the other in one process of its own.

Run as a script: reads lines of JSON, a `path` and `texts` each, and answers each with one line: the ids of every
text, then those of the empty text with the special tokens that llama.cpp adds by itself.
"""

from __future__ import annotations

import http.client
import json
import os
import sys
from typing import Any
from urllib.parse import urlsplit

import xllamacpp

SEPARATOR = 0  # a token that no text becomes


def load(path: str) -> xllamacpp.Server:
    settings = xllamacpp.CommonParams()
    settings.model.path = path
    settings.hostnames, settings.port = ["127.0.0.1"], 0
    settings.n_ctx, settings.n_parallel = 64, 1
    settings.warmup, settings.fit_params = False, False
    settings.cache_ram_mib = 0
    settings.n_threads_http = 1
    settings.cpuparams.n_threads = settings.cpuparams_batch.n_threads = 1
    return xllamacpp.Server(settings)


def tokenize(address: str, content: list[str | int], add_special: bool) -> list[int]:
    url = urlsplit(address)
    connection = http.client.HTTPConnection(url.hostname or "", url.port, timeout=120)
    body = {"content": content, "add_special": add_special, "parse_special": False}
    connection.request("POST", "/tokenize", json.dumps(body), {"Content-Type": "application/json"})
    answer: dict[str, Any] = json.loads(connection.getresponse().read())
    connection.close()
    ids: list[int] = answer["tokens"]
    return ids


def main() -> None:
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # llama.cpp's own output must not mix with the answers
    servers = []  # kept, since a server that is ended soon after its start can wait for itself for ever
    for line in sys.stdin:
        question = json.loads(line)
        servers.append(server := load(question["path"]))
        # A list may mix texts and ids, so that one request does for all texts.
        content: list[str | int] = [part for text in question["texts"] for part in (text, SEPARATOR)]
        ids: list[list[int]] = [[]]
        for id in tokenize(server.listening_address, content, add_special=False):
            if id == SEPARATOR:
                ids.append([])
            else:
                ids[-1].append(id)
        ids[-1] = tokenize(server.listening_address, [""], add_special=True)
        print(json.dumps(ids), file=answers, flush=True)
    os._exit(0)


if __name__ == "__main__":
    main()

"""A small server that speaks what huggingface_hub and the downloads use of Hugging Face's protocol, and can misbehave.

`api/models/NAME` lists files with their LFS checksums; `NAME/resolve/...` answers with ETag and X-Linked-Etag and sends
one on to a storage address, which knows ranges.
"""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

COMMIT = "c0ffee" + "0" * 34
PIECE = 1 << 16


@dataclass
class FakeHub:
    """`files`: repository -> name -> content. The rest says how it misbehaves; `ranges` is what was asked for."""

    files: dict[str, dict[str, bytes]]
    gated: set[str] = field(default_factory=set)
    drop_after: int = 0  # bytes of an answer, then the connection breaks
    drops: int = 0  # so often; -1: always
    stall_s: float = 0.0  # instead of breaking, it stands still for so long
    rate: float = 0.0  # bytes a second; 0: as fast as it goes
    flip: int = -1  # the byte at this place is sent wrongly
    busy: int = 0  # so many answers are 503 first
    knows_ranges: bool = True
    lists: dict[str, str] = field(default_factory=dict)  # file name -> a checksum that is not its own
    url: str = ""
    asked: list[str] = field(default_factory=list)  # paths
    ranges: list[str] = field(default_factory=list)
    sent: int = 0

    def listing(self, name: str) -> dict[str, Any]:
        siblings = []
        for file, content in self.files[name].items():
            sha = self.lists.get(file) or hashlib.sha256(content).hexdigest()
            lfs = {"sha256": sha, "size": len(content), "pointerSize": 134}
            siblings.append({"rfilename": file, "size": len(content), "blobId": "0" * 40, "lfs": lfs})
            if not file.endswith(".gguf"):
                git = hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()
                siblings[-1] = {"rfilename": file, "size": len(content), "blobId": git}
        return {"_id": "1", "id": name, "modelId": name, "sha": COMMIT, "siblings": siblings, "tags": []}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub: FakeHub

    def log_message(self, format: str, *args: Any) -> None:
        """Silent."""

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        self.hub.asked.append(path)
        parts = path.strip("/").split("/")
        try:
            if path.startswith("/api/models/"):
                self._list("/".join(parts[2:4]))
            elif parts[0] == "storage":
                self._content(self.hub.files["/".join(parts[1:3])]["/".join(parts[3:])])
            else:
                self._resolve("/".join(parts[:2]), "/".join(parts[4:]))
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    do_HEAD = do_GET

    def _answer(self, status: int, content: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(content)

    def _list(self, name: str) -> None:
        if name not in self.hub.files:
            self._answer(401, b'{"error":"Repository not found"}', X_Error_Code="RepoNotFound")
        else:
            content = json.dumps(self.hub.listing(name)).encode()
            self._answer(200, content, Content_Type="application/json")

    def _resolve(self, name: str, file: str) -> None:
        if self.hub.busy:
            self.hub.busy -= 1
            self._answer(503)
        elif name in self.hub.gated:
            self._answer(403, X_Error_Code="GatedRepo", X_Error_Message="Access is restricted.")
        elif file not in self.hub.files.get(name, {}):
            self._answer(404, X_Error_Code="EntryNotFound")
        else:
            content = self.hub.files[name][file]
            sha = hashlib.sha256(content).hexdigest() if len(content) < PIECE else "big"
            self._answer(
                302, Location=f"{self.hub.url}/storage/{name}/{file}", ETag=f'"{sha}"', X_Linked_Etag=f'"{sha}"',
                X_Linked_Size=str(len(content)), X_Repo_Commit=COMMIT,
            )  # fmt: skip

    def _content(self, content: bytes) -> None:
        hub, wanted = self.hub, self.headers.get("Range", "")
        hub.ranges.append(wanted)
        first, last = 0, len(content) - 1
        if wanted and hub.knows_ranges:
            first, last = (int(end) for end in wanted.removeprefix("bytes=").split("-"))
            last = min(last, len(content) - 1)
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {first}-{last}/{len(content)}")
        else:
            self.send_response(200)
        self.send_header("Content-Length", str(last + 1 - first))
        self.end_headers()
        drop = hub.drop_after if hub.drops else 0
        began, sent = time.monotonic(), 0
        for at in range(first, last + 1, PIECE):
            piece = content[at : min(at + PIECE, last + 1)]
            if at <= hub.flip < at + len(piece):
                wrong = bytearray(piece)
                wrong[hub.flip - at] ^= 1
                piece = bytes(wrong)
            if drop and sent + len(piece) > drop:
                hub.drops -= 1
                time.sleep(hub.stall_s)
                self.close_connection = True
                return
            self.wfile.write(piece)
            sent += len(piece)
            hub.sent += len(piece)
            if hub.rate:
                time.sleep(max(0.0, began + sent / hub.rate - time.monotonic()))


@contextmanager
def running(hub: FakeHub) -> Iterator[FakeHub]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"hub": hub}))
    server.daemon_threads = True
    hub.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()

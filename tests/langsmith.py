"""What LangSmith would receive: a server on loopback that speaks as much of its API as our two ways of sending use."""

import gzip
import json
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import zstandard

KEY = "lsv2_pt_0123456789abcdef0123456789abcdef"


@dataclass
class LangSmith:
    url: str = ""
    requests: list[tuple[str, str, bytes]] = field(default_factory=list)
    """Method, path, body as it was before it was packed."""
    keys: set[str] = field(default_factory=set)
    release: threading.Event = field(default_factory=threading.Event)

    @property
    def everything(self) -> str:
        return "\n".join(f"{method} {path} {body.decode(errors='replace')}" for method, path, body in self.requests)

    @property
    def runs(self) -> list[dict[str, Any]]:
        return [run for _, path, body in self.requests if path == "/runs/batch" for run in json.loads(body)["post"]]


@contextmanager
def receiving(*, answers: bool = True) -> Iterator[LangSmith]:
    received = LangSmith()
    if answers:
        received.release.set()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._keep(b"")
            if self.path.startswith("/info"):
                self._answer({"version": "0.14", "batch_ingest_config": {"use_multipart_endpoint": True}})
            elif self.path.startswith(("/datasets?", "/examples?")):
                self._answer([])
            else:
                self._answer({"id": str(uuid.uuid4())})

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["content-length"])) if "content-length" in self.headers else b""
            packing = self.headers.get("content-encoding")
            if packing == "zstd":
                sent = zstandard.ZstdDecompressor().stream_reader(sent).read()
            body = gzip.decompress(sent) if packing == "gzip" else sent
            self._keep(body)
            received.release.wait()
            asked = json.loads(body) if self.path in ("/datasets", "/sessions") else {}
            name = asked.get("name", "x") if isinstance(asked, dict) else "x"
            made = {"id": str(uuid.uuid4()), "name": name, "tenant_id": str(uuid.uuid4()), **TIMES}
            self._answer(made)

        def do_PATCH(self) -> None:
            self.do_POST()

        def _keep(self, body: bytes) -> None:
            received.requests.append((self.command, self.path, body))
            received.keys.add(self.headers.get("x-api-key", ""))

        def _answer(self, answer: Any) -> None:
            body = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            """A client that did not wait for its answer."""

    server = Server(("127.0.0.1", 0), Handler)
    received.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield received
    finally:
        received.release.set()
        server.shutdown()
        server.server_close()


TIMES = {"created_at": "2026-11-21T00:00:00Z", "start_time": "2026-11-21T00:00:00Z"}

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

NOW = {"created_at": "2026-11-21T00:00:00Z", "start_time": "2026-11-21T00:00:00Z"}
MADE = {"tenant_id": str(uuid.UUID(int=1)), "reference_dataset_id": str(uuid.UUID(int=2))}
INGEST = {
    "use_multipart_endpoint": True,
    "size_limit": 100,
    "size_limit_bytes": 20 * 2**20,
    "scale_up_qsize_trigger": 1000,
    "scale_up_nthreads_limit": 16,
    "scale_down_nempty_trigger": 4,
}
KEY = "lsv2_pt_0123456789abcdef0123456789abcdef"


@dataclass
class LangSmith:
    url: str = ""
    requests: list[tuple[str, str, bytes]] = field(default_factory=list)
    """Method, path, body as it was before it was packed."""
    examples: list[dict[str, Any]] = field(default_factory=list)
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
                self._answer({"version": "0.14", "batch_ingest_config": INGEST})
            elif self.path.startswith("/datasets?"):
                self._answer([])
            elif self.path.startswith("/examples?"):
                self._answer([] if "offset=0" not in self.path else received.examples)
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
            if self.path.endswith("/examples/bulk"):
                received.examples = [{**NOW, **each, "id": str(uuid.uuid4())} for each in json.loads(body)]
                self._answer(received.examples)
                return
            asked = json.loads(body) if self.path in ("/datasets", "/sessions") else {}
            known = {key: asked[key] for key in ("name", "extra", "reference_dataset_id") if key in asked}
            self._answer({"id": str(uuid.uuid4()), "name": "x", **MADE, **NOW, **known})

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

"""Real receivers on this machine: a web server and what it was sent."""

import base64
import hashlib
import hmac
import ssl
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


@dataclass(frozen=True)
class Received:
    """One request."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    def is_signed_with(self, secret: str) -> bool:
        """Tell whether one of its signatures is by the secret, as Standard Webhooks has it."""
        key = base64.b64decode(secret.removeprefix("whsec_"))
        id_, at = self.headers["webhook-id"], self.headers["webhook-timestamp"]
        content = f"{id_}.{at}.".encode() + self.body
        mac = base64.b64encode(hmac.digest(key, content, hashlib.sha256)).decode()
        return f"v1,{mac}" in self.headers["webhook-signature"].split()


@dataclass
class Receiver:
    """What it was sent, and what it answers: the statuses in turn, the last one for ever."""

    address: str = ""
    port: int = 0
    statuses: list[int] = field(default_factory=lambda: [204])
    headers: dict[str, str] = field(default_factory=dict[str, str])
    body: bytes = b""
    received: list[Received] = field(default_factory=list[Received])

    def answer(self) -> int:
        """Return the status of this turn."""
        return self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]


@contextmanager
def listening(
    context: ssl.SSLContext | None = None, **named: Any
) -> Generator[Receiver]:
    """Listen on a free port of this machine until the block ends."""
    receiver = Receiver(**named)

    class Handler(BaseHTTPRequestHandler):
        def _take(self) -> None:
            length = int(self.headers.get("content-length", "0"))
            heads = {name.lower(): value for name, value in self.headers.items()}
            receiver.received.append(
                Received(self.command, self.path, heads, self.rfile.read(length))
            )
            self.send_response(receiver.answer())
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(receiver.body)))
            self.end_headers()
            self.wfile.write(receiver.body)

        do_GET = do_POST = do_PUT = _take  # noqa: N815 - the library's names

        def log_request(self, code: object = "-", size: object = "-") -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    receiver.port = server.server_address[1]
    receiver.address = f"{'https' if context else 'http'}://127.0.0.1:{receiver.port}"
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

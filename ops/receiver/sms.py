"""A gateway of SMS that sends nothing: it keeps and shows what it was given, for trials.

`PUT /messages/ID` with `to` and `text` answers `state`: `queued` when it is new, then
`delivered`; the same ID is the same message.
"""

import json
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Final

LARGEST: Final = 4096
MESSAGES: Final = "/messages/"


@dataclass(slots=True)
class Texts:
    """What was given to it, by the id of each message."""

    key: str = ""
    """What who sends must bear; empty asks nobody."""
    say: Callable[[str], None] = lambda _: None
    sent: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])

    def take(self, id_: str, message: dict[str, str]) -> str:
        """Take a message in, or say that it has arrived."""
        if id_ in self.sent:
            return "delivered"
        self.sent[id_] = message
        self.say(f"{message['to']}: {message['text']}")
        return "queued"


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    timeout = 30
    texts: Texts

    def do_PUT(self) -> None:
        """Take a message, or tell how far it is."""
        length = self.headers.get("content-length", "")
        id_ = self.path.removeprefix(MESSAGES)
        key = self.headers.get("authorization", "").removeprefix("Bearer ")
        if key != self.texts.key:
            self._answer(HTTPStatus.UNAUTHORIZED)
        elif not self.path.startswith(MESSAGES) or not length.isdecimal():
            self._answer(HTTPStatus.NOT_FOUND)
        elif int(length) > LARGEST:
            self._answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        else:
            state = self.texts.take(id_, json.loads(self.rfile.read(int(length))))
            self._answer(HTTPStatus.OK, {"state": state})

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name for it
        """Say nothing: numbers stay out of logs."""

    def _answer(self, status: HTTPStatus, content: object = None) -> None:
        said = b"" if content is None else json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)


def serve(texts: Texts, host: str, port: int) -> ThreadingHTTPServer:
    """Return the gateway, listening; the caller lets it run and closes it."""
    handler = type("Handler", (_Handler,), {"texts": texts})
    server = ThreadingHTTPServer((host, port), handler)
    server.daemon_threads = True
    return server


@contextmanager
def running(texts: Texts, host: str = "127.0.0.1") -> Generator[str]:
    """Run the gateway on a free port and hand out its address."""
    server = serve(texts, host, 0)
    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://{host}:{server.server_port}{MESSAGES.rstrip('/')}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

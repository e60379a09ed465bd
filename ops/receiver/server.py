"""The receiver's HTTP service: verify, remember once, answer at once.

`POST /webhook` takes a message: 204 when it is kept or was kept before, 401 when it is not
genuine. What comes of it is told later, by a person, over Suian's own API (`answering`).
`GET /ids` is the receiver's own list, which Suian compares with its own every night.
"""

import hmac
import json
import socket
import struct
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from ops.receiver.faults import Fault, Faults
from ops.receiver.kept import Kept
from ops.receiver.signature import NotGenuine, list_token, verify

LARGEST: Final = 64 * 1024
MOST_LISTED: Final = 1000
NOTICES: Final = "suian.notice."
"""What a receiver keeps; a ping is answered and forgotten."""
ABORT: Final = struct.pack("ii", 1, 0)
"""Linger for no time: closing the connection resets it."""


@dataclass(frozen=True, slots=True)
class Station:
    """One receiver: its secrets (two while one is replaced), its file, its clock.

    `GET /ids` is answered to who bears `token`, or the token of a secret (`list_token`).
    `faults` is None in earnest.
    """

    secrets: Sequence[str]
    kept: Kept
    clock: Callable[[], datetime]
    token: str = ""
    faults: Faults | None = None
    say: Callable[[str], None] = lambda _: None
    stalled: Event = field(default_factory=Event)
    """Set at the end, so that nobody waits for a stalled answer."""


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server_version = "suian-receiver"
    sys_version = ""
    timeout = 30
    station: Station

    def do_POST(self) -> None:
        """Take a message in, or set what goes wrong."""
        body = self._body()
        if body is None:
            self._answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        elif self.path == "/webhook":
            self._take(body)
        elif self.path == "/faults" and self.station.faults:
            self.station.faults.set(json.loads(body))
            self._answer(HTTPStatus.NO_CONTENT)
        else:
            self._answer(HTTPStatus.NOT_FOUND)

    def do_GET(self) -> None:
        """List what was taken in."""
        asked = urlsplit(self.path)
        if asked.path != "/ids":
            self._answer(HTTPStatus.NOT_FOUND)
        elif not self._is_allowed():
            self._answer(HTTPStatus.UNAUTHORIZED)
        else:
            named = parse_qs(asked.query)
            after, limit = (
                int(text) if (text := named.get(name, [""])[0]).isdecimal() else usual
                for name, usual in (("after", 0), ("limit", MOST_LISTED))
            )
            lines = self.station.kept.list(after, min(limit, MOST_LISTED))
            self._answer(HTTPStatus.OK, {"items": [asdict(line) for line in lines]})

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name for it
        """Say nothing: addresses and bodies stay out of logs."""

    def _take(self, body: bytes) -> None:
        station = self.station
        try:
            message = verify(dict(self.headers), body, station.secrets, station.clock())
            event = json.loads(body)
        except NotGenuine as refusal:
            station.say(f"refused: {refusal}")
            self._answer(HTTPStatus.UNAUTHORIZED)
            return
        fault = station.faults.next() if station.faults else None
        match fault:
            case Fault.DROP:
                self._hang_up()
            case Fault.ERROR | Fault.BUSY | Fault.GONE:
                self._answer(HTTPStatus(int(fault)), retry_after=1)
            case _:
                self._keep(message, str(event["type"]), body, fault)

    def _keep(self, message: str, type_: str, body: bytes, fault: Fault | None) -> None:
        """Keep it on disk first and answer then: an answer is a promise."""
        station = self.station
        if fault is Fault.LATE:
            station.stalled.wait(0.5)
        for _ in range(2 if fault is Fault.DUPLICATE else 1):
            if not type_.startswith(NOTICES):
                break
            is_new = station.kept.take(
                message, type_, station.clock().isoformat(), body
            )
            station.say(f"{'kept' if is_new else 'had'} {message}")
        if fault is Fault.STALL:
            station.stalled.wait(60)
        if fault is Fault.RESET:
            self._reset()
        else:
            self._answer(HTTPStatus.NO_CONTENT)

    def _body(self) -> bytes | None:
        length = self.headers.get("content-length", "")
        if not length.isdecimal() or int(length) > LARGEST:
            return None
        return self.rfile.read(int(length))

    def _is_allowed(self) -> bool:
        given = self.headers.get("authorization", "").removeprefix("Bearer ")
        station = self.station
        own = [station.token] if station.token else []
        tokens = [*own, *(list_token(each) for each in station.secrets)]
        return any(hmac.compare_digest(given.encode(), t.encode()) for t in tokens)

    def _answer(
        self, status: HTTPStatus, content: object = None, *, retry_after: int = 0
    ) -> None:
        said = b"" if content is None else json.dumps(content).encode()
        self.send_response(status)
        if status is HTTPStatus.SERVICE_UNAVAILABLE:
            self.send_header("Retry-After", str(retry_after))
        if status is not HTTPStatus.NO_CONTENT:
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(said)))
        if status is HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            self.close_connection = True
        self.end_headers()
        self.wfile.write(said)

    def _hang_up(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def _reset(self) -> None:
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, ABORT)
        self.connection.close()


def serve(station: Station, host: str, port: int) -> ThreadingHTTPServer:
    """Return the service, listening; the caller lets it run and closes it."""
    handler = type("Handler", (_Handler,), {"station": station})
    server = ThreadingHTTPServer((host, port), handler)
    server.daemon_threads = True
    return server


@contextmanager
def running(station: Station, host: str = "127.0.0.1") -> Generator[str]:
    """Run the service on a free port and hand out its address."""
    server = serve(station, host, 0)
    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://{host}:{server.server_port}"
    finally:
        station.stalled.set()
        server.shutdown()
        thread.join()
        server.server_close()

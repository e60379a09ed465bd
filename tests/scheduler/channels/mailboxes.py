"""A real SMTP server on this machine: it encrypts, signs in, takes mail or refuses it."""

import base64
import ssl
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.policy import SMTP
from functools import partial
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread
from typing import Any


@dataclass
class Mailbox:
    """What came in, and how the server behaves."""

    port: int = 0
    refuses: str = ""
    """An answer to RCPT instead of taking it, such as `550 no such box`."""
    received: list[Message] = field(default_factory=list[Message])
    encrypted: list[bool] = field(default_factory=list[bool])
    signed_in: list[str] = field(default_factory=list[str])


class Line(StreamRequestHandler):
    """One client's line to the server."""

    def __init__(
        self, *rest: Any, box: Mailbox, context: ssl.SSLContext | None, at_once: bool
    ) -> None:
        self.box, self.context, self.at_once = box, context, at_once
        self.is_encrypted = False
        super().__init__(*rest)

    def handle(self) -> None:
        """Talk until the client says goodbye."""
        if self.at_once:
            self._encrypt()
        self._say("220 here")
        while line := self.rfile.readline():
            word, _, rest = line.decode().strip().partition(" ")
            self._hear(word.upper(), rest)

    def finish(self) -> None:
        """Close what was encrypted in between, too."""
        with suppress(OSError):
            super().finish()
        self.request.close()

    def _hear(self, word: str, rest: str) -> None:
        match word:
            case "EHLO":
                self._say("250-here")
                if self.context and not self.is_encrypted:
                    self._say("250-STARTTLS")
                self._say("250 AUTH PLAIN")
            case "STARTTLS":
                self._say("220 go on")
                self._encrypt()
            case "AUTH":
                told = base64.b64decode(rest.partition(" ")[2]).decode()
                self.box.signed_in.append(told)
                self._say("235 known")
            case "RCPT":
                self._say(self.box.refuses or "250 fine")
            case "DATA":
                self._take()
            case _:
                self._say("250 fine")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def _encrypt(self) -> None:
        assert self.context is not None
        with suppress(ssl.SSLError):
            self.request = self.context.wrap_socket(self.request, server_side=True)
        self.rfile = self.request.makefile("rb", -1)
        self.wfile = self.request.makefile("wb", 0)
        self.is_encrypted = True

    def _take(self) -> None:
        self._say("354 go on")
        lines: list[bytes] = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b"."))
        self.box.received.append(message_from_bytes(b"".join(lines), policy=SMTP))
        self.box.encrypted.append(self.is_encrypted)
        self._say("250 taken")


@contextmanager
def taking_mail(
    context: ssl.SSLContext | None = None, *, at_once: bool = False, **named: Any
) -> Generator[Mailbox]:
    """Take mail on a free port; with a context by STARTTLS, or encrypted `at_once`."""
    box = Mailbox(**named)
    line = partial(Line, box=box, context=context, at_once=at_once)
    server = ThreadingTCPServer(("127.0.0.1", 0), line)
    box.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield box
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

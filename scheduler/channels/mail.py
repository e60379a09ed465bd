"""E-mail over the operator's SMTP server, encrypted unless it is this very machine."""

import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from enum import StrEnum
from threading import Timer
from typing import Final
from uuid import UUID

from domain.log import Log
from domain.registry.channels import channels_of
from domain.values.channels import WayOut
from scheduler.channels.neutral import Hint
from scheduler.channels.outside import JOURNEY, STEP
from scheduler.channels.tries import Tries
from scheduler.channels.webhook import OFF
from scheduler.message import Answer, Delivered, Failed, Gone, Message

THIS_MACHINE: Final = frozenset({"127.0.0.1", "::1", "localhost"})


class Encryption(StrEnum):
    """How the line to the server is encrypted."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"
    """Only to this very machine."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """The operator's server; an empty user signs nobody in."""

    host: str
    port: int
    sender: str
    encryption: Encryption = Encryption.STARTTLS
    user: str = ""
    password: str = ""
    context: ssl.SSLContext | None = None
    """Which certificates are believed; left out, the system's."""

    def send(self, mail: EmailMessage) -> None:
        """Send a mail over a line of its own; `TimeoutError` when it takes too long.

        Connecting, encrypting and the server's first words are of the same time; only the
        system's resolver has a bound of its own.
        """
        journey = _Journey()
        watch = Timer(JOURNEY, journey.cut)
        watch.start()
        try:
            with closing(
                _Line(self.host, self.port, self._connecting(journey))
            ) as line:
                self._secure(line)
                if self.user:
                    line.login(self.user, self.password)
                line.send_message(mail)
                line.quit()
        except (OSError, smtplib.SMTPException):
            if journey.is_cut:
                raise TimeoutError from None
            raise
        finally:
            watch.cancel()
            journey.end()

    def _connecting(self, journey: "_Journey") -> Callable[[], socket.socket]:
        def connected() -> socket.socket:
            line = journey.connected(self.host, self.port)
            if self.encryption is not Encryption.TLS:
                return line
            return self._trust().wrap_socket(line, server_hostname=self.host)

        return connected

    def _secure(self, line: smtplib.SMTP) -> None:
        if self.encryption is Encryption.STARTTLS:
            line.starttls(context=self._trust())
        elif self.encryption is Encryption.NONE and self.host not in THIS_MACHINE:
            raise smtplib.SMTPNotSupportedError

    def _trust(self) -> ssl.SSLContext:
        return self.context or ssl.create_default_context()


class _Journey:
    """One way to the server and back, which another thread can cut at any of its steps.

    It keeps a handle of its own: whoever encrypts the line takes the first one over.
    """

    def __init__(self) -> None:
        self.is_cut = False
        self._held: socket.socket | None = None

    def connected(self, host: str, port: int) -> socket.socket:
        """Connect to the first address of a host that answers."""
        problem: OSError = ConnectionError()
        for family, kind, protocol, _, address in socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        ):
            line = socket.socket(family, kind, protocol)
            try:
                line.settimeout(STEP)
                self._hold(line)
                line.connect(address)
            except OSError as failed:
                line.close()
                problem = failed
                if self.is_cut:
                    break
            else:
                return line
        raise problem

    def cut(self) -> None:
        """End it: it took too long."""
        self.is_cut = True
        if self._held:
            with suppress(OSError):
                self._held.shutdown(socket.SHUT_RDWR)

    def end(self) -> None:
        """Let go of it."""
        if self._held:
            self._held.close()

    def _hold(self, line: socket.socket) -> None:
        self.end()
        self._held = line.dup()
        if self.is_cut:
            raise TimeoutError


class _Line(smtplib.SMTP):
    """SMTP over a line that somebody else connects."""

    def __init__(
        self, host: str, port: int, connected: Callable[[], socket.socket]
    ) -> None:
        self._connected = connected
        super().__init__(host, port, timeout=STEP)

    def _get_socket(self, *_: object) -> socket.socket:
        """Connect; the library's own place for it, which its TLS uses too."""
        return self._connected()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """Mails offices that something waits; `hint` says what, without anybody's data."""

    log: Log
    server: MailServer
    hint: Callable[[Message], Hint]
    tries: Tries
    clock: Callable[[], datetime]

    def deliver(self, message: Message) -> Answer:
        """Mail it; a mail that comes twice has the same id."""
        office = message.receiver
        return self.tries.make(
            office, WayOut.EMAIL, message.id, lambda: self._mailed(office, message)
        )[0]

    def _mailed(self, office: UUID, message: Message) -> tuple[Answer, int | None]:
        way = channels_of(self.log, office).ways.get(WayOut.EMAIL)
        if way is None or not way.is_on:
            return Gone(OFF), None
        hint = self.hint(message)
        mail = EmailMessage()
        mail["Subject"] = hint.subject
        mail["From"] = self.server.sender
        mail["To"] = way.address
        mail["Date"] = format_datetime(self.clock())
        mail["Message-ID"] = f"<{message.id}@{self.server.sender.partition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(hint.mail)
        try:
            self.server.send(mail)
        except (OSError, smtplib.SMTPException) as problem:
            return _failed(problem)
        return Delivered(), None


def _failed(problem: Exception) -> tuple[Failed, int | None]:
    match problem:
        case smtplib.SMTPRecipientsRefused():
            code = next((code for code, _ in problem.recipients.values()), None)
            return Failed("recipient_refused"), code
        case smtplib.SMTPResponseException():
            return Failed("server_refused"), problem.smtp_code
        case TimeoutError():
            return Failed("timed_out"), None
        case ssl.SSLError():
            return Failed("no_trust"), None
        case _:
            return Failed(type(problem).__name__), None

"""E-mail over the operator's SMTP server, encrypted unless it is this very machine."""

import smtplib
import ssl
from collections.abc import Callable
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
        """Send a mail over a line of its own, which is cut when it takes too long."""
        line = self._line()
        watch = Timer(JOURNEY, line.close)
        watch.start()
        try:
            self._secure(line)
            if self.user:
                line.login(self.user, self.password)
            line.send_message(mail)
            line.quit()
        finally:
            watch.cancel()
            line.close()

    def _line(self) -> smtplib.SMTP:
        if self.encryption is Encryption.TLS:
            return smtplib.SMTP_SSL(
                self.host, self.port, timeout=STEP, context=self._trust()
            )
        return smtplib.SMTP(self.host, self.port, timeout=STEP)

    def _secure(self, line: smtplib.SMTP) -> None:
        if self.encryption is Encryption.STARTTLS:
            line.starttls(context=self._trust())
        elif self.encryption is Encryption.NONE and self.host not in THIS_MACHINE:
            raise smtplib.SMTPNotSupportedError

    def _trust(self) -> ssl.SSLContext:
        return self.context or ssl.create_default_context()


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

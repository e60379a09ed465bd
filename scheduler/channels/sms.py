"""SMS over a gateway: a neutral text, and its receipt asked for until it has come.

A gateway is whoever implements `Gateway`; `HttpGateway` is ours, a protocol of one request
that may be repeated: PUT the message under its own id, and read how far it has come.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, Final, Protocol
from uuid import UUID

from domain.log import Log
from domain.registry.channels import channels_of
from domain.values.channels import WayOut
from scheduler.channels.neutral import Hint
from scheduler.channels.outside import NotReached, Outside
from scheduler.channels.tries import Tries
from scheduler.channels.webhook import OFF
from scheduler.message import Answer, Delivered, Failed, Gone, Message, Underway

RECEIPT_WITHIN: Final = timedelta(seconds=30)
"""When a message is asked about again that has no receipt yet."""


class Receipt(StrEnum):
    """How far an SMS has come."""

    QUEUED = "queued"
    DELIVERED = "delivered"
    FAILED = "failed"


class Gateway(Protocol):
    """Whoever sends SMS."""

    def send(self, id_: UUID, number: str, text: str) -> Receipt:
        """Send a text once, however often asked by the same id; say how far it is.

        Raises `NotReached`.
        """
        ...


@dataclass(frozen=True, slots=True)
class HttpGateway:
    """A gateway behind an address of the operator's."""

    outside: Outside
    address: str
    key: str

    def send(self, id_: UUID, number: str, text: str) -> Receipt:
        """PUT the message under its id; the answer says `state`."""
        body = json.dumps({"to": number, "text": text}, ensure_ascii=False).encode()
        headers = {
            "content-type": "application/json; charset=utf-8",
            "authorization": f"Bearer {self.key}",
        }
        answered = self.outside.send("PUT", f"{self.address}/{id_}", headers, body)
        if not 200 <= answered.status < 300:  # noqa: PLR2004 - HTTP's own numbers
            raise NotReached(f"http_{answered.status}")
        try:
            told: Any = json.loads(answered.body)
            return Receipt(told["state"])
        except (ValueError, KeyError, TypeError):
            raise NotReached("not_understood") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sms:
    """Texts offices that something waits; `hint` says what, without anybody's data."""

    log: Log
    gateway: Gateway
    hint: Callable[[Message], Hint]
    tries: Tries

    def deliver(self, message: Message) -> Answer:
        """Text it; delivered is what the gateway has a receipt for."""
        office = message.receiver
        return self.tries.make(
            office, WayOut.SMS, message.id, lambda: self._sent(office, message)
        )[0]

    def _sent(self, office: UUID, message: Message) -> tuple[Answer, int | None]:
        way = channels_of(self.log, office).ways.get(WayOut.SMS)
        if way is None or not way.is_on:
            return Gone(OFF), None
        text = self.hint(message).short
        try:
            receipt = self.gateway.send(message.id, way.address, text)
        except NotReached as problem:
            return Failed(problem.reason), None
        answers: dict[Receipt, Answer] = {
            Receipt.DELIVERED: Delivered(),
            Receipt.QUEUED: Underway(RECEIPT_WITHIN),
            Receipt.FAILED: Failed("not_received"),
        }
        return answers[receipt], None

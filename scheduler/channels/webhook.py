"""The signed webhook: a CloudEvents 1.0 body under Standard Webhooks headers.

What it carries is what the receiver may read, by its closed schema, and never more.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from domain.log import Log
from domain.registry.channels import channels_of
from domain.values.channels import WayOut
from scheduler.channels.outside import Answered, NotReached, Outside
from scheduler.channels.signing import secret_of, signed
from scheduler.channels.tries import Tries
from scheduler.message import Answer, Delivered, Failed, Gone, Message

TYPE: Final = "application/cloudevents+json; charset=utf-8"
PING: Final = "suian.ping"
OFF: Final = "switched_off"
GONE: Final = 410
BUSY: Final = frozenset({429, 503})


@dataclass(frozen=True, slots=True)
class Told:
    """What a message says to its receiver, and since when it stands."""

    at: datetime
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Pinged:
    """What a test by hand came to; an empty `failure` is a success."""

    failure: str
    status: int | None
    millis: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """Brings messages to the addresses offices chose.

    `told` says what the receiver may read of a message; `gone` is told of an address that
    takes nothing any more.
    """

    log: Log
    outside: Outside
    key: bytes
    source: str
    told: Callable[[Message], Told]
    gone: Callable[[Message], None]
    tries: Tries
    clock: Callable[[], datetime]

    def deliver(self, message: Message) -> Answer:
        """Post a message; a receiver drops repeats by its id."""
        told = self.told(message)
        body = {
            "specversion": "1.0",
            "id": str(message.id),
            "source": self.source,
            "type": f"suian.{message.topic}",
            "subject": str(message.notice),
            "time": told.at.isoformat(),
            "datacontenttype": "application/json",
            "data": dict(told.fields),
        }
        office, id_ = message.receiver, message.id
        answer, made = self.tries.make(
            office, WayOut.WEBHOOK, id_, lambda: self._posted(office, id_, body)
        )
        if made.status == GONE:
            self.gone(message)
        return answer

    def ping(self, office: UUID, id_: UUID) -> Pinged:
        """Send a test that tells of nobody."""
        body: dict[str, Any] = {
            "specversion": "1.0",
            "id": str(id_),
            "source": self.source,
            "type": PING,
            "time": self.clock().isoformat(),
            "datacontenttype": "application/json",
            "data": {},
        }
        answer, made = self.tries.make(
            office, WayOut.WEBHOOK, None, lambda: self._posted(office, id_, body)
        )
        failure = "" if isinstance(answer, Delivered) else answer.reason
        return Pinged(failure, made.status, made.millis)

    def _posted(
        self, office: UUID, id_: UUID, body: Mapping[str, Any]
    ) -> tuple[Answer, int | None]:
        chosen = channels_of(self.log, office)
        way = chosen.ways.get(WayOut.WEBHOOK)
        if way is None or not way.is_on:
            return Gone(OFF), None
        now = self.clock()
        secrets = [secret_of(self.key, office, each) for each in chosen.signing(now)]
        sent = json.dumps(body, ensure_ascii=False).encode()
        headers = {"content-type": TYPE, "user-agent": "Suian"}
        headers |= signed(secrets, id_, now, sent)
        try:
            answered = self.outside.send("POST", way.address, headers, sent)
        except NotReached as problem:
            return Failed(problem.reason), None
        return answer_to(answered), answered.status


def answer_to(answered: Answered) -> Answer:
    """Return what a status means: only 2xx is a delivery, and only 410 is for good."""
    status = answered.status
    if 200 <= status < 300:  # noqa: PLR2004 - HTTP's own numbers
        return Delivered()
    if status == GONE:
        return Gone("http_410")
    return Failed(f"http_{status}", answered.retry_after if status in BUSY else None)

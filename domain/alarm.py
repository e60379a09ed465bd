"""An alarm: something the system cannot set right by itself, with an owner and a clock.

Shown on the owner's home and the operator's, in `/readyz` and the metrics. One alarm for
one matter: its stream id derives from what it is about.
"""

from typing import ClassVar
from uuid import UUID, uuid5

from domain.fact import NOT_YET, Fact, FirstFact, SealedWith, Stream


class Raised(FirstFact):
    """Something needs a person's attention."""

    TOPIC = "alarm.raised"
    sealed_with: ClassVar = SealedWith.SITE

    kind: str
    owner_role: str
    owner_office: str | None
    division: str
    about: str
    details: dict[str, str]
    answer_by: str

    def apply(self, aggregate: "Alarm") -> None:
        """Let it ring."""
        aggregate.kind = self.kind
        aggregate.owner_office = self.owner_office
        aggregate.division = self.division
        aggregate.is_ringing = True


class RaisedAgain(Fact):
    """The same matter came up after it had been cleared."""

    TOPIC = "alarm.raised_again"
    sealed_with: ClassVar = SealedWith.SITE

    details: dict[str, str]
    answer_by: str

    def apply(self, aggregate: "Alarm") -> None:
        """Let it ring again."""
        aggregate.is_ringing = True
        aggregate.is_acknowledged = False


class Acknowledged(Fact):
    """Somebody has seen the alarm and takes care of it."""

    TOPIC = "alarm.acknowledged"
    sealed_with: ClassVar = SealedWith.SITE

    remark: str

    def apply(self, aggregate: "Alarm") -> None:
        """Somebody is on it."""
        aggregate.is_acknowledged = True


class Cleared(Fact):
    """The matter is settled."""

    TOPIC = "alarm.cleared"
    sealed_with: ClassVar = SealedWith.SITE

    reason: str

    def apply(self, aggregate: "Alarm") -> None:
        """Silence it."""
        aggregate.is_ringing = False


class Alarm(Stream):
    """One matter that needs attention."""

    TOPIC = "alarm"

    class Event(Stream.Event):
        """The library's base event; never recorded."""

        TOPIC = "alarm.event"

    class Created(Stream.Created):
        """The library's base first event; never recorded."""

        TOPIC = "alarm.created"

    def __init__(self) -> None:
        """Begin silent."""
        self.kind = ""
        self.owner_office: str | None = None
        self.division = ""
        self.is_ringing = False
        self.is_acknowledged = False

    @staticmethod
    def id_for(about: UUID, kind: str) -> UUID:
        """Return the one alarm a matter can have; `about` is a random or site id."""
        return uuid5(about, f"alarm/{kind}")

    @classmethod
    def ring(  # noqa: PLR0913 - an alarm has these parts
        cls,
        *,
        about: UUID,
        kind: str,
        owner_role: str,
        owner_office: str | None,
        division: str,
        details: dict[str, str],
        answer_by: str,
    ) -> "Alarm":
        """Begin an alarm about a matter."""
        return cls._create(
            Raised,
            id=cls.id_for(about, kind),
            timestamp=NOT_YET,
            kind=kind,
            owner_role=owner_role,
            owner_office=owner_office,
            division=division,
            about=str(about),
            details=details,
            answer_by=answer_by,
        )

    def ring_again(
        self, details: dict[str, str], answer_by: str, *, is_news: bool
    ) -> None:
        """Ring after it had been cleared; nothing happens while it rings.

        What happened once more (`is_news`) rings again where the last was acknowledged.
        """
        if not self.is_ringing or (is_news and self.is_acknowledged):
            self.record(RaisedAgain, details=details, answer_by=answer_by)

    def acknowledge(self, remark: str) -> None:
        """Take care of it; asking twice notes it once."""
        if self.is_ringing and not self.is_acknowledged:
            self.record(Acknowledged, remark=remark)

    def clear(self, reason: str) -> None:
        """Silence it; asking twice clears once."""
        if self.is_ringing:
            self.record(Cleared, reason=reason)

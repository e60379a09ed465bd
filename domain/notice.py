"""A notice: one receiver told of one fact for one purpose, and heard back from.

The stream holds references only; what the receiver may see is folded from the person's
stream at `fact_position`. Told, delivered, opened, accepted (签收) or returned (退回),
outcome (处置反馈), closed (办结): each is a fact of its own. So are a correction (更正) and
a withdrawal (撤回), which the receiver accepts, too. Acceptance by other ways than the
receiver's own account is in `notice_acceptance.py`.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, ClassVar
from uuid import UUID, uuid5

from domain.errors import NoticeIsClosed, NotYetAccepted, ReasonNeeded, Unknown
from domain.fact import NOT_YET, Fact, FirstFact, SealedWith, Stream
from domain.values.acceptance import Via
from domain.values.escalation import Ladder
from domain.values.notices import Trigger


@dataclass(frozen=True, slots=True)
class Change:
    """What puts a notice right: the fact that does, why, and by when to accept it."""

    cause: str
    cause_position: int
    why: str
    clock: str
    remind_at: str
    accept_by: str
    editions: list[str]


@dataclass(frozen=True, slots=True)
class OnBehalf:
    """An acceptance given by telephone that waits for a second person."""

    by: str


class Issued(FirstFact):
    """A receiver is to be told of a fact about a person.

    `trigger` is why (a `Trigger`), `clock` the code of the clock that runs, `remind_at`
    when an unanswered notice is rung about; version 1 kept none of the three.
    """

    TOPIC = "notice.issued"
    sealed_with: ClassVar = SealedWith.SITE
    class_version = 2

    person: UUID
    fact: str
    fact_position: int
    receiver: str
    receiver_kind: str
    purpose: str
    fields: list[str]
    accept_by: str
    stands_in: bool
    editions: list[str]
    trigger: str
    clock: str
    remind_at: str

    @staticmethod
    def upcast_v1_v2(state: dict[str, Any]) -> None:
        """Name what can still be told from the fields; nobody was to be reminded."""
        left, refused = (
            "left_area" in state["fields"],
            "refused_visits" in state["fields"],
        )
        news = Trigger.LEFT if left else Trigger.REFUSED if refused else Trigger.GRADED
        state.update(trigger=news.value, clock="", remind_at="")

    def apply(self, aggregate: "Notice") -> None:
        """Keep who is told about whom."""
        aggregate.person = self.person
        aggregate.receiver = self.receiver
        aggregate.fields = self.fields
        aggregate.clock = self.clock
        aggregate.accept_by = self.accept_by
        aggregate.ladder.is_there = bool(self.remind_at)
        aggregate.ladder.next_at = self.remind_at


class Delivered(Fact):
    """The notice reached the receiver by a channel (inbox page, feed, webhook)."""

    TOPIC = "notice.delivered"
    sealed_with: ClassVar = SealedWith.SITE

    person: UUID
    by: str

    def apply(self, aggregate: "Notice") -> None:
        """Note that it has arrived."""
        aggregate.deliveries[self.by] = True


class Undeliverable(Fact):
    """The notice could not be delivered by a channel; an alarm goes with it."""

    TOPIC = "notice.undeliverable"
    sealed_with: ClassVar = SealedWith.SITE

    person: UUID
    by: str
    reason: str

    def apply(self, aggregate: "Notice") -> None:
        """Note that it has not arrived."""
        aggregate.deliveries[self.by] = False


class Seen(Fact):
    """Somebody at the receiver's opened the notice for the first time."""

    TOPIC = "notice.opened"
    sealed_with: ClassVar = SealedWith.SITE

    person: UUID

    def apply(self, aggregate: "Notice") -> None:
        """Note that it has been read."""
        aggregate.is_opened = True


class Accepted(Fact):
    """The receiver accepted the notice (签收), from its own account."""

    TOPIC = "notice.accepted"
    sealed_with: ClassVar = SealedWith.SITE

    person: UUID

    def apply(self, aggregate: "Notice") -> None:
        """Somebody has taken it on; what was entered on behalf is not needed any more."""
        aggregate.accepted_via = Via.OWN
        aggregate.on_behalf = None


class Returned(Fact):
    """The receiver sent the notice back (退回): not ours, or nobody of that name."""

    TOPIC = "notice.returned"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    reason: str

    def apply(self, aggregate: "Notice") -> None:
        """Nobody has it any more."""
        aggregate.accepted_via = ""
        aggregate.on_behalf = None
        aggregate.is_returned = True
        aggregate.ladder.next_at = ""


class OutcomeReported(Fact):
    """The receiver said what came of it (处置反馈); it is shown in the chart."""

    TOPIC = "notice.outcome_reported"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    outcome: str
    remark: str

    def apply(self, aggregate: "Notice") -> None:
        """There is an outcome."""
        aggregate.outcomes += 1


class Closed(Fact):
    """The notice is done with (办结)."""

    TOPIC = "notice.closed"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    reason: str

    def apply(self, aggregate: "Notice") -> None:
        """Nothing more is expected."""
        aggregate.is_closed = True


class Corrected(Fact):
    """What was told reads otherwise now (更正): the names of the fields, never a value.

    `cause` is the fact that put it right and `cause_position` up to where the new values
    are to be read; `why` is a `ChangeReason`. The receiver accepts it by `accept_by`.
    """

    TOPIC = "notice.corrected"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    cause: str
    cause_position: int
    why: str
    fields: list[str]
    clock: str
    remind_at: str
    accept_by: str
    editions: list[str]

    def apply(self, aggregate: "Notice") -> None:
        """Wait for the receiver to accept it."""
        aggregate.changes[self.cause] = False


class Withdrawn(Fact):
    """Nobody may rely on the notice any more (撤回); `why` is a `ChangeReason`."""

    TOPIC = "notice.withdrawn"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    cause: str
    cause_position: int
    why: str
    clock: str
    remind_at: str
    accept_by: str
    editions: list[str]

    def apply(self, aggregate: "Notice") -> None:
        """Wait for the receiver to accept it."""
        aggregate.changes[self.cause] = False
        aggregate.is_withdrawn = True


class ChangeAccepted(Fact):
    """The receiver accepted a correction or a withdrawal, by its `cause`."""

    TOPIC = "notice.change_accepted"
    sealed_with: ClassVar = SealedWith.SITE

    person: UUID
    cause: str

    def apply(self, aggregate: "Notice") -> None:
        """Note that the receiver knows."""
        aggregate.changes[self.cause] = True


class Notice(Stream):
    """One receiver told of one fact for one purpose."""

    TOPIC = "notice"

    class Event(Stream.Event):
        """The library's base event; never recorded."""

        TOPIC = "notice.event"

    class Created(Stream.Created):
        """The library's base first event; never recorded."""

        TOPIC = "notice.created"

    def __init__(self) -> None:
        """Begin told to nobody."""
        self.person = UUID(int=0)
        self.receiver = ""
        self.deliveries: dict[str, bool] = {}
        """The channels that brought it, and those that gave up."""
        self.is_opened = False
        self.accepted_via = ""
        self.on_behalf: OnBehalf | None = None
        self.slip_code = ""
        self.is_returned = False
        self.is_closed = False
        self.is_expired = False
        self.is_withdrawn = False
        self.outcomes = 0
        self.changes: dict[str, bool] = {}
        """The corrections and withdrawals by their cause: whether each was accepted."""
        self.fields: list[str] = []
        self.clock = ""
        self.accept_by = ""
        self.ladder = Ladder()

    @property
    def is_accepted(self) -> bool:
        """Return whether somebody at the receiver's has taken it on, by whatever way."""
        return bool(self.accepted_via)

    @staticmethod
    def id_for(fact: UUID, receiver: UUID, purpose: str) -> UUID:
        """Return the one notice a fact, a receiver and a purpose can have."""
        return uuid5(fact, f"notice/{receiver}/{purpose}")

    @classmethod
    def issue(  # noqa: PLR0913 - a notice has these parts
        cls,
        *,
        person: UUID,
        fact: UUID,
        fact_position: int,
        receiver: UUID,
        receiver_kind: str,
        purpose: str,
        fields: list[str],
        accept_by: str,
        stands_in: bool,
        editions: list[str],
        trigger: str,
        clock: str,
        remind_at: str,
    ) -> "Notice":
        """Begin telling one receiver of one fact for one purpose."""
        return cls._create(
            Issued,
            id=cls.id_for(fact, receiver, purpose),
            timestamp=NOT_YET,
            person=person,
            fact=str(fact),
            fact_position=fact_position,
            receiver=str(receiver),
            receiver_kind=receiver_kind,
            purpose=purpose,
            fields=fields,
            accept_by=accept_by,
            stands_in=stands_in,
            editions=editions,
            trigger=trigger,
            clock=clock,
            remind_at=remind_at,
        )

    def deliver(self, by: str) -> None:
        """Note the delivery; a second one by the same channel changes nothing."""
        if not self.deliveries.get(by):
            self.record(Delivered, person=self.person, by=by)

    def fail_delivery(self, by: str, reason: str) -> None:
        """Note that a channel gave up."""
        self.record(Undeliverable, person=self.person, by=by, reason=reason)

    def open(self) -> None:
        """Note the first opening."""
        if not self.is_opened:
            self.record(Seen, person=self.person)

    def accept(self) -> None:
        """Take it on; asking twice takes it once."""
        self.must_be_open()
        if not self.is_accepted:
            self.record(Accepted, person=self.person)

    def send_back(self, reason: str) -> None:
        """Send it back with a reason; asking twice sends it once, until it is accepted again."""
        self.must_be_open()
        if not reason.strip():
            raise ReasonNeeded
        if self.is_accepted or not self.is_returned:
            self.record(Returned, person=self.person, reason=reason)

    def report_outcome(self, outcome: str, remark: str) -> None:
        """Say what came of it; it must have been accepted."""
        self.must_be_open()
        if not self.is_accepted:
            raise NotYetAccepted
        self.record(OutcomeReported, person=self.person, outcome=outcome, remark=remark)

    def close(self, reason: str) -> None:
        """Be done with it; asking twice closes once."""
        if not self.is_closed:
            self.record(Closed, person=self.person, reason=reason)

    def correct(self, change: Change, fields: Sequence[str]) -> None:
        """Tell the receiver that these fields read otherwise now; one cause, once."""
        if change.cause not in self.changes and not self.is_withdrawn:
            self.record(
                Corrected, person=self.person, **asdict(change), fields=list(fields)
            )

    def withdraw(self, change: Change) -> None:
        """Tell the receiver to rely on the notice no more; asking again changes nothing."""
        if not self.is_withdrawn:
            self.record(Withdrawn, person=self.person, **asdict(change))

    def accept_change(self, cause: str) -> None:
        """Note that the receiver knows; it may, after the notice is closed, too."""
        if cause not in self.changes:
            raise Unknown(kind="change")
        if not self.changes[cause]:
            self.record(ChangeAccepted, person=self.person, cause=cause)

    def must_be_open(self) -> None:
        """Refuse a step on what is done with."""
        if self.is_closed or self.is_expired:
            raise NoticeIsClosed

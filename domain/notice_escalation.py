"""What is done while nobody accepts a notice: rung about (催办), told higher up (督办).

Facts of the notice's own stream. Each rung of the ladder is taken once; an office that is
told must take it on or let the next one be told.
"""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from domain.errors import NoticeIsClosed, NotUrged
from domain.fact import Fact, SealedWith
from domain.notice import Notice
from domain.values.escalation import Rung


class Reminded(Fact):
    """Nobody has accepted: the office that told is to ring the receiver (催办).

    `office` is the one that is to ring; `next_at` is when `next_rung` is due.
    """

    TOPIC = "notice.reminded"
    sealed_with: ClassVar = SealedWith.SITE

    person: UUID
    rung: str
    office: str
    prompted_by: str
    due_at: str
    next_rung: str
    next_at: str
    why: str
    editions: list[str]

    def apply(self, aggregate: Notice) -> None:
        """Keep that the rung was taken."""
        aggregate.ladder.offices[self.rung] = self.office
        aggregate.ladder.next_at = self.next_at
        aggregate.ladder.passed_over = ""


class Escalated(Fact):
    """An office higher up is told that nobody has accepted (督办).

    It may read `fields`, and takes it on by `accept_by`; then `next_rung` is due, which is
    empty at the top.
    """

    TOPIC = "notice.escalated"
    sealed_with: ClassVar = SealedWith.SITE

    person: UUID
    rung: str
    office: str
    prompted_by: str
    due_at: str
    accept_by: str
    next_rung: str
    fields: list[str]
    why: str
    editions: list[str]

    def apply(self, aggregate: Notice) -> None:
        """Keep who was told."""
        aggregate.ladder.offices[self.rung] = self.office
        aggregate.ladder.next_at = self.accept_by
        aggregate.ladder.passed_over = ""


class PassedOver(Fact):
    """A rung had nobody to turn to: the next is due at once, and an alarm rings."""

    TOPIC = "notice.rung_passed_over"
    sealed_with: ClassVar = SealedWith.SITE

    person: UUID
    rung: str
    lacking: str
    prompted_by: str
    due_at: str
    next_rung: str
    why: str
    editions: list[str]

    def apply(self, aggregate: Notice) -> None:
        """Keep that nobody was there."""
        aggregate.ladder.offices[self.rung] = ""
        aggregate.ladder.next_at = ""
        aggregate.ladder.passed_over = self.rung


class TakenOn(Fact):
    """An office that was told higher up has taken it on (受领督办)."""

    TOPIC = "notice.escalation_accepted"
    sealed_with: ClassVar = SealedWith.SITE

    person: UUID
    rung: str

    def apply(self, aggregate: Notice) -> None:
        """Somebody has it in hand."""
        aggregate.ladder.taken_on[self.rung] = True


class Called(Fact):
    """The receiver was rung about the notice; the outcome is a `CallOutcome`."""

    TOPIC = "notice.called"
    sealed_with: ClassVar = SealedWith.SITE

    person: UUID
    outcome: str

    def apply(self, aggregate: Notice) -> None:
        """Change nothing: only the receiver's own acceptance ends the ladder."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One rung being taken: who is turned to, why, and what comes after."""

    rung: Rung
    office: str
    prompted_by: str
    due_at: str
    until: str
    next_rung: str
    fields: tuple[str, ...]
    why: str
    editions: tuple[str, ...]
    lacking: str = ""


def turn_to(notice: Notice, turn: Turn) -> None:
    """Take a rung; one that was taken stays as it is."""
    if turn.rung in notice.ladder.offices:
        return
    common = {
        "person": notice.person,
        "rung": turn.rung.value,
        "prompted_by": turn.prompted_by,
        "due_at": turn.due_at,
        "next_rung": turn.next_rung,
        "why": turn.why,
        "editions": list(turn.editions),
    }
    if turn.lacking:
        notice.record(PassedOver, lacking=turn.lacking, **common)
    elif turn.rung is Rung.SENDER:
        notice.record(Reminded, office=turn.office, next_at=turn.until, **common)
    else:
        notice.record(
            Escalated,
            office=turn.office,
            accept_by=turn.until,
            fields=list(turn.fields),
            **common,
        )


def take_on(notice: Notice, office: str) -> None:
    """Take it on for an office that was told higher up; asking twice takes it once."""
    if notice.is_closed:
        raise NoticeIsClosed
    rungs = [
        rung
        for rung, told in notice.ladder.offices.items()
        if told == office and rung != Rung.SENDER
    ]
    if not rungs:
        raise NotUrged
    for rung in rungs:
        if rung not in notice.ladder.taken_on:
            notice.record(TakenOn, person=notice.person, rung=rung)


def note_call(notice: Notice, outcome: str) -> None:
    """Note that the receiver was rung; the sender must have been asked to."""
    if notice.is_closed:
        raise NoticeIsClosed
    if not notice.ladder.offices.get(Rung.SENDER):
        raise NotUrged
    notice.record(Called, person=notice.person, outcome=outcome)


class HeldForDigest(Fact):
    """The notice waits for the shift's digest (交接班汇总): its clocks run from there."""

    TOPIC = "notice.held_for_digest"
    sealed_with: ClassVar = SealedWith.SITE

    person: UUID
    shift: str
    until: str
    remind_at: str
    accept_by: str

    def apply(self, aggregate: Notice) -> None:
        """Move its clocks on: nobody is rung about it before."""
        aggregate.accept_by = self.accept_by
        aggregate.ladder.next_at = self.remind_at


def is_awaited(notice: Notice) -> bool:
    """Return whether an answer of the receiver is still waited for."""
    is_answered = notice.is_accepted or notice.is_returned
    is_over = notice.is_closed or notice.is_withdrawn or notice.is_expired
    return not (is_answered or is_over)


def hold(
    notice: Notice, *, shift: str, until: str, remind_at: str, accept_by: str
) -> None:
    """Let a notice wait for the digest; one that anything was done about goes on."""
    if is_awaited(notice) and not notice.ladder.offices:
        notice.record(
            HeldForDigest,
            person=notice.person,
            shift=shift,
            until=until,
            remind_at=remind_at,
            accept_by=accept_by,
        )

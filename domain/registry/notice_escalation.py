"""Climbing the ladder while nobody accepts a notice: decided again on what stands now."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from domain.errors import Unknown
from domain.log import Command
from domain.notice import Notice
from domain.notice_escalation import (
    Escalated,
    Reminded,
    Turn,
    note_call,
    take_on,
    turn_to,
)
from domain.office import Office
from domain.registry.runner import Found, Touched
from domain.rules.access import Operation
from domain.rules.notice_escalation import (
    Step,
    edition_on,
    fields_for,
    ladder,
    step_after,
    until,
)
from domain.values.calendar import shanghai_day
from domain.values.escalation import CallOutcome, Lacking, PromptedBy, Rung

__all__ = [
    "CallOutcome",
    "Escalated",
    "Lacking",
    "NoteCall",
    "PromptedBy",
    "Reminded",
    "Rung",
    "TakeOn",
    "TakeRung",
    "next_rung",
]


def next_rung(
    kind: str, clock: str, taken: Collection[str], day: date, *, is_returned: bool
) -> Rung | None:
    """Return whom to turn to next for a kind of receiver; None at the top."""
    step = step_after(taken, ladder(kind, clock, day), is_returned=is_returned)
    return Rung(step.row.rung) if step else None


@dataclass(frozen=True, slots=True)
class TakeRung:
    """Take the rung that is due; nothing happens if it was, or somebody has accepted.

    The lists that named the rung and its office may be stale, so the streams decide.
    Without an office, `lacking` says why there is none. An office that was closed a moment
    ago is not turned to: whoever asks finds another.
    """

    notice: UUID
    receiver: UUID
    rung: Rung
    office: UUID | None
    lacking: str = ""

    operation = Operation.ESCALATE_NOTICE

    def touches(self, found: Found) -> Touched:
        """Touch nobody: the system itself climbs."""
        return Touched()

    def streams(self) -> Sequence[UUID]:
        """Rest on the notice, its receiver, and the office that is turned to."""
        return (self.notice, self.receiver, *([self.office] if self.office else ()))

    def decide(self, found: Found, command: Command) -> None:
        """Take it if it is the next one and its time has come."""
        notice = found.get(Notice, self.notice)
        receiver = found.get(Office, self.receiver)
        if notice.receiver != str(self.receiver):
            raise Unknown(kind="notice")
        step = _due(notice, receiver.kind, command.now)
        if step is None or step.row.rung is not self.rung:
            return
        if self.office and not found.get(Office, self.office).is_open:
            return
        local = found.in_force.at(receiver.division)
        if self.rung is Rung.SENDER:
            by, overrides = notice.accept_by, ()
        else:
            ends, overrides = until(step.row, command.now, notice.clock, local)
            by = ends.isoformat()
        turn_to(
            notice,
            Turn(
                rung=self.rung,
                office=str(self.office or ""),
                prompted_by=_prompted_by(notice),
                due_at=notice.ladder.next_at or command.now.isoformat(),
                until=by,
                next_rung=step.next_rung,
                fields=fields_for(self.rung, notice.fields),
                why=step.row.why.code,
                editions=(edition_on(shanghai_day(command.now)), *overrides),
                lacking=self.lacking,
            ),
        )


@dataclass(frozen=True, slots=True)
class TakeOn:
    """An office that was told higher up takes it on (受领督办)."""

    notice: UUID
    office: UUID

    operation = Operation.TAKE_ON_NOTICE

    def touches(self, found: Found) -> Touched:
        """Touch the office that was told."""
        return Touched(office=str(self.office))

    def streams(self) -> Sequence[UUID]:
        """Rest on the notice."""
        return (self.notice,)

    def decide(self, found: Found, command: Command) -> None:
        """Take it on."""
        take_on(found.get(Notice, self.notice), str(self.office))


@dataclass(frozen=True, slots=True)
class NoteCall:
    """The office that told has rung the receiver (电话催办)."""

    notice: UUID
    outcome: CallOutcome

    operation = Operation.NOTE_CALL

    def touches(self, found: Found) -> Touched:
        """Touch the office that was asked to ring."""
        offices = found.get(Notice, self.notice).ladder.offices
        return Touched(office=offices.get(Rung.SENDER, ""))

    def streams(self) -> Sequence[UUID]:
        """Rest on the notice."""
        return (self.notice,)

    def decide(self, found: Found, command: Command) -> None:
        """Note it."""
        note_call(found.get(Notice, self.notice), self.outcome)


def _due(notice: Notice, kind: str, now: datetime) -> Step | None:
    climbed = notice.ladder
    is_over = notice.is_accepted or notice.is_closed
    is_over = is_over or notice.is_withdrawn or notice.is_expired
    if is_over or climbed.taken_on or not climbed.is_there:
        return None
    if climbed.next_at and datetime.fromisoformat(climbed.next_at) > now:
        return None
    rows = ladder(kind, notice.clock, shanghai_day(now))
    return step_after(climbed.offices, rows, is_returned=notice.is_returned)


def _prompted_by(notice: Notice) -> PromptedBy:
    if notice.ladder.passed_over:
        return PromptedBy.PASSED_OVER
    if notice.is_returned and not notice.ladder.next_at:
        return PromptedBy.RETURNED
    return PromptedBy.DUE

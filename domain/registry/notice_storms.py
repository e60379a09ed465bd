"""Storms of notices: what waits for the shift's digest, decided once and kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from domain.log import Command
from domain.notice import Notice
from domain.notice_escalation import hold, is_awaited
from domain.notice_shift import DigestIssued, NoticeShift
from domain.office import Office
from domain.registry.runner import Found, Touched
from domain.rules.access import Operation
from domain.rules.notice_storms import clocks_from, may_wait, shift_of, weigh

__all__ = ["DigestIssued", "IssueDigest", "WeighNotice", "might_wait"]


def might_wait(trigger: str, clock: str, day: date) -> bool:
    """Return whether a notice may wait at all; all others go at once, unasked."""
    return bool(clock) and may_wait(trigger, clock, day)


@dataclass(frozen=True, slots=True)
class WeighNotice:
    """Let a notice that might wait go singly or wait, by the budget of its office's shift."""

    notice: UUID
    receiver: UUID
    trigger: str
    clock: str
    issued_at: datetime

    operation = Operation.ISSUE_NOTICE

    def touches(self, found: Found) -> Touched:
        """Touch nobody: the system itself tells."""
        return Touched()

    def streams(self) -> Sequence[UUID]:
        """Rest on the notice, its receiver and the receiver's shift."""
        shift = NoticeShift.id_for(self.receiver, shift_of(self.issued_at).name)
        return (self.notice, self.receiver, shift)

    def decide(self, found: Found, command: Command) -> None:
        """Weigh it once; what waits has its clocks counted from the digest."""
        named = shift_of(self.issued_at)
        stream = NoticeShift.id_for(self.receiver, named.name)
        shift = found.maybe(NoticeShift, stream) or found.begin(
            NoticeShift.begin(self.receiver, named.name, named.ends_at.isoformat())
        )
        local = found.in_force.at(found.get(Office, self.receiver).division)
        said = weigh(self.trigger, self.clock, len(shift.told), self.issued_at, local)
        waits = said.waits and not shift.is_digested
        shift.weigh(
            str(self.notice),
            waits=waits,
            budget=said.budget,
            why=said.why.code,
            editions=list(said.editions),
        )
        if waits:
            remind, accept = clocks_from(self.clock, named.ends_at, local)
            hold(
                found.get(Notice, self.notice),
                shift=named.name,
                until=named.ends_at.isoformat(),
                remind_at=remind.isoformat(),
                accept_by=accept.isoformat(),
            )


@dataclass(frozen=True, slots=True)
class IssueDigest:
    """Bring what waited in an office's shift in one message, once the shift is over.

    `held` are the notices that wait as far as the lists know; the shift's stream decides.
    `unreadable` wait no more: the keys of those they are about were destroyed.
    """

    office: UUID
    shift: str
    held: tuple[UUID, ...]
    unreadable: tuple[UUID, ...] = ()

    operation = Operation.MAKE_DIGEST

    def touches(self, found: Found) -> Touched:
        """Touch nobody: the system itself tells."""
        return Touched()

    def streams(self) -> Sequence[UUID]:
        """Rest on the shift and on what waits in it."""
        return (NoticeShift.id_for(self.office, self.shift), *self.held)

    def decide(self, found: Found, command: Command) -> None:
        """Issue it with what nobody has accepted meanwhile; wait for lists that lag."""
        shift = found.get(NoticeShift, NoticeShift.id_for(self.office, self.shift))
        is_over = datetime.fromisoformat(shift.ends_at) <= command.now
        unreadable = {str(key) for key in self.unreadable}
        readable = [key for key in shift.held if key not in unreadable]
        if not is_over or set(readable) - {str(key) for key in self.held}:
            return
        notices = [found.get(Notice, UUID(key)) for key in readable]
        shift.issue_digest([str(n.id) for n in notices if is_awaited(n)])

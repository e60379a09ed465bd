"""Notices: issued by a follower of the log, answered by the receivers themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from domain.errors import Unknown
from domain.log import Command
from domain.notice import Issued, Notice
from domain.office import Office
from domain.person.merging import is_record_of
from domain.person.person import Person
from domain.registry.one_notice import AtReceiver, OneNotice
from domain.registry.runner import Found, Touched
from domain.rules.access import Operation
from domain.values.notices import Trigger

__all__ = [
    "AcceptNotice",
    "CloseNotice",
    "IssueNotices",
    "Issued",
    "NoteDelivery",
    "OpenNotice",
    "Receiver",
    "ReportOutcome",
    "ReturnNotice",
]


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who is to be told, for what, of which fields, and by when to accept."""

    office: UUID
    kind: str
    purpose: str
    fields: tuple[str, ...]
    accept_by: str
    stands_in: bool
    edition: str
    overrides: tuple[str, ...] = ()
    trigger: str = Trigger.GRADED
    clock: str = ""
    remind_at: str = ""


@dataclass(frozen=True, slots=True)
class IssueNotices:
    """Tell the receivers of a fact about a person; each is told once, however often asked.

    Helpers are told of nobody whose consent was withdrawn; whom the law asks to tell, is.
    """

    person: UUID
    fact: UUID
    fact_position: int
    receivers: tuple[Receiver, ...]

    operation = Operation.ISSUE_NOTICE

    def touches(self, found: Found) -> Touched:
        """Touch nobody: the system itself tells."""
        return Touched()

    def streams(self) -> Sequence[UUID]:
        """Rest on the notices there may already be, and on the offices."""
        return (
            self.person,
            *(Notice.id_for(self.fact, r.office, r.purpose) for r in self.receivers),
            *(r.office for r in self.receivers),
        )

    def decide(self, found: Found, command: Command) -> None:
        """Issue what has not been issued."""
        person = found.maybe(Person, self.person)
        for receiver in self.receivers:
            if person and receiver.purpose in person.stopped_uses:
                continue
            found.get(Office, receiver.office)
            notice = Notice.id_for(self.fact, receiver.office, receiver.purpose)
            if found.maybe(Notice, notice) is None:
                found.begin(
                    Notice.issue(
                        person=self.person,
                        fact=self.fact,
                        fact_position=self.fact_position,
                        receiver=receiver.office,
                        receiver_kind=receiver.kind,
                        purpose=receiver.purpose,
                        fields=list(receiver.fields),
                        accept_by=receiver.accept_by,
                        stands_in=receiver.stands_in,
                        editions=[receiver.edition, *receiver.overrides],
                        trigger=receiver.trigger,
                        clock=receiver.clock,
                        remind_at=receiver.remind_at,
                    )
                )


@dataclass(frozen=True, slots=True)
class NoteDelivery(OneNotice):
    """A channel delivered a notice, or gave up (`failure` says why)."""

    by: str
    failure: str = ""

    operation = Operation.DELIVER_NOTICE

    def decide(self, found: Found, command: Command) -> None:
        """Note it."""
        notice = found.get(Notice, self.notice)
        if self.failure:
            notice.fail_delivery(self.by, self.failure)
        else:
            notice.deliver(self.by)


@dataclass(frozen=True, slots=True)
class OpenNotice(AtReceiver):
    """Somebody at the receiver's opens the notice."""

    operation = Operation.OPEN_NOTICE

    def decide(self, found: Found, command: Command) -> None:
        """Note the first opening."""
        found.get(Notice, self.notice).open()


@dataclass(frozen=True, slots=True)
class AcceptNotice(AtReceiver):
    """The receiver accepts (签收)."""

    operation = Operation.ACCEPT_NOTICE

    def decide(self, found: Found, command: Command) -> None:
        """Take it on."""
        notice = found.get(Notice, self.notice)
        notice.open()
        notice.accept()


@dataclass(frozen=True, slots=True)
class ReturnNotice(AtReceiver):
    """The receiver sends the notice back (退回)."""

    reason: str

    operation = Operation.RETURN_NOTICE

    def decide(self, found: Found, command: Command) -> None:
        """Send it back."""
        notice = found.get(Notice, self.notice)
        notice.open()
        notice.send_back(self.reason)


@dataclass(frozen=True, slots=True)
class ReportOutcome(AtReceiver):
    """The receiver says what came of it (处置反馈)."""

    outcome: str
    remark: str = ""

    operation = Operation.REPORT_OUTCOME

    def decide(self, found: Found, command: Command) -> None:
        """Record the outcome."""
        found.get(Notice, self.notice).report_outcome(self.outcome, self.remark)


@dataclass(frozen=True, slots=True)
class CloseNotice:
    """Those who look after the person are done with a notice (办结)."""

    notice: UUID
    person: UUID
    reason: str

    operation = Operation.CLOSE_NOTICE

    def touches(self, found: Found) -> Touched:
        """Touch the division the person lives in."""
        return Touched(divisions=found.get(Person, self.person).divisions())

    def streams(self) -> Sequence[UUID]:
        """Rest on the notice and its person."""
        return (self.notice, self.person)

    def decide(self, found: Found, command: Command) -> None:
        """Close it."""
        notice = found.get(Notice, self.notice)
        if not is_record_of(found.get(Person, self.person), notice.person):
            raise Unknown(kind="notice")
        notice.close(self.reason)

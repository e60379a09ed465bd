"""A hospital reports a case: its card puts the person on the register (BR-REP-1 to -3).

Reporting is a duty and needs nobody's consent (P1 art 24, R10). A paper that came to the
county SMI office is noted first, with its own clock, and entered then.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.log import Command
from domain.paper_report import PaperReport
from domain.person.forms import record_report_card
from domain.person.person import Person
from domain.person.reporting import report_card
from domain.registry.one_person import OnePerson, refuse_later
from domain.registry.registration import RegisterPerson
from domain.registry.runner import Found, Touched
from domain.rules.access import Operation
from domain.values.calendar import shanghai_day
from domain.values.report_card import ReportCard


@dataclass(frozen=True, slots=True)
class ReceivePaper:
    """Note that a report came on paper."""

    division: str
    hospital: str
    number: str
    received_on: date

    operation = Operation.RECEIVE_PAPER

    def streams(self) -> Sequence[UUID]:
        """Rest on nothing."""
        return ()

    def touches(self, found: Found) -> Touched:
        """Touch the county."""
        del found
        return Touched(divisions=(self.division,))

    def decide(self, found: Found, command: Command) -> None:
        """Record the paper and its last day."""
        refuse_later(self.received_on, command)
        paper = PaperReport.receive(
            command.new_id("paper_report"),
            division=self.division,
            hospital=self.hospital,
            number=self.number,
            received_on=self.received_on,
            local=found.in_force,
        )
        found.begin(paper)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPerson(RegisterPerson):
    """Enter a hospital's card about somebody not on the register yet: they are then.

    The clock runs from the diagnosis, or from the day the `paper` was received.
    """

    card: ReportCard
    paper: UUID | None = None

    operation = Operation.REPORT_CASE

    def streams(self) -> Sequence[UUID]:
        """Rest on what a registration rests on, and the paper."""
        named = RegisterPerson.streams(self)
        return (*named, *((self.paper,) if self.paper else ()))

    def decide(self, found: Found, command: Command) -> None:
        """Register, keep the card, and begin primary care's clocks."""
        person = self._register(found, command)
        confirmed_on = date.fromisoformat(self.registration.diagnosis.diagnosed_on)
        _keep(found, command, person, self.card, confirmed_on, self.paper)


@dataclass(frozen=True, slots=True)
class ReportKnown(OnePerson):
    """Enter a hospital's card about somebody who is on the register already."""

    card: ReportCard
    confirmed_on: date
    paper: UUID | None = None

    operation = Operation.REPORT_CASE

    def streams(self) -> Sequence[UUID]:
        """Rest on the person and the paper."""
        return (self.person, *((self.paper,) if self.paper else ()))

    def decide(self, found: Found, command: Command) -> None:
        """Keep the card, and begin primary care's clocks unless they run already."""
        person = found.get(Person, self.person)
        _keep(found, command, person, self.card, self.confirmed_on, self.paper)


def _keep(
    found: Found,
    command: Command,
    person: Person,
    card: ReportCard,
    confirmed_on: date,
    paper: UUID | None,
) -> None:
    today, since = shanghai_day(command.now), confirmed_on
    refuse_later(max(confirmed_on, card.reported_on), command)
    if paper:
        received = found.get(PaperReport, paper)
        since = date.fromisoformat(received.received_on)
        received.enter(person.id)
    record_report_card(person, card)
    report_card(
        person, confirmed_on, since, today, found.in_force, on_paper=paper is not None
    )

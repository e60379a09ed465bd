"""What hospitals report and primary care takes on: discharges, cards received and filed."""

from dataclasses import dataclass
from datetime import date

from domain.log import Command
from domain.person.discharge import note_discharge, record_discharge_sheet
from domain.person.person import Person
from domain.person.reporting import file_case, miss_address, receive_report, send_back
from domain.registry.one_person import OnePerson
from domain.registry.runner import Found
from domain.rules.access import Operation
from domain.values.calendar import shanghai_day
from domain.values.discharge_sheet import DischargeSheet
from domain.values.reporting import ReportWhat


@dataclass(frozen=True, slots=True)
class NoteDischarge(OnePerson):
    """Note that the person left hospital; the hospital's sheet is due from that day."""

    discharged_on: date
    hospital: str

    operation = Operation.NOTE_DISCHARGE

    def decide(self, found: Found, command: Command) -> None:
        """Record the discharge and the sheet's last day."""
        note_discharge(
            found.get(Person, self.person),
            self.discharged_on,
            self.hospital,
            shanghai_day(command.now),
            found.in_force,
        )


@dataclass(frozen=True, slots=True)
class RecordDischargeSheet(OnePerson):
    """Enter form 4; it notes the discharge too where nobody has."""

    sheet: DischargeSheet

    operation = Operation.REPORT_CASE

    def decide(self, found: Found, command: Command) -> None:
        """Record the sheet and by when primary care is to receive it."""
        record_discharge_sheet(
            found.get(Person, self.person),
            self.sheet,
            shanghai_day(command.now),
            found.in_force,
        )


@dataclass(frozen=True, slots=True)
class ReceiveReport(OnePerson):
    """Receive the card, or the sheet of the discharge `of` a day."""

    what: ReportWhat
    of: str = ""

    operation = Operation.RECEIVE_REPORT

    def decide(self, found: Found, command: Command) -> None:
        """Record that primary care has it."""
        del command
        receive_report(found.get(Person, self.person), self.what, self.of)


@dataclass(frozen=True, slots=True)
class FileCase(OnePerson):
    """Say that the record of a reported case is made (建档)."""

    filed_on: date

    operation = Operation.RECEIVE_REPORT

    def decide(self, found: Found, command: Command) -> None:
        """Record the day."""
        person = found.get(Person, self.person)
        file_case(person, self.filed_on, shanghai_day(command.now))


@dataclass(frozen=True, slots=True)
class MissAddress(OnePerson):
    """Say that the address is unclear: the police are to be asked by a day."""

    operation = Operation.RECEIVE_REPORT

    def decide(self, found: Found, command: Command) -> None:
        """Record it with the day."""
        person = found.get(Person, self.person)
        miss_address(person, shanghai_day(command.now), found.in_force)


@dataclass(frozen=True, slots=True)
class SendBack(OnePerson):
    """Send a card back to the county SMI office: the police do not know the address."""

    reason: str

    operation = Operation.RECEIVE_REPORT

    def decide(self, found: Found, command: Command) -> None:
        """Record it with what was tried."""
        person = found.get(Person, self.person)
        send_back(person, self.reason, shanghai_day(command.now))

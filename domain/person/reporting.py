"""A case on its way from the hospital to primary care: reported, received, filed.

The hospital's card (form 3) puts the person on the register at once: reporting is a duty
that needs no consent (P1 art 24, R10). Primary care receives card and discharge sheet,
makes the record, or cannot find the address: then it asks the police, and if they do not
know either, sends the card back to the county SMI office (K).
"""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from domain.errors import NotReported, NotYetGiven, ReasonNeeded
from domain.fact import PersonFact, SealedWith
from domain.rules.parameters import InForce
from domain.rules.report_limits import Duty, Limit, limit
from domain.values.reporting import ReportState, ReportWhat

if TYPE_CHECKING:
    from domain.person.person import Person

CARD = ReportWhat.CARD.value


class CardReported(PersonFact):
    """A hospital's report card came, in time or late; primary care is to act by two days."""

    TOPIC = "person.card_reported"
    sealed_with: ClassVar = SealedWith.CLINICAL

    confirmed_on: str
    due_on: str
    is_late: bool
    on_paper: bool
    receive_by: str
    file_by: str
    because: list[dict[str, str]]
    happened_at: str
    editions: list[str]

    def apply(self, aggregate: "Person") -> None:
        """Let the card wait to be received."""
        aggregate.reports[CARD] = ReportState.SENT


class ReportReceived(PersonFact):
    """Primary care received the card, or the sheet of the discharge of a day."""

    TOPIC = "person.report_received"
    sealed_with: ClassVar = SealedWith.CLINICAL

    what: str
    of: str

    def apply(self, aggregate: "Person") -> None:
        """Remember that it was received."""
        aggregate.reports[self.of or self.what] = ReportState.RECEIVED


class CaseFiled(PersonFact):
    """Primary care made the person's record (建档)."""

    TOPIC = "person.case_filed"
    sealed_with: ClassVar = SealedWith.CLINICAL

    filed_on: str
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Remember that the record is made."""
        aggregate.reports[CARD] = ReportState.FILED


class AddressNotFound(PersonFact):
    """Primary care could not find where the person lives; the police are to be asked."""

    TOPIC = "person.address_not_found"
    sealed_with: ClassVar = SealedWith.CLINICAL

    noted_on: str
    ask_by: str
    because: list[dict[str, str]]
    happened_at: str
    editions: list[str]

    def apply(self, aggregate: "Person") -> None:
        """Remember that the address is asked for."""
        aggregate.reports[CARD] = ReportState.ADDRESS


class SentBackToCounty(PersonFact):
    """The police did not know the address either: the card is the county SMI office's again."""

    TOPIC = "person.sent_back_to_county"
    sealed_with: ClassVar = SealedWith.CLINICAL

    reason: str
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Remember that the county SMI office has it."""
        aggregate.reports[CARD] = ReportState.SENT_BACK


def report_card(
    person: "Person",
    confirmed_on: date,
    since: date,
    today: date,
    local: InForce,
    *,
    on_paper: bool,
) -> None:
    """Note that a card came: `since` is when its clock began (confirmed, or paper in hand)."""
    if person.reports.get(CARD):
        return
    division = person.village
    due = limit(Duty.PAPER if on_paper else Duty.CARD, division, since, local)
    receive = limit(Duty.RECEIVE, division, today, local)
    file = limit(Duty.FILE, division, today, local)
    person.record(
        CardReported,
        confirmed_on=confirmed_on.isoformat(),
        due_on=due.due_on.isoformat(),
        is_late=today > due.due_on,
        on_paper=on_paper,
        receive_by=receive.due_on.isoformat(),
        file_by=file.due_on.isoformat(),
        because=_reasons(receive, file),
        happened_at=today.isoformat(),
        editions=list(dict.fromkeys((*receive.editions, *file.editions))),
    )


def receive_report(person: "Person", what: ReportWhat, of: str) -> None:
    """Receive the card, or the sheet of a discharge; what was received stays received."""
    if what is ReportWhat.DISCHARGE_SHEET:
        known = person.discharges.get(of)
        if known is None or known.sheet is None:
            raise NotReported
        if of not in person.reports:
            person.record(ReportReceived, what=what.value, of=of)
        return
    state = person.reports.get(CARD)
    if state is None:
        raise NotReported
    if state not in {ReportState.RECEIVED, ReportState.FILED}:
        person.record(ReportReceived, what=what.value, of="")


def file_case(person: "Person", filed_on: date, today: date) -> None:
    """Note that the record is made; receives the card if nobody has."""
    if filed_on > today:
        raise NotYetGiven
    receive_report(person, ReportWhat.CARD, "")
    if person.reports[CARD] != ReportState.FILED:
        day = filed_on.isoformat()
        person.record(CaseFiled, filed_on=day, happened_at=day)


def miss_address(person: "Person", today: date, local: InForce) -> None:
    """Note that the address is unclear, and by when the police are to be asked."""
    if (state := person.reports.get(CARD)) is None:
        raise NotReported
    if state in {ReportState.ADDRESS, ReportState.FILED}:
        return
    division = person.village
    ask = limit(Duty.ADDRESS, division, today, local)
    person.record(
        AddressNotFound,
        noted_on=today.isoformat(),
        ask_by=ask.due_on.isoformat(),
        because=_reasons(ask),
        happened_at=today.isoformat(),
        editions=list(ask.editions),
    )


def send_back(person: "Person", reason: str, today: date) -> None:
    """Send the card back to the county SMI office; the police must have been asked."""
    if person.reports.get(CARD) == ReportState.SENT_BACK:
        return
    if person.reports.get(CARD) != ReportState.ADDRESS:
        raise NotReported
    if not reason.strip():
        raise ReasonNeeded
    person.record(
        SentBackToCounty, reason=reason.strip(), happened_at=today.isoformat()
    )


def _reasons(*limits: Limit) -> list[dict[str, str]]:
    found = dict.fromkeys(why for each in limits for why in each.because)
    return [why.fact() for why in found]

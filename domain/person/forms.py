"""The person's forms: report card (form 3), basic information (6), supplement (7).

Each is recorded whole; a later one replaces it and the history keeps both (R7 note 1: the
supplement is changed whenever a follow-up shows that something has changed).
"""

from typing import TYPE_CHECKING, Any, ClassVar

from domain.fact import PersonFact, SealedWith
from domain.values.answers import answers
from domain.values.basic_information import BasicInformation, HealthHistory
from domain.values.report_card import ReportCard
from domain.values.supplement import Supplement

if TYPE_CHECKING:
    from domain.person.person import Person


class SupplementRecorded(PersonFact):
    """Form 7 was recorded; `answers` by the form's fields and codes."""

    TOPIC = "person.supplement_recorded"
    sealed_with: ClassVar = SealedWith.CLINICAL

    answers: dict[str, Any]
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Keep the form."""
        aggregate.supplement = self.answers


class BasicInformationRecorded(PersonFact):
    """Form 6's upper half was recorded: everyday life, and whom to reach."""

    TOPIC = "person.basic_information_recorded"
    sealed_with: ClassVar = SealedWith.IDENTITY

    answers: dict[str, Any]

    def apply(self, aggregate: "Person") -> None:
        """Keep the form."""
        aggregate.basic_information = self.answers


class HealthHistoryRecorded(PersonFact):
    """Form 6's lower half was recorded: blood, allergies, past and family illnesses."""

    TOPIC = "person.health_history_recorded"
    sealed_with: ClassVar = SealedWith.CLINICAL

    answers: dict[str, Any]

    def apply(self, aggregate: "Person") -> None:
        """Keep the form."""
        aggregate.health_history = self.answers


class ReportCardRecorded(PersonFact):
    """Form 3 was recorded: where the person came from, who sent them, who reported."""

    TOPIC = "person.report_card_recorded"
    sealed_with: ClassVar = SealedWith.CLINICAL

    answers: dict[str, Any]
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Keep the form."""
        aggregate.report_card = self.answers


def record_supplement(person: "Person", form: Supplement) -> None:
    """Record form 7; nothing happens if it is the one on record."""
    if (given := answers(form)) != person.supplement:
        person.record(
            SupplementRecorded, answers=given, happened_at=form.filled_on.isoformat()
        )


def record_basic_information(person: "Person", form: BasicInformation) -> None:
    """Record form 6's upper half; nothing happens if it is the one on record."""
    if (given := answers(form)) != person.basic_information:
        person.record(BasicInformationRecorded, answers=given)


def record_health_history(person: "Person", form: HealthHistory) -> None:
    """Record form 6's lower half; nothing happens if it is the one on record."""
    if (given := answers(form)) != person.health_history:
        person.record(HealthHistoryRecorded, answers=given)


def record_report_card(person: "Person", form: ReportCard) -> None:
    """Record form 3; nothing happens if it is the one on record."""
    if (given := answers(form)) != person.report_card:
        person.record(
            ReportCardRecorded, answers=given, happened_at=form.reported_on.isoformat()
        )

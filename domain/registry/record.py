"""Keep a person's record (档案): report card, forms 6 and 7, guardian, consent, tags."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.log import Command
from domain.person.consent import Consent, check_signature, record_consent
from domain.person.forms import (
    record_basic_information,
    record_health_history,
    record_report_card,
    record_supplement,
)
from domain.person.guardian import (
    Assessment,
    Guardian,
    assess_guardian,
    record_guardian,
)
from domain.person.person import Person
from domain.person.tags import remove_tag, tag
from domain.registry.one_person import OnePerson, refuse_later
from domain.registry.runner import Found
from domain.rules.access import Operation
from domain.rules.clause import Reason
from domain.rules.consent import consequence_of, is_danger, told_of_refusal
from domain.values.basic_information import BasicInformation, HealthHistory
from domain.values.findings import Grade
from domain.values.groups import Tag
from domain.values.registration import ConsentAnswer
from domain.values.report_card import ReportCard
from domain.values.supplement import Supplement

__all__ = ["Assessment", "Consent", "Guardian"]


@dataclass(frozen=True, slots=True)
class RecordReportCard(OnePerson):
    """Record form 3 (患者报告卡)."""

    form: ReportCard

    operation = Operation.KEEP_RECORD

    def decide(self, found: Found, command: Command) -> None:
        """Record the form; not dated after today."""
        refuse_later(self.form.reported_on, command)
        record_report_card(found.get(Person, self.person), self.form)


@dataclass(frozen=True, slots=True)
class RecordBasicInformation(OnePerson):
    """Record form 6 (个人基本信息表), each half under its own key."""

    form: BasicInformation
    health: HealthHistory

    operation = Operation.KEEP_RECORD

    def decide(self, found: Found, command: Command) -> None:
        """Record what differs from the record."""
        del command
        person = found.get(Person, self.person)
        record_basic_information(person, self.form)
        record_health_history(person, self.health)


@dataclass(frozen=True, slots=True)
class RecordSupplement(OnePerson):
    """Record form 7 (个人信息补充表)."""

    form: Supplement

    operation = Operation.KEEP_RECORD

    def decide(self, found: Found, command: Command) -> None:
        """Record the form; not dated after today."""
        refuse_later(self.form.filled_on, command)
        record_supplement(found.get(Person, self.person), self.form)


@dataclass(frozen=True, slots=True)
class RecordGuardian(OnePerson):
    """Record who is the guardian now; the one before stays in the history."""

    guardian: Guardian

    operation = Operation.KEEP_RECORD

    def decide(self, found: Found, command: Command) -> None:
        """Record the guardian."""
        del command
        record_guardian(found.get(Person, self.person), self.guardian)


@dataclass(frozen=True, slots=True)
class AssessGuardian(OnePerson):
    """Look at the guardian on record, as is done once a year."""

    found: Assessment

    operation = Operation.KEEP_RECORD

    def decide(self, found: Found, command: Command) -> None:
        """Record what was found; not dated after today."""
        refuse_later(date.fromisoformat(self.found.assessed_on), command)
        person = found.get(Person, self.person)
        assess_guardian(person, self.found, found.in_force.at(person.village))


@dataclass(frozen=True, slots=True)
class RecordConsent(OnePerson):
    """Record the answer to the consent form (form 5), given for the first time or again."""

    consent: Consent

    operation = Operation.RECORD_CONSENT

    def decide(self, found: Found, command: Command) -> None:
        """Record the answer and when to ask again; a child's is the guardian's."""
        person = found.get(Person, self.person)
        refuse_later(date.fromisoformat(self.consent.signed_on), command)
        check_signature(person, self.consent)
        record_consent(person, self.consent, found.in_force)


def answer_means(
    answer: str, *, art_30: bool = False, grade: int | None = None
) -> tuple[Reason, ...]:
    """Return what an answer on record means: looked after, asked again, who is told.

    A level of 3 or higher is danger to others as art 30 is (D-L5).
    """
    given = ConsentAnswer(answer)
    danger = is_danger(art_30=art_30, grade=Grade(grade))
    means = consequence_of(given, date.min, art_30=danger).because
    return (means, *told_of_refusal(given))


@dataclass(frozen=True, slots=True)
class TagPerson(OnePerson):
    """Tag a person as of a special group, on another office's word."""

    tag: Tag

    operation = Operation.TAG_PERSON

    def decide(self, found: Found, command: Command) -> None:
        """Record the tag under an id of its own."""
        tag(found.get(Person, self.person), str(command.new_id("tag")), self.tag)


@dataclass(frozen=True, slots=True)
class RemoveTag(OnePerson):
    """Take a tag away, and say why."""

    tag: UUID
    reason: str

    operation = Operation.TAG_PERSON

    def decide(self, found: Found, command: Command) -> None:
        """Record that the tag no longer stands."""
        del command
        remove_tag(found.get(Person, self.person), str(self.tag), self.reason)

"""A person's record (档案) as it stands: each form's last answers, guardian, consent, tags.

Folded from the person's own facts when asked, like the chart.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from domain.log import Logged
from domain.person.consent import ConsentRecorded
from domain.person.diagnosis import DiagnosisRecorded
from domain.person.forms import (
    BasicInformationRecorded,
    HealthHistoryRecorded,
    ReportCardRecorded,
    SupplementRecorded,
)
from domain.person.guardian import GuardianAssessed
from domain.person.tags import Tagged, TagRemoved
from domain.person.use import UseRestricted

ASSESSED: Final = (
    *("assessed_on", "alive", "able", "willing", "ability"),
    *("stand_in", "stand_in_relation", "stand_in_phone", "remark"),
    *("assess_again_on", "because"),
)
CONSENTED: Final = ("answer", "signed_by", "signed_on", "ask_again_on")
TAGGED: Final = ("tag", "group", "source_office", "valid_from", "valid_until")


@dataclass(slots=True)
class Record:
    """What each form says last; empty where it was never recorded. Tags by their id."""

    supplement: Mapping[str, Any] = field(default_factory=dict[str, Any])
    basic_information: Mapping[str, Any] = field(default_factory=dict[str, Any])
    health_history: Mapping[str, Any] = field(default_factory=dict[str, Any])
    report_card: Mapping[str, Any] = field(default_factory=dict[str, Any])
    guardian_assessment: Mapping[str, Any] = field(default_factory=dict[str, Any])
    consent: Mapping[str, Any] = field(default_factory=dict[str, Any])
    art_30: bool = False
    stops: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    tags: dict[str, Mapping[str, Any]] = field(
        default_factory=dict[str, Mapping[str, Any]]
    )


def record_of(facts: Sequence[Logged]) -> Record:
    """Return the record these facts of one person make."""
    record = Record()
    for logged in facts:
        _take(record, logged.fact)
    return record


def _take(record: Record, fact: object) -> None:
    match fact:
        case SupplementRecorded():
            record.supplement = fact.answers
        case BasicInformationRecorded():
            record.basic_information = fact.answers
        case HealthHistoryRecorded():
            record.health_history = fact.answers
        case ReportCardRecorded():
            record.report_card = fact.answers
        case GuardianAssessed():
            record.guardian_assessment = _named(fact, ASSESSED)
        case ConsentRecorded():
            record.consent = _named(fact, CONSENTED)
        case DiagnosisRecorded():
            record.art_30 = fact.art_30
        case UseRestricted():
            record.stops = fact.because
        case Tagged():
            record.tags[fact.tag] = _named(fact, TAGGED)
        case TagRemoved():
            record.tags.pop(fact.tag, None)
        case _:
            pass


def _named(fact: object, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(fact, name) for name in names}

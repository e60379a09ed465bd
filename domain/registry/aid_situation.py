"""What is on record of a person, as the rules of aid look at it, and where each word is from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from domain.log import Logged
from domain.person.diagnosis import DiagnosisRecorded
from domain.person.exclusion import ExclusionUndone
from domain.person.follow_up import FollowUpCorrected, FollowUpRecorded
from domain.person.guardian import GuardianAssessed, GuardianRecorded
from domain.person.means import MeansRecorded
from domain.person.person import Person
from domain.person.risk import RiskGraded
from domain.person.standing import DeathRecorded, DiagnosisExcluded
from domain.registry.runner import folded
from domain.rules.aid_conditions import Left, Situation, Word

OF_MEANS: Final = (
    Word.LOW_INCOME,
    Word.INSURANCE,
    Word.CAN_PAY,
    Word.DISABILITY_CERTIFICATE,
    Word.DISABILITY_GRADE,
    Word.REAL_HARDSHIP,
    Word.GUARDIAN_AGREEMENT,
)
INCIDENTS: Final = ("public_order", "criminal")
"""肇事 and 肇祸 among a follow-up's incidents."""

UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True)
class Known:
    """The situation, the fact each word comes from, and whether means are on record."""

    situation: Situation
    sources: Mapping[Word, Logged]
    has_means: bool

    def rests_on(self, words: Sequence[Word]) -> list[dict[str, Any]]:
        """Return each word as an event keeps it: its value and the fact it came from."""
        return [
            {
                "word": str(word),
                "value": _plain(getattr(self.situation, word)),
                "fact": str(source.event_id) if source else None,
                "position": source.position if source else None,
            }
            for word in words
            for source in [self.sources.get(word)]
        ]


def known(facts: Sequence[Logged], day: date) -> Known | None:
    """Return what these facts of one person's stream say on a day; `Unreadable` when erased.

    None for a stream that is no person's, or somebody without a residence yet.
    """
    person = folded(facts, facts[0].stream) if facts else None
    if not isinstance(person, Person) or person.residence is None:
        return None
    visits = _visits(facts)
    latest = max(visits, key=lambda v: v.fact.visited_on, default=None)
    means, grade = person.means, person.current_grade()
    situation = Situation(
        division=person.residence.village,
        left=_left(person),
        low_income=_income(person, day),
        insurance=_or_none(means.insurance) if means else None,
        can_pay=means.can_pay if means else None,
        disability_certificate=means.disability_certificate if means else None,
        disability_grade=means.disability_grade if means else None,
        real_hardship=means.real_hardship if means else None,
        guardian_agreement=means.guardian_agreement if means else None,
        disease=person.diagnosis.disease if person.diagnosis else None,
        grade=grade.grade if grade else None,
        guardian_ability=_ability(person),
        adherence=latest.fact.findings.get("adherence") if latest else None,
        incident_ever=_happened(visits),
        incident_in_year=_happened(
            [v for v in visits if v.fact.visited_on[:4] == f"{day.year:04}"]
        ),
    )
    return Known(situation, _sources(facts, visits), means is not None)


@dataclass(frozen=True, slots=True)
class _Visit:
    logged: Logged
    fact: FollowUpRecorded | FollowUpCorrected


def _visits(facts: Sequence[Logged]) -> list[_Visit]:
    standing: dict[str, _Visit] = {}
    for logged in facts:
        match logged.fact:
            case FollowUpRecorded() as fact:
                standing[fact.follow_up] = _Visit(logged, fact)
            case FollowUpCorrected() as fact:
                standing[fact.corrects] = _Visit(logged, fact)
            case _:
                pass
    return list(standing.values())


def _happened(visits: Sequence[_Visit]) -> bool | None:
    """Return whether a 肇事 or 肇祸 is on record; None when no visit says either way."""
    told = [visit.fact.findings.get("incidents") for visit in visits]
    answers = [any(each.get(name) for name in INCIDENTS) for each in told if each]
    return any(answers) if answers else None


def _left(person: Person) -> Left | None:
    if person.death is not None:
        return Left.DEAD
    return Left.EXCLUDED if person.excluded_on is not None else None


def _income(person: Person, day: date) -> str | None:
    """Return how the household is recognised; a recognition that ran out is not known."""
    means = person.means
    if means is None or (means.valid_until or day.isoformat()) < day.isoformat():
        return None
    return means.low_income


def _ability(person: Person) -> str | None:
    """Return the ability of this year's look at the guardian, or as first recorded."""
    looked = person.guardian_assessment
    if looked is not None and looked.ability is not None:
        return looked.ability
    return person.guardian.ability if person.guardian else None


def _sources(facts: Sequence[Logged], visits: Sequence[_Visit]) -> dict[Word, Logged]:
    found: dict[Word, Logged] = {}
    for logged in facts:
        match logged.fact:
            case MeansRecorded():
                found.update(dict.fromkeys(OF_MEANS, logged))
            case DiagnosisRecorded():
                found[Word.DISEASE] = logged
            case RiskGraded():
                found[Word.GRADE] = logged
            case GuardianRecorded() | GuardianAssessed():
                found[Word.GUARDIAN_ABILITY] = logged
            case DeathRecorded() | DiagnosisExcluded() | ExclusionUndone():
                found[Word.LEFT] = logged
            case _:
                pass
    for visit in sorted(visits, key=lambda v: v.fact.visited_on):
        found[Word.ADHERENCE] = visit.logged
        if Word.INCIDENT_EVER not in found or _happened([visit]):
            found[Word.INCIDENT_EVER] = visit.logged
            found[Word.INCIDENT_IN_YEAR] = visit.logged
    return found


def _or_none(value: str) -> str | None:
    return None if value == UNKNOWN else value


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, str) else value

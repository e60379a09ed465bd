"""What a receiver may read: the notice's fields, folded from the person's own stream.

The notice itself holds references only. The person is shown as known at the fact the
notice is about, and never more than the fields the notice names.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from domain.fact import Fact
from domain.log import Erased, Log
from domain.person.away import AwayNoted
from domain.person.contact import ContactTried
from domain.person.follow_up import FollowUpCorrected, FollowUpRecorded
from domain.person.incident import IncidentCorrected, IncidentRecorded
from domain.person.person import Person
from domain.person.residence import ResidenceRecorded
from domain.person.responsibility import TransferredOut
from domain.person.standing import LostToFollowUp
from domain.person.stay import Absconded
from domain.registry.known import (
    END,
    facts_of,
    person_known,
    records,
    survivor_of,
    taken_back,
)
from domain.registry.notice_beside import late_of, report_of
from domain.rules.notice_policy import RECEIVERS, NoticeField, rule_told_by
from domain.values.contacts import ContactOutcome
from domain.values.danger import IncidentKind
from domain.values.identity import masked
from domain.values.notices import Trigger

BAND: Final = "3+"
YEAR: Final = 4


def content(
    log: Log, person: UUID, fact_position: int, fields: Sequence[str]
) -> dict[str, str]:
    """Return the fields that come from the person's stream, by name; empty if unknown.

    `danger_flags` are the names of the incidents of the last follow-up, comma separated.
    Fields of the envelope (reference, sender, ...) are the caller's.
    """
    facts = facts_of(log, person, fact_position)
    known = person_known(log, person, fact_position)
    told = told_of([logged.fact for logged in facts], known, fields)
    if NoticeField.LATE_REPORT in fields:
        told[NoticeField.LATE_REPORT] = late_of(facts, fact_position)
    return told


def told_of(
    facts: Sequence[Fact | Erased], known: Person, fields: Sequence[str]
) -> dict[str, str]:
    """Return these fields of a person who is known from these facts."""
    told = {
        NoticeField.DANGER_FLAGS: _flags(facts),
        NoticeField.LEFT_AREA: _left(facts),
        NoticeField.REFUSED_VISITS: _refused(facts),
        **_reported(facts),
    }
    return {
        field: told[NoticeField(field)] if field in told else FROM_PERSON[field](known)
        for field in fields
        if field in FROM_PERSON or field in told
    }


def _reported(facts: Sequence[Fact | Erased]) -> dict[NoticeField, str]:
    """Return what the latest quick report says; nothing of what is happening, in words."""
    report = report_of(facts)
    return {
        NoticeField.PLACE_NOW: report.place_now if report else "",
        NoticeField.HELP_WANTED: ",".join(report.help_wanted) if report else "",
        NoticeField.IN_DANGER: ",".join(report.in_danger) if report else "",
        NoticeField.WEAPON: report.weapon if report else "",
        NoticeField.CHILD_AT_HOME: report.child_at_home if report else "",
    }


def _refused(facts: Sequence[Fact | Erased]) -> str:
    """Return the day on which visits were last refused."""
    return next(
        (
            fact.tried_on
            for fact in reversed(facts)
            if isinstance(fact, ContactTried) and fact.outcome == ContactOutcome.REFUSED
        ),
        "",
    )


def _left(facts: Sequence[Fact | Erased]) -> str:
    """Return whether the person was last lost, away, or moved elsewhere."""
    return next(
        (
            how
            for fact in reversed(facts)
            for kind, how in LEFT_AREA.items()
            if isinstance(fact, kind)
        ),
        "",
    )


LEFT_AREA: Final[Mapping[type[Fact], str]] = {
    LostToFollowUp: "lost",
    AwayNoted: "away",
    TransferredOut: "moved",
    ResidenceRecorded: "moved",
    Absconded: "hospital",
}


@dataclass(frozen=True, slots=True)
class Since:
    """What has become otherwise since a notice was issued: a receiver must not rely on it.

    `now` has those of the notice's fields that read otherwise by now, empty where nothing
    is told any more.
    """

    is_retracted: bool
    is_merged: bool
    is_excluded: bool
    """Whether the diagnosis was excluded (排除诊断) by now."""
    now: Mapping[str, str]


def since(
    log: Log, record: UUID, fact: UUID, fact_position: int, fields: Sequence[str]
) -> Since:
    """Return what was put right since, of the fields a notice names and no others."""
    survivor = survivor_of(log, record)
    fields = [each for each in fields if each != NoticeField.LATE_REPORT]
    then = content(log, record, fact_position, fields)
    now = content(log, survivor, END, fields)
    return Since(
        is_retracted=str(fact) in taken_back(records(log, record)),
        is_merged=survivor != record,
        is_excluded=_is_excluded(log, survivor),
        now={name: now.get(name, "") for name in then if now.get(name) != then[name]},
    )


def _is_excluded(log: Log, person: UUID) -> bool:
    return person_known(log, person, END).excluded_on is not None


def fields_for(kind: str) -> tuple[str, ...]:
    """Return the fields a kind of office may read, none for a kind nobody tells."""
    return next((tuple(rule.fields) for rule in RECEIVERS if rule.kind == kind), ())


def legal_basis(trigger: str, kind: str, purpose: str, fields: Sequence[str]) -> str:
    """Return the clause a notice was issued by: of its news, its receiver and its fields."""
    rule = rule_told_by(Trigger(trigger), kind, purpose, frozenset(fields))
    return str(rule.basis) if rule else ""


def _name(person: Person) -> str:
    return person.identity.name if person.identity else ""


def _sex(person: Person) -> str:
    return person.identity.sex if person.identity else ""


def _birth_year(person: Person) -> str:
    born = person.identity.birth_date if person.identity else None
    return (born or "")[:YEAR]


def _residence(person: Person) -> str:
    return person.residence.address if person.residence else ""


def _masked(person: Person) -> str:
    number = person.identity.id_number if person.identity else None
    return masked(number) if number else ""


def _grade(person: Person) -> str:
    grading = person.current_grade()
    return str(grading.grade) if grading else ""


def _band(_: Person) -> str:
    return BAND


def _guardian_phone(person: Person) -> str:
    return (person.guardian.phone or "") if person.guardian else ""


FROM_PERSON: Final[Mapping[str, Callable[[Person], str]]] = {
    NoticeField.NAME: _name,
    NoticeField.SEX: _sex,
    NoticeField.BIRTH_YEAR: _birth_year,
    NoticeField.RESIDENCE: _residence,
    NoticeField.ID_NUMBER_MASKED: _masked,
    NoticeField.GRADE: _grade,
    NoticeField.LEVEL_BAND: _band,
    NoticeField.GUARDIAN_PHONE: _guardian_phone,
}


def _flags(facts: Sequence[Fact | Erased]) -> str:
    """Return which incidents the last follow-up counts, and which were recorded since."""
    named: set[str] = set()
    recorded: dict[str, str] = {}
    for fact in facts:
        match fact:
            case FollowUpRecorded() | FollowUpCorrected():
                counts: Mapping[str, int] = fact.findings.get("incidents") or {}
                named = {name for name, times in counts.items() if times}
                recorded = {}
            case IncidentRecorded():
                recorded[fact.incident] = fact.kind
            case IncidentCorrected() if fact.incident in recorded:
                recorded[fact.incident] = fact.kind
            case _:
                pass
    named |= set(recorded.values())
    return ",".join(kind for kind in IncidentKind if kind in named)

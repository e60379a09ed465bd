"""Kept rows read again, where a register was imported with the wrong map.

Some systems code the danger from 1 to 6; read as 0 to 5 every grade is one too high
(domain rules, section 12). The raw rows are kept, so each follow-up is read once more and
put right through the use case that puts any follow-up right: both stay in the history.
The register's own class and next day are kept; what the rules propose is proposed anew.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final
from uuid import UUID

from domain.errors import Refused
from domain.fact import Fact
from domain.log import Command, Erased, Logged
from domain.person.follow_up import (
    FollowUpCorrected,
    FollowUpForm,
    FollowUpRecorded,
)
from domain.person.imported import ClinicalRowKept, IdentityRowKept
from domain.person.person import Person
from domain.registry.follow_up import CorrectFollowUp
from domain.registry.many import Asked
from domain.registry.runner import Found, folded
from domain.registry.township_register.columns import VISITS
from domain.registry.township_register.faults import RefusedRow
from domain.registry.township_register.sheet import kept_row
from domain.registry.township_register.terms import Terms
from domain.registry.township_register.visits import read_visit_row
from domain.values.people import Channel

BY_HAND: Final = "put_right_by_hand"
"""Why a follow-up is left alone: somebody has corrected it since."""

DECIDED: Final = ("judged", "proposed", "because", "due_on", "due_because", "findings")


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """A kept row that is not put right: its place, and the reason by code and in words."""

    sheet: str
    number: int
    reason: str
    zh: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A row that was kept with a follow-up, and the fact of it that stands."""

    identity: IdentityRowKept
    clinical: ClinicalRowKept
    logged: Logged
    follow_up: UUID
    standing: Logged

    @property
    def fact(self) -> Any:
        """Return what stands of the follow-up."""
        return self.standing.fact

    def is_left(self, reason: str, zh: str = "") -> LeftAlone:
        """Return the row as one that is left alone."""
        return LeftAlone(self.clinical.sheet, self.clinical.row, reason, zh)


@dataclass(slots=True)
class ReadAgain:
    """What one person's rows come to: the corrections, and the grade before and after.

    `grades` counts the corrections that change a grade; the others follow from them.
    """

    person: UUID
    before: int | None = None
    after: int | None = None
    rows: int = 0
    grades: int = 0
    corrections: list[Asked] = field(default_factory=list[Asked])
    left_alone: list[LeftAlone] = field(default_factory=list[LeftAlone])


MakeCommand = Callable[[Kept, str], Command]
"""Makes the command for a row and the village the person lives in."""


def read_again(
    facts: Sequence[Logged], terms: Terms, command: MakeCommand
) -> ReadAgain | None:
    """Return what is to be put right for a person, None without rows of this source.

    `facts` are the person's whole stream; each correction says which version it saw.
    """
    rows = list(_kept(facts, terms.source))
    person = folded(facts) if rows else None
    if not isinstance(person, Person):
        return None
    again = ReadAgain(person.id, _grade(person), rows=len(rows))
    forms = [(row, form) for row in rows if (form := _form(row, terms, again))]
    if any(_changes_grade(row, form) for row, form in forms):
        _correct(person, forms, terms, command, again)
    again.after = _grade(person)
    return again


def _kept(facts: Sequence[Logged], source: str) -> Iterator[Kept]:
    """Yield the rows kept with follow-ups, by the day of the visit."""
    if any(isinstance(logged.fact, Erased) for logged in facts):
        return
    standing: dict[str, Logged] = {}
    rows: list[tuple[IdentityRowKept, ClinicalRowKept, Logged, str]] = []
    identity: IdentityRowKept | None = None
    clinical: tuple[ClinicalRowKept, Logged] | None = None
    for logged in facts:
        match logged.fact:
            case IdentityRowKept() as fact:
                identity = fact
            case ClinicalRowKept() as fact:
                clinical = fact, logged
            case FollowUpRecorded() as fact:
                standing[fact.follow_up] = logged
                if identity and clinical and _together(clinical[1], logged):
                    rows.append((identity, *clinical, fact.follow_up))
            case FollowUpCorrected() as fact:
                standing[fact.corrects] = logged
            case _:
                pass
    found = [
        Kept(identity, clinical, logged, UUID(follow_up), standing[follow_up])
        for identity, clinical, logged, follow_up in rows
        if clinical.source == source
    ]
    yield from sorted(found, key=lambda kept: kept.fact.visited_on)


def _together(one: Logged, other: Logged) -> bool:
    return bool(one.header["command"]["id"] == other.header["command"]["id"])


def _form(row: Kept, terms: Terms, again: ReadAgain) -> FollowUpForm | None:
    if row.standing.channel != Channel.IMPORT:
        again.left_alone.append(row.is_left(BY_HAND, "导入后已由人更正"))
        return None
    clinical, identity = row.clinical.columns, row.identity.columns
    place = row.clinical.sheet, row.clinical.row
    read = read_visit_row(kept_row(*place, clinical, identity, VISITS), terms)
    if isinstance(read, RefusedRow):
        again.left_alone += [row.is_left(f.code.value, f.zh) for f in read.faults]
        return None
    return read.form


def _changes_grade(row: Kept, form: FollowUpForm) -> bool:
    return bool(row.fact.findings["risk"] != form.findings.risk.value)


def _correct(
    person: Person,
    forms: Sequence[tuple[Kept, FollowUpForm]],
    terms: Terms,
    command: MakeCommand,
    again: ReadAgain,
) -> None:
    """Decide each correction on those before it, and keep the ones that differ."""
    seen = person.version
    for row, form in forms:
        reason = f"登记簿编码更正:{row.clinical.map} → {terms.map_name}"
        use_case = CorrectFollowUp(
            person.id, row.follow_up, form, reason, imported=True
        )
        asked = replace(command(row, person.divisions()[0]), seen=seen)
        found = Found()
        found.begin(person)
        try:
            use_case.decide(found, asked)
        except Refused as refusal:
            again.left_alone.append(row.is_left(type(refusal).__name__))
            continue
        facts = found.recorded()
        if _differs(row, facts[0]):
            again.corrections.append((use_case, asked))
            again.grades += _changes_grade(row, form)
            seen += len(facts)


def _differs(row: Kept, corrected: Fact) -> bool:
    return any(getattr(row.fact, name) != getattr(corrected, name) for name in DECIDED)


def _grade(person: Person) -> int | None:
    grading = person.current_grade()
    return grading.grade if grading else None

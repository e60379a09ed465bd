"""The person's card: who it is, where, with what, and how things stand now."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Integer,
    SmallInteger,
    Text,
    Uuid,
)

from domain.fact import Fact
from domain.log import Erased, Logged
from domain.person.consent import ConsentRecorded
from domain.person.diagnosis import DiagnosisRecorded
from domain.person.exclusion import ExclusionUndone
from domain.person.follow_up import (
    FirstVisitDue,
    FollowUpCorrected,
    FollowUpRecorded,
)
from domain.person.guardian import GuardianRecorded
from domain.person.identity import (
    IdentityCorrected,
    IdentityRecorded,
    ProvisionalNumberGiven,
    Registered,
)
from domain.person.plan import VisitPlanned
from domain.person.residence import ResidenceRecorded
from domain.person.responsibility import ResponsibilityTaken, TransferredOut
from domain.person.risk import RiskGraded
from domain.person.standing import (
    DeathRecorded,
    DiagnosisExcluded,
    FoundAgain,
    LostToFollowUp,
)
from projections.view import Scope, View, by_person, changed, versioned


@dataclass(frozen=True)
class Card:
    """One person; `version` is that of the person's stream. Days are ISO text."""

    person: UUID
    version: int
    division: str = ""
    registered_on: str = ""
    provisional: bool = False
    provisional_number: int | None = None
    unit: str = ""
    name: str = ""
    sex: str = ""
    birth_date: str | None = None
    id_kind: str = ""
    id_number: str | None = None
    phone: str | None = None
    address: str = ""
    domicile: str | None = None
    disease: str = ""
    diagnosed_on: str = ""
    hospital: str = ""
    consent: str = ""
    guardian_name: str = ""
    guardian_relation: str = ""
    guardian_phone: str | None = None
    grade: int | None = None
    grading: str = ""
    graded_on: str = ""
    follow_up: str = ""
    visited_on: str = ""
    follow_up_class: int | None = None
    due_on: str | None = None
    left_by: str = ""
    """Why the person is off the register: `died`, `excluded` or `transferred`; empty on it."""
    lost_on: str = ""


def fold(card: Card | None, logged: Logged) -> Card | None:
    """Copy what a fact says onto the card."""
    fact = logged.fact
    if isinstance(fact, Registered) and logged.person:
        return Card(
            logged.person,
            logged.version,
            registered_on=fact.registered_on,
            provisional=fact.provisional,
        )
    if card is None or logged.stream != logged.person:
        return card
    return changed(card, version=logged.version, **_said(card, fact))


def _said(card: Card, fact: Fact | Erased) -> dict[str, Any]:
    match fact:
        case IdentityRecorded() | IdentityCorrected():
            return {
                "name": fact.name,
                "sex": fact.sex,
                "birth_date": fact.birth_date,
                "id_kind": fact.id_kind,
                "id_number": fact.id_number,
                "phone": fact.phone,
                "provisional": card.provisional and fact.id_number is None,
            }
        case ProvisionalNumberGiven():
            return {"provisional_number": fact.number}
        case ResidenceRecorded():
            return {
                "division": fact.village,
                "address": fact.address,
                "domicile": fact.domicile,
            }
        case DiagnosisRecorded():
            return {
                "disease": fact.disease,
                "diagnosed_on": fact.diagnosed_on,
                "hospital": fact.hospital,
            }
        case ConsentRecorded():
            return {"consent": fact.answer}
        case GuardianRecorded():
            return {
                "guardian_name": fact.name,
                "guardian_relation": fact.relation,
                "guardian_phone": fact.phone,
            }
        case ResponsibilityTaken():
            back = card.left_by == "transferred"
            return {"unit": fact.unit, "left_by": "" if back else card.left_by}
        case TransferredOut():
            return {"left_by": card.left_by or "transferred"}
        case RiskGraded() if fact.corrects == card.grading or (
            fact.corrects is None and fact.graded_on >= card.graded_on
        ):
            return {
                "grade": fact.grade,
                "grading": fact.corrects or fact.grading,
                "graded_on": fact.graded_on,
            }
        case DeathRecorded():
            return {"left_by": "died", "due_on": None}
        case DiagnosisExcluded():
            return {"left_by": card.left_by or "excluded", "due_on": None}
        case ExclusionUndone() if card.left_by == "excluded":
            return {"left_by": "", "due_on": fact.due_on}
        case LostToFollowUp():
            return {"lost_on": fact.lost_on}
        case FoundAgain():
            return {"lost_on": ""}
        case FirstVisitDue() if not card.follow_up:
            return {"due_on": fact.due_on}
        case VisitPlanned():
            return {"due_on": None if card.left_by else fact.due_on}
        case FollowUpRecorded() if fact.visited_on >= card.visited_on:
            return _visited(card, fact, fact.follow_up)
        case FollowUpCorrected() if fact.corrects == card.follow_up:
            return _visited(card, fact, fact.corrects)
        case _:
            return {}


def _visited(
    card: Card, fact: FollowUpRecorded | FollowUpCorrected, follow_up: str
) -> dict[str, Any]:
    return {
        "follow_up": follow_up,
        "visited_on": fact.visited_on,
        "follow_up_class": fact.judged,
        "due_on": None if card.left_by else fact.due_on,
    }


person_card: Final = View(
    name="person_card",
    edition=3,
    row=Card,
    table=versioned(
        "person_card",
        Column("person", Uuid, nullable=False),
        Column("version", BigInteger, nullable=False),
        Column("division", Text, nullable=False),
        Column("registered_on", Text, nullable=False),
        Column("provisional", Boolean, nullable=False),
        Column("provisional_number", Integer),
        Column("unit", Text, nullable=False),
        Column("name", Text, nullable=False),
        Column("sex", Text, nullable=False),
        Column("birth_date", Text),
        Column("id_kind", Text, nullable=False),
        Column("id_number", Text),
        Column("phone", Text),
        Column("address", Text, nullable=False),
        Column("domicile", Text),
        Column("disease", Text, nullable=False),
        Column("diagnosed_on", Text, nullable=False),
        Column("hospital", Text, nullable=False),
        Column("consent", Text, nullable=False),
        Column("guardian_name", Text, nullable=False),
        Column("guardian_relation", Text, nullable=False),
        Column("guardian_phone", Text),
        Column("grade", SmallInteger),
        Column("grading", Text, nullable=False),
        Column("graded_on", Text, nullable=False),
        Column("follow_up", Text, nullable=False),
        Column("visited_on", Text, nullable=False),
        Column("follow_up_class", SmallInteger),
        Column("due_on", Text),
        Column("left_by", Text, nullable=False),
        Column("lost_on", Text, nullable=False),
    ),
    scope=Scope.DIVISION,
    key=by_person,
    fold=fold,
    indexes=(
        "CREATE INDEX ON view.person_card (division text_pattern_ops) WHERE to_position IS NULL",
    ),
)


def card(connection: Connection, person: UUID, at: int | None = None) -> Card | None:
    """Return one person's card, or as it stood at a position; None if out of sight."""
    row = connection.execute(
        person_card.rows(at).where(person_card.table.c.key == person)
    ).first()
    return person_card.from_columns(row) if row else None


def cards(connection: Connection, people: list[UUID]) -> dict[UUID, Card]:
    """Return the cards of several people; those out of sight are left out."""
    rows = connection.execute(
        person_card.rows().where(person_card.table.c.key.in_(people))
    )
    return {row.key: person_card.from_columns(row) for row in rows}


def people_between(connection: Connection, first: UUID, last: UUID) -> list[UUID]:
    """Return the people within sight whose ids lie between two, both included."""
    key = person_card.table.c.key
    found = connection.execute(person_card.rows().where(key.between(first, last)))
    return [row.key for row in found]

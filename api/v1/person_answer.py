"""A person's card as systems read it."""

from datetime import date
from uuid import UUID

from pydantic import Field

from api.v1.models import Answer
from domain.values.findings import FollowUpClass
from domain.values.registration import (
    ConsentAnswer,
    Disease,
    GuardianRelation,
    IdKind,
    Sex,
)
from projections.person_card import Card


class IdentityAnswer(Answer):
    """Who it is."""

    name: str = Field(title="Name", examples=["演示甲"])
    sex: Sex = Field(title="Sex (GB/T 2261.1)", examples=["1"])
    birth_date: str | None = Field(title="Day or year of birth", examples=["1905"])
    id_kind: IdKind = Field(title="Kind of document", examples=["unknown"])
    id_number: str | None = Field(title="Its number", examples=[None])
    phone: str | None = Field(title="Telephone", examples=["0000-0000001"])


class ResidenceAnswer(Answer):
    """Where they live, and where they are registered."""

    village: str = Field(title="Village", examples=["990101001001"])
    address: str = Field(title="Address", examples=["演示路1号"])
    domicile: str | None = Field(title="Village of domicile", examples=["990101001001"])


class DiagnosisAnswer(Answer):
    """What was diagnosed."""

    disease: Disease = Field(title="Disease", examples=["schizophrenia"])
    hospital: str = Field(title="Hospital", examples=["演示医院"])
    diagnosed_on: str = Field(
        title="Diagnosed on, as exactly as known", examples=["2025-11-03"]
    )


class GuardianAnswer(Answer):
    """The guardian."""

    name: str = Field(title="Name", examples=["演示监护人"])
    relation: GuardianRelation = Field(title="Relation", examples=["spouse"])
    phone: str | None = Field(title="Telephone", examples=["0000-0000002"])


class StandingAnswer(Answer):
    """How things stand: the last grade, class and visit, and the next day."""

    grade: int | None = Field(title="Grade of risk, 0 to 5", examples=[0])
    graded_on: date | None = Field(title="Graded on", examples=["2026-03-02"])
    follow_up: UUID | None = Field(title="Last follow-up")
    visited_on: date | None = Field(title="Visited on", examples=["2026-03-02"])
    follow_up_class: FollowUpClass | None = Field(title="Class", examples=[3])
    due_on: date | None = Field(title="Next follow-up due", examples=["2026-06-02"])
    left: str = Field(
        title="Why off the register: died, excluded or transferred; empty on it",
        examples=[""],
    )
    lost_on: date | None = Field(title="Lost to follow-up since (失访)")


class PersonAnswer(Answer):
    """One person; `position` is the moment of the log this shows."""

    id: UUID
    version: int = Field(title="Version, as in ETag", examples=[7])
    position: int = Field(title="Position of the log shown", examples=[1204])
    registered_on: date = Field(title="Registered on", examples=["2026-03-02"])
    is_provisional: bool = Field(title="Whether still to be identified")
    provisional_number: int | None = Field(
        title="The site's own number of somebody unknown", examples=[7]
    )
    unit: UUID | None = Field(title="Responsible unit")
    identity: IdentityAnswer
    residence: ResidenceAnswer
    diagnosis: DiagnosisAnswer | None
    consent: ConsentAnswer | None = Field(title="Consent", examples=["agreed"])
    guardian: GuardianAnswer | None
    standing: StandingAnswer

    @classmethod
    def of(cls, card: Card, position: int) -> "PersonAnswer":
        """Return a card's answer."""
        return cls(
            id=card.person,
            version=card.version,
            position=position,
            registered_on=date.fromisoformat(card.registered_on),
            is_provisional=card.provisional,
            provisional_number=card.provisional_number,
            unit=UUID(card.unit) if card.unit else None,
            identity=_identity(card),
            residence=ResidenceAnswer(
                village=card.division, address=card.address, domicile=card.domicile
            ),
            diagnosis=_diagnosis(card),
            consent=ConsentAnswer(card.consent) if card.consent else None,
            guardian=_guardian(card),
            standing=_standing(card),
        )


def _identity(card: Card) -> IdentityAnswer:
    return IdentityAnswer(
        name=card.name,
        sex=Sex(card.sex or Sex.UNKNOWN),
        birth_date=card.birth_date,
        id_kind=IdKind(card.id_kind or IdKind.UNKNOWN),
        id_number=card.id_number,
        phone=card.phone,
    )


def _diagnosis(card: Card) -> DiagnosisAnswer | None:
    if not card.disease:
        return None
    return DiagnosisAnswer(
        disease=Disease(card.disease),
        hospital=card.hospital,
        diagnosed_on=card.diagnosed_on,
    )


def _guardian(card: Card) -> GuardianAnswer | None:
    if not card.guardian_name:
        return None
    return GuardianAnswer(
        name=card.guardian_name,
        relation=GuardianRelation(card.guardian_relation),
        phone=card.guardian_phone,
    )


def _standing(card: Card) -> StandingAnswer:
    return StandingAnswer(
        grade=card.grade,
        graded_on=_day(card.graded_on),
        follow_up=UUID(card.follow_up) if card.follow_up else None,
        visited_on=_day(card.visited_on),
        follow_up_class=FollowUpClass(card.follow_up_class)
        if card.follow_up_class
        else None,
        due_on=_day(card.due_on),
        left=card.left_by,
        lost_on=_day(card.lost_on),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None

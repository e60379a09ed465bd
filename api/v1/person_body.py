"""Bodies about who a person is and where they live, and the domain's words for them."""

from typing import Annotated, Self

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from api.v1.fields import Day, Id, Line, Name, Village, code_of
from api.v1.models import Body
from domain.registry.registration import (
    Consent,
    Diagnosis,
    Guardian,
    Identity,
    Registration,
    Residence,
)
from domain.values.identity import normalised
from domain.values.registration import (
    ConsentAnswer,
    Disease,
    GuardianAbility,
    GuardianBasis,
    GuardianRelation,
    IdKind,
    Sex,
)

Phone = Annotated[str, Field(max_length=40, examples=["0000-0000001"])]


class IdentityBody(Body):
    """Who somebody is; for the unknown a provisional name, and no number."""

    name: Name = Field(title="Name", examples=["演示甲"])
    sex: Annotated[Sex, code_of(Sex)] = Field(title="Sex (GB/T 2261.1)", examples=["1"])
    birth_date: str | None = Field(
        title="Day of birth, or the year when only that is known",
        pattern=r"^[0-9]{4}(-[0-9]{2}-[0-9]{2})?$",
        examples=["1905-05-05"],
    )
    id_kind: Annotated[IdKind, code_of(IdKind)] = Field(
        title="Kind of document", examples=["unknown"]
    )
    id_number: str | None = Field(
        title="Its number; null for the unknown", max_length=40, examples=[None]
    )
    phone: Phone | None = Field(title="Telephone", examples=["0000-0000001"])

    @model_validator(mode="after")
    def _number_fits_kind(self) -> Self:
        if (self.id_kind is IdKind.UNKNOWN) != (not normalised(self.id_number or "")):
            raise PydanticCustomError("id_number", "number and kind do not fit")
        return self

    @property
    def number(self) -> str | None:
        """The number as it is stored and claimed."""
        return normalised(self.id_number) if self.id_number else None

    def identity(self) -> Identity:
        """Return it in the domain's words."""
        return Identity(
            self.name.strip(),
            self.sex.value,
            self.birth_date,
            self.id_kind.value,
            self.number,
            self.phone,
        )


class ResidenceBody(Body):
    """Where somebody lives and where they are registered (户籍)."""

    village: Village = Field(title="Village of present residence")
    address: Line = Field(title="Address", examples=["演示路1号"])
    domicile: Village | None = Field(title="Village of domicile (户籍地)")
    domicile_address: Line | None = Field(title="Its address", examples=["演示路1号"])
    since: Day = Field(title="Lives there since", examples=["2026-03-02"])

    def residence(self) -> Residence:
        """Return it in the domain's words."""
        return Residence(
            self.village,
            self.address,
            self.domicile,
            self.domicile_address,
            self.since.isoformat(),
        )


class MoveBody(ResidenceBody):
    """A move; with a unit the person is handed over to it at once."""

    hand_over_to: Id | None = Field(
        None, title="Unit the person is offered to", examples=[None]
    )


class DiagnosisBody(Body):
    """What was diagnosed, where and when."""

    disease: Annotated[Disease, code_of(Disease)] = Field(
        title="Disease", examples=["schizophrenia"]
    )
    icd10: str | None = Field(title="ICD-10 code", max_length=10, examples=["F20"])
    hospital: Line = Field(title="Hospital", examples=["演示医院"])
    diagnosed_on: Day = Field(title="Day of the diagnosis", examples=["2025-11-03"])
    art_30: bool = Field(
        title="Falls under art 30(2)(2) of the Mental Health Law", examples=[False]
    )

    def diagnosis(self) -> Diagnosis:
        """Return it in the domain's words."""
        return Diagnosis(
            self.disease.value,
            self.icd10,
            self.hospital,
            self.diagnosed_on.isoformat(),
            self.art_30,
        )


class ConsentBody(Body):
    """The answer to the consent form (知情同意书)."""

    answer: Annotated[ConsentAnswer, code_of(ConsentAnswer)] = Field(
        title="Answer", examples=["agreed"]
    )
    signed_by: Name = Field(title="Signed by", examples=["本人"])
    signed_on: Day = Field(title="Signed on", examples=["2026-03-02"])
    ask_again_on: Day | None = Field(title="Ask again on", examples=[None])

    def consent(self) -> Consent:
        """Return it in the domain's words."""
        again = self.ask_again_on.isoformat() if self.ask_again_on else None
        return Consent(
            self.answer.value, self.signed_by, self.signed_on.isoformat(), again
        )


class GuardianBody(Body):
    """The guardian (监护人)."""

    name: Name = Field(title="Name", examples=["演示监护人"])
    relation: Annotated[GuardianRelation, code_of(GuardianRelation)] = Field(
        title="Relation", examples=["spouse"]
    )
    phone: Phone | None = Field(title="Telephone", examples=["0000-0000002"])
    basis: Annotated[GuardianBasis, code_of(GuardianBasis)] | None = Field(
        title="What the guardianship rests on", examples=["statutory"]
    )
    ability: Annotated[GuardianAbility, code_of(GuardianAbility)] | None = Field(
        title="Ability", examples=["strong"]
    )

    def guardian(self) -> Guardian:
        """Return it in the domain's words."""
        return Guardian(
            self.name,
            self.relation.value,
            self.phone,
            self.basis.value if self.basis else None,
            self.ability.value if self.ability else None,
        )


class RegistrationBody(Body):
    """What is known of a person when they enter the register (登记建档)."""

    model_config = ConfigDict(title="Registration")

    identity: IdentityBody
    residence: ResidenceBody
    diagnosis: DiagnosisBody
    consent: ConsentBody
    guardian: GuardianBody | None
    unit: Id = Field(title="Responsible unit: the id of an office")
    registered_on: Day = Field(title="Registered on", examples=["2026-03-02"])
    not_the_same: Line | None = Field(
        None,
        title="Why it is none of the people alike on record",
        examples=["同名同龄，不是同一人（演示）"],
    )

    clue: Id | None = Field(
        None,
        title="The confirmed clue that led to it; the person takes over its id",
        examples=[None],
    )

    def registration(self) -> Registration:
        """Return it in the domain's words."""
        return Registration(
            self.identity.identity(),
            self.residence.residence(),
            self.diagnosis.diagnosis(),
            self.consent.consent(),
            self.guardian.guardian() if self.guardian else None,
            self.unit,
            self.registered_on.isoformat(),
        )


class CorrectionBody(Body):
    """The right identity, and why the one on record was wrong."""

    identity: IdentityBody
    reason: Line = Field(title="Why", min_length=1, examples=["按身份证更正"])

"""The fields of the registration form as posted, in the domain's words."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from api.console.forms import Form
from domain.registry.case_reports import ReportPerson
from domain.registry.registration import (
    Consent,
    Diagnosis,
    Guardian,
    Identity,
    RegisterPerson,
    Registration,
    Residence,
)
from domain.values.identity import ResidentId, normalised, read
from domain.values.registration import (
    ConsentAnswer,
    Disease,
    GuardianAbility,
    GuardianBasis,
    GuardianRelation,
    IdKind,
    Sex,
)
from domain.values.report_card import PatientSource, ReportCard, Sender

Name = Annotated[str, Field(max_length=100)]
Line = Annotated[str, Field(max_length=300)]
Village = Annotated[str, Field(pattern=r"^[0-9]{12}$")]


class RegistrationFields(Form):
    """What is known of a person; for the unknown a provisional name and no number."""

    id_kind: IdKind
    id_number: Annotated[str, Field(max_length=40)] = ""
    name: Name = ""
    sex: Sex | None = None
    birth_date: (
        Annotated[str, Field(pattern=r"^[0-9]{4}(-[0-9]{2}-[0-9]{2})?$")] | None
    ) = None
    phone: Annotated[str, Field(max_length=40)] | None = None
    village: Village
    address: Line
    domicile: Village | None = None
    since: date | None = None
    disease: Disease
    hospital: Line
    diagnosed_on: date
    art_30: Literal["yes", "no"] = "no"
    consent: ConsentAnswer
    signed_by: Name = ""
    signed_on: date | None = None
    guardian_name: Name | None = None
    guardian_relation: GuardianRelation | None = None
    guardian_phone: Annotated[str, Field(max_length=40)] | None = None
    guardian_basis: GuardianBasis | None = None
    guardian_ability: GuardianAbility | None = None
    unit: UUID
    registered_on: date
    not_the_same: Line = ""
    clue: UUID | None = None

    @property
    def number(self) -> str | None:
        """The number as it is stored and claimed; none for the unknown."""
        known = self.id_kind is not IdKind.UNKNOWN and self.id_number
        return normalised(self.id_number) if known else None

    def lacking(self) -> tuple[str, ...]:
        """Return the fields that the answers given make necessary."""
        needs_number = self.id_kind is not IdKind.UNKNOWN and not self.id_number
        needs_relation = self.guardian_name and not self.guardian_relation
        needs_name = self.id_kind is not IdKind.UNKNOWN and not self.name
        return (
            *(("id_number",) if needs_number else ()),
            *(("name",) if needs_name else ()),
            *(("guardian_relation",) if needs_relation else ()),
        )

    def registration(self, today: date) -> Registration:
        """Return it in the domain's words; an ID number tells sex and birth."""
        registered_on = self.registered_on.isoformat()
        return Registration(
            self._identity(today),
            Residence(
                self.village,
                self.address,
                self.domicile,
                None,
                (self.since or self.registered_on).isoformat(),
            ),
            Diagnosis(
                self.disease.value,
                None,
                self.hospital,
                self.diagnosed_on.isoformat(),
                self.art_30 == "yes",
            ),
            Consent(
                self.consent.value,
                self.signed_by,
                (self.signed_on or self.registered_on).isoformat(),
                None,
            ),
            self._guardian(),
            self.unit,
            registered_on,
        )

    def asked(
        self,
        known: Registration,
        claim: UUID | None,
        numbers: UUID,
        people: tuple[UUID, ...],
    ) -> RegisterPerson:
        """Return the wish to register; `people` are those alike on record."""
        return RegisterPerson(
            known,
            claim,
            numbers=numbers,
            alike=people,
            not_the_same=self.not_the_same,
            clue=self.clue,
        )

    def _identity(self, today: date) -> Identity:
        sex, born = self.sex, self.birth_date
        if self.id_kind is IdKind.RESIDENT_ID:
            told = read(self.id_number, today)
            if isinstance(told, ResidentId):
                sex, born = sex or told.sex, born or told.birth_date.isoformat()
        return Identity(
            self.name,
            (sex or Sex.UNKNOWN).value,
            born,
            self.id_kind.value,
            self.number,
            self.phone,
        )

    def _guardian(self) -> Guardian | None:
        if not self.guardian_name or not self.guardian_relation:
            return None
        return Guardian(
            self.guardian_name,
            self.guardian_relation.value,
            self.guardian_phone,
            self.guardian_basis.value if self.guardian_basis else None,
            self.guardian_ability.value if self.guardian_ability else None,
        )


class ReportFields(RegistrationFields):
    """The same with form 3: who reported, when, and where the person came from."""

    card_number: Name = ""
    source: PatientSource | None = None
    senders: list[Sender] = Field(default_factory=list[Sender])
    sender_other: Line = ""
    past_grade: Annotated[int, Field(ge=0, le=5)] | None = None
    drugs: Annotated[str, Field(max_length=600)] = ""
    no_drug_needed: Literal["yes", "no"] | None = None
    household_unknown_why: Line = ""
    reporter: Annotated[str, Field(min_length=1, max_length=100)]
    reported_on: date
    reporting_unit: Annotated[str, Field(min_length=1, max_length=300)]
    reporting_department: Line = ""
    reporting_phone: Name = ""
    paper: UUID | None = None

    def card(self) -> ReportCard:
        """Return form 3 in the domain's words; of the drugs at most three."""
        lines = [line.strip() for line in self.drugs.splitlines()]
        return ReportCard(
            card_number=self.card_number,
            source=self.source,
            senders=tuple(self.senders),
            sender_other=self.sender_other,
            past_grade=self.past_grade,
            drugs=tuple(line for line in lines if line)[:3],
            no_drug_needed=_said(self.no_drug_needed),
            household_unknown_why=self.household_unknown_why,
            reporter=self.reporter,
            reported_on=self.reported_on,
            reporting_unit=self.reporting_unit,
            reporting_department=self.reporting_department,
            reporting_phone=self.reporting_phone,
        )

    def asked(
        self,
        known: Registration,
        claim: UUID | None,
        numbers: UUID,
        people: tuple[UUID, ...],
    ) -> ReportPerson:
        """Return the wish to report, and so to register."""
        return ReportPerson(
            known,
            claim,
            numbers=numbers,
            alike=people,
            not_the_same=self.not_the_same,
            clue=self.clue,
            card=self.card(),
            paper=self.paper,
        )


def _said(answer: str | None) -> bool | None:
    return None if answer is None else answer == "yes"

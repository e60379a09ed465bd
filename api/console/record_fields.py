"""The sections of the record page: what each asks, and how what is posted is read.

A section reads what was typed into the same body the interface for systems takes, so that
a page and a system cannot say different things.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from pydantic import ValidationError

from api.console.forms import Posted
from api.faults import sentence
from api.language import msg
from api.v1.models import Body
from api.v1.person_body import GuardianBody
from api.v1.record_body import (
    AssessmentBody,
    BasicInformationBody,
    ConsentAgainBody,
    ReportCardBody,
    SupplementBody,
    TagBody,
)
from domain.values.basic_information import (
    AddressType,
    Allergy,
    BloodType,
    Education,
    Exposure,
    FamilyIllness,
    Marriage,
    Nation,
    Occupation,
    PastIllness,
    Payment,
    ResidenceType,
    RhType,
)
from domain.values.findings import Locked, Symptom, TreatmentEffect
from domain.values.groups import SpecialGroup
from domain.values.registration import (
    ConsentAnswer,
    GuardianAbility,
    GuardianBasis,
    GuardianRelation,
)
from domain.values.report_card import PatientSource, Sender
from domain.values.supplement import (
    Accuracy,
    DisabilityGrade,
    Economy,
    Employment,
    HouseholdKind,
    OutpatientTreatment,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One field: its name in the body, its label, how it is asked, and its list."""

    name: str
    label: str
    kind: str
    codes: type[Enum] | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """One form of the record: its address, title, body and fields."""

    key: str
    title: str
    body: type[Body]
    fields: tuple[Asked, ...]

    def read(self, posted: Posted) -> tuple[Body | None, dict[str, str]]:
        """Return the body, or None and a sentence for each field not as expected."""
        try:
            return self.body.model_validate(self.plain(posted)), {}
        except ValidationError as refused:
            errors = refused.errors(include_url=False, include_input=False)
            return None, {
                _field(e["loc"]): sentence(e, posted.language) for e in errors
            }

    def plain(self, posted: Posted) -> dict[str, Any]:
        """Return what was typed as plain values; what was left empty is not there."""
        given: dict[str, Any] = (
            {"health": {}} if self.body is BasicInformationBody else {}
        )
        if self.body is GuardianBody:
            given = {"phone": None, "basis": None, "ability": None}
        for asked in self.fields:
            typed = [text.strip() for text in posted.fields.get(asked.name, ())]
            if not any(typed):
                continue
            part, _, name = asked.name.rpartition(".")
            place = given.setdefault(part, {}) if part else given
            place[name] = _value(asked, typed)
        if "conduct" in given:
            given["conduct"] = dict.fromkeys(CONDUCT, 0) | given["conduct"]
        return given


CONDUCT: Final = (
    "disturbance",
    "public_order",
    "criminal",
    "other_harm",
    "self_harm",
    "suicide_attempt",
)
"""The counts of form 7: one left empty among others is none."""


def values_of(section: Section, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return a form's last answers as its fields show them."""
    return {
        asked.name: _shown(_within(answers, asked.name)) for asked in section.fields
    }


def _within(answers: Mapping[str, Any], name: str) -> Any:
    part, _, last = name.rpartition(".")
    inner: Mapping[str, Any] = (answers.get(part) or {}) if part else answers
    return inner.get(last)


def _shown(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else value


def _value(asked: Asked, typed: list[str]) -> Any:
    if asked.kind == "lines":
        return [line.strip() for line in typed[0].splitlines() if line.strip()]
    if asked.kind == "yes_no":
        return {"yes": True, "no": False}.get(typed[0], typed[0])
    if asked.kind == "count":
        return int(typed[0]) if typed[0].isdecimal() else typed[0]
    if asked.codes is None:
        return typed[0]
    codes: dict[str, Any] = {str(m.value): m.value for m in asked.codes}
    read = [codes.get(text, text) for text in typed]
    return read if asked.kind == "ticks" else read[0]


def _field(loc: tuple[str | int, ...]) -> str:
    return ".".join(part for part in loc if isinstance(part, str))


SECTIONS: Final[Mapping[str, Section]] = {
    "report-card": Section(
        "report-card",
        msg("Report card (form 3)"),
        ReportCardBody,
        (
            Asked("card_number", msg("Card number"), "line"),
            Asked("source", msg("Patient source"), "choice", PatientSource),
            Asked("senders", msg("Who sent the person"), "ticks", Sender),
            Asked("sender_other", msg("Who else"), "line"),
            Asked("past_grade", msg("Past danger assessment, 0–5"), "count"),
            Asked("drugs", msg("Drugs, at most three, one a line"), "lines"),
            Asked("no_drug_needed", msg("No drug needed"), "yes_no"),
            Asked("household_unknown_why", msg("Why the household is unknown"), "line"),
            Asked("reporter", msg("Reporting doctor"), "line"),
            Asked("reported_on", msg("Reported on"), "date"),
            Asked("reporting_unit", msg("Reporting unit"), "line"),
            Asked("reporting_department", msg("Department"), "line"),
            Asked("reporting_phone", msg("Telephone"), "line"),
        ),
    ),
    "basic-information": Section(
        "basic-information",
        msg("Basic information (form 6)"),
        BasicInformationBody,
        (
            Asked("work_unit", msg("Work unit"), "line"),
            Asked("contact", msg("Contact"), "line"),
            Asked("contact_phone", msg("Telephone of the contact"), "line"),
            Asked("residence_type", msg("Kind of residence"), "choice", ResidenceType),
            Asked("nationality", msg("Nationality"), "line"),
            Asked("nation", msg("Nation"), "choice", Nation),
            Asked("minority", msg("Which minority"), "line"),
            Asked("education", msg("Education"), "choice", Education),
            Asked("occupation", msg("Occupation"), "choice", Occupation),
            Asked("marriage", msg("Marriage"), "choice", Marriage),
            Asked("payment", msg("Who pays for treatment"), "ticks", Payment),
            Asked(
                "address_type", msg("Kind of present address"), "choice", AddressType
            ),
            Asked("domicile_type", msg("Kind of domicile"), "choice", AddressType),
            Asked("guardian_address", msg("Guardian's address"), "line"),
            Asked("guardian_second_phone", msg("Guardian's second telephone"), "line"),
            Asked("committee_contact", msg("Contact in the committee"), "line"),
            Asked("committee_phone", msg("Telephone of the committee"), "line"),
            Asked("health.blood_type", msg("Blood type"), "choice", BloodType),
            Asked("health.rh", msg("Rh factor"), "choice", RhType),
            Asked("health.allergies", msg("Drug allergies"), "ticks", Allergy),
            Asked("health.allergies_other", msg("Other allergies"), "line"),
            Asked("health.exposure", msg("Exposure"), "ticks", Exposure),
            Asked("health.illnesses", msg("Past illnesses"), "ticks", PastIllness),
            Asked("health.illnesses_remark", msg("When, and which"), "line"),
            Asked("health.operations", msg("Operations"), "line"),
            Asked("health.injuries", msg("Injuries"), "line"),
            Asked("health.transfusions", msg("Transfusions"), "line"),
            Asked("health.father", msg("Father's illnesses"), "ticks", FamilyIllness),
            Asked("health.mother", msg("Mother's illnesses"), "ticks", FamilyIllness),
            Asked(
                "health.siblings",
                msg("Illnesses of brothers and sisters"),
                "ticks",
                FamilyIllness,
            ),
            Asked(
                "health.children", msg("Children's illnesses"), "ticks", FamilyIllness
            ),
            Asked("health.hereditary", msg("Hereditary illness"), "line"),
        ),
    ),
    "supplement": Section(
        "supplement",
        msg("Supplement (form 7)"),
        SupplementBody,
        (
            Asked("household", msg("Household"), "choice", HouseholdKind),
            Asked("employment", msg("Employment"), "choice", Employment),
            Asked("first_onset", msg("First onset: a day, a month or a year"), "line"),
            Asked(
                "first_onset_accuracy",
                msg("How exact is the first onset"),
                "choice",
                Accuracy,
            ),
            Asked("past_symptoms", msg("Past main symptoms"), "ticks", Symptom),
            Asked("past_symptoms_other", msg("Other past symptoms"), "line"),
            Asked("past_locking", msg("Locked up in the past"), "choice", Locked),
            Asked(
                "outpatient",
                msg("Past out-patient treatment"),
                "choice",
                OutpatientTreatment,
            ),
            Asked("medicated_before", msg("Psychiatric medication begun"), "yes_no"),
            Asked(
                "first_medication",
                msg("First medication: a day, a month or a year"),
                "line",
            ),
            Asked(
                "first_medication_accuracy",
                msg("How exact is the first medication"),
                "choice",
                Accuracy,
            ),
            Asked(
                "admissions", msg("Admissions to psychiatric hospitals so far"), "count"
            ),
            Asked(
                "treatment_effect",
                msg("Effect of the last treatment"),
                "choice",
                TreatmentEffect,
            ),
            Asked("conduct.disturbance", msg("Minor disturbances"), "count"),
            Asked("conduct.public_order", msg("Breaches of public order"), "count"),
            Asked("conduct.criminal", msg("Criminal harm"), "count"),
            Asked("conduct.other_harm", msg("Other harm"), "count"),
            Asked("conduct.self_harm", msg("Self-harm"), "count"),
            Asked("conduct.suicide_attempt", msg("Suicide attempts"), "count"),
            Asked("economy", msg("Economic situation"), "choice", Economy),
            Asked(
                "family_history",
                msg("Mental illness in two lines, three generations"),
                "yes_no",
            ),
            Asked("targeted_poverty_relief", msg("Targeted poverty relief"), "yes_no"),
            Asked("guardian_subsidy", msg("Guardian subsidy (监护补助)"), "yes_no"),
            Asked(
                "disability_certificate",
                msg("Holds a disability certificate"),
                "yes_no",
            ),
            Asked(
                "disability_grade",
                msg("Psychiatric disability grade"),
                "choice",
                DisabilityGrade,
            ),
            Asked("care_group", msg("Served by the care group"), "yes_no"),
            Asked("family_doctor", msg("Signed with a family doctor"), "yes_no"),
            Asked(
                "community_rehabilitation",
                msg("Takes part in community rehabilitation"),
                "yes_no",
            ),
            Asked("specialist_opinion", msg("Opinion of the specialist"), "area"),
            Asked("filled_on", msg("Filled in on"), "date"),
            Asked("doctor", msg("Signed by the doctor"), "line"),
        ),
    ),
    "guardian": Section(
        "guardian",
        msg("Guardian"),
        GuardianBody,
        (
            Asked("name", msg("Name of the guardian"), "line"),
            Asked(
                "relation", msg("Relation to the person"), "choice", GuardianRelation
            ),
            Asked("phone", msg("Telephone of the guardian"), "line"),
            Asked("basis", msg("Guardianship rests on"), "choice", GuardianBasis),
            Asked("ability", msg("Ability of the guardian"), "choice", GuardianAbility),
        ),
    ),
    "guardian-assessments": Section(
        "guardian-assessments",
        msg("Yearly look at the guardian"),
        AssessmentBody,
        (
            Asked("assessed_on", msg("Looked at on"), "date"),
            Asked("alive", msg("The guardian is alive"), "yes_no"),
            Asked("able", msg("The guardian is able"), "yes_no"),
            Asked("willing", msg("The guardian is willing"), "yes_no"),
            Asked("ability", msg("Ability of the guardian"), "choice", GuardianAbility),
            Asked("stand_in", msg("Who stands in"), "line"),
            Asked(
                "stand_in_relation",
                msg("Relation of who stands in"),
                "choice",
                GuardianRelation,
            ),
            Asked("stand_in_phone", msg("Telephone of who stands in"), "line"),
            Asked("remark", msg("Remark"), "area"),
        ),
    ),
    "consents": Section(
        "consents",
        msg("Consent"),
        ConsentAgainBody,
        (
            Asked("answer", msg("Answer to the consent form"), "choice", ConsentAnswer),
            Asked("signed_by", msg("Signed by"), "line"),
            Asked("signed_on", msg("Signed on"), "date"),
        ),
    ),
    "tags": Section(
        "tags",
        msg("Tags of special groups"),
        TagBody,
        (
            Asked("group", msg("Special group"), "choice", SpecialGroup),
            Asked("source_office", msg("On which office's word"), "line"),
            Asked("valid_from", msg("Valid from"), "date"),
            Asked("valid_until", msg("Valid until"), "date"),
        ),
    ),
}
"""In the order shown."""

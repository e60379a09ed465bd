"""The record: forms 3, 6 and 7, guardian, consent and tags, each under its own key."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.errors import (
    GuardianMustSign,
    NoGuardian,
    NotAllowed,
    NotYetGiven,
    ReasonNeeded,
    Refused,
    Unknown,
    ValidityReversed,
)
from domain.fact import PersonFact, SealedWith
from domain.log import Recorded
from domain.person.consent import Consent
from domain.person.guardian import Assessment
from domain.registry.record import (
    AssessGuardian,
    RecordBasicInformation,
    RecordConsent,
    RecordReportCard,
    RecordSupplement,
    RemoveTag,
    TagPerson,
)
from domain.registry.registration import RegisterPerson
from domain.registry.runner import UseCase
from domain.values.basic_information import (
    Allergy,
    BasicInformation,
    FamilyIllness,
    HealthHistory,
    Nation,
    Payment,
)
from domain.values.findings import Locked, Symptom
from domain.values.groups import SpecialGroup, Tag
from domain.values.report_card import PatientSource, ReportCard, Sender
from domain.values.supplement import Employment, PastConduct, Supplement
from ops.site import Site
from tests.registering import a_registration, an_office, person_of, register
from tests.streams import a_command

DAY = date(2026, 3, 2)
Kept = tuple[SealedWith, dict[str, Any]]
A_SUPPLEMENT = Supplement(
    employment=Employment.FARMER,
    first_onset="1931",
    past_symptoms=(Symptom.HALLUCINATIONS, Symptom.WANDERS_OFF),
    past_locking=Locked.RELEASED,
    admissions=2,
    conduct=PastConduct(public_order=1),
    filled_on=DAY,
)
A_CARD = ReportCard(
    card_number="演示0001",
    source=PatientSource.INPATIENT,
    senders=(Sender.RELATIVES, Sender.POLICE),
    drugs=("利培酮",),
    reporter="演示医生",
    reported_on=DAY,
    reporting_unit="演示医院",
)
BASICS = BasicInformation(nation=Nation.HAN, payment=(Payment.RURAL_COOPERATIVE,))
HEALTH = HealthHistory(allergies=(Allergy.NONE,), mother=(FamilyIllness.SMI,))
A_TAG = Tag(
    group=SpecialGroup.VETERAN, source_office="演示民政", valid_from=date(2026, 1, 1)
)


def an_assessment(**named: Any) -> Assessment:
    facts: dict[str, Any] = {
        "assessed_on": "2026-03-02",
        "alive": True,
        "able": True,
        "willing": True,
        "ability": "strong",
        "stand_in": "演示替补",
        "stand_in_relation": "sibling",
        "stand_in_phone": "0000-0000003",
        "remark": "",
        **named,
    }
    return Assessment(**facts)


def run(site: Site, use_case: UseCase, **named: Any) -> Recorded:
    return site.runner.run(use_case, a_command(id=uuid4(), **named))


@pytest.fixture
def person(site: Site) -> UUID:
    return register(site, an_office(site))


def test_each_form_is_kept_by_the_form_s_own_codes_under_its_own_key(
    site: Site, person: UUID
) -> None:
    run(site, RecordSupplement(person, A_SUPPLEMENT))
    run(site, RecordReportCard(person, A_CARD))
    run(site, RecordBasicInformation(person, BASICS, HEALTH))

    kept: dict[str, Kept] = {
        f.topic: (f.fact.sealed_with, vars(f.fact)["answers"])
        for f in site.log.stream(person)
        if isinstance(f.fact, PersonFact) and "answers" in vars(f.fact)
    }
    supplement = kept["person.supplement_recorded"]
    card = kept["person.report_card_recorded"]
    basics = kept["person.basic_information_recorded"]
    health = kept["person.health_history_recorded"]
    assert [each[0] for each in (supplement, card, health)] == [SealedWith.CLINICAL] * 3
    assert basics[0] is SealedWith.IDENTITY
    assert supplement[1]["past_symptoms"] == [1, 9]
    assert supplement[1]["conduct"]["public_order"] == 1
    assert supplement[1]["economy"] is None
    assert card[1]["senders"] == [2, 4]
    assert (basics[1]["nation"], basics[1]["payment"]) == ("01", [3])
    assert (health[1]["allergies"], health[1]["mother"]) == ([1], [8])


def test_a_form_is_recorded_again_only_when_it_differs(
    site: Site, person: UUID
) -> None:
    def recorded(*use_cases: UseCase) -> list[int]:
        return [len(run(site, use_case).facts) for use_case in use_cases]

    supplement = RecordSupplement(person, A_SUPPLEMENT)
    card = RecordReportCard(person, A_CARD)
    basics = RecordBasicInformation(person, BASICS, HEALTH)
    assert recorded(supplement, supplement, card, card) == [1, 0, 1, 0]
    assert recorded(basics, basics) == [2, 0]
    assert recorded(
        RecordSupplement(person, replace(A_SUPPLEMENT, admissions=3)),
        RecordReportCard(person, replace(A_CARD, drugs=())),
        RecordBasicInformation(person, BASICS, HealthHistory()),
    ) == [1, 1, 1]


def test_a_form_of_tomorrow_is_refused(site: Site, person: UUID) -> None:
    with pytest.raises(NotYetGiven):
        run(
            site,
            RecordSupplement(person, replace(A_SUPPLEMENT, filled_on=date(2026, 3, 3))),
        )


def test_a_guardian_is_looked_at_again_after_a_year_and_what_is_to_be_done_is_said(
    site: Site, person: UUID
) -> None:
    recorded = run(
        site, AssessGuardian(person, an_assessment(alive=False, stand_in=""))
    )

    fact = vars(recorded.facts[0].fact)
    assert fact["assess_again_on"] == "2027-03-02"
    assert [why["code"] for why in fact["because"]] == [
        "guardian.dead",
        "guardian.no_stand_in",
    ]


def test_nobody_is_assessed_where_no_guardian_is_on_record(site: Site) -> None:
    known = replace(a_registration(an_office(site)), guardian=None)
    person = person_of(run(site, RegisterPerson(known, id_claim=None)))

    with pytest.raises(NoGuardian):
        run(site, AssessGuardian(person, an_assessment()))


def test_t107_who_refuses_stays_on_the_register_and_is_asked_again_a_year_later(
    site: Site,
) -> None:
    refused = Consent("refused", "本人", "2026-03-02", None)
    known = replace(a_registration(an_office(site)), consent=refused)
    person = person_of(run(site, RegisterPerson(known, id_claim=None)))

    again = run(
        site,
        RecordConsent(person, Consent("refused", "本人", "2027-03-02", None)),
        now=date_time(2027),
    )
    agreed = run(
        site,
        RecordConsent(person, Consent("agreed", "本人", "2028-03-02", None)),
        now=date_time(2028),
    )

    first = next(
        vars(f.fact)
        for f in site.log.stream(person)
        if f.topic == "person.consent_recorded"
    )
    assert first["ask_again_on"] == "2027-03-02"
    assert vars(again.facts[0].fact)["ask_again_on"] == "2028-03-02"
    assert vars(agreed.facts[0].fact)["ask_again_on"] is None
    topics = [f.topic for f in site.log.stream(person)]
    assert topics[0] == "person.registered"
    assert "person.first_visit_due" in topics


def date_time(year: int) -> Any:
    return a_command().now.replace(year=year)


@pytest.mark.parametrize(
    ("birth", "signed_by", "refusal"),
    [
        pytest.param("2012-03-03", "本人", GuardianMustSign, id="T112"),
        pytest.param("2012-03-03", "演示监护人", None, id="T112-guardian"),
        pytest.param("2012-03-02", "本人", None, id="fourteen-today"),
        pytest.param("2012", "本人", GuardianMustSign, id="D-F3-year-only"),
        pytest.param(None, "本人", None, id="birth-unknown"),
    ],
)
def test_t112_below_fourteen_the_guardian_signs(
    site: Site, birth: str | None, signed_by: str, refusal: type[Refused] | None
) -> None:
    """P2 art 31; by D-F3 the name of the guardian on record is the signature."""
    known = replace(
        a_registration(an_office(site), birth_date=birth),
        consent=Consent("agreed", signed_by, "2026-03-02", None),
    )

    if refusal:
        with pytest.raises(refusal):
            run(site, RegisterPerson(known, id_claim=None))
    else:
        assert person_of(run(site, RegisterPerson(known, id_claim=None)))


def test_a_tag_stands_until_it_is_removed_with_a_reason(
    site: Site, person: UUID
) -> None:
    tagged = run(site, TagPerson(person, A_TAG))
    key = UUID(vars(tagged.facts[0].fact)["tag"])

    with pytest.raises(ReasonNeeded):
        run(site, RemoveTag(person, key, " "))
    run(site, RemoveTag(person, key, "演示民政更正"))
    with pytest.raises(Unknown):
        run(site, RemoveTag(person, key, "演示"))


def test_a_tag_that_ends_before_it_begins_is_refused(site: Site, person: UUID) -> None:
    with pytest.raises(ValidityReversed):
        run(site, TagPerson(person, replace(A_TAG, valid_until=date(2025, 12, 31))))


@pytest.mark.parametrize("role", ["village_doctor", "psychiatrist", "police"])
def test_who_may_not_see_tags_writes_none(site: Site, person: UUID, role: str) -> None:
    purpose = "response" if role == "police" else "care"

    with pytest.raises(NotAllowed):
        run(site, TagPerson(person, A_TAG), role=role, purpose=purpose)

"""A receiver is told the fields of its closed schema: ten thousand people, no clinical word."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from random import Random
from typing import Any
from uuid import UUID

import pytest

from domain.fact import Fact
from domain.person.contact import Attempt
from domain.person.person import Person
from domain.person.residence import Residence
from domain.registry.away import AwayForm, NoteAway
from domain.registry.contacts import NoteContact
from domain.registry.danger import IncidentForm, RecordIncident
from domain.registry.emergencies import OpenEmergency, Report
from domain.registry.follow_up import GradeRisk, QuickReport, RecordFollowUp
from domain.registry.notice_content import told_of
from domain.registry.notice_schema import RULES, schema_for, schemas
from domain.registry.offices import OpenOffice
from domain.registry.referrals import (
    AbscondedForm,
    AdmitPerson,
    NoteAbsconding,
    StayForm,
)
from domain.registry.registration import RegisterPerson
from domain.registry.runner import UseCase
from domain.registry.standing import Loss, RecordLoss
from domain.rules.notice_policy import (
    OF_QUICK_REPORT,
    TOLD_QUICK_REPORTS,
    NoticeField,
)
from domain.values.away import AwayFor
from domain.values.contacts import ContactOutcome, ContactWay
from domain.values.danger import IncidentKind
from domain.values.emergency import Reporter, ReportRoute
from domain.values.emergency import Trigger as SetOffBy
from domain.values.findings import Grade, Incidents, Symptom
from domain.values.medication import DrugUse
from domain.values.people import OfficeKind
from domain.values.quick_report import HelpWanted, InDanger, Seen
from domain.values.referral import StayBasis
from domain.values.visit_details import Reaction
from tests.golden.lives import NOON, TODAY, World
from tests.registering import TOWNSHIP, VILLAGE, a_form, a_registration

PEOPLE = 10_000
AN_OFFICE: dict[str, Any] = {
    "kind": "township_hospital",
    "name": "演示卫生院",
    "division": TOWNSHIP,
    "phone": "0000-0000000",
    "opened_on": "2026-01-01",
    "villages": (VILLAGE,),
}
CANARY = "金丝雀"
CLINICAL = (
    CANARY,
    "schizophrenia",
    "F20",
    "精神分裂",
    "氯氮平",
    "olanzapine",
    "自知力",
)
ENVELOPE = (
    "reference",
    "issued_at",
    "legal_basis",
    "sender",
    "call_back",
    "what_to_do",
    "news",
)
SURNAMES, GIVEN = "演示赵钱孙李", "甲乙丙丁戊己庚辛"


def a_report(chance: Random) -> QuickReport:
    """Return a quick report with whatever its lists have."""
    return QuickReport(
        place_now=f"演示路{chance.randrange(999)}号",
        help_wanted=frozenset({chance.choice(tuple(HelpWanted))}),
        in_danger=frozenset(chance.sample(tuple(InDanger), 2)),
        weapon=chance.choice(tuple(Seen)),
        child_at_home=chance.choice(tuple(Seen)),
    )


NEWS: tuple[Callable[[UUID], UseCase], ...] = (
    lambda person: RecordIncident(
        person,
        IncidentForm(IncidentKind.CRIMINAL, TODAY, CANARY, CANARY, grade_why=CANARY),
    ),
    lambda person: OpenEmergency(
        person,
        Report(
            frozenset({SetOffBy.SELF_HARM}),
            CANARY,
            CANARY,
            Reporter.OTHER,
            ReportRoute.OTHER,
            NOON,
            CANARY,
        ),
        5,
    ),
    lambda person: AdmitPerson(
        person, StayForm(CANARY, TODAY, StayBasis.DANGER_TO_OTHERS, CANARY)
    ),
    lambda person: RecordLoss(person, "2026-03-02", Loss(3, CANARY)),
    lambda person: NoteAway(person, AwayForm(TODAY, AwayFor.WORK, CANARY, CANARY)),
    lambda person: NoteContact(
        person, Attempt(TODAY, ContactWay.VISIT, ContactOutcome.REFUSED, None, CANARY)
    ),
)
"""What else may be told of somebody, clinical words wherever there is room."""


def somebody(chance: Random) -> tuple[list[Fact], Person]:
    """Return an invented person of level 3 or higher, clinical words wherever there is room."""
    world = World()
    [office] = world.ask(OpenOffice(**AN_OFFICE))
    name = chance.choice(SURNAMES) + chance.choice(GIVEN) + chance.choice(GIVEN)
    registration = replace(
        a_registration(
            office.id,
            name=name,
            sex=chance.choice("0129"),
            birth_date=chance.choice((None, "1905", "1905-05-05")),
        ),
        residence=Residence(
            VILLAGE, f"演示路{chance.randrange(999)}号", VILLAGE, "", "2026-03-02"
        ),
    )
    [person] = [
        stream.id
        for stream in world.ask(RegisterPerson(registration, id_claim=None))
        if isinstance(stream, Person)
    ]
    form = a_form(
        risk=Grade(chance.choice((3, 4, 5))),
        symptom_codes=frozenset({Symptom.OTHER, chance.choice(tuple(Symptom))}),
        symptom_other=CANARY,
        laboratory_content=CANARY,
        reactions=(Reaction("氯氮平", CANARY),),
        taking=(DrugUse(drug="olanzapine", morning_mg="5"),),
        incidents=Incidents(
            criminal=chance.randrange(2), self_harm=chance.randrange(2)
        ),
        remark=CANARY,
        why=CANARY,
    )
    world.ask(RecordFollowUp(person, form))
    world.ask(GradeRisk(person, 5, CANARY, a_report(chance)))
    world.ask(chance.choice(NEWS)(person))
    if person_of(world, person).stays:
        gone = AbscondedForm(
            TODAY, whereabouts_known=False, guardian_told=True, remark=CANARY
        )
        world.ask(NoteAbsconding(person, gone))
    facts = list(world.lives()[person])
    return facts, person_of(world, person)


def person_of(world: World, person: UUID) -> Person:
    return world.found.get(Person, person)


def faults(schema: Mapping[str, Any], payload: Mapping[str, str]) -> Iterator[str]:
    """Yield in which ways a payload is not what a schema of ours allows."""
    shapes = schema["properties"]
    yield from (f"{name} is not allowed" for name in payload if name not in shapes)
    yield from (
        f"{name} is missing" for name in schema["required"] if name not in payload
    )
    for name, value in payload.items():
        shape = shapes.get(name, {})
        if "enum" in shape and value not in shape["enum"]:
            yield f"{name} is none of the list"
        if "const" in shape and value != shape["const"]:
            yield f"{name} is another word"
        if "pattern" in shape and not re.search(shape["pattern"], value):
            yield f"{name} has another form"
        if len(value) > shape.get("maxLength", len(value)):
            yield f"{name} is too long"


def test_no_clinical_word_reaches_any_receiver() -> None:
    chance = Random(6)
    for _ in range(PEOPLE):
        facts, person = somebody(chance)
        for rule in RULES:
            schema = schema_for(rule.kind)
            assert schema
            quick = OF_QUICK_REPORT if rule.kind in TOLD_QUICK_REPORTS else ()
            asked = [field.value for field in (*rule.fields, *quick)]
            known = told_of(facts, person, asked)
            found = dict.fromkeys(ENVELOPE, "") | known
            wrong = list(faults({**schema, "required": []}, known))
            assert wrong == []
            assert set(schema["required"]) <= set(found)
            text = " ".join(known.values())
            assert [word for word in CLINICAL if word in text] == []


def test_what_a_schema_does_not_name_is_refused() -> None:
    schema = schema_for(OfficeKind.POLICE_STATION)
    assert schema

    assert "diagnosis is not allowed" in list(faults(schema, {"diagnosis": "F20"}))
    flagged = {"danger_flags": "criminal,精神分裂症"}
    assert "danger_flags has another form" in list(faults(schema, flagged))


def test_a_kind_nobody_tells_has_no_schema() -> None:
    assert schema_for(OfficeKind.VILLAGE_CLINIC) is None
    assert set(schemas()) == {rule.kind.value for rule in RULES}


@pytest.mark.parametrize(
    "kind", [OfficeKind.CIVIL_AFFAIRS, OfficeKind.DISABILITY_FEDERATION]
)
def test_helpers_learn_neither_the_grade_nor_the_number(kind: OfficeKind) -> None:
    schema = schema_for(kind)
    assert schema

    learnt = set(schema["properties"])
    assert learnt.isdisjoint(
        {
            NoticeField.GRADE,
            NoticeField.ID_NUMBER_MASKED,
            NoticeField.DANGER_FLAGS,
            *OF_QUICK_REPORT,
        }
    )
    assert schema["additionalProperties"] is False

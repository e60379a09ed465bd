"""Medication: what a regimen, an injection and a reaction come to, and what is refused."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.errors import (
    AlreadyLeft,
    DoseContradictory,
    DoseUnreadable,
    InjectionOnRecord,
    IntervalNeeded,
    MedicineNotNamed,
    NotAllowed,
    NotAnInjection,
    NotYetGiven,
    ReasonNeeded,
    Refused,
)
from domain.log import Recorded
from domain.person.medication import check_drugs, give_injection, set_regimen
from domain.person.person import Person
from domain.person.standing import Death, record_death
from domain.registry.follow_up import CorrectFollowUp
from domain.registry.medication import (
    GiveInjection,
    InjectionForm,
    NoteReaction,
    ReactionForm,
    SetRegimen,
)
from domain.values.medication import DrugUse, RegimenSource, Severity
from ops.site import Site
from projections.medication import Medication, medication
from tests.registering import VILLAGE, a_form, an_office, follow_up, register
from tests.streams import a_command, a_person

ON = date(2026, 3, 2)
"""The day it is at noon."""

OLANZAPINE = DrugUse(drug="olanzapine", strength="5 mg/片", evening_mg="10")
DEPOT = DrugUse(drug="haloperidol_decanoate", every_weeks=3, each_mg="50")


@pytest.fixture
def person(site: Site) -> UUID:
    return register(site, an_office(site))


def run(site: Site, use_case: Any, **named: Any) -> Recorded:
    return site.runner.run(use_case, a_command(id=uuid4(), **named))


def a_regimen(person: UUID, *drugs: DrugUse, **named: Any) -> SetRegimen:
    facts: dict[str, Any] = {
        "from_on": ON,
        "source": RegimenSource.HOSPITAL,
        "reason": "出院带药",
        **named,
    }
    return SetRegimen(person, drugs, **facts)


def an_injection(person: UUID, **named: Any) -> GiveInjection:
    facts: dict[str, Any] = {
        "drug": "haloperidol_decanoate",
        "mg": "50",
        "given_on": ON,
        "given_by": "演示护士",
        **named,
    }
    return GiveInjection(person, InjectionForm(**facts))


def a_village_doctor(site: Site) -> dict[str, Any]:
    clinic = an_office(site, "village_clinic")
    return {"role": "village_doctor", "division": VILLAGE, "organisation": clinic}


def seen(site: Site, person: UUID) -> Medication:
    return medication(site.log.person(person))


def test_the_latest_regimen_stands_and_the_one_before_stays(
    site: Site, person: UUID
) -> None:
    run(site, a_regimen(person, OLANZAPINE, from_on=ON - timedelta(days=20)))
    run(site, a_regimen(person, OLANZAPINE, DEPOT))
    run(site, a_regimen(person, DEPOT, from_on=ON - timedelta(days=30)))

    found = seen(site, person)

    assert [row.from_on for row in found.regimens] == [
        "2026-03-02",
        "2026-02-10",
        "2026-01-31",
    ]
    assert found.regimen is not None
    assert found.regimen.drugs == (OLANZAPINE, DEPOT)
    assert found.regimen.reason == "出院带药"


def test_a_regimen_replays_to_what_it_was(site: Site, person: UUID) -> None:
    run(site, a_regimen(person, OLANZAPINE, DEPOT))
    replayed = a_person(person)
    for logged in site.log.stream(person)[2:]:
        logged.fact.apply(replayed)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]

    regimen = replayed.regimen_on("2026-03-02")

    assert regimen is not None
    assert regimen.drugs == (OLANZAPINE, DEPOT)
    assert replayed.regimen_on("2026-03-01") is None


def test_the_regimen_in_force_set_again_changes_nothing(
    site: Site, person: UUID
) -> None:
    run(site, a_regimen(person, OLANZAPINE))

    again = DrugUse(drug="olanzapine", strength="5 mg/片", evening_mg="10.0")

    assert run(site, a_regimen(person, again)).facts == ()


def test_changing_a_regimen_needs_its_reason(site: Site, person: UUID) -> None:
    run(site, a_regimen(person, OLANZAPINE, reason=""))

    with pytest.raises(ReasonNeeded):
        run(site, a_regimen(person, DEPOT, reason=" "))
    run(site, a_regimen(person, reason="医嘱停药"))

    regimen = seen(site, person).regimen
    assert regimen is not None
    assert regimen.drugs == ()


def test_advice_of_a_follow_up_becomes_the_regimen(site: Site, person: UUID) -> None:
    follow_up(site, person, a_form(taking=(OLANZAPINE,), advised=(OLANZAPINE,)))
    same = follow_up(site, person, a_form(advised=(OLANZAPINE,)))

    found = seen(site, person)

    assert found.regimen is not None
    assert (found.regimen.source, found.regimen.drugs) == ("follow_up", (OLANZAPINE,))
    assert found.regimen.follow_up in {row.follow_up for row in found.taken}
    assert found.taken[-1].taking == (OLANZAPINE,)
    assert "person.regimen_set" not in {fact.topic for fact in same.facts}


def test_a_follow_up_without_advice_leaves_the_regimen(
    site: Site, person: UUID
) -> None:
    run(site, a_regimen(person, OLANZAPINE))
    follow_up(site, person, a_form(taking=(DEPOT,)))

    assert len(seen(site, person).regimens) == 1


def test_advice_put_right_puts_its_regimen_right(site: Site, person: UUID) -> None:
    follow_up(site, person, a_form(advised=(OLANZAPINE,)))
    visit = seen(site, person).taken[0].follow_up
    version = site.log.stream(person)[-1].version

    run(
        site,
        CorrectFollowUp(person, visit, a_form(advised=(DEPOT,)), "录错药"),
        seen=version,
    )

    found = seen(site, person)
    assert [row.drugs for row in found.regimens] == [(DEPOT,)]


def test_a_village_doctors_advice_waits_for_a_doctor(site: Site, person: UUID) -> None:
    """D-Y2."""
    village = a_village_doctor(site)
    follow_up(site, person, a_form(advised=(OLANZAPINE,)), **village)
    waiting = seen(site, person)

    with pytest.raises(NotAllowed):
        run(site, a_regimen(person, OLANZAPINE), **village)
    run(site, a_regimen(person, OLANZAPINE))

    assert waiting.regimen is None
    assert waiting.advice is not None
    assert seen(site, person).advice is None


@pytest.mark.parametrize(
    ("prescribed", "given", "due_on", "interval_from"),
    [
        (False, None, "2026-03-30", "label"),
        (True, None, "2026-03-23", "prescribed"),
        (True, 1, "2026-03-09", "given"),
    ],
    ids=["label D-Y1", "prescribed", "given"],
)
def test_the_next_injection_is_due_after_the_interval(
    site: Site,
    person: UUID,
    prescribed: bool,  # noqa: FBT001 - a case
    given: int | None,
    due_on: str,
    interval_from: str,
) -> None:
    if prescribed:
        run(site, a_regimen(person, DEPOT))
    run(site, an_injection(person, every_weeks=given))

    (clock,) = seen(site, person).clocks

    assert (clock.due_on, clock.last.interval_from) == (due_on, interval_from)
    due = date.fromisoformat(due_on)
    assert clock.days_overdue(due) == 0
    assert clock.days_overdue(due + timedelta(days=9)) == 9


def test_a_village_doctor_may_give_injections_and_note_reactions(
    site: Site, person: UUID
) -> None:
    village = a_village_doctor(site)
    reaction = ReactionForm(
        drug="clozapine",
        reaction="流涎",
        severity=Severity.SEVERE,
        noted_on=ON,
        action="转诊",
    )

    run(site, an_injection(person), **village)
    run(site, NoteReaction(person, reaction), **village)

    found = seen(site, person)
    assert [row.name for row in found.injections] == ["癸酸氟哌啶醇"]
    assert [(r.name, r.what, r.severity) for r in found.reactions] == [
        ("氯氮平", "流涎", "severe")
    ]
    assert found.severe_since("2026-03-02")
    assert not found.severe_since("2026-03-03")


def test_a_drug_left_out_is_due_no_more_until_it_is_given_again(
    site: Site, person: UUID
) -> None:
    """D-Y3."""
    run(site, an_injection(person, given_on=ON - timedelta(days=28)))
    run(site, a_regimen(person, OLANZAPINE))
    (stopped,) = seen(site, person).clocks

    run(site, an_injection(person))
    (again,) = seen(site, person).clocks

    assert (stopped.due_on, stopped.left_out_on) == (None, "2026-03-02")
    assert stopped.days_overdue(ON + timedelta(days=99)) == 0
    assert again.due_on == "2026-03-30"


@pytest.mark.parametrize(
    ("named", "refusal"),
    [
        ({"drug": ""}, MedicineNotNamed),
        ({"drug": "aspirin"}, MedicineNotNamed),
        ({"drug": "olanzapine"}, NotAnInjection),
        ({"mg": "半支"}, DoseUnreadable),
        ({"mg": "0.0"}, DoseUnreadable),
        ({"every_weeks": 27}, DoseContradictory),
        ({"given_on": ON + timedelta(days=1)}, NotYetGiven),
        ({"drug": "", "name": "某长效针"}, IntervalNeeded),
    ],
)
def test_an_injection_that_cannot_be_is_refused(
    site: Site, person: UUID, named: dict[str, Any], refusal: type[Refused]
) -> None:
    with pytest.raises(refusal):
        run(site, an_injection(person, **named))


def test_the_same_injection_twice_is_refused(site: Site, person: UUID) -> None:
    run(site, an_injection(person))

    with pytest.raises(InjectionOnRecord):
        run(site, an_injection(person, mg="25"))
    run(site, an_injection(person, drug="", name="某长效针", every_weeks=2))

    assert len(seen(site, person).clocks) == 2


def test_a_follow_up_with_a_dose_nobody_can_read_is_refused(
    site: Site, person: UUID
) -> None:
    with pytest.raises(DoseUnreadable):
        follow_up(site, person, a_form(taking=(DrugUse(name="某药", noon_mg="一片"),)))
    with pytest.raises(DoseContradictory):
        check_drugs([DrugUse(name="某药", every_weeks=2)])


def test_nothing_is_given_to_who_has_died() -> None:
    dead = a_person()
    record_death(dead, Death("2026-03-01", 1, 8))

    with pytest.raises(AlreadyLeft):
        give_injection(
            dead,
            "one",
            InjectionForm(name="某药", mg="1", given_on=ON, given_by=""),
            ON,
        )
    with pytest.raises(AlreadyLeft):
        set_regimen(dead, "one", (), ON, RegimenSource.HOSPITAL, ON)
    assert isinstance(dead, Person)

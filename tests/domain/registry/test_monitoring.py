"""Injections off their day, checks that medicines call for, programmes."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.errors import (
    AlreadyLeft,
    NotAllowed,
    NotInProgramme,
    NotYetGiven,
    ReasonNeeded,
    Refused,
    Unknown,
    ValidityReversed,
)
from domain.log import Recorded
from domain.registry.check_ups import CheckUpForm, RecordCheckUp
from domain.registry.known import known
from domain.registry.medication import (
    EnterResult,
    GiveInjection,
    InjectionForm,
    JoinProgramme,
    LabForm,
    SetRegimen,
    TellOfLateInjection,
    ToldForm,
)
from domain.registry.standing import Death, RecordDeath
from domain.registry.taking_back import RetractFact, entries_of
from domain.values.check_up import AgreedBy, CheckUpItem, ItemResult, Results
from domain.values.injection import LatePath, Told
from domain.values.laboratory import LabCheck
from domain.values.medication import DrugUse, RegimenSource
from domain.values.stock import Programme
from ops.site import Site
from projections.medication import medication
from projections.medicine_due import medicine_due_of
from tests.registering import VILLAGE, a_form, an_office, follow_up, register
from tests.streams import a_command, a_person

ON = date(2026, 3, 2)
CLOZAPINE = DrugUse(drug="clozapine", evening_mg="100")
DEPOT = "haloperidol_decanoate"


@pytest.fixture
def person(site: Site) -> UUID:
    return register(site, an_office(site))


def run(site: Site, use_case: Any, **named: Any) -> Recorded:
    return site.runner.run(use_case, a_command(id=uuid4(), **named))


def an_injection(person: UUID, days_ago: int, **named: Any) -> GiveInjection:
    form = InjectionForm(
        drug=DEPOT,
        mg="50",
        given_on=ON - timedelta(days=days_ago),
        given_by="演示护士",
        **named,
    )
    return GiveInjection(person, form)


def a_regimen(person: UUID, *drugs: DrugUse, days_ago: int = 0) -> SetRegimen:
    day = ON - timedelta(days=days_ago)
    return SetRegimen(person, drugs, day, RegimenSource.HOSPITAL, "出院带药")


def facts(site: Site, person: UUID, topic: str) -> list[Any]:
    return [f.fact for f in site.log.stream(person) if f.topic == f"person.{topic}"]


def plan(site: Site, person: UUID) -> dict[str, str]:
    last = facts(site, person, "laboratory_planned")[-1]
    return {each["check"]: each["due_on"] for each in last.checks}


@pytest.mark.parametrize(
    ("days_ago", "path"),
    [(28, None), (40, "give_now"), (60, "with_oral"), (10, "early")],
)
def test_an_injection_off_its_day_keeps_what_was_proposed(
    site: Site, person: UUID, days_ago: int, path: str | None
) -> None:
    run(site, an_injection(person, days_ago))
    run(site, an_injection(person, 0))

    kept = facts(site, person, "injection_judged")

    assert [(each.proposed, each.judged) for each in kept] == (
        [(path, path)] if path else []
    )
    assert all(each.because and each.editions for each in kept)


def test_another_way_than_the_proposed_needs_its_reason(
    site: Site, person: UUID
) -> None:
    run(site, an_injection(person, 60))
    other = LatePath.RELOAD

    with pytest.raises(ReasonNeeded):
        run(site, an_injection(person, 0, path=other))
    run(site, an_injection(person, 0, path=other, path_why="精神科医师医嘱"))

    (kept,) = facts(site, person, "injection_judged")
    assert (kept.proposed, kept.judged, kept.why) == (
        "with_oral",
        "reload",
        "精神科医师医嘱",
    )


def test_who_was_told_of_a_late_injection_is_kept(site: Site, person: UUID) -> None:
    told = ToldForm(
        name="癸酸氟哌啶醇",
        told=Told.GUARDIAN,
        who="演示监护人",
        told_on=ON,
        answer="明日来院",
    )
    with pytest.raises(Unknown):
        run(site, TellOfLateInjection(person, told))
    run(site, an_injection(person, 40))
    run(site, TellOfLateInjection(person, told))

    (kept,) = facts(site, person, "late_injection_told")
    assert (kept.told, kept.who, kept.due_on) == (
        "guardian",
        "演示监护人",
        "2026-02-18",
    )


def test_a_regimen_brings_its_checks_and_a_result_moves_the_next_one(
    site: Site, person: UUID
) -> None:
    run(site, a_regimen(person, CLOZAPINE, days_ago=100))
    before = plan(site, person)
    form = LabForm(
        check=LabCheck.BLOOD_COUNT,
        taken_on=ON,
        value="5.2",
        unit="10^9/L",
        abnormal=False,
    )
    run(site, EnterResult(person, form))

    assert before["blood_count"] == (ON - timedelta(days=86)).isoformat()
    assert plan(site, person)["blood_count"] == (ON + timedelta(days=28)).isoformat()
    assert set(before) == {"blood_count", "glucose_lipids", "ecg"}


def test_the_same_regimen_again_keeps_no_new_plan(site: Site, person: UUID) -> None:
    run(site, a_regimen(person, CLOZAPINE))
    run(site, a_regimen(person, CLOZAPINE))
    follow_up(site, person, a_form(advised=(CLOZAPINE,)))

    assert len(facts(site, person, "laboratory_planned")) == 1


def test_a_stopped_drug_asks_for_nothing_more(site: Site, person: UUID) -> None:
    run(site, a_regimen(person, CLOZAPINE, days_ago=10))
    run(site, a_regimen(person))

    assert plan(site, person) == {}


def test_advice_that_becomes_the_regimen_brings_its_checks(
    site: Site, person: UUID
) -> None:
    follow_up(site, person, a_form(advised=(CLOZAPINE,)))

    assert "blood_count" in plan(site, person)


def test_the_annual_check_up_counts_for_what_the_regimen_asks(
    site: Site, person: UUID
) -> None:
    run(site, a_regimen(person, CLOZAPINE, days_ago=100))
    results = Results(
        {
            CheckUpItem.BLOOD_COUNT: ItemResult(text="正常", abnormal=False),
            CheckUpItem.TRANSAMINASES: ItemResult(text="正常", abnormal=False),
        }
    )
    run(site, RecordCheckUp(person, CheckUpForm(ON, results, AgreedBy.PERSON)))

    (taken,) = facts(site, person, "laboratory_checked")
    assert (taken.check, taken.source) == ("blood_count", "check_up")
    assert plan(site, person)["blood_count"] == (ON + timedelta(days=28)).isoformat()


def test_a_check_up_put_right_puts_its_results_right(site: Site, person: UUID) -> None:
    run(site, a_regimen(person, CLOZAPINE, days_ago=100))
    results = Results(
        {CheckUpItem.BLOOD_COUNT: ItemResult(text="正常", abnormal=False)}
    )
    wrong = CheckUpForm(ON, results, AgreedBy.PERSON)
    recorded = run(site, RecordCheckUp(person, wrong)).facts[0].fact
    right = replace(wrong, checked_on=ON - timedelta(days=30))
    check_up = UUID(vars(recorded)["check_up"])
    run(site, RecordCheckUp(person, right, check_up, "日期有误"))

    assert plan(site, person)["blood_count"] == (ON - timedelta(days=16)).isoformat()
    (result,) = medication(site.log.person(person)).results
    assert result.taken_on == (ON - timedelta(days=30)).isoformat()


def test_a_check_up_entered_late_leaves_todays_regimen_its_checks(
    site: Site, person: UUID
) -> None:
    run(site, a_regimen(person, CLOZAPINE, days_ago=10))
    before = plan(site, person)
    results = Results(
        {CheckUpItem.BLOOD_COUNT: ItemResult(text="正常", abnormal=False)}
    )
    month_ago = ON - timedelta(days=30)
    run(site, RecordCheckUp(person, CheckUpForm(month_ago, results, AgreedBy.PERSON)))

    assert set(plan(site, person)) == set(before)


def test_a_village_doctor_enters_results_and_enrols_nobody(
    site: Site, person: UUID
) -> None:
    clinic = an_office(site, "village_clinic")
    village = {"role": "village_doctor", "division": VILLAGE, "organisation": clinic}
    form = LabForm(check=LabCheck.LIVER, taken_on=ON)

    run(site, EnterResult(person, form), **village)
    with pytest.raises(NotAllowed):
        run(
            site,
            JoinProgramme(person, Programme.FREE_MEDICINE, ON, "演示"),
            **village,
        )


def test_a_programme_is_joined_once_and_left_with_a_reason(
    site: Site, person: UUID
) -> None:
    free = Programme.FREE_MEDICINE

    def change(*, leaves: bool, on: date = ON, why: str = "") -> JoinProgramme:
        return JoinProgramme(person, free, on, why, leaves)

    with pytest.raises(NotInProgramme):
        run(site, change(leaves=True, why="演示"))
    run(site, change(leaves=False, why="县残联批准"))
    again = run(site, change(leaves=False))
    with pytest.raises(ReasonNeeded):
        run(site, change(leaves=True))
    with pytest.raises(ValidityReversed):
        run(site, change(leaves=True, on=ON - timedelta(days=1), why="演示"))
    run(site, change(leaves=True, why="自愿退出"))

    assert again.facts == ()
    assert len(facts(site, person, "programme_joined")) == 1
    assert facts(site, person, "programme_left")[0].reason == "自愿退出"


TOMORROW = ON + timedelta(days=1)


@pytest.mark.parametrize(
    "make",
    [
        partial(EnterResult, form=LabForm(check=LabCheck.ECG, taken_on=TOMORROW)),
        partial(JoinProgramme, programme=Programme.OTHER, on=TOMORROW, why=""),
        partial(
            TellOfLateInjection,
            form=ToldForm(name="某药", told=Told.PERSON, who="", told_on=TOMORROW),
        ),
    ],
    ids=["result", "programme", "told"],
)
def test_nothing_happens_tomorrow_or_to_who_has_left(
    site: Site, person: UUID, make: Any
) -> None:
    refusals: list[type[Refused]] = [NotYetGiven, AlreadyLeft]

    with pytest.raises(refusals[0]):
        run(site, make(person))
    run(site, RecordDeath(person, Death("2026-03-02", 1, 8)))
    with pytest.raises(refusals[1]):
        run(site, make(person))


def test_leaving_a_programme_whose_entry_was_taken_back_changes_nothing(
    site: Site, person: UUID
) -> None:
    for leaves in (False, True):
        use_case = JoinProgramme(person, Programme.OTHER, ON, "演示", leaves)
        run(site, use_case)
    fresh = a_person(person)

    facts(site, person, "programme_left")[0].apply(fresh)

    assert fresh.supply.programmes == {}


def take_back(site: Site, person: UUID, topic: str) -> None:
    wrong = [fact for fact in site.log.stream(person) if fact.topic == topic][-1]
    entries = entries_of(site.log, person, wrong.event_id)
    seen = site.log.stream(person)[-1].version
    site.runner.run(RetractFact(person, entries, "录错人"), a_command(seen=seen))


def checks_due(site: Site, person: UUID) -> dict[str, str]:
    row = medicine_due_of(known(site.log, person))
    assert row is not None
    return {check["check"]: check["due_on"] for check in row.checks}


def test_a_result_that_never_was_moves_no_check(site: Site, person: UUID) -> None:
    run(site, a_regimen(person, CLOZAPINE, days_ago=100))
    before = checks_due(site, person)
    form = LabForm(
        check=LabCheck.BLOOD_COUNT, taken_on=ON, value="5", unit="", abnormal=False
    )
    run(site, EnterResult(person, form))
    assert checks_due(site, person) != before

    take_back(site, person, "person.laboratory_checked")

    assert checks_due(site, person) == before


def test_a_regimen_stopped_by_mistake_keeps_its_checks(
    site: Site, person: UUID
) -> None:
    run(site, a_regimen(person, CLOZAPINE, days_ago=10))
    before = checks_due(site, person)
    run(site, a_regimen(person))
    assert checks_due(site, person) != before

    take_back(site, person, "person.regimen_set")

    assert checks_due(site, person) == before

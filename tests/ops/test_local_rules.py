"""A local rule through the log: what decides, what a fact keeps, what replaying does."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from domain.log import Logged
from domain.person.follow_up import FirstVisitDue
from domain.person.person import Person
from domain.registry.registration import RegisterPerson
from domain.registry.rule_settings import EndOverride, LoadYear, SetOverride, Year
from domain.registry.runner import folded
from ops.site import Site
from tests.registering import a_registration, an_office
from tests.streams import NOON, a_command

TODAY = "2026-03-02"
SOONER = SetOverride("first_visit.days", "9901", 7, TODAY, "演示文件第1号", "加快")


def first_visit(site: Site, name: str, *, in_batch: bool = False) -> Logged:
    """Register somebody and return the fact that sets the first visit."""
    registration = a_registration(an_office(site), name=name)
    use_case = RegisterPerson(registration, id_claim=None)
    command = a_command(id=uuid4())
    if in_batch:
        facts = site.batch_runner.run([(use_case, command)], NOON)[0].recorded.facts
    else:
        facts = site.runner.run(use_case, command).facts
    return next(fact for fact in facts if isinstance(fact.fact, FirstVisitDue))


def county(site: Site, use_case: SetOverride | EndOverride | LoadYear) -> None:
    command = replace(
        a_command(id=uuid4(), role="county_smi", purpose="supervision"),
        division="990101",
        now=NOON,
    )
    site.runner.run(use_case, command)


def due_on(logged: Logged) -> str:
    assert isinstance(logged.fact, FirstVisitDue)
    return logged.fact.due_on


def test_a_decision_follows_the_rule_of_its_day_and_the_fact_keeps_which_spoke(
    site: Site,
) -> None:
    before = first_visit(site, "演示甲")
    county(site, SOONER)
    alone, batched = (
        first_visit(site, "演示乙"),
        first_visit(site, "演示丙", in_batch=True),
    )

    assert due_on(before) == "2026-03-16"
    assert due_on(alone) == due_on(batched) == "2026-03-09"
    assert before.header["editions"] == ["first-visit/ours-2026"]
    assert alone.header["editions"] == [
        "first-visit/ours-2026",
        "override/9901/first_visit.days=7/2026-03-02",
    ]


def test_ending_a_rule_changes_nothing_that_was_decided(site: Site) -> None:
    county(site, SOONER)
    decided = first_visit(site, "演示丁")
    county(site, EndOverride("first_visit.days", "9901", TODAY, "作废"))
    after = first_visit(site, "演示戊")

    person = folded(site.log.stream(decided.stream))
    assert isinstance(person, Person)
    assert person.due_on == due_on(decided) == "2026-03-09"
    assert due_on(after) == "2026-03-16"


def test_a_year_that_is_not_loaded_counts_natural_days_and_says_so(site: Site) -> None:
    off = tuple((NOON.date() + timedelta(days=n)).isoformat() for n in (1, 2))
    county(site, LoadYear(Year(2025, ("2025-01-01",), (), "通知"), "年度安排"))
    unknown = first_visit(site, "演示己")
    county(site, LoadYear(Year(2026, off, (), "通知"), "年度安排"))
    known = first_visit(site, "演示庚")

    assert isinstance(unknown.fact, FirstVisitDue)
    assert due_on(unknown) == "2026-03-12"
    assert "calendar.year_not_known" in [why["code"] for why in unknown.fact.because]
    assert due_on(known) == "2026-03-16"


def test_a_rule_set_earlier_in_a_batch_holds_for_what_comes_after_it(
    site: Site,
) -> None:
    unit = an_office(site)
    setting = a_command(
        id=uuid4(), role="county_smi", purpose="supervision", division="990101"
    )
    people = [
        (
            RegisterPerson(a_registration(unit, name=name), id_claim=None),
            a_command(id=uuid4()),
        )
        for name in ("演示辛", "演示壬")
    ]

    answers = site.batch_runner.run([people[0], (SOONER, setting), people[1]], NOON)

    facts = [fact for answer in answers for fact in answer.recorded.facts]
    days = [due_on(f) for f in facts if isinstance(f.fact, FirstVisitDue)]
    assert days == ["2026-03-16", "2026-03-09"]

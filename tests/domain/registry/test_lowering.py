"""Lowering 3 or more: asked by one, confirmed or declined by another (D-D9)."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from domain.errors import (
    NoLoweringAsked,
    ReasonNeeded,
    SecondPersonRetracts,
    WitnessNeeded,
)
from domain.registry.follow_up import CorrectFollowUp, GradeRisk
from domain.registry.known import person_known
from domain.registry.lowering import ConfirmLowering, DeclineLowering
from domain.registry.taking_back import RetractFact, entries_of
from domain.values.findings import Grade
from ops.site import Site
from projections.chart import chart
from projections.worklists import watched_of
from tests.registering import a_form, an_office, follow_up, register
from tests.streams import NOON, a_command

LATER = NOON + timedelta(days=20)
SECOND = uuid4()


@pytest.fixture
def person(site: Site) -> UUID:
    found = register(site, an_office(site))
    site.runner.run(GradeRisk(found, 4, "演示"), a_command())
    follow_up(site, found, a_form(date(2026, 3, 5), risk=Grade.LEVEL_1), now=LATER)
    return found


def grade(site: Site, person: UUID) -> int | None:
    seen = chart(site.log.person(person))
    assert seen is not None
    assert seen.card.grade == seen.due.grade
    return seen.card.grade


def waiting(site: Site, person: UUID) -> str:
    row = watched_of(site.log.person(person))
    assert row is not None
    return row.lowering.get("grading", "")


def test_the_higher_grade_stands_until_another_person_confirms(
    site: Site, person: UUID
) -> None:
    grading = UUID(waiting(site, person))
    confirm = ConfirmLowering(person, grading, "看过本人")

    before = grade(site, person)
    with pytest.raises(WitnessNeeded):
        site.runner.run(confirm, a_command(now=LATER))
    site.runner.run(confirm, a_command(now=LATER, actor=SECOND))

    assert (before, grade(site, person), waiting(site, person)) == (4, 1, "")
    with pytest.raises(NoLoweringAsked):
        site.runner.run(confirm, a_command(id=uuid4(), now=LATER, actor=SECOND))


def test_declined_with_a_reason_it_goes_on_standing(site: Site, person: UUID) -> None:
    grading = UUID(waiting(site, person))

    with pytest.raises(ReasonNeeded):
        site.runner.run(DeclineLowering(person, grading, " "), a_command(now=LATER))
    site.runner.run(
        DeclineLowering(person, grading, "仍有威胁"),
        a_command(id=uuid4(), now=LATER, actor=SECOND),
    )

    assert (grade(site, person), waiting(site, person)) == (4, "")


def test_a_grade_that_rises_meanwhile_overtakes_what_waits(
    site: Site, person: UUID
) -> None:
    site.runner.run(GradeRisk(person, 5, "演示"), a_command(now=LATER))

    assert (grade(site, person), waiting(site, person)) == (5, "")


def test_a_psychiatrist_lowers_alone_and_an_import_is_not_asked(site: Site) -> None:
    unit = an_office(site)
    for named in (
        {"role": "psychiatrist", "division": "990101"},
        {"channel": "import"},
    ):
        person = register(site, unit)
        site.runner.run(GradeRisk(person, 3, "演示"), a_command())
        lower = GradeRisk(person, 1, "演示")

        site.runner.run(lower, a_command(id=uuid4(), now=LATER, **named))

        assert (grade(site, person), waiting(site, person)) == (1, "")


def test_a_correction_of_the_grade_that_stands_is_no_way_around(site: Site) -> None:
    person = register(site, an_office(site))
    follow_up(site, person, a_form(date(2026, 3, 5), risk=Grade.LEVEL_3), now=LATER)
    facts = site.log.stream(person)
    made = next(f for f in facts if f.topic == "person.follow_up_recorded").fact
    right = a_form(date(2026, 3, 5), risk=Grade.LEVEL_2)
    correcting = CorrectFollowUp(person, UUID(vars(made)["follow_up"]), right, "笔误")

    site.runner.run(correcting, a_command(now=LATER, seen=facts[-1].version))

    assert grade(site, person) == 3
    assert waiting(site, person)


def test_who_gave_a_high_level_does_not_retract_it_alone(site: Site) -> None:
    person = register(site, an_office(site))
    graded = follow_up(site, person, a_form(risk=Grade.LEVEL_3))
    visit = next(f for f in graded.facts if f.topic == "person.follow_up_recorded")
    entries = entries_of(site.log, person, visit.event_id)
    seen = site.log.stream(person)[-1].version
    wrong = RetractFact(person, entries, "录错人")

    with pytest.raises(SecondPersonRetracts):
        site.runner.run(wrong, a_command(seen=seen))
    site.runner.run(wrong, a_command(seen=seen, actor=uuid4()))

    assert person_known(site.log, person).current_grade() is None


def test_a_psychiatrist_retracts_a_high_level_of_their_own(site: Site) -> None:
    person = register(site, an_office(site))
    graded = follow_up(site, person, a_form(risk=Grade.LEVEL_3))
    visit = next(f for f in graded.facts if f.topic == "person.follow_up_recorded")
    entries = entries_of(site.log, person, visit.event_id)
    command = a_command(
        seen=site.log.stream(person)[-1].version, role="psychiatrist", division="990101"
    )

    site.runner.run(RetractFact(person, entries, "录错人"), command)

    assert person_known(site.log, person).current_grade() is None

"""What is asked while a follow-up is entered, and what is kept of the answers."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.errors import NothingToConfirm, UnderGradingUnanswered
from domain.log import Recorded
from domain.registry.follow_up import CorrectFollowUp, RecordFollowUp
from domain.registry.proposals import propose
from domain.registry.registration import RawRow
from domain.values.findings import Grade, Incidents, Insight, Level, Symptom
from domain.values.visit_details import Repeatable
from ops.site import Site
from projections.follow_ups import FollowUpRow, follow_ups
from tests.registering import a_form, an_office, follow_up, register
from tests.streams import NOON, a_command

TOMORROW = NOON + timedelta(days=1)
HARM = Incidents(criminal=1)


@pytest.fixture
def person(site: Site) -> UUID:
    return register(site, an_office(site))


def latest(site: Site, person: UUID) -> FollowUpRow:
    return follow_ups(site.log.person(person))[0]


def facts(recorded: Recorded, topic: str) -> list[Any]:
    return [each.fact for each in recorded.facts if each.topic == topic]


def test_a_low_grade_beside_harm_is_refused_until_somebody_says_why(
    site: Site, person: UUID
) -> None:
    form = a_form(incidents=HARM)
    with pytest.raises(UnderGradingUnanswered) as refused:
        follow_up(site, person, form)

    recorded = follow_up(site, person, a_form(incidents=HARM, grade_why="已核实为误报"))

    assert refused.value.details == {"questions": "ask.criminal"}
    (answered,) = facts(recorded, "person.under_grading_answered")
    assert (answered.questions, answered.reason) == (["ask.criminal"], "已核实为误报")
    row = latest(site, person)
    assert (row.grade_questions, row.grade_why) == (["ask.criminal"], "已核实为误报")


def test_an_answer_nobody_asked_for_leaves_no_fact(site: Site, person: UUID) -> None:
    recorded = follow_up(site, person, a_form(grade_why="没有什么"))

    assert facts(recorded, "person.under_grading_answered") == []


def test_from_level_3_on_nothing_is_asked(site: Site, person: UUID) -> None:
    recorded = follow_up(site, person, a_form(incidents=HARM, risk=Grade.LEVEL_4))

    assert facts(recorded, "person.under_grading_answered") == []


def test_d_u2_an_imported_row_is_not_asked(site: Site, person: UUID) -> None:
    row = RawRow("演示", "表", 1, {}, {}, "map")

    recorded = site.runner.run(
        RecordFollowUp(person, a_form(incidents=HARM), row), a_command()
    )

    assert facts(recorded, "person.follow_up_recorded")


def test_a_correction_is_asked_as_well(site: Site, person: UUID) -> None:
    recorded = follow_up(site, person, a_form())
    seen = site.log.stream(person)[-1].version
    wrong = UUID(facts(recorded, "person.follow_up_recorded")[0].follow_up)
    use_case = CorrectFollowUp(person, wrong, a_form(incidents=HARM), "漏记")

    with pytest.raises(UnderGradingUnanswered):
        site.runner.run(use_case, a_command(seen=seen))


def test_what_was_confirmed_is_copied_from_last_time_and_is_its_own_fact(
    site: Site, person: UUID
) -> None:
    first = follow_up(site, person, a_form(sleep=Level.FAIR))
    later = a_form(
        date(2026, 3, 3),
        sleep=None,
        insight=None,
        diet=Level.POOR,
        same_as_last=frozenset({Repeatable.SLEEP, Repeatable.INSIGHT, Repeatable.DIET}),
    )

    recorded = follow_up(site, person, later, now=TOMORROW)

    (kept,) = facts(recorded, "person.same_as_last_confirmed")
    (visit,) = facts(recorded, "person.follow_up_recorded")
    assert kept.fields == ["insight", "sleep"]
    assert kept.before == facts(first, "person.follow_up_recorded")[0].follow_up
    assert visit.findings["sleep"] == Level.FAIR
    assert visit.findings["insight"] == Insight.COMPLETE
    assert visit.findings["diet"] == Level.POOR
    assert latest(site, person).same_as_last == ["insight", "sleep"]


def test_nothing_is_confirmed_where_nothing_was_recorded(
    site: Site, person: UUID
) -> None:
    form = a_form(sleep=None, same_as_last=frozenset({Repeatable.SLEEP}))

    with pytest.raises(NothingToConfirm) as refused:
        follow_up(site, person, form)

    assert refused.value.details == {"fields": "sleep"}


def test_a_proposal_asks_before_anything_is_refused(site: Site, person: UUID) -> None:
    symptom = frozenset({Symptom.HURTS_PEOPLE_BREAKS_THINGS})

    proposed = propose(site.log, person, a_form(symptom_codes=symptom))

    assert [why.code for why in proposed.questions] == ["ask.hurts_people"]


def test_two_contacts_with_relatives_only_ask_for_a_face_visit_and_the_record_keeps_it(
    site: Site, person: UUID
) -> None:
    relatives: dict[str, Any] = {"form": 3, "spoke_with": frozenset({2})}
    follow_up(site, person, a_form(**relatives))
    second = a_form(date(2026, 3, 3), **relatives)

    proposed = propose(site.log, person, second)
    follow_up(site, person, second, now=TOMORROW)

    assert [why.code for why in proposed.face_visit] == ["face.relatives_only"]
    row = latest(site, person)
    assert row.due_because[-1]["code"] == "face.relatives_only"
    assert row.from_relative
    assert not row.is_face_visit

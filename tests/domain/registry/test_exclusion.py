"""Excluding a diagnosis takes two people, ends the reminders, and can be undone."""

from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

import pytest

from domain.errors import (
    AlreadyLeft,
    ExclusionNotProposed,
    NotExcluded,
    NotYetGiven,
    ReasonNeeded,
    WitnessNeeded,
)
from domain.registry.exclusion import (
    ConfirmExclusion,
    DeclineExclusion,
    Opinion,
    ProposeExclusion,
    UndoExclusion,
)
from domain.registry.medication import JoinProgramme, SetRegimen
from domain.registry.reporting import NoteDischarge
from domain.registry.runner import UseCase
from domain.registry.standing import Loss, RecordFound, RecordLoss
from domain.values.findings import Grade
from domain.values.medication import DrugUse, RegimenSource
from domain.values.stock import Programme
from ops.site import Site
from projections.chart import Chart, chart
from projections.every import OF_THE_LOG
from projections.exclusions import Exclusion, exclusion_of
from projections.view import View
from tests.histories import Row, rows_of
from tests.registering import a_form, an_office, follow_up, register
from tests.streams import NOON, a_command

LATER = NOON + timedelta(days=20)
OPINION = Opinion("second_diagnosis", "2026-03-10", "演示医院", "不是严重精神障碍")
PROPOSER, SECOND = uuid4(), uuid4()


@pytest.fixture
def person(site: Site) -> UUID:
    return register(site, an_office(site))


def ask(site: Site, use_case: UseCase, by: UUID) -> None:
    site.runner.run(use_case, a_command(now=LATER, role="psychiatrist", actor=by))


def seen(site: Site, person: UUID) -> Chart:
    found = chart(site.log.person(person))
    assert found is not None
    return found


def stands(site: Site, person: UUID) -> Exclusion:
    found = exclusion_of(site.log.person(person))
    assert found is not None
    return found


def test_a_proposal_changes_nothing_and_a_second_person_s_word_excludes(
    site: Site, person: UUID
) -> None:
    follow_up(site, person, a_form(risk=Grade.LEVEL_1))

    ask(site, ProposeExclusion(person, OPINION), PROPOSER)
    before = seen(site, person)
    with pytest.raises(WitnessNeeded):
        ask(site, ConfirmExclusion(person), PROPOSER)
    ask(site, ConfirmExclusion(person, "已核对"), SECOND)

    assert (before.card.left_by, before.due.due_on is not None) == ("", True)
    after = seen(site, person)
    assert (after.card.left_by, after.due.due_on) == ("excluded", None)
    assert len(after.follow_ups) == 1
    excluded = stands(site, person).excluded
    assert excluded == {
        "kind": "second_diagnosis",
        "opinion_on": "2026-03-10",
        "institution": "演示医院",
        "conclusion": "不是严重精神障碍",
        "proposed_by": str(PROPOSER),
        "confirmed_by": str(SECOND),
        "remark": "已核对",
    }
    with pytest.raises(AlreadyLeft):
        follow_up(site, person, a_form(date(2026, 3, 11)), now=LATER)
    with pytest.raises(AlreadyLeft):
        ask(site, ProposeExclusion(person, OPINION), PROPOSER)


def test_declined_or_never_proposed_the_person_stays(site: Site, person: UUID) -> None:
    with pytest.raises(ExclusionNotProposed):
        ask(site, ConfirmExclusion(person), SECOND)
    ask(site, ProposeExclusion(person, OPINION), PROPOSER)
    with pytest.raises(ReasonNeeded):
        ask(site, DeclineExclusion(person, " "), SECOND)

    ask(site, DeclineExclusion(person, "缺少诊断书"), SECOND)

    assert stands(site, person).proposal is None
    assert seen(site, person).card.left_by == ""
    with pytest.raises(ExclusionNotProposed):
        ask(site, ConfirmExclusion(person), SECOND)


def test_undone_the_person_is_back_and_due_as_last_set(
    site: Site, person: UUID
) -> None:
    follow_up(site, person, a_form())
    was_due = seen(site, person).due.due_on
    with pytest.raises(NotExcluded):
        ask(site, UndoExclusion(person, "鉴定有误"), SECOND)
    ask(site, ProposeExclusion(person, OPINION), PROPOSER)
    ask(site, ConfirmExclusion(person), SECOND)

    ask(site, UndoExclusion(person, "鉴定有误"), SECOND)

    back = seen(site, person)
    assert was_due is not None
    assert (back.card.left_by, back.card.due_on) == ("", was_due)
    assert (back.due.due_on, back.due.has_left) == (was_due, False)
    assert back.due.because == [{"code": "exclusion.undone", "clause": "OURS D-W2 [D]"}]
    assert stands(site, person).undone == "鉴定有误"
    topics = [fact.topic for fact in site.log.stream(person)]
    assert "person.diagnosis_excluded" in topics
    follow_up(site, person, a_form(date(2026, 3, 12)), now=LATER)


SAY_THAT_IT_WAS: Final = {
    "due_list": {"because", "inputs"},
    "exclusions": {"undone"},
}
"""What differs for good after an exclusion that was undone, by view."""
LISTS: Final = [view for view in OF_THE_LOG if view.name != "reviews"]
"""An exclusion is looked at by the county, undone or not."""


@pytest.mark.parametrize("view", LISTS, ids=lambda view: view.name)
def test_undone_every_list_is_what_it_was(
    site: Site, person: UUID, view: View[Any]
) -> None:
    olanzapine = DrugUse(drug="olanzapine", strength="5 mg/片", evening_mg="10")
    follow_up(site, person, a_form())
    on = date(2026, 3, 2)
    for use_case in (
        SetRegimen(person, (olanzapine,), on, RegimenSource.HOSPITAL, ""),
        JoinProgramme(person, Programme.FREE_MEDICINE, on, "演示"),
        NoteDischarge(person, on, "演示医院"),
    ):
        site.runner.run(use_case, a_command(now=LATER))

    def rows() -> dict[UUID, Row]:
        left_out = SAY_THAT_IT_WAS.get(view.name, set())
        shown = rows_of(view, site.log.person(person))
        return {
            key: {name: value for name, value in row.items() if name not in left_out}
            for key, row in shown.items()
        }

    before = rows()
    ask(site, ProposeExclusion(person, OPINION), PROPOSER)
    ask(site, ConfirmExclusion(person), SECOND)
    ask(site, UndoExclusion(person, "鉴定有误"), SECOND)

    assert rows() == before


def test_undone_the_person_is_due_as_planned_since_the_last_follow_up(
    site: Site, person: UUID
) -> None:
    follow_up(site, person, a_form())
    ask(site, RecordLoss(person, "2026-03-05", Loss(3)), SECOND)
    ask(site, RecordFound(person, "2026-03-06"), SECOND)
    was_due = seen(site, person).due.due_on
    ask(site, ProposeExclusion(person, OPINION), PROPOSER)
    ask(site, ConfirmExclusion(person), SECOND)

    ask(site, UndoExclusion(person, "鉴定有误"), SECOND)

    back = seen(site, person)
    assert back.due.due_on == back.card.due_on == was_due == "2026-03-20"


def test_an_opinion_is_not_of_tomorrow_and_says_something(
    site: Site, person: UUID
) -> None:
    tomorrow = Opinion("forensic_opinion", "2026-04-30", "演示医院", "不是")
    silent = Opinion("forensic_opinion", "2026-03-10", "演示医院", " ")

    with pytest.raises(NotYetGiven):
        ask(site, ProposeExclusion(person, tomorrow), PROPOSER)
    with pytest.raises(ReasonNeeded):
        ask(site, ProposeExclusion(person, silent), PROPOSER)

"""The county's review: called back, passed, sent back, answered; never by the sender."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from domain.errors import (
    CallBackNeeded,
    NotReturned,
    ReasonNeeded,
    ReviewIsClosed,
    Unknown,
    WitnessNeeded,
)
from domain.person.residence import Residence
from domain.registry.divisions import ChangeDivisionCode, Renumber
from domain.registry.registration import RecordMove, RegisterPerson
from domain.registry.reviews import (
    AcceptCase,
    AnswerCase,
    CallBack,
    Case,
    ReturnCase,
    case_of,
)
from domain.registry.rule_settings import InForce, Override
from domain.registry.runner import UseCase
from domain.registry.standing import Death, RecordDeath
from domain.values.review import CallBackResult, ReviewKind
from ops.site import Site
from tests.registering import (
    VILLAGE,
    a_form,
    a_registration,
    an_office,
    follow_up,
    person_of,
    register,
)
from tests.streams import ACTOR, NOON, a_command

LATER = NOON + timedelta(days=20)
REVIEWER, OFFICE = uuid4(), uuid4()
ALL = InForce((Override("review.sample_death", "", 100, "2026-01-01", "演示"),))
NONE = InForce((Override("review.sample_death", "", 0, "2026-01-01", "演示"),))


def ask(site: Site, use_case: UseCase, by: UUID = REVIEWER) -> None:
    role = "township_doctor" if isinstance(use_case, AnswerCase) else "county_smi"
    purpose = "care" if isinstance(use_case, AnswerCase) else "supervision"
    site.runner.run(
        use_case,
        a_command(now=LATER, role=role, purpose=purpose, actor=by, organisation=OFFICE),
    )


def a_death(site: Site, local: InForce = NONE) -> Case:
    person = register(site, an_office(site))
    recorded = site.runner.run(
        RecordDeath(person, Death("2026-03-10", 2, None)),
        a_command(now=LATER, organisation=OFFICE),
    )
    found = case_of(site.log, recorded.facts[0].event_id)
    assert found.kind is ReviewKind.DEATH
    return replace(found, local=local)


def test_a_case_that_is_not_drawn_passes_at_once(site: Site) -> None:
    case = a_death(site)

    ask(site, AcceptCase(case))

    with pytest.raises(ReviewIsClosed):
        ask(site, ReturnCase(case, "不符"))


def test_a_drawn_case_passes_after_a_call_back_that_confirmed_it(site: Site) -> None:
    case = a_death(site, ALL)
    with pytest.raises(CallBackNeeded):
        ask(site, AcceptCase(case))
    ask(site, CallBack(case, CallBackResult.NOT_REACHED))
    with pytest.raises(CallBackNeeded):
        ask(site, AcceptCase(case))

    ask(site, CallBack(case, CallBackResult.CONFIRMED, "患者母亲", "属实"))
    ask(site, AcceptCase(case))

    facts = [logged.fact for logged in site.log.person(case.person)][-4:]
    assert [type(fact).__name__ for fact in facts] == [
        "Opened",
        "CalledBack",
        "CalledBack",
        "Accepted",
    ]
    assert getattr(facts[0], "is_drawn", None) is True
    assert getattr(facts[0], "share", None) == 100


def test_what_differs_goes_back_and_what_the_sender_answers_waits_again(
    site: Site,
) -> None:
    case = a_death(site)
    with pytest.raises(ReasonNeeded):
        ask(site, CallBack(case, CallBackResult.DIFFERS))
    ask(site, CallBack(case, CallBackResult.DIFFERS, "患者母亲", "本人健在"))
    with pytest.raises(CallBackNeeded):
        ask(site, AcceptCase(case))
    with pytest.raises(NotReturned):
        ask(site, AnswerCase(case, "已更正"), by=ACTOR)
    ask(site, ReturnCase(case, "本人健在，请核实"))
    with pytest.raises(ReasonNeeded):
        ask(site, AnswerCase(case, " "), by=ACTOR)

    ask(site, AnswerCase(case, "系同名，已更正"), by=ACTOR)

    ask(site, AcceptCase(case))


def test_nobody_reviews_what_they_recorded_themselves(site: Site) -> None:
    case = a_death(site)

    with pytest.raises(WitnessNeeded):
        ask(site, AcceptCase(case), by=ACTOR)


def test_registrations_and_moves_are_reviewed_and_visits_are_not(site: Site) -> None:
    unit = an_office(site)
    registered = site.runner.run(
        RegisterPerson(a_registration(unit), id_claim=None), a_command()
    )
    person = person_of(registered)
    visit = follow_up(site, person, a_form())
    seen = site.log.stream(person)[-1].version
    home = Residence(VILLAGE, "演示路2号", VILLAGE, "演示路2号", "2026-03-02")
    moved = site.runner.run(RecordMove(person, home), a_command(seen=seen))

    kinds = {
        logged.topic: case_of(site.log, logged.event_id).kind
        for logged in (registered.facts[0], moved.facts[0])
    }

    assert kinds == {
        "person.registered": ReviewKind.REGISTRATION,
        "person.residence_recorded": ReviewKind.MOVE,
    }
    lives = next(f for f in registered.facts if f.topic == "person.residence_recorded")
    for fact in (visit.facts[0], lives):
        with pytest.raises(Unknown):
            case_of(site.log, fact.event_id)


def test_a_division_s_new_code_is_no_move_to_review(site: Site) -> None:
    person = register(site, an_office(site))
    change = ChangeDivisionCode(
        VILLAGE, "990101001009", "演示村", "2026-03-02", "演示文件1号"
    )
    admin = {"role": "administrator", "purpose": "administration", "division": "9901"}
    changed = site.runner.run(change, a_command(**admin)).facts[0].stream
    job = {"role": "system", "division": "", "channel": "job"}

    renumbered = site.runner.run(Renumber(changed, person), a_command(**job))

    assert renumbered.facts[0].topic == "person.residence_recorded"
    with pytest.raises(Unknown):
        case_of(site.log, renumbered.facts[0].event_id)


def test_what_was_imported_is_not_reviewed(site: Site) -> None:
    registered = site.runner.run(
        RegisterPerson(a_registration(an_office(site)), id_claim=None),
        a_command(channel="import"),
    )

    with pytest.raises(Unknown):
        case_of(site.log, registered.facts[0].event_id)

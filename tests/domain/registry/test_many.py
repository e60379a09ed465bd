"""Many commands in one save come to what they would have come to one by one."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

from domain.errors import AlreadyTaken, CommandIdReused, VisitBeforeRegistration
from domain.log import Command
from domain.registry.follow_up import RecordFollowUp
from domain.registry.many import Asked
from domain.registry.registration import RegisterPerson
from ops.site import Site
from tests.registering import (
    AN_ID,
    a_form,
    a_registration,
    an_office,
    register,
)
from tests.streams import NOON, a_command


def a_life(site: Site) -> list[Asked]:
    """Return a registration and two follow-ups of the person it registers."""
    begun = a_command(id=uuid4())
    person = begun.new_id("person")
    return [
        (RegisterPerson(a_registration(an_office(site)), id_claim=None), begun),
        (RecordFollowUp(person, a_form(date(2026, 3, 2))), a_command(id=uuid4())),
        (RecordFollowUp(person, a_form(date(2026, 3, 2))), a_command(id=uuid4())),
    ]


def test_a_command_rests_on_the_ones_before_it_in_the_batch(site: Site) -> None:
    asked = a_life(site)

    answers = site.batch_runner.run(asked, NOON)

    person = asked[0][1].new_id("person")
    assert [answer.refusal for answer in answers] == [None, None, None]
    assert site.log.stream(person) == [
        fact for a in answers for fact in a.recorded.facts if fact.stream == person
    ]


def test_a_batch_comes_to_the_same_facts_as_its_commands_one_by_one(site: Site) -> None:
    asked = a_life(site)
    site.batch_runner.run(asked, NOON)
    batched = site.log.stream(asked[0][1].new_id("person"))

    alone = [(u, replace(c, id=uuid4())) for u, c in asked]
    person = alone[0][1].new_id("person")
    for use_case, command in alone:
        again = (
            replace(use_case, person=person)
            if isinstance(use_case, RecordFollowUp)
            else use_case
        )
        site.runner.run(again, command)

    singly = site.log.stream(person)
    assert [f.topic for f in singly] == [f.topic for f in batched]
    assert [f.version for f in singly] == [f.version for f in batched]
    assert all(
        {n: v for n, v in vars(one.fact).items() if n in {"findings", "due_on"}}
        == {n: v for n, v in vars(other.fact).items() if n in {"findings", "due_on"}}
        for one, other in zip(singly, batched, strict=True)
    )


def test_a_refused_command_leaves_nothing_and_the_others_go_on(site: Site) -> None:
    begun, first, second = a_life(site)
    person = begun[1].new_id("person")
    early = (RecordFollowUp(person, a_form(date(2025, 1, 1))), a_command(id=uuid4()))

    answers = site.batch_runner.run([begun, first, early, second], NOON)

    assert [type(answer.refusal) for answer in answers] == [
        type(None),
        type(None),
        VisitBeforeRegistration,
        type(None),
    ]
    assert [f.version for f in site.log.stream(person)] == list(
        range(1, len(site.log.stream(person)) + 1)
    )
    assert [f.topic for f in site.log.stream(person)].count(
        "person.follow_up_recorded"
    ) == 2


def test_a_number_taken_within_the_batch_is_refused_to_the_next(site: Site) -> None:
    unit = an_office(site)
    claim = site.claim("ID number", AN_ID)
    known = a_registration(unit, id_kind="resident_id", id_number=AN_ID)
    asked: list[Asked] = [
        (RegisterPerson(known, id_claim=claim), a_command(id=uuid4())) for _ in range(2)
    ]

    first, second = site.batch_runner.run(asked, NOON)

    assert first.refusal is None
    assert isinstance(second.refusal, AlreadyTaken)


def test_a_batch_sent_again_changes_nothing_and_answers_the_same(site: Site) -> None:
    asked = a_life(site)
    once = site.batch_runner.run(asked, NOON)
    position = site.log.last_position()

    again = site.batch_runner.run(asked, NOON)

    assert site.log.last_position() == position
    assert [a.recorded for a in again] == [a.recorded for a in once]
    assert all(a.repeated for a in again)


def test_a_command_id_with_another_body_is_refused_in_the_batch_and_after_it(
    site: Site,
) -> None:
    person = register(site, an_office(site))
    command = a_command(id=uuid4(), body={"grade": 1})
    other: Command = replace(command, body={"grade": 2})
    use_case = RecordFollowUp(person, a_form())

    answers = site.batch_runner.run([(use_case, command), (use_case, other)], NOON)
    (later,) = site.batch_runner.run([(use_case, other)], NOON)

    assert answers[0].refusal is None
    assert isinstance(answers[1].refusal, CommandIdReused)
    assert isinstance(later.refusal, CommandIdReused)


def test_a_command_twice_in_a_batch_is_carried_out_once(site: Site) -> None:
    person = register(site, an_office(site))
    asked = (RecordFollowUp(person, a_form()), a_command(id=uuid4()))

    first, second = site.batch_runner.run([asked, asked], NOON)

    assert first.recorded == second.recorded
    assert first.recorded.facts

"""Asked twice, done once: the same command from twenty senders at once."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from uuid import UUID, uuid4

import pytest

from domain.errors import AlreadyTaken, CommandIdReused
from domain.log import Command, Recorded
from domain.registry.follow_up import GradeRisk, RecordFollowUp
from domain.registry.registration import RegisterPerson
from domain.registry.runner import UseCase
from ops.site import Site
from tests.registering import AN_ID, a_form, a_registration, an_office, register
from tests.streams import a_command

SENDERS = 20


def with_id_number(site: Site) -> UseCase:
    unit = an_office(site)
    return RegisterPerson(
        a_registration(unit, id_kind="resident_id", id_number=AN_ID),
        id_claim=site.claim("ID number", AN_ID),
    )


def of_somebody_unknown(site: Site) -> UseCase:
    return RegisterPerson(
        a_registration(an_office(site), name="无名氏07"), id_claim=None
    )


def a_follow_up(site: Site) -> UseCase:
    return RecordFollowUp(register(site, an_office(site)), a_form())


def a_quick_report(site: Site) -> UseCase:
    return GradeRisk(register(site, an_office(site)), 4, "演示")


USE_CASES = [with_id_number, of_somebody_unknown, a_follow_up, a_quick_report]


def at_once(site: Site, use_case: UseCase, commands: list[Command]) -> list[Recorded]:
    """Send all commands together, each from a thread of its own."""
    barrier = Barrier(len(commands))

    def send(command: Command) -> Recorded:
        barrier.wait()
        return site.runner.run(use_case, command)

    with ThreadPoolExecutor(len(commands)) as threads:
        return list(threads.map(send, commands))


@pytest.mark.parametrize("make", USE_CASES)
def test_twenty_equal_requests_at_once_have_one_effect_and_equal_answers(
    site: Site, make: Callable[[Site], UseCase]
) -> None:
    use_case = make(site)
    before = site.log.last_position()
    command = a_command()

    answers = at_once(site, use_case, [command] * SENDERS)

    assert len(answers[0].facts) == site.log.last_position() - before > 0
    assert {tuple(f.hash for f in answer.facts) for answer in answers} == {
        tuple(f.hash for f in answers[0].facts)
    }


@pytest.mark.parametrize("make", USE_CASES)
def test_the_awaitable_runner_does_the_same(
    site: Site, make: Callable[[Site], UseCase]
) -> None:
    use_case = make(site)
    before = site.log.last_position()
    command = a_command()

    async def send_all() -> list[Recorded]:
        return await asyncio.gather(
            *(site.awaitable_runner.run(use_case, command) for _ in range(SENDERS))
        )

    answers = asyncio.run(send_all())

    assert len(answers[0].facts) == site.log.last_position() - before > 0
    assert len({tuple(f.hash for f in answer.facts) for answer in answers}) == 1


@pytest.mark.parametrize("make", USE_CASES)
def test_the_same_command_id_with_another_body_is_refused(
    site: Site, make: Callable[[Site], UseCase]
) -> None:
    use_case = make(site)
    command = a_command(body={"a": 1})
    site.runner.run(use_case, command)
    after = site.log.last_position()

    with pytest.raises(CommandIdReused):
        site.runner.run(use_case, replace(command, body={"a": 2}))

    assert site.log.last_position() == after


def test_facts_of_twenty_different_commands_are_all_recorded(site: Site) -> None:
    person = register(site, an_office(site))
    before = site.log.stream(person)[-1].version

    at_once(site, GradeRisk(person, 2, "演示"), [a_command() for _ in range(SENDERS)])

    assert site.log.stream(person)[-1].version == before + SENDERS


def test_of_twenty_registrations_of_one_id_number_one_holds_it(site: Site) -> None:
    use_case = with_id_number(site)
    barrier = Barrier(SENDERS)

    def send(command_id: UUID) -> str:
        barrier.wait()
        try:
            site.runner.run(use_case, a_command(id=command_id))
        except AlreadyTaken:
            return "taken"
        return "registered"

    with ThreadPoolExecutor(SENDERS) as threads:
        outcomes = list(threads.map(send, [uuid4() for _ in range(SENDERS)]))

    assert sorted(outcomes) == ["registered"] + ["taken"] * (SENDERS - 1)

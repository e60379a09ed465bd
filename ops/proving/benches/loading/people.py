"""People with long records, decided once by the rules of the house and copied."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from os import urandom
from typing import Final
from uuid import UUID, uuid4

from domain.fact import Fact
from domain.log import Command, Head, Log, Write
from domain.person.follow_up import FollowUpForm
from domain.person.identity import Identity, record_identity
from domain.person.person import Person
from domain.registry.follow_up import RecordFollowUp
from domain.registry.runner import Found, person_of
from domain.values.findings import Grade
from domain.values.people import Channel, Purpose, Role
from domain.values.registration import IdKind
from ops.demo.visit import REMARK, a_form, found

FIRST_DAY: Final = date(2000, 1, 3)
_NOW: Final = datetime(2026, 3, 2, 4, tzinfo=UTC)
_EVERY: Final = timedelta(days=9)
_APPENDED: Final = 1000
"""Facts of one append; a single request, however large, is one transaction."""
_DIGEST: Final = urandom(32).hex()

Course = Sequence[Sequence[Fact]]
"""A person's facts, those of one command together."""


def course(facts: int) -> Course:
    """Return the record of a person with at least so many facts: named, then followed up."""
    person = Person.register(uuid4(), FIRST_DAY.isoformat(), provisional=True)
    record_identity(
        person,
        Identity("演示甲", "1", "1905-05-05", IdKind.UNKNOWN, None, "0000-0000001"),
    )
    commands = [_pending(person)]
    number = 0
    while sum(len(each) for each in commands) < facts:
        number += 1
        found = Found()
        found.begin(person)
        form = _form(number)
        RecordFollowUp(person.id, form).decide(found, _command(form.visited_on))
        commands.append(found.recorded())
    return commands


def record(log: Log, course: Course, people: Sequence[UUID]) -> list[Fact]:
    """Record everybody's course, one command of each in turn; return the facts."""
    heads: dict[UUID, Head] = {}
    recorded: list[Fact] = []
    waiting = _writes(course, people)
    while writes := list(islice(waiting, _APPENDED)):
        for logged in log.append(writes, heads, _NOW):
            heads[logged.stream] = Head(logged.version, logged.hash)
        recorded += [write.fact for write in writes]
    return recorded


def _writes(course: Course, people: Sequence[UUID]) -> Iterator[Write]:
    for facts in course:
        for person in people:
            command = _command(FIRST_DAY)
            for index, fact in enumerate(facts):
                copied = replace(fact, originator_id=person)
                yield Write(
                    command.event_id(index),
                    person_of(copied),
                    command.header(copied, index, len(facts), _DIGEST),
                    copied,
                )


def _pending(person: Person) -> list[Fact]:
    return [fact for fact in person.collect_events() if isinstance(fact, Fact)]


def _command(day: date) -> Command:
    return Command(
        id=uuid4(),
        body={},
        actor=_DOCTOR,
        role=Role.TOWNSHIP_DOCTOR,
        organisation=_OFFICE,
        division="990101001",
        purpose=Purpose.CARE,
        channel=Channel.SCREEN,
        now=_NOW,
        happened_at=day.isoformat(),
    )


_DOCTOR: Final = uuid4()
_OFFICE: Final = uuid4()


def _form(number: int) -> FollowUpForm:
    """Return the nth follow-up: mostly quiet, now and then with symptoms and a remark."""
    grade = Grade.LEVEL_1 if number % 4 == 0 else Grade.LEVEL_0
    return a_form(FIRST_DAY + number * _EVERY, found(grade), REMARK)

"""Group commit: who waits together is written together, and only who is at fault fails."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Event
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from eventsourcing.persistence import IntegrityError
from psycopg.abc import PQGen

from ops.site import Site
from ops.store.fronts import LineKeeper, Loop, Threads
from ops.store.group import WAITING, Group, Request, TooManyWaiting
from ops.store.line import Line, Lost
from ops.store.records import Place, Sealed
from tests.databases import Database
from tests.streams import NOON


def a_record(stream: UUID | None = None, version: int = 1) -> Sealed:
    return Sealed(
        originator_id=stream or uuid4(),
        originator_version=version,
        topic="person.identity_recorded",
        state=b"sealed",
        event_id=uuid4(),
        person=None,
        header="{}",
        hash=uuid4().bytes * 2,
    )


def nothing() -> None: ...


@dataclass
class Told:
    """Somebody who waits."""

    event: Event = field(default_factory=Event)

    def tell(self) -> None:
        self.event.set()


class Cut(Line):
    """A line that breaks, once: before the batch is sent, or after it is durable."""

    where = "after"

    def append(self, records: Sequence[Sealed], now: datetime) -> PQGen[list[Place]]:
        if type(self).where == "before":
            type(self).where = ""
            raise Lost
        places = yield from super().append(records, now)
        if type(self).where == "after":
            type(self).where = ""
            raise Lost
        return places


@pytest.fixture
def cut(database: Database) -> LineKeeper:
    Cut.where = "after"
    return LineKeeper(lambda: Cut(database.web_url, "log"))


def test_whoever_waits_in_a_loop_shares_batches_and_each_gets_its_own_places(
    site: Site,
) -> None:
    streams = [uuid4() for _ in range(60)]

    async def write() -> list[list[Place]]:
        return await asyncio.gather(
            *(
                site.log.recorder.append_soon([a_record(s), a_record(s, 2)], NOON)
                for s in streams
            )
        )

    answers = asyncio.run(write())

    stored = site.log.recorder.select_notifications(1, 200)
    assert [entry.id for entry in stored] == list(range(1, 121))
    for stream, places in zip(streams, answers, strict=True):
        mine = [entry.id for entry in stored if entry.originator_id == stream]
        assert [place.position for place in places] == mine
        assert mine[1] == mine[0] + 1


def test_a_stale_request_fails_alone_and_leaves_nothing(site: Site) -> None:
    taken = uuid4()
    site.log.recorder.append([a_record(taken)], NOON)

    async def write() -> Sequence[list[Place] | BaseException]:
        requests = [[a_record(), a_record()] for _ in range(30)]
        requests[7] = [a_record(), a_record(taken)]
        requests[20] = [a_record(taken), a_record(taken, 2)]
        return await asyncio.gather(
            *(site.log.recorder.append_soon(r, NOON) for r in requests),
            return_exceptions=True,
        )

    answers = asyncio.run(write())

    refused = [n for n, answer in enumerate(answers) if isinstance(answer, Exception)]
    assert refused == [7, 20]
    assert all(isinstance(answers[n], IntegrityError) for n in refused)
    assert site.log.last_position() == 1 + 2 * 28


def test_of_two_in_one_batch_that_want_the_same_version_the_first_gets_it(
    site: Site,
) -> None:
    stream = uuid4()

    async def write() -> Sequence[list[Place] | BaseException]:
        return await asyncio.gather(
            *(
                site.log.recorder.append_soon([a_record(stream)], NOON)
                for _ in range(5)
            ),
            return_exceptions=True,
        )

    answers = asyncio.run(write())

    assert [isinstance(a, IntegrityError) for a in answers] == [False, *[True] * 4]


def test_threads_that_wait_are_written_by_the_one_who_leads(site: Site) -> None:
    def write(record: Sealed) -> list[Place]:
        return site.log.recorder.append([record], NOON)

    with ThreadPoolExecutor(12) as threads:
        answers = list(threads.map(write, [a_record() for _ in range(200)]))

    positions = sorted(place.position for places in answers for place in places)
    assert positions == list(range(1, 201))


def test_a_batch_is_recorded_at_the_latest_of_its_moments(site: Site) -> None:
    async def write() -> list[list[Place]]:
        return await asyncio.gather(
            *(
                site.log.recorder.append_soon([a_record()], NOON + timedelta(seconds=n))
                for n in (0, 2, 1)
            )
        )

    times = [places[0].recorded_at for places in asyncio.run(write())]

    assert times == [NOON + timedelta(seconds=2)] * 3


@pytest.mark.parametrize("where", ["before", "after"])
def test_a_line_lost_while_a_batch_is_under_way_records_it_once(
    site: Site, cut: LineKeeper, where: str
) -> None:
    Cut.where = where
    records = [a_record(), a_record()]

    places = Threads(cut, nothing).append(records, NOON)

    stored = site.log.recorder.select_notifications(1, 10)
    assert [entry.event_id for entry in stored] == [r.event_id for r in records]
    assert [place.position for place in places] == [1, 2]
    cut.hang_up()


def test_after_a_lost_line_another_s_fact_is_not_taken_for_ours(
    site: Site, cut: LineKeeper
) -> None:
    stream, ours = uuid4(), a_record()
    theirs = a_record(stream)
    same_command = replace(ours, hash=uuid4().bytes * 2)
    site.log.recorder.append([theirs, same_command], NOON)

    async def write() -> Sequence[Any]:
        loop = Loop(asyncio.get_running_loop(), cut, nothing)
        Cut.where = "before"
        return await asyncio.gather(
            loop.append([ours], NOON),
            loop.append([a_record(stream)], NOON),
            loop.append([a_record()], NOON),
            return_exceptions=True,
        )

    answers = asyncio.run(write())

    assert [type(answer) for answer in answers] == [
        IntegrityError,
        IntegrityError,
        list,
    ]
    assert site.log.last_position() == 3
    cut.hang_up()


def test_a_line_the_server_hung_up_on_is_opened_again(
    site: Site, database: Database
) -> None:
    site.log.recorder.append([a_record()], NOON)
    with psycopg.connect(database.clerk_url) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND usename = current_user"
        )

    assert site.log.recorder.append([a_record()], NOON)[0].position == 2


def test_without_a_database_everybody_who_waits_is_told_and_the_next_may_ask_again(
    database: Database,
) -> None:
    away = [True]

    def open_line() -> Line:
        if away:
            raise psycopg.OperationalError
        return Line(database.web_url, "log")

    keeper = LineKeeper(open_line)
    threads = Threads(keeper, nothing)
    for _ in range(2):
        with pytest.raises(psycopg.OperationalError):
            threads.append([a_record()], NOON)
    away.clear()

    assert threads.append([a_record()], NOON)[0].position == 1
    keeper.hang_up()


def test_records_that_cannot_be_written_fail_alone(site: Site) -> None:
    async def write() -> Sequence[list[Place] | BaseException]:
        return await asyncio.gather(
            site.log.recorder.append_soon([a_record(version=0)], NOON),
            site.log.recorder.append_soon([a_record()], NOON),
            return_exceptions=True,
        )

    first, second = asyncio.run(write())

    assert isinstance(first, psycopg.errors.CheckViolation)
    assert isinstance(second, list)


def test_a_cancelled_wait_does_not_cancel_the_write(site: Site) -> None:
    record = a_record()

    async def write() -> None:
        waiting = asyncio.create_task(site.log.recorder.append_soon([record], NOON))
        await asyncio.sleep(0)
        waiting.cancel()
        await site.log.recorder.append_soon([a_record()], NOON)

    asyncio.run(write())

    stored = site.log.recorder.select_notifications(1, 9)
    assert [e.id for e in stored if e.event_id == record.event_id] == [1]


def test_a_loop_that_ended_leaves_its_line_to_the_next(site: Site) -> None:
    for n in range(3):
        places = asyncio.run(site.log.recorder.append_soon([a_record()], NOON))
        assert places[0].position == n + 1


def test_a_queue_that_is_full_refuses_the_next() -> None:
    group = Group()
    request = Request([a_record()], NOON, Told())
    assert [group.join(request) for _ in range(3)] == [True, False, False]
    for _ in range(WAITING - 3):
        group.join(request)

    with pytest.raises(TooManyWaiting):
        group.join(request)


def test_whoever_stops_waiting_hands_the_lead_on() -> None:
    group = Group()
    told = [Told(), Told(), Told()]
    first, second, third = (Request([a_record()], NOON, each) for each in told)
    group.join(first)
    group.batch()
    group.join(second)
    group.join(third)
    group.hand_over()
    assert [each.event.is_set() for each in told] == [False, True, False]

    group.leave(second)

    assert told[2].event.is_set()
    assert group.batch() == [third]

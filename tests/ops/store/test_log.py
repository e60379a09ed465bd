"""The log: what stands in it stays, in order, sealed, and nobody can move it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from eventsourcing.persistence import (
    IntegrityError,
    StoredEvent,
    TranscodingNotRegisteredError,
)

from domain.fact import Fact
from domain.log import Erased, Head
from domain.person.identity import IdentityRecorded, record_identity
from domain.registry.runner import folded
from ops.site import Site
from ops.store.format import UnknownFormat, chained
from ops.store.mapper import KeyDestroyed, Tampered
from ops.store.recorder import LogRecorder
from tests.databases import Database
from tests.streams import NOON, a_command, a_person, an_identity, append, pending


def test_facts_come_back_as_they_were_recorded_with_the_time_of_recording(
    site: Site,
) -> None:
    facts = pending(a_person(name="演示乙"))

    append(site.log, facts)
    logged = site.log.stream(facts[0].originator_id)

    read = [entry.fact for entry in logged if isinstance(entry.fact, Fact)]
    assert [fact.name for fact in read if isinstance(fact, IdentityRecorded)] == [
        "演示乙"
    ]
    assert [fact.timestamp for fact in read] == [NOON, NOON]
    assert [entry.recorded_at for entry in logged] == [NOON, NOON]


def test_nothing_on_disk_tells_who_the_person_is(
    site: Site, database: Database
) -> None:
    append(site.log, pending(a_person(name="无人能读之名", phone="13900000000")))

    with psycopg.connect(database.owner_url) as connection:
        rows = connection.execute("SELECT row_to_json(e)::text FROM log.event e")
        disk = "".join(text for (text,) in rows)

    assert "无人能读之名" not in disk
    assert "无人能读之名".encode().hex() not in disk
    assert b"13900000000".hex() not in disk


def test_positions_count_from_one_without_gaps_even_after_a_refused_append(
    site: Site,
) -> None:
    person = a_person()
    first = append(site.log, pending(person))
    with pytest.raises(IntegrityError):
        append(site.log, pending(a_person(person.id)))
    second = append(site.log, pending(a_person()))

    assert [entry.position for entry in (*first, *second)] == [1, 2, 3, 4]


def test_an_append_is_all_or_nothing(site: Site) -> None:
    taken = a_person()
    append(site.log, pending(taken))

    with pytest.raises(IntegrityError):
        append(site.log, [*pending(a_person()), *pending(a_person(taken.id))])

    assert site.log.last_position() == 2


def test_recorded_at_never_runs_backwards(site: Site) -> None:
    append(site.log, pending(a_person()), now=NOON)
    late = append(site.log, pending(a_person()), now=NOON - timedelta(hours=3))

    assert late[0].recorded_at == NOON


def test_the_chain_binds_every_part_of_a_fact(site: Site) -> None:
    append(site.log, pending(a_person()))
    first, second = site.log.recorder.select_events(site.log.after(0, 1)[0].stream)
    parts: dict[str, Any] = {
        "previous": first.hash,
        "stream": second.originator_id,
        "version": second.originator_version,
        "event_id": second.event_id,
        "person": second.person,
        "topic": second.topic,
        "header": second.header,
        "state": second.state,
    }
    others: dict[str, Any] = {
        "previous": b"",
        "stream": uuid4(),
        "version": 3,
        "event_id": uuid4(),
        "person": uuid4(),
        "topic": "person.other",
        "header": "{}",
        "state": b"",
    }

    assert chained(**parts) == second.hash
    for name, other in others.items():
        assert chained(**{**parts, name: other}) != second.hash, name


def test_swapped_ciphertexts_are_found(site: Site, database: Database) -> None:
    person = a_person()
    record = append(site.log, pending(person))
    with psycopg.connect(database.owner_url) as connection:
        connection.execute(
            "UPDATE log.event e SET state = o.state FROM log.event o"
            " WHERE e.stream = o.stream AND e.version = 3 - o.version"
        )

    with pytest.raises(Tampered):
        site.log.stream(record[0].stream)


def test_a_destroyed_key_erases_the_person_and_nothing_else(site: Site) -> None:
    gone, stays = a_person(), a_person()
    before = [*append(site.log, pending(gone)), *append(site.log, pending(stays))]

    assert site.keys.destroy(gone.id) == 1
    after = site.log.after(0, 10)

    assert [entry.hash for entry in after] == [entry.hash for entry in before]
    assert [entry.position for entry in after] == [1, 2, 3, 4]
    assert isinstance(after[1].fact, Erased)
    assert after[1].fact.topic == "person.identity_recorded"
    assert not isinstance(after[3].fact, Erased)
    assert folded(after[2:]).version == 2


def test_nothing_more_can_be_sealed_with_a_destroyed_key(site: Site) -> None:
    person = a_person()
    logged = append(site.log, pending(person))
    site.keys.destroy(person.id)
    record_identity(person, an_identity())

    with pytest.raises(KeyDestroyed):
        append(site.log, pending(person), Head(2, logged[1].hash))


def test_an_unknown_format_is_refused_with_words(
    site: Site, database: Database
) -> None:
    with psycopg.connect(database.owner_url) as connection:
        connection.execute("UPDATE log.format SET format = 2")

    with pytest.raises(UnknownFormat, match="日志格式为 2"):
        LogRecorder(site.pool, site.clock)


def test_the_library_s_own_events_are_taken_too(site: Site) -> None:
    stream = uuid4()
    events = [
        StoredEvent(stream, 1, "topic", b"a"),
        StoredEvent(stream, 2, "topic", b"b"),
    ]

    assert site.log.recorder.insert_events(events) == [1, 2]
    read = site.log.recorder.select_notifications(1, 10)
    assert [(e.id, e.originator_id, e.originator_version, e.state) for e in read] == [
        (1, stream, 1, b"a"),
        (2, stream, 2, b"b"),
    ]


def test_many_writers_leave_no_gap_and_a_polling_reader_skips_nothing(
    site: Site,
) -> None:
    writers, each = 8, 12
    done = Event()

    def write() -> None:
        for n in range(each):
            skewed = NOON + timedelta(seconds=(-1) ** n * n)
            append(site.log, pending(a_person()), now=skewed)

    def read() -> list[int]:
        seen: list[int] = []
        while not done.is_set() or len(seen) < site.log.last_position():
            seen += [e.position for e in site.log.after(seen[-1] if seen else 0, 50)]
        return seen

    with ThreadPoolExecutor(writers + 1) as threads:
        reader = threads.submit(read)
        for writer in [threads.submit(write) for _ in range(writers)]:
            writer.result()
        done.set()
        seen = reader.result()

    assert seen == list(range(1, 2 * writers * each + 1))
    times = [entry.recorded_at for entry in site.log.after(0, len(seen))]
    assert times == sorted(times)


def test_a_command_names_its_facts_so_a_repeat_is_taken(site: Site) -> None:
    command = a_command()
    append(site.log, pending(a_person()), id=command.id)

    with pytest.raises(IntegrityError):
        append(site.log, pending(a_person()), id=command.id)


def test_a_value_that_is_not_plain_is_refused_before_it_is_sealed(site: Site) -> None:
    person = a_person()
    facts = pending(person)
    vars(facts[1])["name"] = uuid4()

    with pytest.raises(TranscodingNotRegisteredError):
        append(site.log, facts)
    assert site.log.last_position() == 0


def test_an_append_with_a_snapshot_older_than_the_lock_is_refused_and_leaves_nothing(
    site: Site, database: Database
) -> None:
    with psycopg.connect(database.clerk_url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.execute("SELECT count(*) FROM log.event")
        append(site.log, pending(a_person()))

        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute(
                "SELECT log.append(now(), %s::uuid[], ARRAY[1::bigint], %s::uuid[],"
                " %s::uuid[], ARRAY['t'], ARRAY['{}'], ARRAY[''::bytea],"
                " ARRAY[''::bytea])",
                ([uuid4()], [uuid4()], [None]),
            )

    assert [entry.position for entry in site.log.after(0, 10)] == [1, 2]

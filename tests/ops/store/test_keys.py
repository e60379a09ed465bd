"""Keys kept in memory: nobody waits for them twice, and a destroyed one is of no use."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from domain.log import Erased, Head, Logged, Write
from domain.person.identity import record_identity
from domain.person.person import Person
from ops.keys.known import DataKey, KnownKeys
from ops.site import Site, open_site
from ops.store.mapper import KeyDestroyed
from tests.databases import Database
from tests.streams import NOON, a_command, a_person, an_identity, append, pending


@pytest.fixture
def other(database: Database, site: Site, keys_folder: Path) -> Iterator[Site]:
    """Another process's site, with keys of its own in memory."""
    del site  # its folder of keys is the same
    opened = open_site(database.web_url, keys_folder, connections=2)
    yield opened
    opened.close()


def a_fact_more(person: Person, logged: list[Logged]) -> tuple[Write, Head]:
    record_identity(person, an_identity())
    (fact,) = pending(person)
    command = a_command()
    header = command.header(fact, 0, 1, "digest")
    head = Head(logged[-1].version, logged[-1].hash)
    return Write(command.event_id(0), person.id, header, fact), head


def test_a_key_destroyed_by_one_process_is_gone_for_another_that_keeps_it(
    site: Site, database: Database, keys_folder: Path
) -> None:
    person = a_person()
    append(site.log, pending(person))
    with subprocess.Popen(
        [
            *(sys.executable, "-m", "tests.ops.store.keeper"),
            *(database.web_url, str(keys_folder), str(person.id)),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as keeper:

        def told(word: str) -> str:
            assert keeper.stdin
            assert keeper.stdout
            keeper.stdin.write(f"{word}\n")
            keeper.stdin.flush()
            return keeper.stdout.readline().strip()

        before = [told(word) for word in ("read", "write", "read", "write")]
        site.keys.destroy(person.id)
        after = [told(word) for word in ("write", "read", "write")]
        keeper.communicate()

    assert before == ["read", "written", "read", "written"]
    assert after == ["refused", "erased", "refused"]
    assert site.log.last_position() == 4


def test_what_was_sealed_before_the_key_was_destroyed_is_refused_by_the_log(
    site: Site, other: Site
) -> None:
    """The append notices, not the reading before it."""
    person = a_person()
    logged = append(other.log, pending(person))
    site.keys.destroy(person.id)
    write, head = a_fact_more(person, logged)

    with pytest.raises(KeyDestroyed):
        other.log.append([write], {person.id: head}, NOON)
    assert site.log.last_position() == 2


def test_only_the_erased_person_s_fact_of_a_batch_is_refused(
    site: Site, other: Site
) -> None:
    gone, *stay = [a_person() for _ in range(5)]
    kept = {p.id: append(other.log, pending(p)) for p in (gone, *stay)}
    site.keys.destroy(gone.id)

    async def write() -> list[object]:
        more = [(p, *a_fact_more(p, kept[p.id])) for p in (gone, *stay)]
        return await asyncio.gather(
            *(other.log.append_soon([w], {p.id: head}, NOON) for p, w, head in more),
            return_exceptions=True,
        )

    answers = asyncio.run(write())

    assert [isinstance(answer, KeyDestroyed) for answer in answers] == [
        True,
        *[False] * 4,
    ]
    assert site.log.last_position() == 14


def test_a_key_that_is_known_is_not_asked_for_again(site: Site) -> None:
    person = a_person()
    logged = append(site.log, pending(person))
    (entry, *_) = site.log.recorder.select_events(person.id)
    site.pool.close()

    assert site.keys.for_sealing([(person.id, "identity")])
    names = {entry.header["key"] for entry in logged}
    assert site.keys.for_reading(names, entry.generation).keys() == names


def test_the_site_s_key_is_found_beside_a_person_s(site: Site) -> None:
    person = uuid4()
    made = site.keys.for_sealing([(None, "site"), (person, "clinical")])

    assert site.keys.at_hand(made) == made
    assert site.keys.at_hand([(person, "identity")]) == {}
    assert site.keys.for_sealing(made) == made


def test_what_was_just_read_can_be_sealed_with_at_once(site: Site, other: Site) -> None:
    person = a_person()
    append(site.log, pending(person))
    other.log.stream(person.id)

    assert other.keys.at_hand([(person.id, "identity")])


def test_a_key_destroyed_by_hand_is_noticed_too(site: Site, database: Database) -> None:
    person = a_person()
    append(site.log, pending(person))
    with psycopg.connect(database.owner_url) as connection:
        connection.execute(
            "UPDATE keys.data_key SET wrapped = NULL, destroyed_at = now()"
            " WHERE person = %s",
            (person.id,),
        )

    assert isinstance(site.log.stream(person.id)[1].fact, Erased)


def test_a_transaction_that_gives_up_destroys_nothing(
    site: Site, database: Database
) -> None:
    person = a_person()
    append(site.log, pending(person))
    with psycopg.connect(database.owner_url) as connection:
        connection.execute("SELECT keys.destroy(%s)", (person.id,))
        connection.rollback()

    assert not isinstance(site.log.stream(person.id)[1].fact, Erased)


def a_key(person: UUID, generation: int) -> DataKey:
    return DataKey(str(uuid4()), (person, "identity"), AESGCM(bytes(32)), generation)


def test_nothing_known_at_one_generation_is_handed_out_at_another() -> None:
    known, key = KnownKeys(), a_key(uuid4(), 3)
    known.keep([key])

    assert known.named([key.name], 3) == {key.name: key}
    assert known.named([key.name], 4) == {}
    assert known.owned([key.owner]) == {}


def test_keys_read_late_do_not_pass_for_newer_ones() -> None:
    known, late, newer = KnownKeys(), a_key(uuid4(), 3), a_key(uuid4(), 4)
    known.keep([newer])
    known.keep([late])

    assert known.named([late.name, newer.name], 4) == {}


def test_of_too_many_keys_those_go_that_were_not_asked_for_longest() -> None:
    known, keys = KnownKeys(most=2), [a_key(uuid4(), 1) for _ in range(3)]
    known.keep(keys[:2])
    known.owned([keys[0].owner])
    known.keep(keys[2:])

    assert known.named([key.name for key in keys], 1).keys() == {
        keys[0].name,
        keys[2].name,
    }
    assert known.owned([keys[1].owner]) == {}


def test_what_is_forgotten_late_leaves_what_is_known_since() -> None:
    known, key = KnownKeys(), a_key(uuid4(), 4)
    known.keep([key])
    known.forget(3)
    assert known.owned([key.owner])
    known.forget(4)
    assert not known.owned([key.owner])

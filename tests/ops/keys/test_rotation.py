"""A new master key: cut short anywhere it loses nothing, and nobody stops working."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor as Pool
from contextlib import suppress
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest

from domain.person.identity import IdentityRecorded
from ops.keys import files
from ops.keys.masters import MasterMissing, Masters
from ops.keys.ring import MAKING
from ops.keys.rotation import is_unfinished, rotate
from ops.site import Site
from tests.databases import Database
from tests.registering import an_office, register


class Killed(Exception):
    """The process ended here."""


def killed_at(call: int) -> Callable[[int], bytes]:
    """Return a source of randomness whose caller does not live past a call."""
    calls = iter(range(1, call + 1))

    def draw(size: int) -> bytes:
        if next(calls, call) == call:
            raise Killed
        return os.urandom(size)

    return draw


def await_somebody_waiting(database: Database) -> None:
    waiting = (
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    )
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        while connection.execute(waiting).fetchone() == (0,):
            pass


def wrapped(database: Database) -> dict[UUID, bytes | None]:
    with psycopg.connect(database.owner_url) as connection:
        return dict(
            connection.execute("SELECT key_id, wrapped FROM keys.data_key").fetchall()
        )


def name_of(site: Site, person: UUID) -> str:
    facts = [logged.fact for logged in site.log.person(person)]
    return next(fact.name for fact in facts if isinstance(fact, IdentityRecorded))


def unwrap_all(masters: Masters, database: Database) -> int:
    kept = [(key, was) for key, was in wrapped(database).items() if was is not None]
    return len([masters.unwrap(key, was) for key, was in kept])


def opens_all(folder: Path, database: Database) -> bool:
    only = files.read_masters(folder)
    return unwrap_all(Masters(lambda: only), database) > 0


def test_every_data_key_and_the_sites_is_wrapped_anew(
    site: Site, database: Database, keys_folder: Path
) -> None:
    person = register(site, an_office(site), name="演示甲")
    before, master = wrapped(database), files.read_masters(keys_folder)

    assert rotate(database.owner_url, keys_folder, os.urandom) == len(before) == 3

    after = wrapped(database)
    assert not set(before.values()) & set(after.values())
    assert files.read_masters(keys_folder) != master
    assert not is_unfinished(keys_folder)
    assert {path.name for path in keys_folder.iterdir()} == {"master.key", "claim.key"}
    assert name_of(site, person) == "演示甲"
    with pytest.raises(MasterMissing, match="suian keys restore"):
        unwrap_all(Masters(lambda: master), database)


@pytest.mark.parametrize("call", [1, 2, 3, 4])
def test_cut_short_anywhere_it_goes_on_and_everybody_reads_meanwhile(
    site: Site, database: Database, keys_folder: Path, call: int
) -> None:
    person = register(site, an_office(site), name="演示甲")

    with suppress(Killed):
        rotate(database.owner_url, keys_folder, killed_at(call))

    assert opens_all(keys_folder, database)
    assert name_of(site, person) == "演示甲"
    rotate(database.owner_url, keys_folder, os.urandom)
    assert len(files.read_masters(keys_folder)) == 1
    assert opens_all(keys_folder, database)


def test_cut_short_between_its_two_names_it_begins_again(
    site: Site, database: Database, keys_folder: Path
) -> None:
    register(site, an_office(site))
    files.keep(keys_folder / "master.key.new", os.urandom(32))
    os.link(keys_folder / "master.key", keys_folder / "master.key.old")

    assert opens_all(keys_folder, database)
    assert rotate(database.owner_url, keys_folder, os.urandom) == 3
    assert opens_all(keys_folder, database)


def test_a_process_that_knew_the_old_one_registers_and_reads_meanwhile(
    site: Site, database: Database, keys_folder: Path
) -> None:
    office = an_office(site)
    first = register(site, office, name="演示甲")
    met: list[str] = []

    def meanwhile(_: int) -> None:
        met.append(name_of(site, register(site, office, name="演示乙")))
        met.append(name_of(site, first))

    rotate(database.owner_url, keys_folder, os.urandom, meanwhile)

    assert met[:2] == ["演示乙", "演示甲"]
    assert opens_all(keys_folder, database)


def test_who_has_not_heard_of_it_makes_keys_under_the_new_one(
    site: Site, database: Database, keys_folder: Path
) -> None:
    rotate(database.owner_url, keys_folder, os.urandom)

    site.keys.for_sealing([(uuid4(), "identity")])

    assert opens_all(keys_folder, database)


def test_it_waits_for_whoever_is_making_a_key(
    site: Site, database: Database, keys_folder: Path
) -> None:
    with site.pool.connection() as making, Pool(1) as pool:
        with making.transaction():
            making.execute("SELECT pg_advisory_xact_lock_shared(%s)", (MAKING,))
            rotating = pool.submit(rotate, database.owner_url, keys_folder, os.urandom)
            await_somebody_waiting(database)
            assert not rotating.done()
        assert rotating.result() == 0


def test_a_key_destroyed_meanwhile_stays_destroyed(
    site: Site, database: Database, keys_folder: Path
) -> None:
    person = register(site, an_office(site))

    with suppress(Killed):
        rotate(database.owner_url, keys_folder, killed_at(3))
    site.keys.destroy(person)
    rotate(database.owner_url, keys_folder, os.urandom)

    assert sorted(secret is None for secret in wrapped(database).values()) == [
        False,
        True,
        True,
    ]


def test_with_a_key_nobody_opens_both_master_keys_are_left(
    site: Site, database: Database, keys_folder: Path
) -> None:
    register(site, an_office(site))
    with psycopg.connect(database.owner_url) as connection:
        connection.execute(
            "UPDATE keys.data_key SET wrapped = %s WHERE kind = 'site'", (bytes(60),)
        )

    with pytest.raises(MasterMissing):
        rotate(database.owner_url, keys_folder, os.urandom)

    assert is_unfinished(keys_folder)

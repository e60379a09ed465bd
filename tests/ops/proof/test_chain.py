"""Whatever is changed in the log, the chain names the place."""

import hashlib
from datetime import UTC, datetime

import psycopg
import pytest

from ops.proof.chain import Break, ChainCheck
from ops.proof.leaf import leaf
from ops.site import Site
from tests.databases import Database
from tests.streams import a_person, append, pending


def breaks(site: Site) -> list[Break]:
    entries = site.log.recorder.select_notifications(1, 100)
    return list(ChainCheck().breaks(entries))


def test_an_untouched_log_has_no_breaks(site: Site) -> None:
    for _ in range(3):
        append(site.log, pending(a_person()))

    assert breaks(site) == []


def test_destroying_a_key_breaks_nothing(site: Site) -> None:
    person = a_person()
    append(site.log, pending(person))
    site.keys.destroy(person.id)

    assert breaks(site) == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("SET header = replace(header, 'care', 'audit')", Break(4, "hash differs")),
        ("SET state = state || '\\x00'", Break(4, "hash differs")),
        ("SET topic = 'person.identity_corrected'", Break(4, "hash differs")),
        ("SET person = gen_random_uuid()", Break(4, "hash differs")),
        ("SET event_id = gen_random_uuid()", Break(4, "hash differs")),
        ("SET hash = sha256(hash)", Break(4, "hash differs")),
    ],
)
def test_an_edit_is_named(
    site: Site, database: Database, change: str, found: Break
) -> None:
    for _ in range(3):
        append(site.log, pending(a_person()))
    with psycopg.connect(database.owner_url) as connection:
        statement = f"UPDATE log.event {change} WHERE position = 4"
        connection.execute(statement.encode())

    assert breaks(site) == [found]


def test_a_deleted_fact_is_named(site: Site, database: Database) -> None:
    for _ in range(3):
        append(site.log, pending(a_person()))
    with psycopg.connect(database.owner_url) as connection:
        connection.execute("DELETE FROM log.event WHERE position = 3")

    assert breaks(site) == [
        Break(3, "position missing"),
        Break(4, "version missing"),
        Break(4, "hash differs"),
    ]


def test_a_leaf_binds_position_time_and_hash() -> None:
    at = datetime(2026, 3, 2, 4, 0, 0, 5, tzinfo=UTC)
    expected = hashlib.sha256(
        b"\x00" + bytes([0] * 7 + [7]) + (1772424000000005).to_bytes(8) + b"h" * 32
    ).digest()

    assert leaf(7, at, b"h" * 32) == expected

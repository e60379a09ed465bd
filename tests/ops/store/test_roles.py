"""The database roles can do no more than they should."""

import psycopg
import pytest
from psycopg import errors

from ops.site import Site
from tests.databases import Database
from tests.streams import a_person, append, pending

FORBIDDEN_TO_ALL = (
    "UPDATE log.event SET header = '{}'",
    "DELETE FROM log.event",
    "TRUNCATE log.event",
    (
        "INSERT INTO log.event SELECT position + 9, stream, version + 9,"
        " gen_random_uuid(), person, topic, recorded_at, header, state, hash"
        " FROM log.event LIMIT 1"
    ),
    "DROP TABLE log.event",
    "ALTER TABLE log.event DISABLE TRIGGER ALL",
    "UPDATE log.format SET format = 2",
    "UPDATE reading.event SET header = '{}'",
    "DELETE FROM reading.event",
    "DELETE FROM keys.data_key",
    "UPDATE keys.data_key SET wrapped = NULL",
    "CREATE TABLE view.mine (a integer)",
    "SELECT view.make_table('mine', 'a integer', 'open')",
    "SET ROLE suian_owner",
)
FORBIDDEN = {
    "web": ("SELECT keys.destroy(gen_random_uuid())",),
    "clerk": (),
    "sealer": (
        "SELECT * FROM keys.data_key",
        "SELECT log.append(now(), '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}')",
    ),
    "auditor": (
        "SELECT * FROM keys.data_key",
        "SELECT log.append(now(), '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}')",
        "SELECT keys.destroy(gen_random_uuid())",
    ),
}
CASES = [
    (role, statement)
    for role, own in FORBIDDEN.items()
    for statement in (*FORBIDDEN_TO_ALL, *own)
]


@pytest.mark.parametrize(("role", "statement"), CASES)
def test_a_role_is_refused_what_is_not_its_business(
    site: Site, database: Database, role: str, statement: str
) -> None:
    append(site.log, pending(a_person()))

    with (
        psycopg.connect(getattr(database, f"{role}_url")) as connection,
        pytest.raises(errors.InsufficientPrivilege),
    ):
        connection.execute(statement.encode())


@pytest.mark.parametrize("role", FORBIDDEN)
def test_every_role_may_read_the_log(site: Site, database: Database, role: str) -> None:
    append(site.log, pending(a_person()))

    with psycopg.connect(getattr(database, f"{role}_url")) as connection:
        row = connection.execute("SELECT count(*) FROM log.event").fetchone()

    assert row == (2,)

"""A real PostgreSQL for every test that asks: one server a session, one database a test."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from os import environ
from pathlib import Path
from shutil import rmtree
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from ops.embedded.binaries import Binaries, find
from ops.embedded.place import choose
from ops.embedded.roles import Passwords, make_roles
from ops.embedded.server import Server, running
from ops.keys.files import create_missing
from ops.migrations import migrate
from ops.proving.bed import postgresql_15
from ops.site import Site, open_site
from tests.databases import Database

FAST = ("-c", "fsync=off", "-c", "max_connections=200")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[
    None, pytest.TestReport, pytest.TestReport
]:
    """Let a skip count as a failure where everything is installed (CI=true)."""
    report = yield
    expected = hasattr(report, "wasxfail")
    if environ.get("CI") == "true" and report.skipped and not expected:
        report.outcome = "failed"
    return report


def programs() -> Binaries:
    """Return the PostgreSQL of the product, or with SUIAN_TEST_PG=15 the oldest taken."""
    if environ.get("SUIAN_TEST_PG") != "15":
        return find(environ)
    oldest = postgresql_15()
    if oldest is None:
        pytest.skip("no PostgreSQL 15 here: apt-get install postgresql-15")
    return oldest


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The session's server; what is in it is lost when the machine stops."""
    root = tmp_path_factory.mktemp("server")
    place = choose(root, programs())
    passwords = Passwords.kept_in(root / "roles.json")
    with running(Server(place, passwords, FAST)) as started:
        yield started
    rmtree(place.data.parent)


@pytest.fixture(scope="session")
def template(server: Server) -> str:
    """A migrated database that tests' databases are copied from."""
    make_roles(server.url("super", "postgres"), server.passwords, "template")
    migrate(server.url("owner", "template"))
    return "template"


@contextmanager
def fresh_database(server: Server, template: str) -> Generator[Database]:
    """Give a migrated database of one's own and drop it afterwards."""
    name = f"t{uuid4().hex}"
    administer = server.url("super", "postgres")
    with psycopg.connect(administer, autocommit=True) as connection:
        connection.execute(
            sql.SQL(
                "CREATE DATABASE {} OWNER suian_owner TEMPLATE {} STRATEGY file_copy"
            ).format(sql.Identifier(name), sql.Identifier(template))
        )
        yield Database(
            *(
                server.url(role, name)
                for role in ("owner", "web", "clerk", "sealer", "auditor")
            )
        )
        connection.execute(
            sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
        )


@pytest.fixture
def database(server: Server, template: str) -> Iterator[Database]:
    """A test's own migrated database."""
    with fresh_database(server, template) as fresh:
        yield fresh


@pytest.fixture
def keys_folder(tmp_path: Path) -> Path:
    """A folder with the site's secrets."""
    create_missing(tmp_path / "keys")
    return tmp_path / "keys"


@pytest.fixture
def site(database: Database, keys_folder: Path) -> Iterator[Site]:
    """The site as the clerk's process opens it."""
    opened = open_site(database.clerk_url, keys_folder, connections=12)
    yield opened
    opened.close()

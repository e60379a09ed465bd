"""Roles are made once and taken from nobody; data stay where they were made."""

import os
import subprocess
from collections.abc import Generator
from pathlib import Path
from shutil import rmtree

import psycopg
import pytest

from ops.embedded import place
from ops.embedded.binaries import MAJOR, Binaries, NoBinaries, find, version_of
from ops.embedded.problem import ServerProblem
from ops.embedded.roles import ROLES, Passwords, make_roles
from ops.embedded.server import Server
from ops.installation import prepare
from ops.settings import Installation
from tests.ops.servers import a_server, as_server_user, cleared
from tests.ops.stand_ins import FIFTEEN, a_program_that_says

IS_ROOT = os.geteuid() == 0


@pytest.fixture
def server(tmp_path: Path) -> Generator[Server]:
    with cleared(a_server(tmp_path / "data")) as made:
        made.start()
        yield made


def test_making_the_roles_again_changes_nothing(server: Server) -> None:
    server.prepare()
    server.prepare()

    for role in ROLES:
        psycopg.connect(server.url(role)).close()


def test_roles_of_another_installation_are_left_alone(
    server: Server, tmp_path: Path
) -> None:
    server.prepare()
    others = Passwords.kept_in(tmp_path / "others.json")

    with pytest.raises(ServerProblem, match=r"roles\.json"):
        make_roles(server.url("super", "postgres"), others, "another")

    psycopg.connect(server.url("owner")).close()


def test_a_database_that_is_not_utf8_is_refused(server: Server) -> None:
    with psycopg.connect(
        server.url("super", "postgres"), autocommit=True
    ) as connection:
        connection.execute(
            "CREATE DATABASE old TEMPLATE template0 ENCODING 'SQL_ASCII'"
            " LOCALE_PROVIDER libc LOCALE 'C'"
        )

    with pytest.raises(ServerProblem, match="SQL_ASCII"):
        make_roles(server.url("super", "postgres"), server.passwords, "old")


def test_strangers_may_not_connect_to_our_database(server: Server) -> None:
    server.prepare()
    with psycopg.connect(server.url("super", "postgres")) as connection:
        connection.execute("CREATE ROLE stranger LOGIN PASSWORD 'stranger'")
    knock = server.url("web").replace("suian_web", "stranger")

    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        psycopg.connect(knock.replace(server.passwords.of["web"], "stranger"))


def test_a_server_of_ones_own_is_used_instead(server: Server, tmp_path: Path) -> None:
    """The embedded server stands in for one named by the environment."""
    url = server.url("super", "kept_elsewhere")
    settings = Installation(data=tmp_path / "second", database_url=url)

    prepared = prepare(settings, lambda _: None)

    assert prepared.server is None
    with psycopg.connect(prepared.url("clerk")) as connection:
        assert connection.info.dbname == "kept_elsewhere"
        assert connection.execute("SELECT count(*) FROM log.event").fetchone() == (0,)
    assert not (tmp_path / "second" / "postgres").exists()


@pytest.mark.skipif(
    not FIFTEEN.is_dir(),
    reason="needs a second server: apt-get install postgresql-15",
)
def test_a_server_of_major_fifteen_serves(tmp_path: Path) -> None:
    with cleared(a_server(tmp_path / "data")) as ours:
        old = Binaries(FIFTEEN, version_of(FIFTEEN), "test")
        password = ours.place.data.parent / "password"
        password.write_text("fifteen")
        for command in (
            [
                *(old.program("initdb"), "--pgdata", str(ours.place.data)),
                *("--auth=scram-sha-256", "--pwfile", str(password)),
                *("--username=postgres", "--encoding=UTF8", "--no-locale"),
            ],
            [
                *(old.program("pg_ctl"), "-D", str(ours.place.data), "-w"),
                *("-l", str(ours.place.data / "said"), "start", "-o"),
                f"-k {ours.place.sockets} -c listen_addresses= -c fsync=off",
            ],
        ):
            subprocess.run(
                command,
                cwd="/",
                check=True,
                stdout=subprocess.DEVNULL,
                preexec_fn=as_server_user(ours),
            )
        try:
            host = ours.place.sockets
            settings = Installation(
                data=tmp_path / "site",
                database_url=f"postgresql://postgres:fifteen@/suian?host={host}",
            )

            prepared = prepare(settings, lambda _: None)
            prepare(settings, lambda _: None)

            with psycopg.connect(prepared.url("web")) as connection:
                assert connection.info.server_version // 10000 == 15
                assert connection.execute(
                    "SELECT count(*) FROM log.event"
                ).fetchone() == (0,)
        finally:
            subprocess.run(
                [old.program("pg_ctl"), "-D", ours.place.data, "-m", "fast", "stop"],
                cwd="/",
                check=True,
                stdout=subprocess.DEVNULL,
                preexec_fn=as_server_user(ours),
            )


def test_a_server_that_does_not_answer_is_named_with_words(tmp_path: Path) -> None:
    url = f"postgresql://postgres@/suian?host={tmp_path}"
    settings = Installation(data=tmp_path / "data", database_url=url)

    with pytest.raises(ServerProblem, match="SUIAN_DATABASE_URL"):
        prepare(settings, lambda _: None)


def test_the_programs_named_by_the_environment_come_first() -> None:
    ours = find({})

    assert find({"SUIAN_PG_BIN": str(ours.folder)}).source == "SUIAN_PG_BIN"
    assert ours.version.startswith(f"{MAJOR}.")


def test_programs_of_another_major_version_are_refused(tmp_path: Path) -> None:
    a_program_that_says("postgres (PostgreSQL) 17.2", tmp_path / "postgres")

    with pytest.raises(NoBinaries, match="SUIAN_PG_BIN"):
        find({"SUIAN_PG_BIN": str(tmp_path)})


def test_folders_that_exist_keep_their_permissions(tmp_path: Path) -> None:
    site = tmp_path / "closed"
    site.mkdir(mode=0o700)

    chosen = place.choose(site, find({}))

    assert site.stat().st_mode & 0o777 == 0o700
    assert chosen.data.is_relative_to(place.APART if IS_ROOT else site)
    assert ("/var/lib/suian" in chosen.note) == IS_ROOT
    rmtree(chosen.data.parent)


def test_a_strict_umask_does_not_lock_the_server_out(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        with cleared(a_server(tmp_path / "data")) as server:
            server.start()
            psycopg.connect(server.url("super", "postgres")).close()
    finally:
        os.umask(before)


def test_data_kept_apart_and_lost_are_not_silently_begun_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, "APART", tmp_path / "apart")
    site = tmp_path / "closed"
    site.mkdir(mode=0o700)
    base, note = place.base_for(site)
    (base / "data").mkdir()

    assert place.base_for(site) == (base, note)
    rmtree(base)
    with pytest.raises(ServerProblem, match=r"postgres\.place"):
        place.base_for(site)


def test_data_no_longer_within_reach_are_not_silently_begun_anew(
    tmp_path: Path,
) -> None:
    site = tmp_path / "closed"
    (site / "postgres" / "data").mkdir(mode=0o700, parents=True)
    site.chmod(0o700)

    with pytest.raises(ServerProblem, match="chmod"):
        place.base_for(site)


def test_a_user_that_does_not_exist_is_named_with_words() -> None:
    with pytest.raises(ServerProblem, match="SUIAN_PG_USER"):
        place.lent_user("nobody-of-that-name")

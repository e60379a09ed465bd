"""The embedded server survives what has broken others, and lets nobody in unasked."""

import os
import signal
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

import psycopg
import pytest

from ops.embedded import server as server_module
from ops.embedded.binaries import Binaries
from ops.embedded.leftover import working_on
from ops.embedded.place import Place
from ops.embedded.problem import ServerProblem
from ops.embedded.server import Server
from tests.ops.servers import a_server, as_server_user, await_end, cleared

ADMINISTER = ("super", "postgres")


@pytest.fixture
def server(tmp_path: Path) -> Generator[Server]:
    with cleared(a_server(tmp_path / "data")) as made:
        yield made


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Generator[Server]:
    """A running server for tests that leave it as it is."""
    with cleared(a_server(tmp_path_factory.mktemp("shared") / "data")) as made:
        made.start()
        made.prepare()
        yield made


def pid_of(server: Server) -> int:
    assert server.process
    return server.process.pid


def one(url: str, question: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(question.encode()).fetchone()
    assert row
    return row[0]


def test_the_data_are_checked_utf8_and_sort_the_same_everywhere(shared: Server) -> None:
    with psycopg.connect(shared.url("owner")) as connection:
        found = connection.execute(
            "SELECT current_setting('data_checksums'), datlocprovider, datlocale,"
            " pg_encoding_to_char(encoding), current_setting('listen_addresses')"
            " FROM pg_database WHERE datname = current_database()"
        ).fetchone()

    assert found == ("on", "b", "C.UTF-8", "UTF8", "")


def test_folders_are_closed_to_others(shared: Server) -> None:
    for folder in (shared.place.data, shared.place.sockets):
        assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    "role", ["super", "owner", "web", "clerk", "sealer", "auditor"]
)
def test_the_socket_asks_for_a_password(shared: Server, role: str) -> None:
    right = shared.url(role, "postgres")
    password = shared.passwords.of[role]

    assert one(shared.url(role), "SELECT 1") == 1
    for wrong in (
        right.replace(f":{password}@", "@"),
        right.replace(password, "guess"),
    ):
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(wrong)


def test_one_role_cannot_use_the_password_of_another(shared: Server) -> None:
    mixed = shared.url("owner").replace(
        shared.passwords.of["owner"], shared.passwords.of["web"]
    )

    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(mixed)


def test_a_server_killed_outright_comes_back_with_what_was_committed(
    tmp_path: Path,
) -> None:
    with cleared(a_server(tmp_path / "data", ())) as server:
        server.start()
        with psycopg.connect(server.url(*ADMINISTER)) as connection:
            connection.execute("CREATE TABLE kept AS SELECT generate_series(1, 50000)")
        first = pid_of(server)
        os.kill(first, signal.SIGKILL)

        server.start()

        assert pid_of(server) != first
        assert one(server.url(*ADMINISTER), "SELECT count(*) FROM kept") == 50000


def test_a_dead_server_that_nobody_has_reaped_does_not_count_as_running(
    server: Server,
) -> None:
    server.start()
    unreaped, server.process = server.process, None
    assert unreaped
    os.kill(unreaped.pid, signal.SIGKILL)
    for pid in working_on(server.place.data):
        await_end(pid)

    server.start()

    assert one(server.url(*ADMINISTER), "SELECT 1") == 1
    unreaped.wait()


def _heed_interrupts() -> None:
    """A shell's background job ignores Ctrl-C, and so would every process of its tests."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_the_server_ends_with_its_owner(
    server: Server, tmp_path: Path, number: signal.Signals
) -> None:
    owner = subprocess.Popen(
        [sys.executable, "-m", "tests.ops.servers", str(tmp_path / "data")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        preexec_fn=_heed_interrupts,  # noqa: PLW1509 - it only sets a signal
    )
    with owner:
        assert owner.stdout
        pid = int(owner.stdout.readline())
        owner.send_signal(number)
        owner.wait()

        await_end(pid)

        assert working_on(server.place.data) == []
        server.start()
        assert one(server.url(*ADMINISTER), "SELECT 1") == 1


@pytest.mark.parametrize("user", ["the server's", "another"])
def test_a_number_reused_after_a_restart_does_not_keep_the_server_down(
    server: Server, user: str
) -> None:
    server.start()
    lock_files = (
        server.place.data / "postmaster.pid",
        server.place.sockets / ".s.PGSQL.5432.lock",
    )
    left = [file.read_text().split("\n", 1)[1] for file in lock_files]
    server.stop()
    become = as_server_user(server) if user == "the server's" else None
    with subprocess.Popen(
        ["cat"],
        stdin=subprocess.PIPE,
        preexec_fn=become,  # noqa: PLW1509 - it only drops rights
    ) as stranger:
        for file, rest in zip(lock_files, left, strict=True):
            file.write_text(f"{stranger.pid}\n{rest}")
            os.chown(file, server.place.uid or -1, server.place.gid or -1)

        server.start()

        assert stranger.poll() is None
        assert one(server.url(*ADMINISTER), "SELECT 1") == 1
        stranger.terminate()


def test_a_server_without_an_owner_is_ended_before_a_new_one_starts(
    server: Server,
) -> None:
    server.start()
    server.stop()
    orphan = subprocess.Popen(
        [
            server.place.binaries.program("postgres"),
            *("-D", str(server.place.data), "-k", str(server.place.sockets)),
            *("-c", "listen_addresses="),
        ],
        cwd=server.place.data,
        stderr=subprocess.DEVNULL,
        preexec_fn=as_server_user(server),  # noqa: PLW1509 - it only drops rights
    )
    with orphan:
        said: list[str] = []
        while not (server.place.data / "postmaster.pid").exists():
            assert orphan.poll() is None

        server.start(said.append)

        assert orphan.wait() == 0
        assert "previous database" in said[0]
        assert one(server.url(*ADMINISTER), "SELECT 1") == 1


def test_a_second_owner_of_the_same_data_is_refused_with_words(
    server: Server, tmp_path: Path
) -> None:
    server.start()

    with pytest.raises(ServerProblem, match="already running"):
        a_server(tmp_path / "data").start()

    assert one(server.url(*ADMINISTER), "SELECT 1") == 1


def test_data_of_another_major_version_are_refused_and_left_alone(
    server: Server,
) -> None:
    server.start()
    server.stop()
    (server.place.data / "PG_VERSION").write_text("17\n")

    with pytest.raises(ServerProblem, match=r"PostgreSQL 17.*dump"):
        server.start()

    assert not (server.place.data / "postmaster.pid").exists()
    assert not server.lock


def test_a_half_made_database_is_made_again(server: Server) -> None:
    unfinished = server.place.data.with_name("data.new")
    unfinished.mkdir()
    (unfinished / "PG_VERSION").write_text("18\n")

    server.start()

    assert not unfinished.exists()
    assert one(server.url(*ADMINISTER), "SELECT 1") == 1


def test_a_recovery_may_take_as_long_as_it_takes(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.start()
    server.stop()
    gate = server.place.data.parent / "gate"
    os.mkfifo(gate)
    slow = server.place.data.parent / "slow"
    slow.mkdir(mode=0o755)
    program = slow / "postgres"
    program.write_text(
        f'#!/bin/sh\nread -r go <"{gate}"\n'
        f'exec "{server.place.binaries.program("postgres")}" "$@"\n'
    )
    for path in (program, slow, gate):
        path.chmod(0o755)
        os.chown(path, server.place.uid or -1, server.place.gid or -1)
    patient = Server(
        Place(
            server.place.data,
            server.place.sockets,
            Binaries(slow, server.place.binaries.version, "test"),
            server.place.uid,
            server.place.gid,
        ),
        server.passwords,
    )
    minutes = iter(range(0, 10**6, 60))
    monkeypatch.setattr(server_module, "monotonic", lambda: next(minutes))
    said: list[str] = []

    def hear(words: str) -> None:
        said.append(words)
        if len(said) == 30:
            gate.write_text("go\n")

    patient.start(hear)

    assert len(said) >= 30
    assert one(patient.url(*ADMINISTER), "SELECT 1") == 1
    patient.stop()


def test_a_start_nobody_waits_for_any_more_returns(server: Server) -> None:
    server.start(stopping=lambda: True)

    server.stop()

    assert working_on(server.place.data) == []


def test_a_deep_folder_with_spaces_and_chinese_characters_serves(
    tmp_path: Path,
) -> None:
    deep = tmp_path / ("县 精防 机构 " * 4).strip() / '随安 "数据", 备份'
    deep.mkdir(parents=True)
    with cleared(a_server(deep / "data")) as server:
        server.start()
        server.prepare()

        assert len(os.fsencode(server.place.sockets / ".s.PGSQL.5432")) <= 100
        assert one(server.url("web"), "SELECT 1") == 1


def test_a_server_that_cannot_start_says_where_the_reason_is(tmp_path: Path) -> None:
    with cleared(a_server(tmp_path / "data", ("-c", "nonsense=1"))) as server:
        with pytest.raises(ServerProblem, match=r"postgres\.log"):
            server.start()
        assert "nonsense" in (server.place.data.parent / "postgres.log").read_text()
        assert server.lock is None

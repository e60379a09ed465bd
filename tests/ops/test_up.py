"""`suian up` keeps its processes alive, and takes every one of them with it."""

import os
import signal
import socket
from collections.abc import Generator
from pathlib import Path
from shutil import rmtree
from time import monotonic

import httpx2
import pytest

from ops.settings import Installation
from tests.ops.installations import KINDS, Up, free_port, start_up, up
from tests.ops.servers import a_server

pytestmark = pytest.mark.alone


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Generator[Path]:
    """A data folder whose path has spaces and Chinese characters, used again and again."""
    folder = tmp_path_factory.mktemp("随安 数据") / "data"
    yield folder
    rmtree(a_server(folder).place.data.parent)


@pytest.fixture(scope="module")
def running(data: Path) -> Generator[Up]:
    with up(data) as started:
        yield started


@pytest.mark.parametrize("kind", KINDS)
def test_a_killed_child_is_back_within_five_seconds(running: Up, kind: str) -> None:
    running.await_ready()
    killed = running.children()[kind]

    os.kill(killed, signal.SIGKILL)

    assert running.await_ready(other_than=killed) <= 5


def test_each_child_is_given_its_own_role_and_no_other(running: Up) -> None:
    running.await_ready()
    given = {
        kind: Path(f"/proc/{pid}/environ").read_text()
        for kind, pid in running.children().items()
    }

    assert "//suian_web:" in given["ops.web"]
    assert "//suian_clerk:" in given["ops.clerk"]
    for kind, others in (
        ("ops.web", ("owner", "clerk", "sealer", "auditor", "super")),
        ("ops.clerk", ("owner", "web", "sealer", "auditor", "super")),
        ("postgres", ("owner", "web", "clerk", "sealer", "auditor", "super")),
    ):
        assert not [role for role in others if f"suian_{role}:" in given[kind]]


def test_passwords_and_keys_are_open_to_the_owner_alone(
    running: Up, data: Path
) -> None:
    running.await_ready()

    for secret in ("roles.json", "keys/master.key", "keys/claim.key"):
        assert (data / secret).stat().st_mode & 0o777 == 0o600


def test_a_second_one_on_the_same_data_is_refused_with_words(
    running: Up, data: Path
) -> None:
    running.await_ready()

    with start_up(data, free_port()) as second:
        _, said = second.communicate(timeout=60)

    assert second.returncode == 1
    assert "--data" in said
    assert "Traceback" not in said
    assert running.is_ready()


def test_two_run_side_by_side(running: Up, tmp_path: Path) -> None:
    running.await_ready()
    other = tmp_path / "other"

    with up(other) as second:
        second.await_ready()

        assert running.is_ready()
        assert second.port != running.port
    rmtree(a_server(other).place.data.parent)


def test_a_port_in_use_is_refused_before_anything_starts(tmp_path: Path) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        start_up(tmp_path / "data", taken.getsockname()[1]) as refused,
    ):
        _, said = refused.communicate(timeout=60)

    assert refused.returncode == 1
    assert "--port" in said
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_process_is_left_however_it_ends(
    tmp_path_factory: pytest.TempPathFactory, number: signal.Signals
) -> None:
    folder = tmp_path_factory.mktemp("ended") / "data"
    with up(folder) as ended:
        ended.await_ready()

        ended.stop(number)

        with pytest.raises(httpx2.TransportError):
            httpx2.get(f"http://127.0.0.1:{ended.port}/healthz")
    rmtree(a_server(folder).place.data.parent)


def test_a_later_start_takes_five_seconds_at_most(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with up(folder):
        pass
    began = monotonic()

    with up(folder):
        taken = monotonic() - began

    assert taken <= 5
    rmtree(a_server(folder).place.data.parent)


def test_the_default_folder_is_beside_the_checkout() -> None:
    assert Installation().data.name == ".suian"

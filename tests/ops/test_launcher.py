"""`./ops/suian` needs a Python and nothing else, wherever the checkout is."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ops.settings import CHECKOUT

TOOLS = ("readlink", "dirname")
ECHO = "import sys\nprint(sys.argv[1:])\n"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with the real launcher, one stand-in subcommand and nothing to install."""
    root = tmp_path / "随安 试点 (1)"
    (root / "ops" / "commands").mkdir(parents=True)
    for name in ("suian", "environment.py"):
        shutil.copy(CHECKOUT / "ops" / name, root / "ops" / name)
    (root / "ops" / "__init__.py").touch()
    (root / "ops" / "commands" / "__main__.py").write_text(ECHO)
    for name in ("requirements.txt", "requirements-test.txt"):
        (root / name).touch()
    return root


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A search path with this Python and what the shell needs; no uv."""
    folder = tmp_path / "path"
    folder.mkdir()
    for tool in TOOLS:
        (folder / tool).symlink_to(shutil.which(tool) or tool)
    (folder / "python3").symlink_to(sys.executable)
    return folder


def launched(
    launcher: Path, path: Path, *words: str, **more: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", launcher, *words],
        cwd="/",
        env={"PATH": str(path), "HOME": str(path), **more},
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_runs_from_anywhere_with_spaces_and_chinese_in_the_path(
    checkout: Path, path: Path
) -> None:
    done = launched(checkout / "ops" / "suian", path, "up", "--data", "数据 夹")

    assert done.stdout == "['up', '--data', '数据 夹']\n", done.stderr
    assert (checkout / ".venv").is_dir()


def test_it_is_found_through_a_link(checkout: Path, path: Path) -> None:
    link = path / "suian"
    link.symlink_to(checkout / "ops" / "suian")

    done = launched(link, path, "inspect")

    assert done.stdout == "['inspect']\n", done.stderr


def test_it_installs_once_and_again_when_the_list_changes(
    checkout: Path, path: Path
) -> None:
    launcher = checkout / "ops" / "suian"

    first = launched(launcher, path, "up")
    second = launched(launcher, path, "up")
    (checkout / "requirements.txt").write_text("# another list\n")
    third = launched(launcher, path, "up")
    tests = launched(launcher, path, "test")

    assert "installing" in first.stderr
    assert second.stderr == ""
    assert "requirements.txt" in third.stderr
    assert "requirements-test.txt" in tests.stderr


def test_what_is_not_hashed_is_not_installed(checkout: Path, path: Path) -> None:
    (checkout / "requirements.txt").write_text("typer\n")

    done = launched(checkout / "ops" / "suian", path, "up")

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert not (checkout / ".venv" / "requirements.installed").exists()


def test_without_a_python_it_says_which_one_it_needs(
    checkout: Path, path: Path
) -> None:
    (path / "python3").unlink()

    done = launched(checkout / "ops" / "suian", path, "up")

    assert done.returncode == 1
    assert "Python 3.11" in done.stderr


def test_an_old_python_is_passed_over(checkout: Path, path: Path) -> None:
    (path / "python3.14").write_text("#!/bin/sh\nexit 1\n")
    (path / "python3.14").chmod(0o755)

    done = launched(checkout / "ops" / "suian", path, "up")

    assert done.stdout == "['up']\n", done.stderr


def test_without_the_venv_module_it_names_the_package(
    checkout: Path, path: Path
) -> None:
    shadow = path / "shadow"
    shadow.mkdir()
    (shadow / "venv.py").write_text("raise SystemExit('ensurepip is not available')\n")

    done = launched(checkout / "ops" / "suian", path, "up", PYTHONPATH=str(shadow))

    assert done.returncode == 1
    assert "python3-venv" in done.stderr
    assert not (checkout / ".venv").exists()


def test_a_checkout_that_may_not_be_written_keeps_its_environment_elsewhere(
    checkout: Path, path: Path
) -> None:
    elsewhere = path / "elsewhere"

    done = launched(checkout / "ops" / "suian", path, "up", SUIAN_VENV=str(elsewhere))

    assert done.stdout == "['up']\n", done.stderr
    assert elsewhere.is_dir()
    assert not (checkout / ".venv").exists()


def test_the_launcher_may_be_executed() -> None:
    assert os.access(CHECKOUT / "ops" / "suian", os.X_OK)


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt"])
def test_the_lists_are_hashed_and_name_no_index(name: str) -> None:
    text = (CHECKOUT / name).read_text()

    assert "--hash=sha256:" in text
    assert not [word for word in ("-url", "--find-links", "://") if word in text]

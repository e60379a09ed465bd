"""Makes the environment the product runs in, then runs a subcommand in it.

Uses the standard library only, because nothing else is there yet. The environment is
`.venv` beside the checkout, or under the user's cache where the checkout is read-only.
What is installed is pinned and hashed; it is installed again only when that changes.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
_VENV = [sys.executable, "-m", "venv"]
RUN, TEST = CHECKOUT / "requirements.txt", CHECKOUT / "requirements-test.txt"


def main() -> None:
    """Make sure of the environment and become the subcommand."""
    words = sys.argv[1:]
    wanted = [RUN, TEST] if words[:1] == ["test"] else [RUN]
    try:
        python = ready(wanted)
    except (OSError, subprocess.CalledProcessError) as problem:
        sys.exit(_words_for(problem))
    # Our rooms are found from any folder, and whatever the letters of the checkout's path.
    os.environ["PYTHONPATH"] = str(CHECKOUT)
    os.execv(python, [str(python), "-m", "ops.commands", *words])  # noqa: S606 - the point


def ready(wanted: list[Path]) -> Path:
    """Return the environment's Python with everything wanted installed."""
    folder = _folder()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_name(f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        python = folder / "bin" / "python"
        if not python.exists():
            _say(f"正在建立运行环境 / making the environment: {folder}")
            _make(folder)
        for requirements in wanted:
            _install(folder, python, requirements)
    return python


def _folder() -> Path:
    named = os.environ.get("SUIAN_VENV")
    if named:
        return Path(named).resolve()
    if os.access(CHECKOUT, os.W_OK):
        return CHECKOUT / ".venv"
    name = hashlib.sha256(os.fsencode(CHECKOUT)).hexdigest()[:12]
    cache = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(cache) / "suian" / name / ".venv"


def _make(folder: Path) -> None:
    uv = shutil.which("uv")
    make = [uv, "venv", "--quiet", "--python", sys.executable] if uv else _VENV
    try:
        _run([*make, "--clear", str(folder)])
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _install(folder: Path, python: Path, requirements: Path) -> None:
    stamp = folder / f"{requirements.stem}.installed"
    digest = hashlib.sha256(requirements.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == digest:
        return
    _say(f"正在安装依赖 / installing what is needed: {requirements.name}")
    uv = shutil.which("uv")
    if uv:
        command = [uv, "pip", "install", "--quiet", "--compile-bytecode"]
        command += ["--python", str(python)]
    else:
        command = [str(python), "-m", "pip", "install", "--quiet"]
        command += ["--disable-pip-version-check"]
    _run([*command, "--require-hashes", "-r", str(requirements)])
    stamp.write_text(digest)


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _words_for(problem: Exception) -> str:
    if isinstance(problem, subprocess.CalledProcessError) and "venv" in problem.cmd:
        return (
            "无法建立运行环境:请安装 venv(Debian: apt install python3-venv)。\n"
            "The environment could not be made: install venv"
            " (Debian: apt install python3-venv)."
        )
    return (
        f"运行环境没有准备好:{problem}\n请检查网络、磁盘空间和目录权限后再运行一次。\n"
        "The environment is not ready: check network, disk space and folder rights,"
        " then run it again."
    )


if __name__ == "__main__":
    main()

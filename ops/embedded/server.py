"""The embedded PostgreSQL's life: made, started in the foreground, watched, stopped.

The server is a child of whoever starts it and ends with it, however that ends: the kernel
sends it a fast-shutdown signal when its parent dies. Readiness is a real connection, with
no limit on how long a recovery may take.
"""

import ctypes
import fcntl
import json
import os
import secrets
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import IO, Final

import psycopg
from psycopg import sql

from ops.embedded.binaries import MAJOR
from ops.embedded.place import Place

ROLES: Final = ("owner", "web", "clerk", "sealer", "auditor")
DATABASE: Final = "suian"
SUPERUSER: Final = "suian_super"
PATIENCE: Final = 30.0
"""Seconds a fast shutdown may take before the server is stopped the hard way."""

_PR_SET_PDEATHSIG: Final = 1
_POLL: Final = 0.05


class ServerProblem(Exception):
    """The embedded server cannot be used as things stand; the message says what to do."""


@dataclass(frozen=True, slots=True, repr=False)
class Passwords:
    """Each database role's password, kept readable by the owner alone."""

    of: dict[str, str]

    @classmethod
    def kept_in(cls, path: Path) -> "Passwords":
        """Return the passwords of a file, made now if there is none."""
        if not path.exists():
            made = {role: secrets.token_urlsafe(24) for role in ("super", *ROLES)}
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as file:
                json.dump(made, file)
        return cls(json.loads(path.read_text()))


@dataclass(slots=True)
class Server:
    """One embedded server: its place, its passwords, and the process once started."""

    place: Place
    passwords: Passwords
    options: tuple[str, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    lock: IO[str] | None = None

    def url(self, role: str, database: str = DATABASE) -> str:
        """Return the URL of a role: `owner`, `web`, `clerk`, `sealer` or `auditor`."""
        user = SUPERUSER if role == "super" else f"suian_{role}"
        password = self.passwords.of[role]
        return f"postgresql://{user}:{password}@/{database}?host={self.place.sockets}"

    def start(self, said: Callable[[str], None] = lambda _: None) -> None:
        """Start the server and return when it answers; the first time, make it."""
        self._hold()
        version = self.place.data / "PG_VERSION"
        if not version.exists():
            self._make()
        found = version.read_text().strip()
        if found != str(MAJOR):
            raise ServerProblem(
                f"数据目录属于 PostgreSQL {found},本程序使用 {MAJOR}。请用旧版本的"
                f" pg_dump 导出,再导入新目录。 / The data are of PostgreSQL {found} and"
                f" this program uses {MAJOR}: dump them with the old version and restore"
                " into a new folder."
            )
        _drop_stale_pid_file(self.place.data)
        self._run()
        self._await(said)

    def stop(self) -> None:
        """Stop the server and wait for its end; nothing happens when it has ended."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.process.send_signal(signal.SIGQUIT)
                self.process.wait()
        self.process = None
        if self.lock:
            self.lock.close()
            self.lock = None

    def prepare(self) -> None:
        """Make the roles and the database where they are missing."""
        make_roles(self.url("super", "postgres"), self.passwords, DATABASE)

    def _hold(self) -> None:
        if self.lock:
            return
        lock = (self.place.data.parent / "lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.close()
            raise ServerProblem(
                "这个数据目录已有一个随安在运行。请先停止它,或用 --data 指定另一个目录。"
                " / Suian is already running on this data folder: stop it first, or name"
                " another with --data."
            ) from None
        self.lock = lock

    def _make(self) -> None:
        with tempfile.NamedTemporaryFile("w") as file:
            file.write(self.passwords.of["super"])
            file.flush()
            if self.place.uid is not None and self.place.gid is not None:
                os.chown(file.name, self.place.uid, self.place.gid)
            done = subprocess.run(
                [
                    self.place.binaries.program("initdb"),
                    *("--pgdata", str(self.place.data)),
                    *("--username", SUPERUSER, "--pwfile", file.name),
                    *("--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
                    *("--encoding=UTF8", "--data-checksums"),
                    *("--auth-local=scram-sha-256", "--auth-host=reject"),
                ],
                capture_output=True,
                text=True,
                check=False,
                user=self.place.uid,
                group=self.place.gid,
                extra_groups=[] if self.place.uid is not None else None,
                cwd=self.place.data,
                env=_environment(),
            )
        if done.returncode != 0:
            raise ServerProblem(
                f"无法建立数据库,请检查磁盘空间和目录权限 / the database could not be made,"
                f" check disk space and folder rights: {done.stderr.strip()[-400:]}"
            )

    def _run(self) -> None:
        log = (self.place.data.parent / "postgres.log").open("ab")
        self.process = subprocess.Popen(
            [
                self.place.binaries.program("postgres"),
                *("-D", str(self.place.data)),
                *("-k", str(self.place.sockets)),
                *("-c", "listen_addresses="),
                *self.options,
            ],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=self.place.data,
            env=_environment(),
            start_new_session=True,
            preexec_fn=_child_of(self.place.uid, self.place.gid),  # noqa: PLW1509 - before any thread
        )
        log.close()

    def _await(self, said: Callable[[str], None]) -> None:
        began, told = monotonic(), 0.0
        while True:
            if self.process is None or self.process.poll() is not None:
                raise ServerProblem(
                    "数据库没有启动,原因见 / the database did not start, see "
                    f"{self.place.data.parent / 'postgres.log'}"
                )
            try:
                psycopg.connect(self.url("super", "postgres")).close()
            except psycopg.OperationalError:
                waited = monotonic() - began
                if waited - told > 5:  # noqa: PLR2004 - seconds between two words
                    said("数据库正在恢复,请稍候 / the database is recovering, please wait")
                    told = waited
                sleep(_POLL)
            else:
                return


def make_roles(super_url: str, passwords: Passwords, database: str) -> None:
    """Make each role with its password, and the database, where they are missing."""
    with psycopg.connect(super_url, autocommit=True) as connection:
        for role in ROLES:
            name = sql.Identifier(f"suian_{role}")
            known = connection.execute(
                "SELECT 1 FROM pg_roles WHERE rolname = %s", (f"suian_{role}",)
            ).fetchone()
            verb = sql.SQL("ALTER" if known else "CREATE")
            connection.execute(
                sql.SQL("{} ROLE {} LOGIN PASSWORD {}").format(
                    verb, name, sql.Literal(passwords.of[role])
                )
            )
        there = connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", (database,)
        ).fetchone()
        if not there:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER suian_owner").format(
                    sql.Identifier(database)
                )
            )


@contextmanager
def running(server: Server) -> Iterator[Server]:
    """Run a server for the length of a block."""
    server.start()
    try:
        yield server
    finally:
        server.stop()


def is_server_of(pid: int, data: Path) -> bool:
    """Return whether a process is a living PostgreSQL of this data folder (Linux)."""
    process = Path("/proc") / str(pid)
    try:
        state = (process / "stat").read_text().rpartition(")")[2].split()[0]
        words = (process / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return state != "Z" and os.fsencode(data) in words


def _drop_stale_pid_file(data: Path) -> None:
    """Remove `postmaster.pid` when its process is no server of ours: a reused number."""
    path = data / "postmaster.pid"
    try:
        pid = int(path.read_text().split()[0])
    except (OSError, IndexError, ValueError):
        return
    if not is_server_of(pid, data):
        path.unlink(missing_ok=True)


def dies_with_parent(number: int) -> Callable[[], None]:
    """Return what a child does first: ask the kernel to signal it when we die (Linux)."""
    library = ctypes.CDLL(None, use_errno=True)
    parent = os.getpid()

    def before() -> None:
        if hasattr(library, "prctl"):
            library.prctl(_PR_SET_PDEATHSIG, number)
        if os.getppid() != parent:
            os._exit(1)

    return before


def _child_of(uid: int | None, gid: int | None) -> Callable[[], None]:
    """Return what the server's process does first: drop rights, then die with us."""
    die = dies_with_parent(signal.SIGINT)

    def before() -> None:
        if uid is not None and gid is not None:
            os.setgroups([])
            os.setgid(gid)
            os.setuid(uid)
        die()

    return before


def _environment() -> dict[str, str]:
    kept: Sequence[str] = ("PATH", "LANG", "TZ")
    return {name: os.environ[name] for name in kept if name in os.environ}

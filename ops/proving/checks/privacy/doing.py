"""What is done to the two: notices answered, keys destroyed, copies of the database taken."""

import os
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import rmtree
from time import monotonic, sleep
from typing import Any, Final
from uuid import UUID

import psycopg
from psycopg import sql
from sqlalchemy import text

from domain.log import Command
from domain.registry.erasure import ErasePerson, ProposeErasure
from domain.registry.notices import (
    AcceptNotice,
    CloseNotice,
    OpenNotice,
    ReportOutcome,
    ReturnNotice,
)
from domain.values.people import Purpose, Role
from ops.acting import operator_command
from ops.clerk import foldings
from ops.demo.township import COUNTY
from ops.embedded.roles import SUPERUSER
from ops.embedded.server import DATABASE, Server
from ops.installation import Prepared
from ops.proving.checks.privacy.canaries import Canaries
from ops.proving.checks.privacy.life import acting
from ops.settings import CHECKOUT
from ops.site import Site

PATIENCE: Final = 60.0
_POLL: Final = 0.1
_RECEIVERS: Final = {
    "police_station": Role.POLICE,
    "grid_centre": Role.GRID,
}
_LEAST: Final = 3
"""Of how many offices a level 4 tells at the least."""
_TAIL: Final = 32
_ANOTHER: Final = UUID("00000000-0000-5000-8000-0000000000ee")
"""A second actor, for a confirmation without the command line."""


class TooSlow(Exception):
    """Something that follows by itself did not follow."""


def answer_notices(site: Site, person: UUID, canaries: Canaries) -> list[UUID]:
    """Wait for the notices about a person and answer them in words."""
    told = _await_notices(site, person)
    word = canaries.word
    for notice, kind, receiver in told:
        if kind not in _RECEIVERS:
            continue
        command = acting(site, _RECEIVERS[kind], Purpose.RESPONSE, receiver)
        site.runner.run(OpenNotice(notice), _again(site, command))
        if kind == "grid_centre":
            site.runner.run(ReturnNotice(notice, word()), _again(site, command))
            continue
        site.runner.run(AcceptNotice(notice), _again(site, command))
        site.runner.run(ReportOutcome(notice, "calm", word()), _again(site, command))
        closing = acting(site, Role.COUNTY_SMI, Purpose.CARE, receiver)
        site.runner.run(CloseNotice(notice, person, word()), closing)
    return [notice for notice, *_ in told]


def _again(site: Site, command: Command) -> Command:
    """Return the same command under an id of its own."""
    return replace(command, id=site.new_id())


def _await_notices(site: Site, person: UUID) -> list[tuple[UUID, str, UUID]]:
    """Return the notices about a person with their receivers, once all have arrived."""
    until = monotonic() + PATIENCE
    asked = text(
        "SELECT key, receiver_kind, receiver, delivered_at FROM view.notice_box"
        " WHERE person = :person AND to_position IS NULL"
    )
    while monotonic() < until:
        with site.engine.begin() as connection:
            rows = connection.execute(asked, {"person": person}).all()
        if len(rows) >= _LEAST and all(row.delivered_at for row in rows):
            return [(row.key, row.receiver_kind, row.receiver) for row in rows]
        sleep(_POLL)
    raise TooSlow


def destroy_without_sweeping(site: Site, person: UUID) -> None:
    """Destroy a person's keys and let the views drop them, and do nothing else."""
    proposing = operator_command(site, COUNTY)
    confirming = operator_command(site, COUNTY, actor=_ANOTHER)
    site.runner.run(ProposeErasure(person, "保存期满(演示)"), proposing)
    site.runner.run(ErasePerson(person, None), confirming)
    site.keys.destroy(person)
    for folding in foldings(site):
        folding.catch_up()


def erase_by_two(
    prepared: Prepared, person: UUID, password: str, printed: Path
) -> None:
    """Erase somebody as two people do it at the command line; keep what it prints."""
    words = ("propose", str(person), "--by", "jingfang", "--reason", "保存期满(演示)")
    _suian(prepared, words, password, printed)
    words = ("confirm", str(person), "--by", "guanli", "--yes")
    _suian(prepared, words, password, printed)


def _suian(
    prepared: Prepared, words: tuple[str, ...], password: str, printed: Path
) -> None:
    with printed.open("ab") as told:
        subprocess.run(
            [
                *(sys.executable, "-m", "ops.commands", "erase", *words),
                *("--password-stdin", "--data", str(prepared.settings.data)),
            ],
            cwd=CHECKOUT,
            input=password.encode(),
            stdout=told,
            stderr=told,
            check=True,
        )


@dataclass(frozen=True, slots=True)
class Database:
    """The installation's database, looked at by its superuser."""

    prepared: Prepared
    copies: Path

    def wrapped(self, person: UUID) -> dict[str, bytes]:
        """Return a person's wrapped keys: the end of each, which is drawn by chance."""
        with self._connect() as connection:
            rows = connection.execute(
                "SELECT kind, wrapped FROM keys.data_key WHERE person = %s", (person,)
            ).fetchall()
        return {kind: bytes(wrapped)[-_TAIL:] for kind, wrapped in rows}

    def settle(self) -> None:
        """Gather statistics and write everything to the files."""
        with self._connect() as connection:
            for (name,) in connection.execute(
                "SELECT relname FROM pg_class WHERE relkind = 'r'"
                " AND relnamespace = 'view'::regnamespace"
            ).fetchall():
                table = sql.Identifier("view", name)
                connection.execute(sql.SQL("ANALYZE {}").format(table))
            connection.execute("CHECKPOINT")

    def others(self, *people: UUID) -> int:
        """Return how many cards there are of anybody but these people."""
        with self._connect() as connection:
            row = connection.execute(
                "SELECT count(*) FROM view.person_card WHERE key <> ALL(%s)"
                " AND to_position IS NULL",
                (list(people),),
            ).fetchone()
        return row[0] if row else 0

    def rows_about(self, person: UUID) -> int:
        """Return how many rows of the views are about a person."""
        asked = sql.SQL("SELECT count(*) FROM {} WHERE person = %s")
        with self._connect() as connection:
            tables = connection.execute(
                "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
                " WHERE c.relkind = 'r' AND c.relnamespace = 'view'::regnamespace"
                " AND a.attname = 'person' AND c.relname <> 'erased'"
            ).fetchall()
            counted = [
                connection.execute(
                    asked.format(sql.Identifier("view", name)), (person,)
                ).fetchone()
                for (name,) in tables
            ]
        return sum(row[0] for row in counted if row)

    def copy(self, *, backup: bool) -> None:
        """Take a dump, the planner's statistics, and a base backup; the last ones go."""
        rmtree(self.copies, ignore_errors=True)
        self.copies.mkdir()
        if backup:
            self._run("pg_basebackup", "-D", str(self.copies / "backup"), "-c", "fast")
        self._run("pg_dump", "-f", str(self.copies / "dump"), DATABASE)
        with self._connect() as connection:
            rows = connection.execute("SELECT s::text FROM pg_statistic s").fetchall()
        told = "\n".join(row[0] for row in rows)
        (self.copies / "statistics").write_text(told, encoding="utf-8")

    def _run(self, program: str, *words: str) -> None:
        server = self._server()
        subprocess.run(
            [
                *(server.place.binaries.program(program), "-U", SUPERUSER),
                *("-h", str(server.place.sockets), *words),
            ],
            env={**os.environ, "PGPASSWORD": self.prepared.passwords.of["super"]},
            check=True,
            capture_output=True,
        )

    def _connect(self) -> psycopg.Connection[Any]:
        return psycopg.connect(self._server().url("super"), autocommit=True)

    def _server(self) -> Server:
        if self.prepared.server is None:
            raise LookupError
        return self.prepared.server

"""`suian check privacy`: once a person's keys are destroyed, nothing says who they were.

Two people live through everything an installation records, with a canary in every field
that takes words. The search that has to find nothing in the end must find them first: in
the tables, the write-ahead log, the planner's statistics and a dump. Then the second one's
keys are destroyed without sweeping up, which must leave canaries behind; the first one's
as an operator does it, by two people at the command line, which must leave none of either:
not in the database's files, a backup or a dump taken after, a log, a temporary file, or
what the commands printed.
"""

import os
import tempfile
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from shutil import rmtree
from typing import Final
from uuid import UUID

from domain.fact import SealedWith
from domain.log import Erased
from ops.clerk import foldings
from ops.proof.chain import check_log
from ops.proving.checks.privacy.canaries import Canaries, by_place, merged
from ops.proving.checks.privacy.doing import (
    Database,
    answer_notices,
    destroy_without_sweeping,
    erase_by_two,
)
from ops.proving.checks.privacy.life import Life
from ops.proving.checks.privacy.looking import Looker, look_around
from ops.proving.proof import Report, Said
from ops.proving.standing import Standing, standing
from ops.site import Site, open_site
from projections.offices import all_offices

MUST_BE_FOUND: Final = ("tables", "write-ahead log", "statistics", "dump")
SERVER: Final = ("tables", "write-ahead log", "server")
KEY: Final = "wrapped key"
BATCH: Final = 500
GONE: Final = frozenset({404, 410})


@dataclass(frozen=True, slots=True)
class Privacy:
    """The check; see the module."""

    name: str = "privacy"
    claim: str = (
        "密钥销毁后,此人的任何内容不再出现在数据库文件、日志、备份、导出与临时文件中"
        " / after a person's keys are destroyed nothing of them is in the database's"
        " files, logs, new backups, dumps or temporary files"
    )

    def run(self, *, short: bool, said: Said) -> Report:
        """Run it; the short form and the long one are the same."""
        del short
        report = Report(self.name)
        with _folder() as root, standing(root / "up", root / "said") as up:
            site = open_site(up.prepared.url("clerk"), up.prepared.keys)
            try:
                _Course(root, up, site, report, said).run()
            finally:
                site.close()
        return report


PROOF: Final = Privacy()


@dataclass(frozen=True, slots=True)
class _Course:
    """One run, from two people's registration to the last search."""

    root: Path
    up: Standing
    site: Site
    report: Report
    said: Said

    def run(self) -> None:
        """Let the two live, destroy their keys, and search at each step."""
        database = Database(self.up.prepared, self.root / "copies")
        looker = Looker(self.up.port, self.up.password())
        first, second = (self.live(number) for number in (1, 2))
        notices = answer_notices(self.site, first.person, first.canaries)
        pages = look_around(looker, first.person, first.name, first.canaries, notices)
        self.report.add("canaries", first.canaries.count, least=50)
        self.report.add("notices answered", len(notices), least=3)
        self.report.add("pages seen", pages, least=12)
        every = merged((first.canaries, second.canaries))
        for life in (first, second):
            for key, wrapped in database.wrapped(life.person).items():
                life.canaries.keep_bytes(wrapped, f"{KEY} {life.number} {key}")
                every.keep_bytes(wrapped, f"{KEY} {life.number} {key}")
        database.settle()
        self.before(every, database)
        cards, facts = database.others(first.person, second.person), self.facts(first)

        self.said("destroying keys without sweeping / 只销毁密钥,不清除残留")
        destroy_without_sweeping(self.site, second.person)
        where = {n: path for n, path in self.places().items() if n in SERVER}
        left = by_place(second.canaries, where)
        self.report.add(
            "left when nothing is swept",
            len({one for found in left.values() for one in found}),
            "canaries",
            least=1,
            note=_told(left),
        )
        self.said("erasing by two / 两人销毁")
        password, printed = self.up.password(), self.root / "printed"
        erase_by_two(self.up.prepared, first.person, password, printed)
        database.copy(backup=True)
        for place, found in by_place(every, self.places()).items():
            self.report.add(f"after, {place}", len(found), "canaries", most=0)
        rows = sum(database.rows_about(life.person) for life in (first, second))
        self.report.add("rows of views about them", rows, most=0)
        self.report.add("told by facts", len(self.told_by_facts(every)), most=0)
        self.unreadable(first, facts, looker)
        kept = database.others(first.person, second.person)
        self.report.add("cards of others lost", cards - kept, most=0)

    def live(self, number: int) -> Life:
        """Register somebody and let everything happen to them."""
        seed = int.from_bytes(os.urandom(4))
        canaries = Canaries(Random(seed))  # noqa: S311 - found again, not kept secret
        life = Life(self.site, self.unit(), canaries, number)
        life.live()
        return life

    def unit(self) -> UUID:
        """Return the county's office."""
        with self.site.engine.begin() as connection:
            offices = all_offices(connection)
        return next(key for key, row in offices.items() if row.kind == "county_smi")

    def places(self) -> Mapping[str, Path]:
        """Return where nothing may be found."""
        server = self.up.prepared.server
        if server is None:
            raise LookupError
        data, copies = server.place.data, self.root / "copies"
        return {
            "tables": data / "base",
            "write-ahead log": data / "pg_wal",
            "server": data,
            "server's log": data.parent / "postgres.log",
            "processes' logs": self.up.said,
            "temporary files": self.root / "tmp",
            "printed": self.root / "printed",
            "statistics": copies / "statistics",
            "dump": copies / "dump",
            "backup": copies / "backup",
        }

    def before(self, canaries: Canaries, database: Database) -> None:
        """Show that the search finds what is there, and that no log has any of it."""
        database.copy(backup=False)
        found = by_place(canaries, self.places())
        for place in MUST_BE_FOUND:
            count = len(found.get(place, ()))
            self.report.add(f"before, {place}", count, "canaries", least=1)
        keys = {one for one in found["tables"] if one.startswith(KEY)}
        self.report.add("before, wrapped keys in tables", len(keys), least=4)
        for place in ("server's log", "processes' logs"):
            count = len(found.get(place, ()))
            self.report.add(f"before, {place}", count, "canaries", most=0)

    def told_by_facts(self, canaries: Canaries) -> set[str]:
        """Return which canaries the site's keys still read in any fact of the log."""
        found: set[str] = set()
        position = 0
        while facts := self.site.log.after(position, BATCH):
            position = facts[-1].position
            told = [vars(f.fact) for f in facts if not isinstance(f.fact, Erased)]
            found |= canaries.found(str(told).encode())
        return found

    def facts(self, life: Life) -> int:
        """Return how many facts the log holds about a person."""
        return len(self.site.log.person(life.person))

    def unreadable(self, life: Life, facts: int, looker: Looker) -> None:
        """Show that the person is erased for everybody and the log is whole."""
        logged = self.site.log.person(life.person)
        readable = {
            each.topic
            for each in logged
            if not isinstance(each.fact, Erased)
            and each.fact.sealed_with is not SealedWith.SITE
        }
        self.report.add("facts of theirs still readable", len(readable), most=0)
        self.report.add("facts lost", max(0, facts - len(logged)), most=0)
        _, broken = check_log(self.site.log.recorder, lambda _: None)
        self.report.add("places where the log does not verify", len(broken), most=0)
        for folding in foldings(self.site):
            folding.catch_up()
        shown = looker.status(f"/people/{life.person}") not in GONE
        self.report.add("pages that still show the person", int(shown), most=0)
        found = looker.search(life.name).count(str(life.person).encode())
        self.report.add("found by name", found, most=0)


def _told(left: Mapping[str, set[str]]) -> str:
    return ", ".join(f"{place} {len(found)}" for place, found in left.items() if found)


@contextmanager
def _folder() -> Generator[Path]:
    """Give a folder that takes the temporary files of every process meanwhile."""
    root = Path(tempfile.mkdtemp(prefix="suian-privacy-"))
    root.chmod(0o755)
    before = os.environ.get("TMPDIR")
    (root / "tmp").mkdir(mode=0o1777)
    (root / "tmp").chmod(0o1777)
    os.environ["TMPDIR"] = str(root / "tmp")
    try:
        yield root
    finally:
        if before is None:
            del os.environ["TMPDIR"]
        else:
            os.environ["TMPDIR"] = before
        rmtree(root, ignore_errors=True)

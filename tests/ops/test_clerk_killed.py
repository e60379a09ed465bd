"""The clerk killed again and again: views exact, every notice there once."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import select

from domain.log import Logged
from domain.registry.follow_up import GradeRisk
from domain.values.people import OfficeKind
from ops.clerk import foldings
from ops.site import Site
from ops.views import make_views
from projections.every import OF_THE_LOG, OF_THE_READING_LOG
from projections.folding import positions
from tests.databases import Database
from tests.registering import an_office, register
from tests.streams import a_command

KILLS = 8
RECEIVERS = (
    OfficeKind.COUNTY_SMI,
    OfficeKind.POLICE_STATION,
    OfficeKind.GRID_CENTRE,
    OfficeKind.CIVIL_AFFAIRS,
    OfficeKind.DISABILITY_FEDERATION,
)


def start(database: Database, keys: Path) -> subprocess.Popen[bytes]:
    given = {"SUIAN_URL": database.clerk_url, "SUIAN_KEYS": str(keys)}
    return subprocess.Popen(
        [sys.executable, "-m", "ops.clerk"], env={**os.environ, **given}
    )


def rows(site: Site) -> dict[str, list[Any]]:
    with site.engine.begin() as connection:
        return {
            view.name: sorted(
                map(repr, connection.execute(select(view.table))), key=str
            )
            for view in OF_THE_LOG
        }


def has_caught_up(site: Site) -> bool:
    with site.engine.begin() as connection:
        reached = positions(connection)
    reached.pop("reading")
    facts: list[Logged] = site.log.after(0, 10_000)
    graded = [f for f in facts if f.topic == "person.risk_graded"]
    delivered = [f for f in facts if f.topic == "notice.delivered"]
    return (
        set(reached.values()) == {len(facts)}
        and len(delivered) == len(RECEIVERS) * len(graded) > 0
    )


def test_killed_at_any_moment_the_clerk_neither_skips_nor_repeats(
    site: Site, database: Database, keys_folder: Path
) -> None:
    make_views(database.owner_url, (*OF_THE_LOG, *OF_THE_READING_LOG))
    for kind in RECEIVERS:
        an_office(site, kind)
    unit, chance = an_office(site), random.Random(4)
    with_views = foldings(site)[0]
    for _ in range(KILLS):
        clerk = start(database, keys_folder)
        for _ in range(chance.randrange(1, 4)):
            site.runner.run(GradeRisk(register(site, unit), 3, "演示"), a_command())
        moment = chance.randrange(1, site.log.last_position())
        while min(with_views.positions().values()) < moment:
            assert clerk.poll() is None
        clerk.send_signal(signal.SIGKILL)
        clerk.wait()

    clerk = start(database, keys_folder)
    while not has_caught_up(site):
        assert clerk.poll() is None
    clerk.terminate()
    assert clerk.wait() == 0

    kept = rows(site)
    for view in OF_THE_LOG:
        with_views.refold(view.name)
    with_views.catch_up()
    assert rows(site) == kept
    issued = [f.stream for f in site.log.after(0, 10_000) if f.topic == "notice.issued"]
    assert len(issued) == len(set(issued))

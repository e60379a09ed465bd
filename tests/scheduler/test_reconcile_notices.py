"""Every night the receiver's own list is compared, and the day is counted from the log."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from domain.alarm import Cleared, Raised, RaisedAgain
from domain.registry.channels import ChooseChannel, channels_of
from domain.registry.follow_up import GradeRisk
from domain.values.channels import WayOut
from domain.values.people import OfficeKind
from ops.acting import job_command
from ops.channels import own_lists, ways
from ops.clerk import rounds_clerk
from ops.receiver.kept import Kept
from ops.receiver.server import Station, running
from ops.settings import Outgoing
from ops.site import Site, open_site
from ops.views import make_views
from projections.every import OF_THE_LOG
from projections.folding import Folding
from scheduler.follower_desk import Place
from scheduler.jobs.reconcile_notices import (
    BROUGHT,
    DIFFERS,
    GAP,
    LISTED,
    UNREAD,
    ReconcileNotices,
)
from tests.databases import Database
from tests.registering import an_office, register
from tests.scheduler.channels.receivers import listening
from tests.streams import NOON, a_command

OUTGOING = Outgoing(webhook_networks="127.0.0.0/8")


@dataclass
class County:
    """A police station with a webhook to a receiver of its own, and a clock."""

    site: Site
    folding: Folding
    kept: Kept
    police: UUID
    secrets: list[str] = field(default_factory=list[str])
    now: datetime = NOON

    def choose(self, address: str) -> None:
        """Let the police station's webhook be at an address."""
        self.site.runner.run(
            ChooseChannel(self.police, WayOut.WEBHOOK, f"{address}/webhook", 1, 5),
            a_command(
                id=uuid4(),
                role="administrator",
                purpose="administration",
                division="9901",
            ),
        )
        self.folding.catch_up()

    def grade(self) -> None:
        """Grade somebody new 4."""
        person = register(self.site, an_office(self.site))
        command = a_command(id=uuid4(), now=self.now)
        self.site.runner.run(GradeRisk(person, 4, "演示"), command)

    def tell(self) -> None:
        """Let everybody be told, by webhook too."""
        self.folding.catch_up()
        clerk = rounds_clerk(self.site, self.folding, uuid4(), OUTGOING)
        while clerk.tick(self.now).is_busy:
            self.folding.catch_up()
        clerk.leave()
        self.folding.catch_up()

    def night(self) -> int:
        """Let the night's job run, an hour later than before."""
        self.now += timedelta(hours=1)
        job = ReconcileNotices(
            self.site.engine,
            self.site.runner,
            own_lists(self.site, OUTGOING),
            lambda what, cause: job_command(self.site, what, cause),
        )
        found = job(self.now)
        self.folding.catch_up()
        return found

    def rings(self, kind: str) -> list[dict[str, str]]:
        """Return what rings, of a kind."""
        ringing: dict[UUID, dict[str, str]] = {}
        for logged in self.site.log.after(0, 2000):
            match logged.fact:
                case Raised() as raised if raised.kind == kind:
                    ringing[logged.stream] = raised.details
                case RaisedAgain() as raised:
                    ringing[logged.stream] = raised.details
                case Cleared():
                    ringing.pop(logged.stream, None)
                case _:
                    pass
        return list(ringing.values())


@pytest.fixture
def county(database: Database, keys_folder: Path, tmp_path: Path) -> Iterator[County]:
    make_views(database.owner_url, OF_THE_LOG)
    kept: dict[str, County] = {}
    site = open_site(
        database.clerk_url, keys_folder, connections=12, clock=lambda: kept["it"].now
    )
    folding = Folding(site.engine, site.log, OF_THE_LOG)
    police = an_office(site, OfficeKind.POLICE_STATION)
    made = County(site, folding, Kept(tmp_path / "kept"), police)
    kept["it"] = made
    for kind in OfficeKind:
        if kind not in {OfficeKind.POLICE_STATION, OfficeKind.TOWNSHIP_HOSPITAL}:
            an_office(site, kind)
    station = Station(made.secrets, made.kept, lambda: made.now)
    with running(station) as address:
        made.choose(address)
        [secret] = channels_of(site.log, made.police).signing(NOON)
        shown = ways(site, OUTGOING).shown_secret
        made.secrets.append(shown(made.police, secret))
        yield made
    made.kept.close()
    site.close()


def test_the_same_list_on_both_sides_rings_nobody(county: County) -> None:
    county.grade()
    county.tell()

    assert [line.type for line in county.kept.list()] == ["suian.notice.issued"]
    assert county.night() == 0
    assert county.rings(DIFFERS) == []


def test_a_notice_the_receiver_lost_is_an_alarm_that_names_it(
    county: County, tmp_path: Path
) -> None:
    county.grade()
    county.tell()
    [line] = county.kept.list()
    body = county.kept.body(line.id) or b""
    with closing(sqlite3.connect(tmp_path / "kept")) as file, file:
        file.execute("DELETE FROM message")

    assert county.night() == 1
    [alarm] = county.rings(DIFFERS)
    assert (alarm["lacks"], alarm["beyond"]) == ("1", "0")
    assert alarm["notices"] == line.id
    assert alarm["receiver"] == str(county.police)

    county.kept.take(line.id, line.type, line.received_at, body)
    assert county.night() == 0
    assert county.rings(DIFFERS) == []


def test_a_message_nobody_sent_is_an_alarm_too(county: County) -> None:
    county.grade()
    county.tell()
    forged = str(uuid4())
    county.kept.take(forged, "suian.notice.issued", county.now.isoformat(), b"{}")

    county.night()

    [alarm] = county.rings(DIFFERS)
    assert (alarm["lacks"], alarm["beyond"], alarm["notices"]) == ("0", "1", forged)


def test_a_list_that_cannot_be_read_is_named_and_spoils_the_night_for_nobody(
    county: County,
) -> None:
    """An instant without an offset could be any: there is no list to compare."""
    county.grade()
    county.tell()
    county.kept.take(str(uuid4()), "suian.notice.issued", "2026-03-02T12:00:00", b"{}")

    assert county.night() == 1
    assert county.rings(DIFFERS) == []
    [alarm] = county.rings(UNREAD)
    assert alarm["receiver"] == str(county.police)
    assert alarm["reason"] == "list_unreadable"


@pytest.mark.parametrize("status", [401, 500])
def test_a_list_that_is_not_to_be_had_rings_until_it_is(
    county: County, status: int
) -> None:
    with listening(statuses=[status]) as receiver:
        county.choose(receiver.address)

        assert county.night() == 1
        [alarm] = county.rings(UNREAD)
        assert alarm["receiver"] == str(county.police)
        assert (alarm["office"], alarm["reason"]) == (
            "演示police_station",
            f"http_{status}",
        )

        receiver.statuses = [200]
        receiver.body = b'{"items": []}'
        assert county.night() == 0
        assert county.rings(UNREAD) == []


def test_a_receiver_whose_machine_is_silent_is_named(county: County) -> None:
    county.choose("http://127.0.0.1:1")

    assert county.night() == 1
    [alarm] = county.rings(UNREAD)
    assert alarm["reason"] == "ConnectionRefusedError"


def test_a_receiver_that_keeps_no_list_is_left_out(county: County) -> None:
    with listening(statuses=[404]) as receiver:
        county.choose(receiver.address)

        assert county.night() == 0
        assert county.rings(UNREAD) == []


def test_the_night_reads_the_days_compared_and_not_the_whole_table(
    county: County,
) -> None:
    asked = {"since": NOON, "until": NOON, "known_since": NOON}
    with county.site.engine.begin() as connection:
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        plan = connection.execute(text(f"EXPLAIN {BROUGHT}"), asked).scalars().all()

    assert any("Index Cond" in line for line in plan), plan


def test_what_was_brought_before_those_days_is_not_missed(county: County) -> None:
    county.grade()
    county.tell()
    county.now += LISTED + timedelta(days=2)

    assert county.night() == 0


def test_a_gap_is_found_at_night_whatever_positions_say(county: County) -> None:
    """Follower and watch both set to the end of the log: only the log itself tells."""
    county.grade()
    county.folding.catch_up()
    [last] = county.site.log.after(county.site.log.last_position() - 1, 1)
    here = Place(last.position, last.hash, county.site.log.origin)
    with county.site.pool.connection() as connection:
        for name in ("notices", "reconciliation"):
            connection.execute(
                "INSERT INTO desk.follower (name, position, hash, origin)"
                " VALUES (%s, %s, %s, %s)",
                (name, here.position, here.hash, here.origin),
            )
    county.tell()

    county.night()

    assert str(county.police) in {alarm["receiver"] for alarm in county.rings(GAP)}

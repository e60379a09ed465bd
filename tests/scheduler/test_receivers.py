"""Who is told when the receiver is closed, and that each has each message once."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID, uuid4

import pytest

from domain.account import Grant
from domain.alarm import Raised
from domain.log import Command
from domain.notice import Delivered, Issued, Undeliverable
from domain.notice_redelivery import RedeliveryAsked
from domain.registry.accounts import OpenAccount
from domain.registry.channels import ChooseChannel, channels_of
from domain.registry.notice_redelivery import RedeliverNotice
from domain.registry.notices import ReturnNotice
from domain.registry.offices import CloseOffice
from domain.registry.runner import UseCase
from domain.values.channels import WayOut
from domain.values.findings import Grade
from domain.values.people import OfficeKind, Role
from ops.acting import job_command
from ops.channels import channels, ways
from ops.clerk import alarm_of, rounds_clerk
from ops.receiver.faults import Faults
from ops.receiver.kept import Kept
from ops.receiver.server import Station, running
from ops.settings import Outgoing
from ops.site import Site, open_site
from ops.views import make_views
from projections.every import OF_THE_LOG
from projections.folding import Folding
from scheduler.delivery import Delivery, enlist
from scheduler.follower import Follower
from scheduler.message import Inbox, Message
from scheduler.notice_follower import Offices, Telling
from tests.databases import Database
from tests.registering import a_form, an_office, follow_up, register
from tests.scheduler.desks import ask, engine_of, held, run_out
from tests.scheduler.test_delivery import AtOnce, PowerCut, Said
from tests.streams import NOON, a_command

RECEIVERS = (
    OfficeKind.COUNTY_SMI,
    OfficeKind.POLICE_STATION,
    OfficeKind.GRID_CENTRE,
    OfficeKind.CIVIL_AFFAIRS,
    OfficeKind.DISABILITY_FEDERATION,
)
ROLES = {
    OfficeKind.COUNTY_SMI: Role.COUNTY_SMI,
    OfficeKind.GRID_CENTRE: Role.GRID,
    OfficeKind.CIVIL_AFFAIRS: Role.CIVIL_AFFAIRS,
    OfficeKind.DISABILITY_FEDERATION: Role.DISABILITY_COMMISSIONER,
}
HERE = Outgoing(webhook_networks="127.0.0.0/8")


@dataclass
class County:
    """A site with the offices of one village, and what becomes of its notices."""

    now: datetime = NOON
    site: Site = field(init=False)
    folding: Folding = field(init=False)
    offices: dict[str, UUID] = field(default_factory=dict[str, UUID])

    def enter_offices(self) -> None:
        """Enter one office of each kind that is told."""
        for kind in RECEIVERS:
            self.offices[kind] = an_office(self.site, kind, name=f"演示{kind}")
        self.unit = an_office(self.site)

    def a_danger(self) -> None:
        """Grade somebody of the village 4."""
        form = a_form(risk=Grade.LEVEL_4)
        follow_up(self.site, register(self.site, self.unit), form)

    def tell(self) -> None:
        """Issue what is to be told, and bring nothing yet."""
        self.folding.catch_up()
        clerk = rounds_clerk(self.site, self.folding, uuid4(), HERE)
        clerk.tick(NOON)
        clerk.leave()
        self.folding.catch_up()

    def turn(self, later: timedelta = timedelta(0)) -> None:
        """Let time pass, and do all that is due then."""
        self.now = NOON + later
        self.folding.catch_up()
        clerk = rounds_clerk(self.site, self.folding, uuid4(), HERE)
        while clerk.tick(self.now).is_busy:
            self.folding.catch_up()
        clerk.leave()
        self.folding.catch_up()

    def administer(self, use_case: UseCase) -> None:
        """Run an administrator's use case."""
        role = {"role": "administrator", "purpose": "administration"}
        self.site.runner.run(use_case, a_command(id=uuid4(), division="9901", **role))
        self.folding.catch_up()

    def open_account(self, kind: str, office: UUID) -> None:
        """Let somebody be able to sign in for an office."""
        claim = self.site.claim("sign-in name", kind)
        grant = Grant(ROLES[OfficeKind(kind)], str(office), "9901", "2026-01-01")
        self.administer(OpenAccount(claim, kind, f"演示{kind}", "no hash", grant))

    def webhook_to(self, address: str) -> str:
        """Let the police station be told at an address; return the secret."""
        station = self.offices[OfficeKind.POLICE_STATION]
        self.administer(
            ChooseChannel(
                station,
                channel=WayOut.WEBHOOK,
                address=f"{address}/webhook",
                place=1,
                after_minutes=10,
            )
        )
        newest = channels_of(self.site.log, station).secrets[0].id
        return ways(self.site, HERE).shown_secret(station, newest)

    def facts(self, *kinds: type) -> list[object]:
        """Return the facts of some kinds."""
        return [
            logged.fact
            for logged in self.site.log.after(0, 1000)
            if isinstance(logged.fact, kinds)
        ]

    def told(self, office: UUID) -> list[Issued]:
        """Return what an office is told."""
        return [
            fact
            for fact in self.facts(Issued)
            if isinstance(fact, Issued) and fact.receiver == str(office)
        ]

    def rung(self) -> list[str]:
        """Return which kinds of alarm were raised."""
        return [fact.kind for fact in self.facts(Raised) if isinstance(fact, Raised)]


@pytest.fixture
def county(database: Database, keys_folder: Path) -> Iterator[County]:
    make_views(database.owner_url, OF_THE_LOG)
    made = County()
    made.site = open_site(
        database.clerk_url, keys_folder, connections=12, clock=lambda: made.now
    )
    made.folding = Folding(made.site.engine, made.site.log, OF_THE_LOG)
    made.enter_offices()
    yield made
    made.site.close()


def a_station(county: County, file: Path, secrets: list[str]) -> Station:
    """Return a receiver that lets things go wrong when told."""
    kept = Kept(file)
    faults = Faults(Random(7).random)
    return Station(secrets, kept, lambda: county.now, "", faults)


def follow(site: Site) -> None:
    """Let what is issued be enlisted, and bring nothing."""

    def caused(what: str, cause: UUID) -> Command:
        return job_command(site, what, cause)

    ways_out = frozenset(channels(site, HERE))
    telling = Telling(site.log, site.runner, Offices(site.engine), caused, ways_out)
    alarm = alarm_of(site)
    following = telling.following()
    follower = Follower(site.engine, site.log, site.log.origin, following, alarm)
    mine = held(site.engine, "follower")
    while follower.step(mine, NOON):
        pass


def test_a_notice_about_somebody_erased_meanwhile_ends_and_holds_up_no_other(
    county: County,
) -> None:
    station = county.offices[OfficeKind.POLICE_STATION]
    county.a_danger()
    county.tell()
    [notice] = county.told(station)
    back = a_command(role="police", purpose="response", organisation=station)
    county.site.runner.run(ReturnNotice(notice.originator_id, "查无此人"), back)
    reminder = Message(
        uuid4(),
        notice.originator_id,
        county.offices[OfficeKind.GRID_CENTRE],
        "notice.reminded",
        lapses_at=NOON,
    )
    with county.site.engine.begin() as connection:
        enlist(connection, reminder, "webhook", NOON)
    county.site.keys.destroy(notice.person)
    county.administer(CloseOffice(station, "2026-03-02", "撤并(演示)"))

    county.turn()

    states = ask(
        county.site.engine,
        "SELECT state, count(*) FROM desk.attempt GROUP BY state ORDER BY state",
    )
    assert states == [("delivered", 4), ("diverted", 1), ("lapsed", 1)]


def test_receiver_disabled_between_trigger_and_send_fallback_receiver_and_nothing_to_it(
    county: County,
) -> None:
    station = county.offices[OfficeKind.POLICE_STATION]
    smi = county.offices[OfficeKind.COUNTY_SMI]
    county.a_danger()
    county.tell()
    county.administer(CloseOffice(station, "2026-03-02", "撤并(演示)"))

    county.turn()

    [original] = county.told(station)
    purposes = {(each.purpose, each.stands_in) for each in county.told(smi)}
    assert purposes == {("report", False), ("response", True)}
    [in_place] = [each for each in county.told(smi) if each.stands_in]
    assert in_place.fields == original.fields
    assert in_place.accept_by == original.accept_by
    states = ask(
        county.site.engine,
        "SELECT DISTINCT state FROM desk.attempt WHERE receiver = :station",
        station=station,
    )
    assert states == [("diverted",)]
    assert [
        fact.reason
        for fact in county.facts(Undeliverable)
        if isinstance(fact, Undeliverable)
    ] == ["receiver_closed"]
    assert county.rung().count("receiver_closed") == 1
    county.turn(timedelta(days=1))
    assert len(county.told(smi)) == 2


def test_an_office_nobody_can_sign_in_for_keeps_its_notice_and_its_stand_in_is_told_too(
    county: County,
) -> None:
    station = county.offices[OfficeKind.POLICE_STATION]
    smi = county.offices[OfficeKind.COUNTY_SMI]
    for kind, office in county.offices.items():
        if office != station:
            county.open_account(kind, office)
    county.a_danger()

    county.turn()
    county.turn(timedelta(days=1))

    assert len(county.told(station)) == 1
    assert [each.purpose for each in county.told(smi) if each.stands_in] == ["response"]
    assert [kind for kind in county.rung() if "receiver" in kind] == ["receiver_empty"]
    states = ask(
        county.site.engine,
        "SELECT state FROM desk.attempt"
        " WHERE receiver = :station AND topic = 'notice.issued'",
        station=station,
    )
    assert states == [("delivered",)]


def test_kill_the_sender_after_hand_off_restart_and_replay_the_log_the_receiver_has_one(
    county: County, database: Database, tmp_path: Path
) -> None:
    site, secrets = county.site, list[str]()
    station = a_station(county, tmp_path / "kept.db", secrets)
    with running(station) as address:
        secrets.append(county.webhook_to(address))
        county.a_danger()
        county.tell()
        follow(site)
        ways_out = {"inbox": Inbox(), **channels(site, HERE)}
        dying = Said(dies=True)
        sender = Delivery(site.engine, ways_out, dying, AtOnce(), Random(7).random)
        with pytest.raises(PowerCut):
            sender.step(held(site.engine, "clerk.rounds"), NOON)
        assert len(station.kept.list()) == 1
        run_out(site.engine)

        county.turn(timedelta(seconds=1))
        _forget_how_far_it_came(database)
        county.turn(timedelta(hours=1))

        [line] = station.kept.list()
        [issued] = county.told(county.offices[OfficeKind.POLICE_STATION])
        assert line.type == "suian.notice.issued"
        assert issued.receiver_kind == "police_station"
    delivered = [f.by for f in county.facts(Delivered) if isinstance(f, Delivered)]
    assert delivered.count("webhook") == 1


def test_a_dead_letter_is_brought_again_when_asked_and_the_asking_is_kept(
    county: County, tmp_path: Path
) -> None:
    secrets = list[str]()
    receiver = a_station(county, tmp_path / "kept.db", secrets)
    assert receiver.faults
    station = county.offices[OfficeKind.POLICE_STATION]
    with running(receiver) as address:
        secrets.append(county.webhook_to(address))
        county.a_danger()
        receiver.faults.set({"500": 1.0})
        county.turn()
        ask(
            county.site.engine,
            "UPDATE desk.attempt SET tries = 20 WHERE channel = 'webhook'",
        )
        county.turn(timedelta(days=4))
        [(notice,)] = ask(
            county.site.engine,
            "SELECT notice FROM desk.attempt WHERE state = 'undeliverable'",
        )
        assert "notice_undeliverable" in county.rung()

        receiver.faults.set({})
        again = RedeliverNotice(notice, station, WayOut.WEBHOOK, "对方已修复(演示)")
        county.administer(again)
        county.turn(timedelta(days=4, minutes=1))

        assert [line.id for line in receiver.kept.list()] == [str(notice)]
        assert len(county.facts(RedeliveryAsked)) == 1
        assert len(county.facts(Undeliverable)) == 1


def _forget_how_far_it_came(database: Database) -> None:
    """Let the follower of notices begin at the log's first fact again."""
    owner = engine_of(database.owner_url)
    ask(owner, "DELETE FROM desk.follower WHERE name = 'notices'")
    owner.dispose()

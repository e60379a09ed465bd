"""Facts = notices + named exceptions, per receiver; a gap rings within 60 virtual seconds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from domain.alarm import Cleared, Raised
from domain.notice import Issued
from domain.person.consent import Consent
from domain.registry.erasure import ErasePerson, ProposeErasure
from domain.registry.follow_up import GradeRisk, RecordFollowUp
from domain.registry.offices import CloseOffice
from domain.registry.reconciliation import (
    GRACE,
    Because,
    State,
    Weighed,
    reconciled,
)
from domain.registry.record import RecordConsent
from domain.values.findings import Grade
from domain.values.people import OfficeKind
from ops.acting import job_command, operator_command
from ops.clerk import rounds_clerk
from ops.site import Site, open_site
from ops.views import make_views
from projections.every import OF_THE_LOG
from projections.folding import Folding
from scheduler import lease
from scheduler.reconciliation import Reconciliation, offices_at
from tests.databases import Database
from tests.registering import a_form, an_office, register
from tests.streams import NOON, a_command

KINDS = (
    OfficeKind.COUNTY_SMI,
    OfficeKind.POLICE_STATION,
    OfficeKind.GRID_CENTRE,
    OfficeKind.CIVIL_AFFAIRS,
    OfficeKind.DISABILITY_FEDERATION,
)
WITHIN = timedelta(seconds=60)
"""How soon a gap is an alarm (issue 6, item 11)."""


@dataclass(slots=True)
class County:
    """A site on a clock of its own, with a clerk that tells and one that watches."""

    site: Site
    folding: Folding
    watch: Callable[[], Reconciliation]
    now: datetime = NOON
    offices: dict[str, UUID] = field(default_factory=dict[str, UUID])
    watching: Reconciliation | None = None

    def tell(self) -> None:
        """Let the follower and the delivery come to the end."""
        clerk = rounds_clerk(self.site, self.folding, uuid4())
        self.folding.catch_up()
        while clerk.tick(self.now).is_busy:
            self.folding.catch_up()
        clerk.leave()
        self.folding.catch_up()

    def reconcile(self, seconds: float = 0) -> None:
        """Let so much time go by and the watch look until it has read everything."""
        self.now += timedelta(seconds=seconds)
        self.folding.catch_up()
        held = lease.take(self.site.engine, "watch", uuid4(), timedelta(minutes=5))
        assert held is not None
        assert self.watching is not None
        while self.watching.step(held, self.now):
            pass
        lease.release(self.site.engine, held)
        self.folding.catch_up()

    def another_process(self) -> None:
        """Let another process watch, which knows only what is kept."""
        self.watching = self.watch()

    def grade(self, person: UUID, grade: int = 4) -> None:
        """Grade a person now, by a quick report."""
        self.site.runner.run(
            GradeRisk(person, grade, "演示"), a_command(id=uuid4(), now=self.now)
        )

    def weighed(self, at: int | None = None) -> list[Weighed]:
        """Return the whole log reconciled now, or as of a position."""
        facts = self.site.log.after(0, 1000 if at is None else at)
        offices = offices_at(self.site.engine)
        return reconciled(self.site.log, facts, offices, self.now, at)

    def states(self, at: int | None = None) -> dict[str, int]:
        """Return how often each answer is given."""
        found: dict[str, int] = {}
        for each in self.weighed(at):
            word = str(each.because or each.state)
            found[word] = found.get(word, 0) + 1
        return found

    def rings(self) -> dict[str, dict[str, str]]:
        """Return the alarms that ring about gaps, by receiver."""
        ringing: dict[UUID, dict[str, str]] = {}
        for logged in self.site.log.after(0, 2000):
            match logged.fact:
                case Raised() as raised if raised.kind == "notice_gap":
                    ringing[logged.stream] = raised.details
                case Cleared():
                    ringing.pop(logged.stream, None)
                case _:
                    pass
        return {details["receiver"]: details for details in ringing.values()}

    def skip(self) -> None:
        """Set the follower that tells to the end of the log, wrongly."""
        last = self.site.log.after(self.site.log.last_position() - 1, 1)[0]
        with self.site.pool.connection() as connection:
            connection.execute(
                "INSERT INTO desk.follower (name, position, origin, hash)"
                " VALUES ('notices', %s, %s, %s) ON CONFLICT (name) DO UPDATE"
                " SET position = excluded.position, hash = excluded.hash",
                (last.position, self.site.log.origin, last.hash),
            )


@pytest.fixture
def county(database: Database, keys_folder: Path) -> Iterator[County]:
    """A county with every office that is told, and nobody on its register."""
    make_views(database.owner_url, OF_THE_LOG)
    kept: dict[str, County] = {}
    site = open_site(
        database.clerk_url, keys_folder, connections=12, clock=lambda: kept["it"].now
    )

    def watch() -> Reconciliation:
        return Reconciliation(
            site.engine, site.log, site.runner, lambda what: job_command(site, what)
        )

    made = County(site, Folding(site.engine, site.log, OF_THE_LOG), watch)
    kept["it"] = made
    made.another_process()
    for kind in KINDS:
        made.offices[kind] = an_office(site, kind)
    yield made
    site.close()


def test_all_who_had_to_be_told_were_told_and_nothing_rings(county: County) -> None:
    person = register(county.site, an_office(county.site))
    county.grade(person)
    county.tell()

    county.reconcile(600)

    assert county.states() == {State.TOLD: len(KINDS)}
    assert {str(each.duty.office) for each in county.weighed()} == {
        str(county.offices[kind]) for kind in KINDS
    }
    assert county.rings() == {}


def test_a_follower_that_does_not_tell_is_an_alarm_for_each_receiver_within_60_seconds(
    county: County,
) -> None:
    """The follower stands still: reconciliation owes it nothing and finds the gap."""
    person = register(county.site, an_office(county.site))
    county.grade(person)
    recorded = county.now

    rung = None
    while rung is None and county.now - recorded <= WITHIN:
        county.reconcile(5)
        rung = county.now if county.rings() else None

    assert rung is not None
    assert rung - recorded <= WITHIN
    assert set(county.rings()) == {str(office) for office in county.offices.values()}


def test_before_its_time_an_untold_duty_is_not_yet_due_by_name(county: County) -> None:
    county.grade(register(county.site, an_office(county.site)))

    county.reconcile(10)

    assert county.states() == {Because.NOT_YET_DUE: len(KINDS)}
    assert county.rings() == {}


def test_the_alarm_falls_silent_when_the_receivers_are_told_after_all(
    county: County,
) -> None:
    county.grade(register(county.site, an_office(county.site)))
    county.reconcile(GRACE.total_seconds() + 5)
    assert county.rings()

    county.tell()
    county.reconcile(5)

    assert county.rings() == {}
    assert county.states() == {State.TOLD: len(KINDS)}


def test_a_follower_set_forward_wrongly_is_found(county: County) -> None:
    """A position behind which nothing was told: the follower itself would never know."""
    person = register(county.site, an_office(county.site))
    county.grade(person)
    county.folding.catch_up()
    county.skip()
    county.tell()
    assert not any(isinstance(f.fact, Issued) for f in county.site.log.after(0, 1000))

    county.reconcile()
    county.reconcile(GRACE.total_seconds() + 5)

    assert set(county.rings()) == {str(office) for office in county.offices.values()}
    [police] = [
        d for d in county.rings().values() if d["office_kind"] == "police_station"
    ]
    assert police["count"] == "1"


def test_one_receiver_left_out_rings_for_that_receiver_alone(county: County) -> None:
    """A directory that forgets the police, as a view gone wrong would."""
    person = register(county.site, an_office(county.site))
    county.grade(person)
    county.folding.catch_up()
    forget = "UPDATE view.office SET is_open = false WHERE kind = 'police_station'"
    remember = "UPDATE view.office SET is_open = true WHERE kind = 'police_station'"
    with county.site.pool.connection() as connection:
        connection.execute(forget)
    county.tell()
    with county.site.pool.connection() as connection:
        connection.execute(remember)

    county.reconcile(GRACE.total_seconds() + 5)

    assert set(county.rings()) == {str(county.offices[OfficeKind.POLICE_STATION])}


def test_another_process_goes_on_with_what_was_open(county: County) -> None:
    county.grade(register(county.site, an_office(county.site)))
    county.reconcile(5)

    county.another_process()
    county.reconcile(GRACE.total_seconds())

    assert len(county.rings()) == len(KINDS)


def test_an_imported_grade_and_one_of_an_older_day_are_exceptions_by_name(
    county: County,
) -> None:
    person = register(county.site, an_office(county.site))
    county.now += timedelta(days=10)
    for form, channel in (
        (a_form(date(2026, 3, 10)), "screen"),
        (a_form(date(2026, 3, 5), risk=Grade.LEVEL_3), "screen"),
        (a_form(date(2026, 3, 11), risk=Grade.LEVEL_4), "import"),
    ):
        command = a_command(id=uuid4(), now=county.now, channel=channel)
        county.site.runner.run(RecordFollowUp(person, form), command)
    county.tell()

    county.reconcile(600)

    assert county.states() == {Because.NOT_CURRENT: 1, Because.IMPORTED: 1}
    assert county.rings() == {}


def test_a_closed_office_is_stood_in_for_and_the_stand_in_is_who_had_to_be_told(
    county: County,
) -> None:
    grid = county.offices[OfficeKind.GRID_CENTRE]
    closing = CloseOffice(grid, "2026-03-02", "演示")
    county.site.runner.run(
        closing,
        a_command(role="administrator", purpose="administration", division="9901"),
    )
    county.grade(register(county.site, an_office(county.site)))
    county.tell()

    county.reconcile(600)

    assert set(county.states()) == {State.TOLD}
    [stand_in] = [each.duty for each in county.weighed() if each.duty.stands_in]
    assert stand_in.office == county.offices[OfficeKind.COUNTY_SMI]
    assert county.rings() == {}


def test_an_office_closed_before_it_was_told_is_an_exception_by_name(
    county: County,
) -> None:
    grid = county.offices[OfficeKind.GRID_CENTRE]
    county.grade(register(county.site, an_office(county.site)))
    closing = CloseOffice(grid, "2026-03-02", "演示")
    county.site.runner.run(
        closing,
        a_command(role="administrator", purpose="administration", division="9901"),
    )
    county.tell()

    county.reconcile(600)

    assert county.states()[Because.OFFICE_CHANGED] == 1
    assert county.rings() == {}


def test_helpers_are_excepted_by_name_where_consent_was_withdrawn(
    county: County,
) -> None:
    person = register(county.site, an_office(county.site))
    withdrawn = Consent("withdrawn", "本人", "2026-03-02", None)
    county.site.runner.run(RecordConsent(person, withdrawn), a_command(id=uuid4()))
    county.grade(person)
    county.tell()

    county.reconcile(600)

    assert county.states() == {State.TOLD: 3, Because.USE_STOPPED: 2}
    assert county.rings() == {}


def test_who_was_erased_before_being_told_is_an_exception_by_name(
    county: County,
) -> None:
    person = register(county.site, an_office(county.site))
    county.grade(person)
    county.reconcile(5)
    for use_case in (ProposeErasure(person, "保存期满"), ErasePerson(person, None)):
        command = operator_command(county.site, "990101", actor=uuid4())
        county.site.runner.run(use_case, command)
    county.site.keys.destroy(person)

    county.reconcile(600)

    assert set(county.states()) == {Because.ERASED}
    assert county.rings() == {}


def test_a_withdrawal_nobody_was_told_of_is_an_alarm_until_it_is_told(
    county: County,
) -> None:
    """The second path asks what a lowered grade makes untrue, too."""
    person = register(county.site, an_office(county.site))
    county.grade(person)
    county.tell()
    county.reconcile(600)
    lowering = a_command(id=uuid4(), now=county.now, role="psychiatrist")
    county.site.runner.run(GradeRisk(person, 1, "演示"), lowering)

    county.reconcile(5)
    assert county.rings() == {}
    county.reconcile(GRACE.total_seconds() + 5)
    assert set(county.rings()) == {str(office) for office in county.offices.values()}

    county.tell()
    county.reconcile(5)
    assert county.rings() == {}


def test_as_of_a_position_it_is_as_it_was_then(county: County) -> None:
    person = register(county.site, an_office(county.site))
    county.grade(person)
    before = county.site.log.last_position()
    county.now += timedelta(seconds=600)
    county.tell()

    assert county.states(before) == {State.GAP: len(KINDS)}
    assert county.states() == {State.TOLD: len(KINDS)}

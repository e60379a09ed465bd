"""One reminder for a person, a due day and a kind, however often the job runs."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from domain.fact import Fact
from domain.log import Command, Head
from domain.office import Office
from domain.person.person import Person
from domain.person.standing import Death, record_death
from domain.registry.contacts import Attempt, NoteContact
from domain.registry.offices import CloseOffice
from domain.registry.runner import folded
from domain.reminder import Sent
from domain.values.contacts import ContactOutcome, ContactWay
from domain.values.findings import Grade
from ops.acting import job_command
from ops.site import Site
from ops.views import make_views
from projections.every import OF_THE_LOG
from projections.folding import Folding
from scheduler.jobs.remind_of_follow_ups import RemindOfFollowUps
from tests.databases import Database
from tests.registering import a_form, an_office, follow_up, register
from tests.streams import a_command, append, pending

DUE, NEXT_DAY = date(2026, 3, 16), date(2026, 3, 17)


@pytest.fixture
def folding(site: Site, database: Database) -> Folding:
    make_views(database.owner_url, OF_THE_LOG)
    return Folding(site.engine, site.log, OF_THE_LOG)


def remind(site: Site, day: date) -> int:
    """Run the job as it fell due just after midnight of a day in China."""
    job = RemindOfFollowUps(
        site.engine, site.runner, lambda what, cause: job_command(site, what, cause)
    )
    return job(midnight(day))


def midnight(day: date) -> datetime:
    """Return when a day has just begun in China."""
    return datetime(day.year, day.month, day.day, 0, 10, tzinfo=UTC) - timedelta(
        hours=8
    )


def sent(site: Site) -> list[tuple[str, str]]:
    facts = [logged.fact for logged in site.log.after(0, 1000)]
    return [(fact.due_on, fact.kind) for fact in facts if isinstance(fact, Sent)]


def told(site: Site) -> list[tuple[str, UUID]]:
    facts = [logged.fact for logged in site.log.after(0, 1000)]
    return [(fact.kind, UUID(fact.unit)) for fact in facts if isinstance(fact, Sent)]


def unstable(site: Site, folding: Folding, unit: UUID | None = None) -> UUID:
    """Register somebody who is unstable on 2 March: due on the 16th."""
    person = register(site, unit or an_office(site))
    follow_up(site, person, a_form(risk=Grade.LEVEL_3))
    folding.catch_up()
    return person


def test_nobody_is_reminded_before_the_due_day(site: Site, folding: Folding) -> None:
    unstable(site, folding)

    assert remind(site, date(2026, 3, 15)) == 0
    assert sent(site) == []


def test_the_job_run_again_and_by_ten_at_once_reminds_once(
    site: Site, folding: Folding
) -> None:
    unstable(site, folding)

    with ThreadPoolExecutor(10) as threads:
        for job in [threads.submit(remind, site, DUE) for _ in range(10)]:
            job.result()
    remind(site, DUE)

    assert sent(site) == [("2026-03-16", "due")]


def test_overdue_is_another_kind_and_sent_once_too(
    site: Site, folding: Folding
) -> None:
    unstable(site, folding)

    for day in (DUE, NEXT_DAY, date(2026, 3, 18)):
        remind(site, day)

    assert sent(site) == [("2026-03-16", "due"), ("2026-03-16", "overdue")]


def test_whoever_was_seen_meanwhile_is_not_reminded_though_the_list_is_stale(
    site: Site, folding: Folding
) -> None:
    unstable(site, folding)
    person = site.log.after(0, 1000)[-1].stream
    follow_up(site, person, a_form(date(2026, 3, 2)))

    assert remind(site, DUE) == 0
    assert sent(site) == []


def test_each_rung_is_told_in_its_turn_and_once(site: Site, folding: Folding) -> None:
    clinic, unit, county = (
        an_office(site, kind)
        for kind in ("village_clinic", "township_hospital", "county_smi")
    )
    unstable(site, folding, unit)

    for over in range(12):
        remind(site, DUE + timedelta(days=over))
        folding.catch_up()

    assert told(site) == [
        ("due", clinic),
        ("overdue", clinic),
        ("unit", unit),
        ("county", county),
    ]


def test_after_an_outage_what_was_not_sent_is_sent_and_nothing_twice(
    site: Site, folding: Folding
) -> None:
    unit = an_office(site)
    unstable(site, folding, unit)
    remind(site, NEXT_DAY)

    for over in (4, 1, 4):
        remind(site, DUE + timedelta(days=over))

    assert told(site) == [("overdue", unit), ("unit", unit)]


def test_the_county_office_stands_in_for_a_unit_that_is_closed(
    site: Site, folding: Folding
) -> None:
    unit, county = an_office(site), an_office(site, "county_smi")
    unstable(site, folding, unit)
    close(site, unit, county)
    folding.catch_up()

    remind(site, DUE)

    assert told(site) == [("due", county)]


def test_nobody_is_told_where_there_is_nobody_to_tell(
    site: Site, folding: Folding
) -> None:
    unit = an_office(site)
    unstable(site, folding, unit)
    close_as_old_logs_have_it(site, unit)
    folding.catch_up()

    assert remind(site, DUE) == 0
    assert sent(site) == []


def test_who_has_died_is_never_reminded_of_again(site: Site, folding: Folding) -> None:
    person = unstable(site, folding)
    facts = site.log.stream(person)
    stream = folded(facts)
    assert isinstance(stream, Person)
    record_death(stream, Death("2026-03-10", 1, None))
    append(site.log, pending(stream), Head(facts[-1].version, facts[-1].hash))

    assert remind(site, DUE) == 0
    folding.catch_up()
    assert remind(site, NEXT_DAY) == 0
    assert sent(site) == []


def test_remind_later_holds_back_the_doctor_s_reminders_and_no_other(
    site: Site, folding: Folding
) -> None:
    unit = an_office(site)
    person = unstable(site, folding, unit)
    pause = Attempt(
        DUE,
        ContactWay.PHONE,
        ContactOutcome.REMIND_LATER,
        DUE + timedelta(days=5),
    )
    site.runner.run(NoteContact(person, pause), a_command(now=midnight(DUE)))

    remind(site, DUE)
    folding.catch_up()
    for over in (1, 3, 4, 5):
        remind(site, DUE + timedelta(days=over))

    assert told(site) == [("unit", unit), ("overdue", unit)]


class Killed(Exception):
    """The process ended here."""


def test_a_job_killed_between_two_reminders_sends_the_rest_and_none_twice(
    site: Site, folding: Folding
) -> None:
    unit = an_office(site)
    for _ in range(3):
        unstable(site, folding, unit)
    made: list[UUID] = []

    def until_killed(what: str, cause: UUID) -> Command:
        if len(made) == 2:
            raise Killed
        made.append(cause)
        return job_command(site, what, cause)

    with pytest.raises(Killed):
        RemindOfFollowUps(site.engine, site.runner, until_killed)(midnight(DUE))
    killed_after = len(sent(site))
    remind(site, DUE)

    assert killed_after == 2
    assert told(site) == [("due", unit)] * 3


def close(site: Site, office: UUID, acting: UUID) -> None:
    site.runner.run(
        CloseOffice(office, "2026-03-10", "演示", acting),
        a_command(role="administrator", purpose="administration", division="9901"),
    )


def close_as_old_logs_have_it(site: Site, unit: UUID) -> None:
    """Close a unit without anybody who acts for it, as was possible once."""
    facts = site.log.stream(unit)
    office = folded(facts)
    assert isinstance(office, Office)
    office.close("2026-03-10", "演示")
    closed = [fact for fact in office.collect_events() if isinstance(fact, Fact)]
    append(site.log, closed, Head(facts[-1].version, facts[-1].hash))

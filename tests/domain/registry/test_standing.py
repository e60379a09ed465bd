"""Who dies, is lost, is or is found again, by a follow-up or another way."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from domain.errors import AlreadyLeft, NotLost, NotYetGiven
from domain.registry.standing import (
    Death,
    Loss,
    RecordDeath,
    RecordFound,
    RecordLoss,
)
from domain.values.findings import Findings
from ops.site import Site
from projections.chart import Chart, chart
from tests.registering import a_form, an_office, follow_up, register
from tests.streams import NOON, a_command

LATER = NOON + timedelta(days=20)
HEART = Death("2026-03-10", 1, 3)


@pytest.fixture
def person(site: Site) -> UUID:
    return register(site, an_office(site))


def seen(site: Site, person: UUID) -> Chart:
    found = chart(site.log.person(person))
    assert found is not None
    return found


def topics(site: Site, person: UUID) -> list[str]:
    return [fact.topic for fact in site.log.stream(person)]


def test_a_form_that_tells_of_a_death_needs_no_class_and_ends_the_reminders(
    site: Site, person: UUID
) -> None:
    form = a_form(
        date(2026, 3, 12), spoke_with=frozenset({2}), findings=Findings(), death=HEART
    )

    follow_up(site, person, form, now=LATER)

    card = seen(site, person).card
    assert (card.left_by, card.due_on) == ("died", None)
    assert seen(site, person).due.due_on is None
    assert topics(site, person)[-1] == "person.death_recorded"


def test_after_the_day_of_death_no_follow_up_is_taken_and_before_it_one_is(
    site: Site, person: UUID
) -> None:
    site.runner.run(RecordDeath(person, HEART), a_command(now=LATER))

    with pytest.raises(AlreadyLeft):
        follow_up(site, person, a_form(date(2026, 3, 11)), now=LATER)
    follow_up(site, person, a_form(date(2026, 3, 9)), now=LATER)

    assert seen(site, person).card.due_on is None
    assert seen(site, person).follow_ups[0].visited_on == "2026-03-09"


def test_a_form_that_tells_of_a_loss_keeps_the_person_due_and_reaching_them_finds_them(
    site: Site, person: UUID
) -> None:
    lost = a_form(date(2026, 3, 3), findings=Findings(), lost=Loss(3))
    follow_up(site, person, lost, now=LATER)
    missing = seen(site, person).card
    follow_up(site, person, a_form(date(2026, 3, 20)), now=LATER)

    assert (missing.lost_on, missing.due_on) == ("2026-03-03", "2026-03-17")
    assert seen(site, person).card.lost_on == ""
    assert "person.found_again" in topics(site, person)


def test_a_back_dated_visit_finds_nobody_who_was_lost_later(
    site: Site, person: UUID
) -> None:
    loss = RecordLoss(person, "2026-03-10", Loss(1))
    site.runner.run(loss, a_command(now=LATER))

    follow_up(site, person, a_form(date(2026, 3, 4)), now=LATER)

    assert seen(site, person).card.lost_on == "2026-03-10"


def test_found_again_by_another_way_and_only_who_was_lost(
    site: Site, person: UUID
) -> None:
    found = RecordFound(person, "2026-03-12")
    with pytest.raises(NotLost):
        site.runner.run(found, a_command(now=LATER))
    loss = RecordLoss(person, "2026-03-10", Loss(5, "去向不明"))
    site.runner.run(loss, a_command(now=LATER))

    site.runner.run(found, a_command(now=LATER))

    assert seen(site, person).card.lost_on == ""


def test_nothing_is_dated_after_today(site: Site, person: UUID) -> None:
    with pytest.raises(NotYetGiven):
        site.runner.run(RecordDeath(person, HEART), a_command())
    with pytest.raises(NotYetGiven):
        follow_up(site, person, a_form(death=HEART, findings=Findings()))

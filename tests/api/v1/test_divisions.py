"""A code of a division changes: people, offices and accounts follow; as of before nothing does."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.errors import DivisionsDiffer
from domain.registry.divisions import ChangeDivisionCode
from domain.registry.offices import CloseOffice
from ops.acting import job_command
from projections.custody import custody_of, not_handed_over
from projections.division_changes import still_numbered
from projections.management import filed
from projections.offices import office, serving
from projections.person_card import card
from scheduler.jobs.renumber_divisions import RenumberDivisions
from tests.api.console.browsing import CHINESE, a_person, browser, send
from tests.api.township import HERE, TOWNSHIP, Township, key
from tests.api.v1.test_rates import rates
from tests.scheduler.test_reminders import midnight

DAY, LATER = date(2026, 3, 2), date(2026, 7, 1)
NEW, NEW_VILLAGE = "990101009", "990101009001"
ADMIN = {"role": "administrator", "purpose": "administration", "division": "990101"}


def change(old: str = TOWNSHIP, new: str = NEW, on: date = DAY) -> ChangeDivisionCode:
    return ChangeDivisionCode(old, new, "演示新镇", on.isoformat(), "区划调整批复")


def carry(township: Township, day: date) -> int:
    site = township.web.clerk
    job = RenumberDivisions(
        site.engine, site.runner, lambda what, cause: job_command(site, what, cause)
    )
    renumbered = job(midnight(day))
    township.fold()
    return renumbered


def test_people_of_the_old_code_are_found_under_the_new_from_that_day_on(
    township: Township,
) -> None:
    person = a_person(township, name="演示丁")
    township.run(change(), **ADMIN)
    before = township.web.clerk.log.last_position()

    assert carry(township, DAY - timedelta(days=1)) == 0
    assert carry(township, DAY) > 0
    assert carry(township, DAY) == 0

    site = township.web.clerk
    with site.engine.begin() as connection:
        now, then = card(connection, person), card(connection, person, before)
        assert now is not None
        assert then is not None
        assert (now.division, then.division) == (NEW_VILLAGE, HERE)
        assert [m.person for m in filed(connection, NEW, "2026-12-31")] == [person]
        assert filed(connection, TOWNSHIP, "2026-12-31") == []
        as_of = filed(connection, TOWNSHIP, "2026-12-31", before)
        assert [m.person for m in as_of] == [person]
        hospital = office(connection, township.offices["hospital"])
        assert hospital is not None
        assert hospital.division == NEW
        day = DAY.isoformat()
        clinic = township.offices["clinic"]
        assert serving(connection, "village_clinic", NEW_VILLAGE, day) == [clinic]
        held = custody_of(connection, person)
        assert held is not None
        assert held.held_from == held.division == NEW_VILLAGE
        assert not_handed_over(connection, []) == []
        assert still_numbered(connection, TOWNSHIP) == []
    doctor = township.client("doctor")
    found = doctor.post("/api/v1/people/search", json={"words": "演示丁"})
    assert str(person) in found.text
    village = township.client("village").get(f"/api/v1/people/{person}")
    assert village.status_code == 200
    assert registered(township, division=TOWNSHIP, as_of=before) == "1"
    assert registered(township, division=TOWNSHIP) == "0"
    assert registered(township, division=NEW) == "1"
    assert doctor.get(f"/api/v1/people/{person}?as_of={before}").status_code == 200


def registered(township: Township, **asked: Any) -> str:
    """Return how many are registered, as the doctor of the township reads it."""
    (row,) = rates(township, **asked)["items"]
    return next(rate["text"] for rate in row["rates"] if rate["code"] == "I-REG")


def test_a_change_that_was_turned_back_moves_nobody(township: Township) -> None:
    person = a_person(township)
    township.run(change(on=DAY), **ADMIN)
    township.run(change(NEW, TOWNSHIP, DAY + timedelta(days=1)), **ADMIN)

    carry(township, DAY + timedelta(days=2))

    with township.web.clerk.engine.begin() as connection:
        found = card(connection, person)
    assert found is not None
    assert found.division == HERE


@pytest.mark.parametrize(("old", "new"), [(TOWNSHIP, HERE), (TOWNSHIP, TOWNSHIP)])
def test_codes_of_two_levels_or_the_same_are_refused(
    township: Township, old: str, new: str
) -> None:
    with pytest.raises(DivisionsDiffer):
        township.run(change(old, new), **ADMIN)


def test_the_administrator_enters_a_change_and_everybody_reads_it(
    township: Township,
) -> None:
    admin = browser(township, "admin")
    typed = {
        "old": TOWNSHIP,
        "new": NEW,
        "name": "演示新镇",
        "from_on": LATER.isoformat(),
        "reason": "区划调整批复",
    }
    sent = send(admin, admin.get("/divisions"), "/divisions", **typed)
    township.fold()

    assert sent.status_code == 303, sent.text
    assert "演示新镇" in browser(township, "doctor").get("/divisions").text
    assert "尚未生效" in admin.get("/divisions", headers=CHINESE).text
    listed = township.client("officer").get("/api/v1/division-changes").json()["items"]
    assert [(row["old"], row["new"]) for row in listed] == [(TOWNSHIP, NEW)]
    refused = township.client("doctor").post(
        "/api/v1/division-changes", json=typed, headers=key()
    )
    assert refused.status_code == 403


def test_a_closed_office_keeps_its_villages_as_they_were(township: Township) -> None:
    police: UUID = township.offices["police"]
    township.run(CloseOffice(police, "2026-03-02", "撤并"), **ADMIN)
    township.run(change(), **ADMIN)

    carry(township, DAY)

    with township.web.clerk.engine.begin() as connection:
        row = office(connection, police)
    assert row is not None
    assert row.division == NEW

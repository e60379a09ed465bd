"""A unit without staff: the county SMI office acts, and everything follows the post (D-L8)."""

from datetime import date

from domain.registry.accounts import DisableAccount
from ops.acting import job_command
from scheduler.jobs.note_vacancies import NoteVacancies
from tests.api.console.browsing import CHINESE, a_person, actions, browser
from tests.api.township import Township
from tests.api.v1.test_responsibility import who
from tests.registering import an_office
from tests.scheduler.test_reminders import midnight

DAY = date(2026, 3, 2)
ADMIN = {"role": "administrator", "purpose": "administration", "division": "9901"}


def note(township: Township) -> int:
    site = township.web.clerk
    job = NoteVacancies(
        site.engine, site.runner, lambda what, cause: job_command(site, what, cause)
    )
    noted = job(midnight(DAY))
    township.fold()
    return noted


def test_the_county_office_acts_from_the_night_the_last_account_is_shut(
    township: Township,
) -> None:
    smi = an_office(township.web.clerk, "county_smi", division="990101", villages=())
    township.fold()
    person = a_person(township)
    hospital = str(township.offices["hospital"])

    assert note(township) == 0
    township.run(DisableAccount(township.accounts["doctor"], "离职"), **ADMIN)
    assert (note(township), note(township)) == (1, 0)

    answer = who(township, person)
    assert answer["unit"] == hospital
    assert answer["acting"] in {str(smi), str(township.offices["smi"])}
    county = browser(township, "county")
    assert "代行" in county.get(f"/people/{person}", headers=CHINESE).text
    gaps = township.client("auditor").get("/api/v1/handover-gaps").json()["open"]
    assert [why["code"] for why in gaps[0]["because"]] == ["handover.acting"]
    reopen = f"/offices/{hospital}/reopen"
    assert reopen in actions(browser(township, "admin").get("/offices"))

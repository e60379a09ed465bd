"""What the view of management keeps of a person for the figures."""

from collections.abc import Callable
from datetime import date
from typing import Any

from domain.person.check_up import CheckUpForm, record_check_up
from domain.person.consent import Consent, record_consent
from domain.person.follow_up import correct_follow_up, record_follow_up
from domain.person.person import Person
from domain.person.standing import (
    Death,
    exclude_diagnosis,
    find_again,
    lose,
    record_death,
)
from domain.values.check_up import AgreedBy, CheckUpItem, ItemResult, Results
from domain.values.findings import Adherence, HospitalStay, Incidents
from ops.site import Site
from projections.management import Managed, fold
from tests.registering import a_form
from tests.streams import a_person, append, pending

TODAY = date(2026, 3, 2)


def folded(site: Site, *happenings: Callable[[Person], object]) -> Managed:
    """Return the row of somebody to whom these things happened."""
    person = a_person()
    for happening in happenings:
        happening(person)
    row: Managed | None = None
    for logged in append(site.log, pending(person)):
        row = fold(row, logged)
    assert row is not None
    return row


def visit(row: Managed) -> dict[str, Any]:
    (only,) = row.visits
    return only


def checked(*items: CheckUpItem) -> CheckUpForm:
    done = {item: ItemResult() for item in items}
    return CheckUpForm(TODAY, Results(done), AgreedBy.PERSON)


def test_a_follow_up_is_kept_with_what_the_figures_need(site: Site) -> None:
    form = a_form(
        adherence=Adherence.IRREGULAR,
        hospital=HospitalStay.DISCHARGED,
        incidents=Incidents(disturbance=1),
        grade_why="演示",
    )

    kept = visit(folded(site, lambda p: record_follow_up(p, "f", form, TODAY)))

    assert (kept["graded"], kept["face"], kept["judged"]) == (True, True, 3)
    assert (kept["adherence"], kept["hospital"]) == (2, 2)
    assert (kept["disturbed"], kept["harmed"]) == (True, False)


def test_a_corrected_follow_up_stands_in_place_of_the_wrong_one(site: Site) -> None:
    by_phone = a_form(form=3, adherence=Adherence.NOT_TAKING)

    row = folded(
        site,
        lambda p: record_follow_up(p, "f", a_form(), TODAY),
        lambda p: correct_follow_up(p, "f", by_phone, TODAY, "演示"),
    )

    kept = visit(row)
    assert (kept["face"], kept["adherence"]) == (False, 3)


def test_a_check_up_counts_as_complete_once_it_is_put_right(site: Site) -> None:
    national = tuple(CheckUpItem)[:7]

    row = folded(
        site,
        lambda p: record_check_up(p, "c", checked(CheckUpItem.ECG), TODAY),
        lambda p: record_check_up(
            p, "x", checked(*national), TODAY, corrects="c", reason="漏录"
        ),
    )

    assert row.check_ups == [
        {"check_up": "c", "checked_on": "2026-03-02", "complete": True}
    ]


def test_each_loss_is_kept_with_the_day_found_again(site: Site) -> None:
    row = folded(
        site,
        lambda p: lose(p, lost_on="2026-03-02", reason=3),
        lambda p: find_again(p, found_on="2026-03-09"),
        lambda p: lose(p, lost_on="2026-04-01", reason=5),
    )

    assert row.losses == [
        {"lost_on": "2026-03-02", "found_on": "2026-03-09"},
        {"lost_on": "2026-04-01", "found_on": None},
    ]


def test_death_and_exclusion_are_kept_with_their_days(site: Site) -> None:
    dead = folded(site, lambda p: record_death(p, Death("2026-03-05", 2, None)))
    excluded = folded(
        site,
        lambda p: exclude_diagnosis(
            p, excluded_on="2026-03-06", hospital="演示医院", reason="演示"
        ),
    )

    assert (dead.died_on, dead.excluded_on) == ("2026-03-05", None)
    assert (excluded.died_on, excluded.excluded_on) == (None, "2026-03-06")


def test_an_answer_about_consent_without_a_day_is_not_placed_in_time(
    site: Site,
) -> None:
    row = folded(
        site,
        lambda p: record_consent(p, Consent("agreed", "本人", "", None)),
        lambda p: record_consent(p, Consent("refused", "本人", "2026-03-02", None)),
    )

    assert row.consents == [{"signed_on": "2026-03-02", "answer": "refused"}]

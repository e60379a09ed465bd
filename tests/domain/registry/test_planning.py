"""What makes a visit due besides the last follow-up, and that each day explains itself."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from domain.person.discharge import note_discharge
from domain.person.person import Person
from domain.registry.explained import explained
from domain.registry.runner import folded
from domain.registry.standing import Loss, RecordFound, RecordLoss
from domain.rules.parameters import NATIONAL
from domain.rules.planning import Cause
from domain.values.findings import Grade, HospitalStay, Insight
from domain.values.registration import Use
from domain.values.visit_details import Referral
from ops.site import Site
from projections.chart import chart
from projections.due_list import Due
from tests.registering import a_form, an_office, follow_up, register
from tests.streams import NOON, a_command, a_person

LATER = NOON + timedelta(days=90)
BY_PHONE = 3


@pytest.fixture
def person(site: Site) -> UUID:
    return register(site, an_office(site))


def due(site: Site, person: UUID) -> Due:
    """Return the line; the stream, the card and the list agree on the day."""
    seen = chart(site.log.person(person))
    stream = folded(site.log.stream(person))
    assert seen is not None
    assert isinstance(stream, Person)
    assert seen.due.due_on == seen.card.due_on == stream.due_on
    return seen.due


def computed(site: Site, person: UUID) -> str:
    line = due(site, person)
    found = explained(line.inputs, line.because)
    assert found is not None
    return found.computed_on.isoformat()


def found_again(site: Site, person: UUID) -> None:
    loss = RecordLoss(person, "2026-03-20", Loss(3))
    site.runner.run(loss, a_command(now=LATER))
    found = RecordFound(person, "2026-04-01")
    site.runner.run(found, a_command(now=LATER))


def test_who_was_found_again_is_seen_within_two_weeks_and_face_to_face(
    site: Site, person: UUID
) -> None:
    """D-D3, D-D5."""
    follow_up(site, person, a_form(date(2026, 3, 3)), now=LATER)

    found_again(site, person)
    planned = due(site, person)
    follow_up(site, person, a_form(date(2026, 4, 3), form=BY_PHONE), now=LATER)
    called = due(site, person)
    follow_up(site, person, a_form(date(2026, 4, 10)), now=LATER)

    assert (planned.due_on, [w["code"] for w in planned.because or ()]) == (
        "2026-04-15",
        ["plan.found"],
    )
    assert called.due_on == "2026-04-15"
    assert due(site, person).due_on == "2026-07-10"


def test_a_call_after_the_day_does_not_make_the_face_visit_disappear(
    site: Site, person: UUID
) -> None:
    """D-D4."""
    follow_up(site, person, a_form(date(2026, 3, 3)), now=LATER)
    found_again(site, person)

    follow_up(site, person, a_form(date(2026, 4, 20), form=BY_PHONE), now=LATER)

    assert due(site, person).due_on == "2026-05-04"
    assert computed(site, person) == "2026-05-04"


def test_an_earlier_day_on_record_is_not_moved_by_a_plan(
    site: Site, person: UUID
) -> None:
    found_again(site, person)

    line = due(site, person)

    assert line.due_on == "2026-03-16"
    assert computed(site, person) == "2026-03-16"
    assert line.plans["found"]["planned_on"] == "2026-04-15"


def test_a_referral_in_the_form_is_followed_up_within_two_weeks(
    site: Site, person: UUID
) -> None:
    sent = Referral(done=True, institution="演示医院")

    follow_up(site, person, a_form(date(2026, 3, 3), referral=sent), now=LATER)

    assert due(site, person).due_on == "2026-03-17"
    assert computed(site, person) == "2026-03-17"


def test_a_discharge_brings_the_visit_forward_unless_a_face_visit_was_made_since() -> (
    None
):
    today, planned = date(2026, 3, 30), a_person()
    planned.first_due_on = "2026-06-01"

    note_discharge(planned, date(2026, 3, 20), "演示医院", today, NATIONAL)

    assert planned.due_on == "2026-03-30"
    assert planned.planning.plans[Cause.DISCHARGE].face


def test_a_plan_made_while_consent_is_withdrawn_leaves_an_earlier_day_for_later() -> (
    None
):
    today, planned = date(2026, 3, 30), a_person()
    planned.first_due_on = "2026-03-25"
    planned.stopped_uses = [Use.FOLLOW_UP.value]

    note_discharge(planned, date(2026, 3, 20), "演示医院", today, NATIONAL)

    assert planned.due_on is None
    planned.stopped_uses = []
    assert planned.due_on == "2026-03-25"


def test_a_discharge_the_family_tells_of_by_telephone_plans_a_face_visit(
    site: Site, person: UUID
) -> None:
    told = a_form(
        date(2026, 3, 12),
        form=BY_PHONE,
        spoke_with=frozenset({2}),
        hospital=HospitalStay.DISCHARGED,
        discharged_on="2026-03-10",
    )

    follow_up(site, person, told, now=LATER)

    assert due(site, person).due_on == "2026-03-20"
    assert computed(site, person) == "2026-03-20"
    follow_up(site, person, a_form(date(2026, 3, 16)), now=LATER)
    assert due(site, person).due_on == "2026-06-16"


COURSE = [
    a_form(date(2026, 3, 3)),
    a_form(date(2026, 3, 10), risk=Grade.LEVEL_1),
    a_form(date(2026, 3, 24), risk=Grade.LEVEL_1, settling=True),
    a_form(date(2026, 4, 2), insight=Insight.ABSENT),
    a_form(date(2026, 4, 9), risk=Grade.LEVEL_1),
    a_form(date(2026, 4, 20), risk=Grade.LEVEL_1),
    a_form(date(2026, 4, 28), risk=Grade.LEVEL_1),
    a_form(date(2026, 5, 2), hospital=HospitalStay.IN_HOSPITAL_NOW),
    a_form(date(2026, 5, 9), hospital=HospitalStay.IN_HOSPITAL_NOW),
]


def test_the_day_on_the_list_is_explained_at_every_step_of_a_course(
    site: Site, person: UUID
) -> None:
    assert computed(site, person) == due(site, person).due_on
    for form in COURSE:
        follow_up(site, person, form, now=LATER)

        assert computed(site, person) == due(site, person).due_on

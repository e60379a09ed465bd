"""Rehabilitation services, guidance, and the way through community rehabilitation."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.errors import (
    AlreadyLeft,
    MinutesUnreadable,
    NotAllowed,
    NothingDelivered,
    NotYetGiven,
    ReasonNeeded,
    Refused,
    StepNotOpen,
    Unknown,
)
from domain.log import Recorded
from domain.registry.services import (
    ApplyForRehabilitation,
    DeliverService,
    GiveGuidance,
    GuidanceForm,
    ServiceForm,
    Step,
    StepForm,
    TakeRehabilitationStep,
)
from domain.registry.standing import Death, RecordDeath
from domain.rules.parameters import YEAR_NOT_KNOWN, InForce, Override
from domain.rules.rehabilitation import accept_by, assess_by, refer_by
from domain.values.calendar import ListedWorkingDays
from domain.values.services import (
    ApplyWay,
    Audience,
    Progress,
    Service,
    ServiceWay,
    Stage,
    Topic,
)
from ops.site import Site
from projections.services import Services, services
from tests.registering import VILLAGE, an_office, register
from tests.streams import a_command

ON = date(2026, 3, 2)


@pytest.fixture
def person(site: Site) -> UUID:
    return register(site, an_office(site))


def run(site: Site, use_case: Any, **named: Any) -> Recorded:
    return site.runner.run(use_case, a_command(id=uuid4(), **named))


def a_service(person: UUID, **named: Any) -> DeliverService:
    facts: dict[str, Any] = {
        "services": (Service.LIVING, Service.PEER, Service.LIVING),
        "delivered_on": ON,
        "by": "演示康复师",
        "place": "演示社区康复站",
        "minutes": 60,
        "way": ServiceWay.GROUP,
        "progress": Progress.BETTER,
        **named,
    }
    return DeliverService(person, ServiceForm(**facts))


def guidance(person: UUID, **named: Any) -> GiveGuidance:
    facts: dict[str, Any] = {
        "topics": (Topic.MEDICINE,),
        "given_on": ON,
        "audience": Audience.GUARDIAN,
        "audience_name": "演示监护人",
        "by": "演示镇医",
        "way": ServiceWay.HOME,
        **named,
    }
    return GiveGuidance(person, GuidanceForm(**facts))


def seen(site: Site, person: UUID) -> Services:
    return services(site.log.person(person))


def a_case(site: Site, person: UUID) -> UUID:
    asked = ApplyForRehabilitation(person, ApplyWay.SELF, "演示监护人", "职业", ON)
    return run(site, asked).facts[0].stream


def step(site: Site, person: UUID, case: UUID, taken: Step, **named: Any) -> Recorded:
    values: dict[str, Any] = {"on": ON, **named}
    form = StepForm(step=taken, **values)
    return run(site, TakeRehabilitationStep(person, case, form))


def test_services_and_guidance_are_kept_with_who_how_and_how_long(
    site: Site, person: UUID
) -> None:
    run(site, a_service(person))
    run(site, a_service(person, minutes=30, delivered_on=ON - timedelta(days=70)))
    run(site, guidance(person))

    found = seen(site, person)

    assert found.services[0].what == ["living", "peer"]
    assert found.services[0].progress == "better"
    assert (found.minutes(2026), found.minutes(2025)) == (60, 30)
    assert [(row.audience, row.what) for row in found.guidance] == [
        ("guardian", ["medicine"])
    ]


@pytest.mark.parametrize("make", [a_service, guidance], ids=["service", "guidance"])
def test_what_cannot_be_is_refused(site: Site, person: UUID, make: Any) -> None:
    day = "delivered_on" if make is a_service else "given_on"
    what = "services" if make is a_service else "topics"
    wrong: list[tuple[dict[str, Any], type[Refused]]] = [
        ({what: ()}, NothingDelivered),
        ({day: ON + timedelta(days=1)}, NotYetGiven),
        ({"minutes": 721}, MinutesUnreadable),
    ]
    for named, refusal in wrong:
        with pytest.raises(refusal):
            run(site, make(person, **named))

    run(site, RecordDeath(person, Death("2026-03-02", 1, 8)))
    with pytest.raises(AlreadyLeft):
        run(site, make(person))


def test_a_case_goes_from_application_to_its_close(site: Site, person: UUID) -> None:
    """BR-EX-5."""
    case = a_case(site, person)
    waits: list[str | None] = [seen(site, person).cases[0][1].due_on]
    for taken, named in (
        (Step.ACCEPT, {}),
        (Step.REFER, {"institution": "演示社区康复站"}),
        (Step.ASSESS, {"stage": Stage.FIRST, "progress": Progress.SAME}),
        (Step.CLOSE, {"remark": "已就业", "called_back": "满意"}),
    ):
        step(site, person, case, taken, **named)
        waits.append(seen(site, person).cases[0][1].due_on)

    ((key, row),) = seen(site, person).cases

    assert key == case
    assert (row.state, row.institution) == ("closed", "演示社区康复站")
    # No calendar of 2026 is loaded here: natural days, the earlier day.
    assert waits == ["2026-03-07", "2026-03-07", "2026-06-02", "2026-06-02", None]
    assert [each[0] for each in row.steps or ()] == [
        "applied",
        "accepted",
        "referred",
        "assessed",
        "closed",
    ]


def test_a_step_that_is_not_open_or_has_no_reason_is_refused(
    site: Site, person: UUID
) -> None:
    case = a_case(site, person)
    for taken in (Step.REFER, Step.ASSESS, Step.CLOSE):
        with pytest.raises(StepNotOpen):
            step(site, person, case, taken, remark="演示")
    with pytest.raises(ReasonNeeded):
        step(site, person, case, Step.DECLINE)
    with pytest.raises(NotYetGiven):
        step(site, person, case, Step.ACCEPT, on=ON + timedelta(days=1))
    step(site, person, case, Step.DECLINE, remark="不在本辖区")
    with pytest.raises(StepNotOpen):
        step(site, person, case, Step.ACCEPT)


def test_nobody_steps_into_another_persons_case_by_naming_their_own(
    site: Site, person: UUID
) -> None:
    """Rights are measured by the person who is named, so the case must be theirs."""
    other = register(site, an_office(site))
    case = a_case(site, other)

    with pytest.raises(Unknown):
        step(site, person, case, Step.DECLINE, remark="不在本辖区")

    assert seen(site, other).cases[0][1].state == "applied"


def test_a_village_doctor_applies_and_decides_nothing(site: Site, person: UUID) -> None:
    clinic = an_office(site, "village_clinic")
    village = {"role": "village_doctor", "division": VILLAGE, "organisation": clinic}
    asked = ApplyForRehabilitation(person, ApplyWay.MEDICAL, "", "", ON)
    case = run(site, asked, **village).facts[0].stream

    with pytest.raises(NotAllowed):
        run(
            site,
            TakeRehabilitationStep(person, case, StepForm(step=Step.ACCEPT, on=ON)),
            **village,
        )


def test_limits_are_five_working_days_and_a_place_may_shorten_them() -> None:
    """R21: five to accept, five to refer; D-J10 for the interim assessment."""
    calendar = ListedWorkingDays.of([2026])
    local = InForce(calendar=calendar)
    shorter = InForce(
        (Override("rehabilitation.accept", "99", 3, "2026-01-01", "演示"),), calendar
    )

    assert accept_by(ON, local).by == date(2026, 3, 9)
    assert refer_by(ON, local).by == date(2026, 3, 9)
    assert accept_by(ON, shorter).by == date(2026, 3, 5)
    assert accept_by(ON, shorter).editions
    assert assess_by(ON, local).by == date(2026, 6, 2)


def test_a_limit_across_a_year_nobody_loaded_says_that_it_counts_natural_days() -> None:
    """D-Q3."""
    known = InForce(calendar=ListedWorkingDays.of([2026]))

    assert accept_by(ON).by == ON + timedelta(days=5)
    assert YEAR_NOT_KNOWN in accept_by(ON).because
    assert YEAR_NOT_KNOWN in refer_by(ON).because
    assert YEAR_NOT_KNOWN not in accept_by(ON, known).because

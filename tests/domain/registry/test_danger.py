"""Incidents by themselves, form 13, locking up and release, and what a visit finds."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from domain.errors import (
    AlreadyLockedUp,
    NotLockedUp,
    NotYetGiven,
    ReasonNeeded,
    SymptomTextNeeded,
    UnderGradingUnanswered,
    Unknown,
    ValidityReversed,
)
from domain.person.counted import counted
from domain.person.person import Person
from domain.person.risk import RiskGraded
from domain.registry.danger import (
    CorrectIncident,
    IncidentForm,
    Investigate,
    LockingForm,
    RecordIncident,
    RecordLocking,
    RecordRelease,
    ReleaseForm,
)
from domain.registry.proposals import propose
from domain.registry.runner import folded
from domain.registry.taking_back import Entry, RetractFact
from domain.values.danger import (
    IncidentCause,
    IncidentKind,
    Investigation,
    LockedUpBy,
    ReleasedTo,
)
from domain.values.findings import Grade, Locked, Symptom
from ops.site import Site
from projections.danger import Danger, danger_of
from tests.registering import a_form, an_office, follow_up, register
from tests.streams import NOON, a_command

TODAY = date(2026, 3, 2)
LATER = NOON + timedelta(days=20)


@pytest.fixture
def person(site: Site) -> UUID:
    return register(site, an_office(site))


def seen(site: Site, person: UUID) -> Danger:
    return danger_of(site.log.person(person))


def happens(site: Site, person: UUID, on: date = TODAY, **named: object) -> None:
    facts: dict[str, object] = {"kind": IncidentKind.PUBLIC_ORDER, **named}
    form = IncidentForm(happened_on=on, what="摔物", **facts)  # pyright: ignore[reportArgumentType] - named by each test
    site.runner.run(RecordIncident(person, form), a_command(now=LATER))


def test_an_incident_is_recorded_by_itself_and_its_grade_tells_at_once(
    site: Site, person: UUID
) -> None:
    happens(site, person, grade=Grade.LEVEL_3)

    (row,) = seen(site, person).incidents
    assert (row.kind, row.happened_on, row.what) == (
        "public_order",
        "2026-03-02",
        "摔物",
    )
    graded = site.log.stream(person)[-1].fact
    assert isinstance(graded, RiskGraded)
    assert (graded.grade, graded.source, graded.follow_up) == (3, "incident", None)


@pytest.mark.parametrize("grade", [Grade.NOT_ASSESSED, Grade.LEVEL_2])
def test_a_low_grade_beside_an_incident_takes_a_reason(
    site: Site, person: UUID, grade: Grade
) -> None:
    with pytest.raises(UnderGradingUnanswered):
        happens(site, person, grade=grade)

    happens(site, person, grade=grade, grade_why="民警核实为误报")

    assert seen(site, person).incidents[0].grade_why == "民警核实为误报"


def test_incidents_are_counted_between_visits_and_asked_about_in_the_next_form(
    site: Site, person: UUID
) -> None:
    """D-D2: what is on record counts whatever the form says."""
    follow_up(site, person, a_form(date(2026, 3, 3)), now=LATER)
    happens(site, person, date(2026, 3, 3), grade=Grade.LEVEL_3)
    happens(site, person, date(2026, 3, 5), grade=Grade.LEVEL_3)
    happens(
        site, person, date(2026, 3, 6), grade=Grade.LEVEL_4, kind=IncidentKind.SELF_HARM
    )
    form = a_form(date(2026, 3, 8))

    assert seen(site, person).since("2026-03-03") == {"self_harm": 1, "public_order": 1}
    asked = propose(site.log, person, form).questions
    assert [why.code for why in asked] == ["ask.public_order", "ask.self_harm"]
    with pytest.raises(UnderGradingUnanswered):
        follow_up(site, person, form, now=LATER)
    follow_up(
        site, person, a_form(date(2026, 3, 8), grade_why="已住院治疗好转"), now=LATER
    )
    assert seen(site, person).since("2026-03-08") == {}


def test_form_13_is_filled_in_about_an_incident_on_record(
    site: Site, person: UUID
) -> None:
    happens(site, person, grade=Grade.LEVEL_3)
    incident = UUID(seen(site, person).incidents[0].incident)
    form = Investigation(
        investigated_on="2026-03-04", triggers=(IncidentCause.QUARREL,)
    )

    def investigating(about: UUID, found: Investigation) -> None:
        site.runner.run(Investigate(person, about, found), a_command(now=LATER))

    with pytest.raises(Unknown):
        investigating(person, form)
    with pytest.raises(NotYetGiven):
        investigating(incident, Investigation(investigated_on="2026-03-01"))
    investigating(incident, form)

    row = seen(site, person).incidents[0]
    assert row.investigated_on == "2026-03-04"
    assert row.investigation["triggers"] == ["quarrel"]


def test_who_is_locked_up_is_locked_up_once_and_until_released(
    site: Site, person: UUID
) -> None:
    lock = RecordLocking(person, LockingForm(TODAY, LockedUpBy.FAMILY, "夜间外走"))

    def releasing(on: date) -> None:
        form = ReleaseForm(on, ReleasedTo.TREATMENT, "送治")
        site.runner.run(RecordRelease(person, form), a_command(now=LATER))

    with pytest.raises(NotLockedUp):
        releasing(TODAY)
    site.runner.run(lock, a_command(now=LATER))
    with pytest.raises(AlreadyLockedUp):
        site.runner.run(lock, a_command(now=LATER))
    with pytest.raises(ValidityReversed):
        releasing(TODAY - timedelta(days=1))
    with pytest.raises(NotYetGiven):
        releasing(date(2026, 4, 2))
    assert seen(site, person).is_locked_up
    releasing(date(2026, 3, 5))

    (row,) = seen(site, person).lockings
    assert (row.locked_on, row.released_on, row.to) == (
        "2026-03-02",
        "2026-03-05",
        "treatment",
    )


def test_a_follow_up_that_finds_somebody_locked_up_puts_them_on_the_list(
    site: Site, person: UUID
) -> None:
    locked = a_form(date(2026, 3, 3), locked=Locked.LOCKED)
    follow_up(site, person, locked, now=LATER)
    follow_up(site, person, a_form(date(2026, 3, 4), locked=Locked.LOCKED), now=LATER)
    assert seen(site, person).is_locked_up

    freed = a_form(date(2026, 3, 9), locked=Locked.RELEASED)
    follow_up(site, person, freed, now=LATER)

    (row,) = seen(site, person).lockings
    assert (row.locked_on, row.released_on) == ("2026-03-03", "2026-03-09")


def test_a_follow_up_entered_late_locks_nobody_up_whom_a_later_one_found_free(
    site: Site, person: UUID
) -> None:
    free = a_form(date(2026, 3, 9), locked=Locked.NOT)
    follow_up(site, person, free, now=LATER)

    late = a_form(date(2026, 3, 3), locked=Locked.LOCKED)
    follow_up(site, person, late, now=LATER)

    assert not seen(site, person).is_locked_up


def test_the_symptom_other_needs_its_words(site: Site, person: UUID) -> None:
    ticked = frozenset({Symptom.OTHER})

    with pytest.raises(SymptomTextNeeded):
        follow_up(site, person, a_form(symptom_codes=ticked))
    follow_up(site, person, a_form(symptom_codes=ticked, symptom_other="失眠"))


def right(**named: object) -> IncidentForm:
    facts: dict[str, object] = {"happened_on": date(2026, 3, 1), **named}
    return IncidentForm(IncidentKind.SELF_HARM, what="自伤", **facts)  # pyright: ignore[reportArgumentType] - named by each test


def test_an_incident_put_right_stands_as_it_was_and_its_grade_stays(
    site: Site, person: UUID
) -> None:
    happens(site, person, grade=Grade.LEVEL_3)
    [wrong] = seen(site, person).incidents
    about = UUID(wrong.incident)
    site.runner.run(CorrectIncident(person, about, right(), "家属更正"), a_command())

    [row] = seen(site, person).incidents
    assert (row.kind, row.happened_on, row.what, row.corrected) == (
        "self_harm",
        "2026-03-01",
        "自伤",
        "家属更正",
    )
    assert seen(site, person).since("") == {"self_harm": 1}
    graded = [f.fact for f in site.log.stream(person) if isinstance(f.fact, RiskGraded)]
    assert [fact.grade for fact in graded] == [3]


def test_a_correction_takes_a_reason_a_day_that_was_and_an_incident_on_record(
    site: Site, person: UUID
) -> None:
    happens(site, person, grade=Grade.LEVEL_3)
    about = UUID(seen(site, person).incidents[0].incident)

    for form, reason, of, refusal in (
        (right(), " ", about, ReasonNeeded),
        (right(happened_on=date(2026, 3, 3)), "演示", about, NotYetGiven),
        (right(), "演示", person, Unknown),
    ):
        with pytest.raises(refusal):
            site.runner.run(CorrectIncident(person, of, form, reason), a_command())


def test_a_retracted_incident_is_not_brought_back_by_its_correction(
    site: Site, person: UUID
) -> None:
    happens(site, person, grade=Grade.LEVEL_3)
    first = next(
        f for f in site.log.stream(person) if f.topic == "person.incident_recorded"
    )
    about = UUID(seen(site, person).incidents[0].incident)
    site.runner.run(CorrectIncident(person, about, right(), "演示"), a_command())
    entry = Entry(str(first.event_id), first.topic)

    seen_at = site.log.stream(person)[-1].version
    site.runner.run(
        RetractFact(person, (entry,), "并无此事"), a_command(seen=seen_at, now=LATER)
    )

    facts = counted(site.log.stream(person), person)
    assert danger_of(facts).incidents == []
    person_now = folded(site.log.stream(person))
    assert isinstance(person_now, Person)
    assert person_now.danger.incidents == {}

"""Walks of the tables of follow-ups: class, course, next day, face visits, reminders."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import product
from random import Random
from typing import Final

from domain.rules import (
    contact_outcome,
    counting_days,
    face_visit,
    follow_up_classification,
    follow_up_course,
    follow_up_interval,
    overdue_ladder,
)
from domain.rules.follow_up_course import EarlierVisit, Step
from domain.rules.parameters import (
    LOCAL,
    YEAR_NOT_KNOWN,
    InForce,
    Override,
)
from domain.values.calendar import ListedWorkingDays
from domain.values.contacts import ContactOutcome
from domain.values.findings import (
    AdverseReaction,
    Findings,
    FollowUpClass,
    Grade,
    HospitalStay,
    Insight,
    Level,
    PhysicalIllness,
    SocialFunction,
    SpokeWith,
    Symptoms,
    VisitForm,
    WorkLevel,
)
from ops.proving.rules.cases import CLASSES, DAYS, DRAWN, FIRST, codes, counted, rows
from ops.proving.rules.walking import Walk

GOOD: Final = SocialFunction(
    self_care=Level.GOOD,
    housework=Level.GOOD,
    work=WorkLevel.GOOD,
    study=Level.GOOD,
    relations=Level.GOOD,
)


def _findings(_: Random) -> Iterable[Findings]:
    poor = SocialFunction(
        self_care=Level.POOR,
        housework=Level.GOOD,
        work=WorkLevel.GOOD,
        study=Level.GOOD,
        relations=Level.GOOD,
    )
    return (
        Findings(
            risk=risk,
            symptoms=symptoms,
            insight=insight,
            social=social,
            adverse_reaction=reaction,
            physical_illness=illness,
            other_abnormality=other,
            hospital=hospital,
        )
        for risk, symptoms, insight, social, reaction, illness, other, hospital in product(
            Grade,
            (None, *Symptoms),
            (None, *Insight),
            (GOOD, poor, SocialFunction()),
            (None, *AdverseReaction),
            (None, *PhysicalIllness),
            (None, False, True),
            (HospitalStay.NONE, HospitalStay.IN_HOSPITAL_NOW),
        )
    )


def _classified(found: Findings) -> list[str]:
    return codes(follow_up_classification.classify(found, FIRST).because)


def _steps(_: Random) -> Iterable[tuple[EarlierVisit, Step | None, bool]]:
    return (
        (EarlierVisit(FIRST, judged, settling), before, in_hospital)
        for judged, settling, before, in_hospital in product(
            CLASSES, (False, True), (None, *Step), (False, True)
        )
    )


def _step(case: tuple[EarlierVisit, Step | None, bool]) -> list[str]:
    visit, before, in_hospital = case
    return [
        row.then
        for row in follow_up_course.TABLE
        if row.matches(visit, before, in_hospital=in_hospital)
    ]


def _is_the_step(case: tuple[EarlierVisit, Step | None, bool]) -> bool:
    visit, before, in_hospital = case
    found = follow_up_course.step_of(visit, before, in_hospital=in_hospital)
    return [found] == _step(case)


Visit = tuple[FollowUpClass | None, date, Sequence[EarlierVisit], bool, bool, int]


def _visits(draw: Random) -> Iterable[Visit]:
    for number in range(DAYS):
        day = FIRST + timedelta(days=number)
        for _ in range(4):
            course = [
                EarlierVisit(
                    day - timedelta(days=30 * (n + 1)),
                    draw.choice(CLASSES),
                    draw.choice((False, True)),
                )
                for n in range(draw.randrange(5))
            ][::-1]
            yield (
                draw.choice(CLASSES),
                day,
                course,
                draw.choice((False, True)),
                draw.randrange(5) == 0,
                draw.randrange(0, 20),
            )


def due(visit: Visit) -> follow_up_interval.DueProposal:
    """Return what the rule proposes."""
    judged, day, course, settling, in_hospital, tightened = visit
    local = InForce(
        tuple(
            Override(known.code, "99", tightened, "2000-01-01", "")
            for known in follow_up_interval.PARAMETERS.values()
        )
        if tightened
        else ()
    )
    return follow_up_interval.propose_due(
        judged,
        day,
        course,
        settling=settling,
        in_hospital=in_hospital,
        local=local.at("990101001001"),
    )


def _due_rows(visit: Visit) -> list[str]:
    found = due(visit)
    return [_row(why.code) for why in found.because]


def _row(code: str) -> str:
    """Return the row a place's own reason tightens."""
    if not code.startswith(LOCAL):
        return code
    step = code.removeprefix(f"{LOCAL}interval.").partition("=")[0]
    return follow_up_interval.PARAMETERS[Step(step)].why.code


def recomputes(visit: Visit, found: follow_up_interval.DueProposal) -> bool:
    """Return whether a proposed day is the one counted apart from the table."""
    _, day, _, _, _, tightened = visit
    row = next(r for r in follow_up_interval.TABLE if r.step is found.step)
    nation = counted(day, row.within.months, row.within.days)
    here = day + timedelta(days=tightened) if tightened else nation
    return found.latest_on == nation and day < found.due_on == min(nation, here)


def _first_visits(draw: Random) -> Iterable[tuple[date, InForce]]:
    for number in range(DAYS):
        day = FIRST + timedelta(days=number)
        off = [day + timedelta(days=draw.randrange(1, 20)) for _ in range(3)]
        known = ListedWorkingDays.of([2024, 2025], off)
        for calendar in (ListedWorkingDays.of([]), known):
            yield day, InForce(calendar=calendar)


def _first_visit(case: tuple[date, InForce]) -> list[str]:
    return codes(follow_up_interval.propose_first_due(*case).because)


def _first_visit_holds(case: tuple[date, InForce]) -> bool:
    day, local = case
    found = follow_up_interval.propose_first_due(day, local)
    told = YEAR_NOT_KNOWN in found.because
    return day < found.due_on <= day + timedelta(days=14) and (
        found.is_estimated is told
    )


def _overdue(_: Random) -> Iterable[tuple[FollowUpClass | None, Grade, int]]:
    return product(CLASSES, Grade, range(-1, 70))


def _reminders(case: tuple[FollowUpClass | None, Grade, int]) -> list[str]:
    judged, grade, over = case
    found = overdue_ladder.reached(judged, grade, FIRST, FIRST + timedelta(days=over))
    return codes(row.why for row in found)


def _never_comes_down(case: tuple[FollowUpClass | None, Grade, int]) -> bool:
    judged, grade, over = case
    lasting = set(_reminders(case)) - {"overdue.due"}
    return lasting <= set(_reminders((judged, grade, over + 1)))


def _attempts(draw: Random) -> Iterable[list[contact_outcome.Tried]]:
    for outcome in ContactOutcome:
        yield [contact_outcome.Tried(FIRST, outcome)]
    for _ in range(DRAWN):
        yield [
            contact_outcome.Tried(
                FIRST + timedelta(days=n * draw.randrange(1, 25)),
                draw.choice(
                    list(ContactOutcome)[:3] + [ContactOutcome.NOT_REACHED] * 3
                ),
            )
            for n in range(draw.randrange(1, 6))
        ]


def _next_steps(attempts: list[contact_outcome.Tried]) -> list[str]:
    found = contact_outcome.propose_steps(attempts[-1], attempts[:-1])
    return codes(why for _, why in found.steps)


def _contacts(draw: Random) -> Iterable[list[face_visit.Contact]]:
    for _ in range(DRAWN):
        yield [
            face_visit.Contact(
                FIRST + timedelta(days=60 * n),
                draw.choice(list(VisitForm)),
                frozenset(draw.sample(list(SpokeWith), draw.randrange(3))),
            )
            for n in range(draw.randrange(7))
        ]


def _asked_face(contacts: list[face_visit.Contact]) -> list[str]:
    return codes(face_visit.asks(contacts))


def _unseen_for_half_a_year(contacts: list[face_visit.Contact]) -> bool:
    """Return whether it is asked where the last meeting, or the first contact, is so long ago."""
    if not contacts:
        return not _asked_face(contacts)
    met = [each.on for each in contacts if each.was_face] or [contacts[0].on]
    is_long = counted(met[-1], 6) <= contacts[-1].on
    others = [each.was_relative for each in contacts[-2:]]
    asked = [face_visit.RELATIVES_ONLY] if others == [True, True] else []
    return _asked_face(contacts) == codes(
        [*asked, *([face_visit.LONG_UNSEEN] if is_long else [])]
    )


def _counted_days(draw: Random) -> Iterable[tuple[list[date], date, date]]:
    for _ in range(DRAWN):
        registered = FIRST + timedelta(days=draw.randrange(DAYS))
        days = [
            registered + timedelta(days=draw.randrange(700))
            for _ in range(draw.randrange(4))
        ]
        yield days, registered, registered + timedelta(days=draw.randrange(900))


def _counts(case: tuple[list[date], date, date]) -> list[str]:
    found = counting_days.last_day_that_counts(*case)
    warning = found.warning(case[2])
    return codes([found.why, *([warning] if warning else [])])


def _is_a_month_s_last(case: tuple[list[date], date, date]) -> bool:
    found = counting_days.last_day_that_counts(*case)
    return (found.day + timedelta(days=1)).day == 1 and found.warns_from <= found.day


WALKS: Final[tuple[Walk, ...]] = (
    Walk(
        "follow_up_classification",
        _findings,
        _classified,
        rows(follow_up_classification.TABLE),
    ),
    Walk(
        "follow_up_course",
        _steps,
        _step,
        frozenset(Step),
        most=1,
        holds=_is_the_step,
    ),
    Walk(
        "follow_up_interval",
        _visits,
        _due_rows,
        rows(follow_up_interval.TABLE),
        most=1,
        holds=lambda visit: recomputes(visit, due(visit)),
    ),
    Walk(
        "follow_up_interval",
        _first_visits,
        _first_visit,
        frozenset({*codes(follow_up_interval.FIRST_VISIT), YEAR_NOT_KNOWN.code}),
        holds=_first_visit_holds,
    ),
    Walk(
        "overdue_ladder",
        _overdue,
        _reminders,
        rows(overdue_ladder.TABLE),
        least=0,
        holds=_never_comes_down,
    ),
    Walk(
        "contact_outcome",
        _attempts,
        _next_steps,
        frozenset(codes(contact_outcome.REASONS)),
        most=2,
    ),
    Walk(
        "face_visit",
        _contacts,
        _asked_face,
        frozenset({face_visit.RELATIVES_ONLY.code, face_visit.LONG_UNSEEN.code}),
        least=0,
        holds=_unseen_for_half_a_year,
    ),
    Walk(
        "counting_days",
        _counted_days,
        _counts,
        frozenset(codes(counting_days.REASONS)),
        most=2,
        holds=_is_a_month_s_last,
    ),
)

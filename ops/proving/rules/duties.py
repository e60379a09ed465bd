"""Walks of the tables of duties: what is to be done by when, and why that day."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import product
from random import Random
from typing import Final

from domain.rules import (
    clue_life,
    due_explanation,
    emergency,
    follow_up_interval,
    four_a_year,
    leaving,
    locking,
    national_entry,
    planning,
    referral,
    rehabilitation,
)
from domain.rules.follow_up_course import EarlierVisit, Step, step_of
from domain.rules.parameters import YEAR_NOT_KNOWN, InForce
from domain.values.calendar import ListedWorkingDays
from domain.values.clue import ClueStage
from domain.values.findings import FollowUpClass, Grade
from domain.values.national import RecordKind
from domain.values.referral import Direction
from ops.proving.rules.cases import (
    BOTH,
    CLASSES,
    DAYS,
    FIRST,
    HERE,
    codes,
    counted,
    every_day,
    is_last_of,
    rows,
)
from ops.proving.rules.walking import Walk

NOON: Final = datetime(2026, 3, 2, 4, tzinfo=UTC)
CALENDARS: Final = (
    InForce(),
    InForce(calendar=ListedWorkingDays.of([2024, 2025, 2026, 2027, 2028])),
)


def _plans(_: Random) -> Iterable[tuple[planning.Cause, date, InForce]]:
    return product(planning.Cause, list(every_day()), CALENDARS)


def _planned(case: tuple[planning.Cause, date, InForce]) -> list[str]:
    return codes(planning.plan(*case).because)


def _plan_recomputes(case: tuple[planning.Cause, date, InForce]) -> bool:
    cause, since, local = case
    found = planning.plan(cause, since, local)
    row = next(row for row in planning.TABLE if row.cause is cause)
    if row.unit is planning.Unit.DAYS:
        return (found.on - since).days == row.within
    return is_last_of(row.within, found.on, since, local) and (
        (YEAR_NOT_KNOWN in found.because) is not bool(local.calendar.years)
    )


def _clues(_: Random) -> Iterable[tuple[ClueStage, date, date, bool]]:
    stages = [row.stage for row in clue_life.STEPS]
    for stage, number, later, at_higher in product(
        stages, range(0, DAYS, 7), (0, 20, 200), BOTH
    ):
        entered = FIRST + timedelta(days=number)
        yield stage, entered, entered + timedelta(days=later), at_higher


def _clue(case: tuple[ClueStage, date, date, bool]) -> list[str]:
    stage, entered, since, at_higher = case
    found = clue_life.next_step(stage, entered, since, at_higher=at_higher)
    return codes(found.because)


def _clue_in_time(case: tuple[ClueStage, date, date, bool]) -> bool:
    """Return whether it has two weeks a step, half a year to a diagnosis, a year in all."""
    stage, entered, since, at_higher = case
    found = clue_life.next_step(stage, entered, since, at_higher=at_higher)
    seen = stage in {ClueStage.SENT, ClueStage.PENDING}
    expires = counted(entered, 12 if seen else 6)
    step = counted(entered, 6) if seen else since + timedelta(days=14)
    due = expires if at_higher else min(step, expires)
    return (found.due_on, found.expires_on) == (due, expires)


def _entries(_: Random) -> Iterable[tuple[RecordKind, date, InForce, bool]]:
    return product(RecordKind, list(every_day())[::9], CALENDARS, BOTH)


def _entry(case: tuple[RecordKind, date, InForce, bool]) -> list[str]:
    kind, since, local, changed = case
    found = national_entry.limit(kind, HERE, since, local, is_changed=changed)
    return codes(found.because)


def _in_ten_working_days(case: tuple[RecordKind, date, InForce, bool]) -> bool:
    kind, since, local, changed = case
    found = national_entry.limit(kind, HERE, since, local, is_changed=changed)
    return is_last_of(10, found.due_on, since, local)


def _disposals(_: Random) -> Iterable[tuple[int, bool | None]]:
    return product(range(0, 24 * 60, 7), (None, False, True))


def _after_disposal(case: tuple[int, bool | None]) -> list[str]:
    ended = NOON + timedelta(minutes=case[0])
    return codes(emergency.after_disposal(ended, checks=case[1]).because)


def _record_in_a_day(case: tuple[int, bool | None]) -> bool:
    ended = NOON + timedelta(minutes=case[0])
    found = emergency.after_disposal(ended, checks=case[1])
    asked = ended, ended + timedelta(hours=1)
    beds = [emergency.bed_by(ended, pressing=pressing) for pressing in (True, False)]
    is_checked = found.check_every_hours is not None
    return (
        found.record_by == ended + timedelta(hours=24)
        and is_checked is bool(case[1])
        and asked[0] < beds[0] < beds[1]
    )


def _referrals(_: Random) -> Iterable[tuple[Direction, date, bool]]:
    return product(Direction, list(every_day()), BOTH)


def _looked_after(case: tuple[Direction, date, bool]) -> list[str]:
    direction, sent, far = case
    return codes(referral.look_after(direction, sent, out_of_area=far).because)


def _in_two_weeks(case: tuple[Direction, date, bool]) -> bool:
    direction, sent, far = case
    found = referral.look_after(direction, sent, out_of_area=far)
    return found.by == sent + timedelta(days=14)


def _leavings(_: Random) -> Iterable[tuple[bool, Grade, FollowUpClass | None]]:
    return product(BOTH, Grade, CLASSES)


def _left(case: tuple[bool, Grade, FollowUpClass | None]) -> list[str]:
    known, grade, judged = case
    found = leaving.leaving(whereabouts_known=known, grade=grade, judged=judged)
    return codes((*found.because, *leaving.lost(grade, judged)))


TOLD_AT: Final = (Grade.LEVEL_3, Grade.LEVEL_4, Grade.LEVEL_5)


ABSCONDED: Final = frozenset(codes((leaving.GUARDIAN_AT_ONCE, leaving.NOT_FOUND)))


def _lost_or_told(case: tuple[bool, Grade, FollowUpClass | None]) -> bool:
    known, grade, judged = case
    found = leaving.leaving(whereabouts_known=known, grade=grade, judged=judged)
    told = grade in TOLD_AT or judged is FollowUpClass.UNSTABLE
    return (
        found.is_loss is not known
        and found.police_at_once is told
        and (leaving.POLICE_AT_ONCE in leaving.lost(grade, judged)) is told
    )


def _short_years(_: Random) -> Iterable[tuple[int, int | None, int, int]]:
    return product(
        range(6), (None, -40, 0, 30, 90, 200), range(0, 700, 23), range(0, 365, 5)
    )


def _at_risk(
    case: tuple[int, int | None, int, int],
) -> tuple[date, date | None, date, four_a_year.Risk | None]:
    made, due_in, registered_before, number = case
    today = FIRST + timedelta(days=number)
    due = None if due_in is None else today + timedelta(days=due_in)
    registered = today - timedelta(days=registered_before)
    found = four_a_year.at_risk(made, due, registered, today)
    return today, due, registered, found


def _falls_short(case: tuple[int, int | None, int, int]) -> list[str]:
    *_, found = _at_risk(case)
    return codes(found.because) if found else []


def _visits_of_the_year_counted(case: tuple[int, int | None, int, int]) -> bool:
    """Return whether the visits made and to come, put down one by one, come to the same."""
    made = case[0]
    today, due, registered, found = _at_risk(case)
    end = date(today.year, 12, 31)
    months = range(registered.month if registered.year == today.year else 1, 13)
    asked = len({(month + 2) // 3 for month in months})
    days = [counted(max(due or end, today), 3 * n) for n in range(4)]
    if found is None:
        return made + sum(day <= end for day in days) >= asked
    more = 3 * (asked - made - 1)
    in_time, too_late = found.next_by, found.next_by + timedelta(days=1)
    return made + sum(day <= end for day in days) < asked and counted(
        in_time, more
    ) <= end < counted(too_late, more)


Given = tuple[date, FollowUpClass | None, bool, bool, bool, Step | None]


def _explained(_: Random) -> Iterable[Given]:
    days = list(every_day())[::60]
    return product(days, CLASSES, BOTH, BOTH, BOTH, (None, *Step))


def _inputs(case: Given) -> due_explanation.VisitInputs:
    return due_explanation.VisitInputs(*case)


def _changes(case: Given) -> list[str]:
    found = due_explanation.explain_visit(_inputs(case))
    return codes(change.what for change in found.changes)


def _explains_the_day(case: Given) -> bool:
    given = _inputs(case)
    visit = EarlierVisit(given.visited_on, given.judged, given.settling)
    step = step_of(visit, given.before, in_hospital=given.in_hospital)
    row = next(row for row in follow_up_interval.TABLE if row.step is step)
    own = counted(given.visited_on, row.within.months, row.within.days)
    referred = given.visited_on + timedelta(days=14)
    due_on = min(own, referred) if given.referred else own
    return due_explanation.explain_visit(given).computed_on == due_on


STEPS: Final = (
    rehabilitation.accept_by,
    rehabilitation.refer_by,
    rehabilitation.assess_by,
)


def _services(_: Random) -> Iterable[tuple[int, date, InForce]]:
    return product(range(len(STEPS)), list(every_day())[::5], CALENDARS)


def _served(case: tuple[int, date, InForce]) -> list[str]:
    step, day, local = case
    return codes(STEPS[step](day, local).because)


def _served_in_time(case: tuple[int, date, InForce]) -> bool:
    step, day, local = case
    by = STEPS[step](day, local).by
    if STEPS[step] is rehabilitation.assess_by:
        return by == counted(day, 3)
    return is_last_of(5, by, day, local)


WALKS: Final[tuple[Walk, ...]] = (
    Walk(
        "locking",
        lambda _: (None, "", FIRST.isoformat()),
        lambda day: codes([why] if (why := locking.to_be_ended(day)) else []),
        frozenset(codes(locking.REASONS)),
        least=0,
        most=1,
        holds=lambda day: bool(locking.to_be_ended(day)) is bool(day),
    ),
    Walk(
        "rehabilitation",
        _services,
        _served,
        frozenset(codes(rehabilitation.REASONS)) | {YEAR_NOT_KNOWN.code},
        most=2,
        holds=_served_in_time,
    ),
    Walk(
        "planning",
        _plans,
        _planned,
        rows(planning.TABLE) | {YEAR_NOT_KNOWN.code},
        most=2,
        holds=_plan_recomputes,
    ),
    Walk(
        "clue_life",
        _clues,
        _clue,
        rows(clue_life.STEPS, clue_life.EXPIRIES),
        most=2,
        holds=_clue_in_time,
    ),
    Walk(
        "clue_life",
        lambda _: (row.source for row in clue_life.SOURCES),
        lambda source: codes([clue_life.bringing(source)]),
        rows(clue_life.SOURCES),
        most=1,
    ),
    Walk(
        "national_entry",
        _entries,
        _entry,
        rows(national_entry.TABLE) | {national_entry.CHANGED.code, YEAR_NOT_KNOWN.code},
        most=2,
        holds=_in_ten_working_days,
    ),
    Walk(
        "emergency",
        _disposals,
        _after_disposal,
        frozenset(codes((emergency.RECORD, emergency.CHECKS, emergency.CHECKS_OFF))),
        most=2,
        holds=_record_in_a_day,
    ),
    Walk(
        "referral",
        _referrals,
        _looked_after,
        frozenset(codes(referral.REASONS)) - {referral.AT_ONCE.code},
        most=3,
        holds=_in_two_weeks,
    ),
    Walk(
        "leaving",
        _leavings,
        _left,
        frozenset(codes(leaving.REASONS)) - ABSCONDED,
        holds=_lost_or_told,
    ),
    Walk(
        "leaving",
        lambda _: BOTH,
        lambda known: codes(leaving.absconded(whereabouts_known=known)),
        ABSCONDED,
        holds=lambda known: (
            (leaving.NOT_FOUND in leaving.absconded(whereabouts_known=known))
            is not known
        ),
    ),
    Walk(
        "four_a_year",
        _short_years,
        _falls_short,
        frozenset(codes(four_a_year.REASONS)),
        least=0,
        most=2,
        holds=_visits_of_the_year_counted,
    ),
    Walk(
        "due_explanation",
        _explained,
        _changes,
        frozenset(codes(due_explanation.REASONS))
        - {due_explanation.FACE_MADE.code, due_explanation.ANY_MADE.code},
        holds=_explains_the_day,
    ),
)

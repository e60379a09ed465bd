"""Walks of the tables of duties, medicine and figures: what is due, by when, who counts."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import product
from random import Random
from typing import Any, Final
from uuid import UUID

from domain.rules import (
    clue_life,
    covered_days,
    dispensing,
    due_explanation,
    emergency,
    erasure,
    four_a_year,
    indicator_conditions,
    indicators,
    injection_late,
    laboratory_checks,
    leaving,
    locking,
    lowering,
    merging,
    national_codes,
    national_entry,
    planning,
    referral,
    rehabilitation,
    residual,
    review_sampling,
    same_as_last,
    taking_back,
)
from domain.rules.follow_up_course import Step
from domain.rules.indicator_conditions import (
    Condition,
    CountedPerson,
    CountedVisit,
    Period,
)
from domain.rules.parameters import YEAR_NOT_KNOWN, InForce
from domain.values.calendar import ListedWorkingDays
from domain.values.clue import ClueStage
from domain.values.findings import Findings, FollowUpClass, Grade, Insight, Symptoms
from domain.values.laboratory import LabCheck
from domain.values.national import RecordKind
from domain.values.people import Role
from domain.values.referral import Direction
from domain.values.registration import ConsentAnswer, Disease
from domain.values.visit_details import Repeatable
from ops.proving.rules.visits import CLASSES, DAYS, DRAWN, FIRST, codes, rows
from ops.proving.rules.walking import Walk

BOTH: Final = (False, True)
NOON: Final = datetime(2026, 3, 2, 4, tzinfo=UTC)
CALENDARS: Final = (
    InForce(),
    InForce(calendar=ListedWorkingDays.of([2024, 2025, 2026, 2027, 2028])),
)
HERE: Final = "990101001001"


def _every_day() -> Iterable[date]:
    return (FIRST + timedelta(days=number) for number in range(DAYS))


def _plans(_: Random) -> Iterable[tuple[planning.Cause, date, InForce]]:
    return product(planning.Cause, list(_every_day()), CALENDARS)


def _planned(case: tuple[planning.Cause, date, InForce]) -> list[str]:
    return codes(planning.plan(*case).because)


def _plan_recomputes(case: tuple[planning.Cause, date, InForce]) -> bool:
    cause, since, local = case
    found = planning.plan(cause, since, local)
    row = next(row for row in planning.TABLE if row.cause is cause)
    if row.unit is planning.Unit.DAYS or YEAR_NOT_KNOWN in found.because:
        return (found.on - since).days == row.within
    worked = [
        day
        for n in range((found.on - since).days)
        if local.calendar.is_working(day := since + timedelta(days=n + 1))
    ]
    return len(worked) == row.within and worked[-1] == found.on


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


def _clue_holds(case: tuple[ClueStage, date, date, bool]) -> bool:
    stage, entered, since, at_higher = case
    found = clue_life.next_step(stage, entered, since, at_higher=at_higher)
    return entered < found.due_on <= found.expires_on


def _entries(_: Random) -> Iterable[tuple[RecordKind, date, InForce, bool]]:
    return product(RecordKind, list(_every_day())[::9], CALENDARS, BOTH)


def _entry(case: tuple[RecordKind, date, InForce, bool]) -> list[str]:
    kind, since, local, changed = case
    found = national_entry.limit(kind, HERE, since, local, is_changed=changed)
    return codes(found.because)


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
    return product(Direction, list(_every_day()), BOTH)


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


def _short_years(_: Random) -> Iterable[tuple[int, int | None, int, int]]:
    return product(
        range(6), (None, -40, 0, 30, 90, 200), range(0, 700, 23), range(0, 365, 5)
    )


def _falls_short(case: tuple[int, int | None, int, int]) -> list[str]:
    made, due_in, registered_before, number = case
    today = FIRST + timedelta(days=number)
    due = None if due_in is None else today + timedelta(days=due_in)
    registered = today - timedelta(days=registered_before)
    found = four_a_year.at_risk(made, due, registered, today)
    return codes(found.because) if found else []


def _injections(_: Random) -> Iterable[tuple[str, int, int, int]]:
    drugs = (*(row.drug for row in injection_late.WINDOWS), "unknown")
    return product(drugs, (1, 2, 4), (1, 2, 5), range(220))


def _way_on(case: tuple[str, int, int, int]) -> injection_late.WayOn:
    drug, weeks, doses, since = case
    return injection_late.way_on(
        drug,
        given_on=FIRST,
        every_weeks=weeks,
        doses=doses,
        day=FIRST + timedelta(days=since),
    )


def _window_holds(case: tuple[str, int, int, int]) -> bool:
    found = _way_on(case)
    due = FIRST + timedelta(weeks=case[1])
    day = FIRST + timedelta(days=case[3])
    return found.window_from <= due <= found.window_until and (
        found.is_late is (day > found.window_until)
    )


Taken = tuple[dict[str, date], dict[LabCheck, date], date]


def _medicines(draw: Random) -> Iterable[Taken]:
    drugs = sorted({row.drug for row in laboratory_checks.TABLE})
    for _ in range(DRAWN):
        since = {
            drug: FIRST + timedelta(days=draw.randrange(300))
            for drug in draw.sample(drugs, draw.randrange(1, 3))
        }
        last = {
            check: FIRST + timedelta(days=draw.randrange(600))
            for check in LabCheck
            if draw.randrange(3)
        }
        yield since, last, FIRST + timedelta(days=draw.randrange(300, 700))


def _checks(case: Taken) -> list[str]:
    return codes(
        why for due in laboratory_checks.checks_due(*case) for why in due.because
    )


def _no_check_twice(case: Taken) -> bool:
    found = [due.check for due in laboratory_checks.checks_due(*case)]
    return len(found) == len(set(found))


Spans = list[tuple[str, str]]


def _spans(draw: Random) -> Iterable[Spans]:
    for _ in range(DRAWN):
        begins = [FIRST + timedelta(days=draw.randrange(700)) for _ in range(5)]
        yield [
            (day.isoformat(), (day + timedelta(days=draw.randrange(90))).isoformat())
            for day in begins[: draw.randrange(1, 6)]
        ]


def _covers_what_is_covered(spans: Spans) -> bool:
    today = FIRST + timedelta(days=500)
    last_year = [today - timedelta(days=n) for n in range(covered_days.YEAR)]
    days = {
        day
        for day in last_year
        for begins, ends in spans
        if begins <= day.isoformat() <= ends
    }
    return covered_days.covered(spans, today).days == len(days)


def _hand_outs(_: Random) -> Iterable[tuple[int, str, str | None, int | None, bool]]:
    return product(
        (1, 30, 100), ("25mg×100", "片"), (None, "0", "50"), (None, -3, 0, 6, 30), BOTH
    )


def _handed_out(case: tuple[int, str, str | None, int | None, bool]) -> list[str]:
    quantity, strength, daily, in_hand, prescribed = case
    found = dispensing.supply(
        quantity,
        strength,
        daily,
        handed_on=FIRST,
        in_hand_until=None if in_hand is None else FIRST + timedelta(days=in_hand),
        is_prescribed=prescribed,
    )
    near = dispensing.near_expiry(FIRST + timedelta(days=quantity * 5), FIRST)
    return codes([*found.because, *([near] if near else [])])


def _draws(draw: Random) -> Iterable[tuple[review_sampling.Row, UUID]]:
    cases = [UUID(int=draw.getrandbits(128)) for _ in range(500)]
    return product(review_sampling.TABLE, cases)


def _drawn(case: tuple[review_sampling.Row, UUID]) -> list[str]:
    row, stream = case
    found = review_sampling.draw(row.kind, stream, HERE, FIRST)
    return codes(found.because)


def _share_holds(case: tuple[review_sampling.Row, UUID]) -> bool:
    row, stream = case
    found = review_sampling.draw(row.kind, stream, HERE, FIRST)
    return found.is_drawn is (review_sampling.number_of(stream) < row.share)


def _limits(_: Random) -> Iterable[tuple[date, int]]:
    return product(list(_every_day())[::30], range(60))


def _lapses(module: Any, case: tuple[date, int]) -> list[str]:
    day, later = case
    confirmed = day + timedelta(days=later)
    may = module.may_be_confirmed(day.isoformat(), confirmed.isoformat())
    return ["confirmed" if may else "lapsed"]


Given = tuple[date, FollowUpClass | None, bool, bool, bool, Step | None]


def _explained(_: Random) -> Iterable[Given]:
    days = list(_every_day())[::60]
    return product(days, CLASSES, BOTH, BOTH, BOTH, (None, *Step))


def _inputs(case: Given) -> due_explanation.VisitInputs:
    return due_explanation.VisitInputs(*case)


def _changes(case: Given) -> list[str]:
    found = due_explanation.explain_visit(_inputs(case))
    return codes(change.what for change in found.changes)


def _explains_the_day(case: Given) -> bool:
    given = _inputs(case)
    due = given.proposed(
        given.judged, settling=given.settling, in_hospital=given.in_hospital
    )
    return due_explanation.explain_visit(given).computed_on == due.due_on


def _people(draw: Random) -> Iterable[tuple[Condition, CountedPerson]]:
    for condition in Condition:
        for _ in range(DRAWN // 4):
            yield condition, _counted(draw)


def _few_people(draw: Random) -> Iterable[tuple[Condition, CountedPerson]]:
    return ((condition, _counted(draw)) for condition in Condition for _ in range(60))


def _counted(draw: Random) -> CountedPerson:
    def day() -> date:
        return date(2025, 1, 1) + timedelta(days=draw.randrange(500))

    visits = [
        CountedVisit(
            visited_on=day(),
            recorded=n,
            has_grade=bool(draw.randrange(5)),
            hospital=draw.choice((None, 0, 0, 1, 2)),
            adherence=draw.choice((None, 1, 1, 2, 3, 4)),
            judged=draw.choice((None, 1, 2, 3, 3)),
            is_face=draw.choice(BOTH),
            disturbed=draw.choice(BOTH),
            harmed=draw.choice(BOTH),
        )
        for n in range(draw.randrange(9))
    ]
    return CountedPerson(
        registered_on=day() - timedelta(days=draw.randrange(300)),
        disease=draw.choice([each.value for each in Disease]),
        visits=visits,
        check_ups=[day() for _ in range(draw.randrange(2))],
        died_on=draw.choice((None, None, None, day())),
        excluded_on=draw.choice((None, None, None, None, day())),
        losses=[(day(), None)] if draw.randrange(6) == 0 else [],
        consents=[(day(), draw.choice([each.value for each in ConsentAnswer]))],
    )


PERIODS: Final = tuple(Period(2026, month) for month in (1, 3, 4, 12))


def _against(case: tuple[Condition, CountedPerson]) -> list[str]:
    condition, person = case
    found = [indicator_conditions.against(condition, person, p) for p in PERIODS]
    return codes(each.reason for each in found if each)


def _numerator_within(case: tuple[Condition, CountedPerson]) -> bool:
    """Return whether nobody is counted in a numerator who is not in the denominator."""
    _, person = case
    found = [
        indicators.membership(edition.rule, person, period)
        for row in indicators.ROWS
        for edition in row
        for period in PERIODS
    ]
    return all(each.is_over or not each.is_counted for each in found)


def _taken_over(fields: frozenset[Repeatable]) -> list[str]:
    return [field.value for field in same_as_last.open_fields(Findings(), fields)]


Lowered = tuple[Grade, Grade, Role, int]


def _lowerings(_: Random) -> Iterable[Lowered]:
    return product(Grade, Grade, Role, (-1, 0, 1))


def _second_person(case: Lowered) -> list[str]:
    standing, new, role, later = case
    day = (FIRST + timedelta(days=later)).isoformat()
    why = lowering.needs_second(
        lowering.Graded(standing, FIRST.isoformat()), lowering.Graded(new, day), role
    )
    return codes([why] if why else [])


def _never_a_psychiatrist(case: Lowered) -> bool:
    standing, new, role, _ = case
    is_lowered = standing.is_at_least(Grade.LEVEL_3) and not new.is_at_least(
        Grade.LEVEL_3
    )
    return not _second_person(case) or (is_lowered and role is not Role.PSYCHIATRIST)


STEPS: Final = (
    rehabilitation.accept_by,
    rehabilitation.refer_by,
    rehabilitation.assess_by,
)


def _services(_: Random) -> Iterable[tuple[int, date, InForce]]:
    return product(range(len(STEPS)), list(_every_day())[::5], CALENDARS)


def _served(case: tuple[int, date, InForce]) -> list[str]:
    step, day, local = case
    return codes(STEPS[step](day, local).because)


def _never_on_the_day(case: tuple[int, date, InForce]) -> bool:
    step, day, local = case
    return day + timedelta(days=5) <= STEPS[step](day, local).by


Read = tuple[Insight | None, Symptoms | None, frozenset[residual.Residual], int]
NAMED: Final = tuple(
    frozenset(residual.Residual(word) for word in words)
    for words in ((), ("insight",), ("symptoms",), ("insight", "symptoms"))
)


def _opinions(_: Random) -> Iterable[Read]:
    return product((None, *Insight), (None, *Symptoms), NAMED, (-1, 0, 100, 400))


def _read(case: Read) -> tuple[Findings, list[str]]:
    insight, symptoms, named, days = case
    until = residual.valid_until(FIRST).isoformat()
    opinion = residual.Opinion(tuple(sorted(named)), FIRST.isoformat(), until)
    found = Findings(insight=insight, symptoms=symptoms)
    read, because = residual.read_milder(found, opinion, FIRST + timedelta(days=days))
    return read, codes(because)


def _reads_no_more_than_named(case: Read) -> bool:
    insight, symptoms, named, days = case
    read, spoke = _read(case)
    milder = {
        residual.Residual.INSIGHT: read.insight is not insight,
        residual.Residual.SYMPTOMS: read.symptoms is not symptoms,
    }
    changed = {word for word, is_milder in milder.items() if is_milder}
    return changed <= named and len(changed) == len(spoke) and (days >= 0 or not spoke)


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
        "residual",
        _opinions,
        lambda case: _read(case)[1],
        frozenset(codes(residual.REASONS)),
        least=0,
        most=2,
        holds=_reads_no_more_than_named,
    ),
    Walk(
        "lowering",
        _lowerings,
        _second_person,
        frozenset(codes(lowering.REASONS)),
        least=0,
        most=1,
        holds=_never_a_psychiatrist,
    ),
    Walk(
        "rehabilitation",
        _services,
        _served,
        frozenset(codes(rehabilitation.REASONS)) | {YEAR_NOT_KNOWN.code},
        most=2,
        holds=_never_on_the_day,
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
        holds=_clue_holds,
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
    ),
    Walk(
        "national_codes",
        lambda _: national_codes.PARITY.items(),
        lambda case: [case[0].__name__],
        frozenset(kind.__name__ for kind in national_codes.PARITY),
        most=1,
        holds=lambda case: set(case[1].codes) <= set(case[0]),
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
    Walk("leaving", _leavings, _left, frozenset(codes(leaving.REASONS))),
    Walk(
        "four_a_year",
        _short_years,
        _falls_short,
        frozenset(codes(four_a_year.REASONS)),
        least=0,
        most=2,
    ),
    Walk(
        "injection_late",
        _injections,
        lambda case: codes(_way_on(case).because),
        frozenset(codes(injection_late.REASONS)),
        most=2,
        holds=_window_holds,
    ),
    Walk(
        "laboratory_checks",
        _medicines,
        _checks,
        frozenset(codes(laboratory_checks.REASONS)),
        holds=_no_check_twice,
        is_whole=False,
    ),
    Walk(
        "covered_days",
        _spans,
        lambda _: [covered_days.COUNTED.code],
        frozenset({covered_days.COUNTED.code}),
        most=1,
        holds=_covers_what_is_covered,
        is_whole=False,
    ),
    Walk(
        "dispensing",
        _hand_outs,
        _handed_out,
        frozenset(codes(dispensing.REASONS)),
        least=0,
    ),
    Walk(
        "review_sampling",
        _draws,
        _drawn,
        rows(review_sampling.TABLE),
        most=1,
        holds=_share_holds,
        is_whole=False,
    ),
    Walk(
        "erasure",
        _limits,
        lambda case: _lapses(erasure, case),
        frozenset({"confirmed", "lapsed"}),
        most=1,
    ),
    Walk(
        "merging",
        _limits,
        lambda case: _lapses(merging, case),
        frozenset({"confirmed", "lapsed"}),
        most=1,
    ),
    Walk(
        "taking_back",
        lambda _: taking_back.BY_TOPIC.values(),
        lambda answer: codes(answer.whys),
        frozenset(codes(taking_back.REASONS)),
    ),
    Walk(
        "due_explanation",
        _explained,
        _changes,
        frozenset(codes(due_explanation.REASONS))
        - {due_explanation.FACE_MADE.code, due_explanation.ANY_MADE.code},
        holds=_explains_the_day,
    ),
    Walk(
        "indicator_conditions",
        _people,
        _against,
        frozenset(why.code for why in indicator_conditions.AGAINST),
        least=0,
        is_whole=False,
    ),
    Walk(
        "indicators",
        _few_people,
        lambda case: [case[0].value],
        frozenset(condition.value for condition in Condition),
        holds=_numerator_within,
        is_whole=False,
    ),
    Walk(
        "same_as_last",
        lambda _: (frozenset({field}) for field in Repeatable),
        _taken_over,
        frozenset(field.value for field in Repeatable),
        least=0,
        most=1,
    ),
)

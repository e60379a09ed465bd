"""Walks of the tables of medicine: injections, checks, hand-outs, days covered."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import product
from random import Random
from typing import Final

from domain.rules import (
    covered_days,
    dispensing,
    injection_late,
    laboratory_checks,
)
from domain.values.laboratory import LabCheck
from ops.proving.rules.cases import (
    BOTH,
    DRAWN,
    FIRST,
    codes,
)
from ops.proving.rules.walking import Walk


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


def _no_check_twice_and_each_day_counted(case: Taken) -> bool:
    since, last, _ = case
    found = laboratory_checks.checks_due(*case)
    checks = [due.check for due in found]
    return len(checks) == len(set(checks)) and all(
        _is_counted(due, since[due.drug], last.get(due.check)) for due in found
    )


def _is_counted(
    due: laboratory_checks.CheckDue, begun: date, last: date | None
) -> bool:
    """Return whether a check is due one of its row's intervals after the last, or the first."""
    row = next(
        row
        for row in laboratory_checks.TABLE
        if (row.drug, row.check) == (due.drug, due.check)
    )
    if last is None or (begun - last).days > 30:  # noqa: PLR2004 - D-J8
        return (due.due_on - begun).days == row.first_every
    settled = (last - begun).days >= row.first_for
    every = row.then.value if settled else row.first_every
    return (due.due_on - last).days == every


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


HandOut = tuple[int, str, str | None, int | None, bool]


def _hand_outs(_: Random) -> Iterable[HandOut]:
    return product(
        (1, 30, 100),
        ("25mg×100", "片"),
        (None, "0", "50"),
        (None, -3, 0, 6, 7, 30),
        BOTH,
    )


def _supply(case: HandOut) -> dispensing.Supply:
    quantity, strength, daily, in_hand, prescribed = case
    return dispensing.supply(
        quantity,
        strength,
        daily,
        handed_on=FIRST,
        in_hand_until=None if in_hand is None else FIRST + timedelta(days=in_hand),
        is_prescribed=prescribed,
    )


def _handed_out(case: HandOut) -> list[str]:
    near = dispensing.near_expiry(FIRST + timedelta(days=case[0] * 5), FIRST)
    return codes([*_supply(case).because, *([near] if near else [])])


def _used_up_one_a_time(case: HandOut) -> bool:
    """Return whether the days are those it takes to use it up, after what is in hand."""
    quantity, strength, daily, in_hand, prescribed = case
    found = _supply(case)
    left, days = quantity * 25, 0
    while daily == "50" and "25mg" in strength and left >= 50:  # noqa: PLR2004 - mg a day
        left, days = left - 50, days + 1
    before = 0 if in_hand is None else max(0, in_hand + 1)
    asked = before > 7 or not prescribed  # noqa: PLR2004 - D-J2
    return (
        found.days == (days or None)
        and found.begins_on == FIRST + timedelta(days=before)
        and found.needs_reason is asked
    )


WALKS: Final[tuple[Walk, ...]] = (
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
        holds=_no_check_twice_and_each_day_counted,
    ),
    Walk(
        "covered_days",
        _spans,
        lambda _: [covered_days.COUNTED.code],
        frozenset({covered_days.COUNTED.code}),
        most=1,
        holds=_covers_what_is_covered,
    ),
    Walk(
        "dispensing",
        _hand_outs,
        _handed_out,
        frozenset(codes(dispensing.REASONS)),
        least=0,
        holds=_used_up_one_a_time,
    ),
)

"""Walks of the tables of notices: every news at every level, every hour of a week."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import product
from random import Random
from typing import Final

from domain.rules import (
    notice_changes,
    notice_clocks,
    notice_escalation,
    notice_expiry,
    notice_policy,
    notice_storms,
)
from domain.rules.notice_policy import NoticeField
from domain.values.calendar import SHANGHAI
from domain.values.escalation import Rung
from domain.values.findings import Grade
from domain.values.notice_changes import ChangeReason
from domain.values.notices import Trigger
from domain.values.people import OfficeKind, Purpose
from ops.proving.rules.cases import BOTH, FIRST, codes, rows
from ops.proving.rules.walking import Walk

News = tuple[Trigger, Grade]
Ladder = tuple[str, str, datetime, bool]
Storm = tuple[Trigger, str, int, datetime]
Timed = tuple[Trigger, Grade, Purpose, datetime]

WEEK: Final = datetime(2026, 3, 2, tzinfo=SHANGHAI)
HOURS: Final = 7 * 24
FEW: Final = 5
"""How many unchanged go singly in a shift: written apart from the rule."""
WITHOUT_LEVEL: Final = frozenset(
    {
        Trigger.INCIDENT,
        Trigger.EMERGENCY,
        Trigger.ASKED,
        Trigger.DANGER_REPORT,
        Trigger.ABSCONDED,
        Trigger.LEFT,
        Trigger.REFUSED,
        Trigger.JOINT,
    }
)
"""What is told of somebody below level 3 or not assessed."""
HELPERS: Final = frozenset({OfficeKind.CIVIL_AFFAIRS, OfficeKind.DISABILITY_FEDERATION})
KEPT_FROM_HELPERS: Final = frozenset(
    {NoticeField.GRADE, NoticeField.DANGER_FLAGS, NoticeField.ID_NUMBER_MASKED}
)


def _news(_: Random) -> Iterable[News]:
    return product(Trigger, Grade)


def _rules(case: News) -> tuple[notice_policy.ReceiverRule, ...]:
    return notice_policy.receivers_for(*case, FIRST)


def _told(case: News) -> list[str]:
    return codes(rule.why for rule in _rules(case))


def _told_rightly(case: News) -> bool:
    """Return whether who is below level 3 is told of by other news only, and no grade."""
    trigger, grade = case
    told = _rules(case)
    is_high = grade.is_at_least(Grade.LEVEL_3)
    offices = [(rule.kind, rule.purpose) for rule in told]
    return (
        (is_high or not told or trigger in WITHOUT_LEVEL)
        and (is_high or all(NoticeField.GRADE not in rule.fields for rule in told))
        and len(offices) == len(set(offices))
        and all(
            KEPT_FROM_HELPERS.isdisjoint(rule.fields)
            for rule in told
            if rule.kind in HELPERS
        )
        and all(_is_found_again(trigger, rule) for rule in told)
    )


def _is_found_again(trigger: Trigger, rule: notice_policy.ReceiverRule) -> bool:
    found = notice_policy.rule_told_by(
        trigger, rule.kind, rule.purpose, frozenset(rule.fields)
    )
    return found is rule


def _timed(_: Random) -> Iterable[Timed]:
    for trigger, grade in product(Trigger, Grade):
        for purpose in {rule.purpose for rule in _rules((trigger, grade))}:
            for hour in range(HOURS):
                yield trigger, grade, purpose, WEEK + timedelta(hours=hour)


def _clocks(case: Timed) -> list[str]:
    trigger, grade, purpose, at = case
    return codes([notice_clocks.deadlines(trigger, purpose, grade, at).why])


def _clock_holds(case: Timed) -> bool:
    """Return whether the strictest clock speaks, and none ends in a night it rests in."""
    trigger, grade, purpose, at = case
    found = notice_clocks.deadlines(trigger, purpose, grade, at)
    fitting = [r for r in notice_clocks.CLOCKS if r.fits(trigger, purpose, grade)]
    strictest = min(fitting, key=lambda row: row.clock.accept_within)
    hours = (found.accept_by.hour, found.accept_by.minute)
    is_by_day = (8, 0) <= hours <= (20, 0)
    return (
        codes([found.why]) == codes([strictest.why])
        and at < found.remind_at < found.accept_by
        and (strictest.clock.rests_from is None or is_by_day)
    )


def _changed(at: datetime) -> list[str]:
    return codes([notice_clocks.deadlines_of_change(at).why])


def _ladders(_: Random) -> Iterable[Ladder]:
    clocks = (*(row.why.code for row in notice_clocks.CLOCKS), "clock.unheard_of")
    kinds = sorted(notice_escalation.ALL)
    for kind, clock, hour, back in product(kinds, clocks, range(0, HOURS, 3), BOTH):
        yield kind, clock, WEEK + timedelta(hours=hour), back


def _climbed(case: Ladder) -> list[str]:
    """Return the rungs met by climbing step by step."""
    kind, clock, at, back = case
    rungs = notice_escalation.ladder(kind, clock, at.date())
    taken: list[str] = []
    met: list[str] = []
    while step := notice_escalation.step_after(taken, rungs, is_returned=back):
        taken.append(step.row.rung)
        met.append(step.row.why.code)
    return met


def _climb_holds(case: Ladder) -> bool:
    """Return whether rungs only rise, each has time, and nobody rings after a return."""
    kind, clock, at, back = case
    climbed = _climbed(case)
    rungs = notice_escalation.ladder(kind, clock, at.date())
    met = [row for row in rungs if row.why.code in climbed]
    heights = [list(Rung).index(row.rung) for row in met]
    ends = [
        notice_escalation.until(row, at, clock)[0]
        for row in met
        if row.rung is not Rung.SENDER
    ]
    rings = any(row.rung is Rung.SENDER for row in met)
    return (
        heights == sorted(set(heights))
        and all(end > at for end in ends)
        and rings is not back
    )


Changed = tuple[ChangeReason, Trigger, bool]


def _changes(_: Random) -> Iterable[Changed]:
    return product(ChangeReason, Trigger, BOTH)


def _reached(case: Changed) -> list[str]:
    reason, trigger, is_done = case
    rule = notice_changes.change_rule(reason, FIRST)
    is_reached = notice_changes.reaches(rule, trigger, is_done=is_done)
    return codes([rule.why]) if is_reached else []


def _reached_rightly(case: Changed) -> bool:
    """Return whether open notices of a level hear of everything, and no fewer than done ones."""
    reason, trigger, _ = case
    open_, done = (bool(_reached((reason, trigger, each))) for each in BOTH)
    return (open_ or trigger not in notice_changes.LEVELLED) and open_ >= done


Expiring = tuple[int, bool, bool]


def _expiring(_: Random) -> Iterable[Expiring]:
    return product(range(0, 400, 3), BOTH, BOTH)


def _verdict(case: Expiring) -> notice_expiry.Verdict:
    days, rungs_left, stands = case
    today = FIRST + timedelta(days=days)
    return notice_expiry.verdict(FIRST, today, rungs_left=rungs_left, stands=stands)


def _expired(case: Expiring) -> list[str]:
    return codes([_verdict(case).why])


def _expires_rightly(case: Expiring) -> bool:
    """Return whether nothing expires that is young, still climbs, or still stands."""
    days, rungs_left, stands = case
    found = _verdict(case)
    return found.expires is (days >= found.days and not rungs_left and not stands)


def _storms(_: Random) -> Iterable[Storm]:
    clocks = [row.why.code for row in notice_clocks.CLOCKS]
    return product(
        Trigger,
        clocks,
        range(8),
        (WEEK + timedelta(hours=h) for h in range(0, HOURS, 5)),
    )


def _weighed(case: Storm) -> list[str]:
    return codes([notice_storms.weigh(*case).why])


def _waits_rightly(case: Storm) -> bool:
    """Return whether only an unchanged level 3 waits, beyond five, until the shift ends."""
    trigger, clock, told, at = case
    said = notice_storms.weigh(*case)
    may = trigger is Trigger.UNCHANGED and clock != "clock.highest"
    shift = notice_storms.shift_of(at)
    left = shift.ends_at - at
    remind, accept = notice_storms.clocks_from(clock, shift.ends_at)
    return (
        said.waits is (may and told >= FEW)
        and timedelta() < left <= timedelta(hours=12)
        and shift.ends_at.hour in {8, 20}
        and shift.ends_at < remind < accept
    )


WALKS: Final[tuple[Walk, ...]] = (
    Walk(
        "notice_policy",
        _news,
        _told,
        rows(notice_policy.TABLE),
        least=0,
        holds=_told_rightly,
    ),
    Walk(
        "notice_clocks",
        _timed,
        _clocks,
        rows(notice_clocks.CLOCKS),
        most=1,
        holds=_clock_holds,
    ),
    Walk(
        "notice_clocks",
        lambda _: [WEEK + timedelta(hours=hour) for hour in range(HOURS)],
        _changed,
        rows(notice_clocks.OF_CHANGES),
        most=1,
    ),
    Walk(
        "notice_escalation",
        _ladders,
        _climbed,
        rows(notice_escalation.TABLE),
        least=0,
        holds=_climb_holds,
    ),
    Walk(
        "notice_expiry",
        _expiring,
        _expired,
        rows(notice_expiry.TABLE),
        most=1,
        holds=_expires_rightly,
    ),
    Walk(
        "notice_changes",
        _changes,
        _reached,
        rows(notice_changes.TABLE),
        least=0,
        most=1,
        holds=_reached_rightly,
    ),
    Walk(
        "notice_storms",
        _storms,
        _weighed,
        rows(notice_storms.TABLE),
        most=1,
        holds=_waits_rightly,
    ),
)

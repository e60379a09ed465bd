"""Explain a due day: the rule, what it was given, and what would change it.

Decision: none of its own. The day is computed again from the inputs on record, so that it
          can be held against the day that was kept (a test does, for every course).
Source:   the rules it repeats: `follow_up_interval.py`, `follow_up_course.py` and
          `planning.py`, with their clauses; D-D6 (sources.md).
Hit rule: whatever set the day: registration, a follow-up, or a plan.
Silence:  a day the doctor chose is said to be the doctor's, beside the one computed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from domain.rules.clause import Clause, Evidence, Reason
from domain.rules.follow_up_course import CHECK, EarlierVisit, Step, step_of
from domain.rules.follow_up_interval import (
    TABLE,
    DueProposal,
    propose_due,
    propose_first_due,
)
from domain.rules.parameters import LOCAL, NATIONAL, InForce
from domain.rules.planning import EDITIONS as PLANNING
from domain.rules.planning import STILL_OWED, Cause, plan
from domain.values.calendar import TWO_WEEKS, Interval
from domain.values.findings import FollowUpClass

OURS = Clause("OURS", "D-D6", Evidence.DECIDED)

# fmt: off
RECORDED = Reason("explain.next_visit", OURS,
                  "The next follow-up: counted anew from its day, by its class.",
                  "下一次随访：自随访日起按新的分类重新计算")
IF_UNSTABLE = Reason("explain.if_unstable", OURS, "Had the class been unstable:",
                     "若分类为不稳定：")
IF_BASIC = Reason("explain.if_basic", OURS, "Had the class been basically stable:",
                  "若分类为基本稳定：")
IF_STABLE = Reason("explain.if_stable", OURS, "Had the class been stable:",
                   "若分类为稳定：")
IF_SETTLING = Reason("explain.if_settling", OURS, "Had it been settling at this check:",
                     "若2周时评估为趋于稳定：")
IF_NOT_SETTLING = Reason("explain.if_not_settling", OURS,
                         "Had it not been settling at this check:", "若2周时评估为未趋稳：")
REFERRED = Reason("explain.if_referred", OURS,
                  "A referral: within 2 weeks of it at the latest.", "登记转诊：转诊后2周内")
DISCHARGED = Reason("explain.if_discharged", OURS,
                    "A discharge: face to face within 10 working days of it.",
                    "登记出院：出院后10个工作日内面访")
FACE_MADE = Reason("explain.face_made", OURS,
                   "A face visit fulfils this; a call does not.", "面访后完成，电话随访不算")
ANY_MADE = Reason("explain.any_made", OURS, "Any follow-up from then on fulfils this.",
                  "此后任何一次随访即完成")
NEVER_PAUSED = Reason("explain.never_paused", OURS,
                      "Pausing reminders changes nothing: the visit stays due.",
                      "暂停提醒不改变到期日，随访任务不变")
# fmt: on

REASONS: tuple[Reason, ...] = (
    *(RECORDED, IF_UNSTABLE, IF_BASIC, IF_STABLE, IF_SETTLING, IF_NOT_SETTLING),
    *(REFERRED, DISCHARGED, FACE_MADE, ANY_MADE, NEVER_PAUSED),
)
IF_CLASS = {
    FollowUpClass.UNSTABLE: IF_UNSTABLE,
    FollowUpClass.BASIC: IF_BASIC,
    FollowUpClass.STABLE: IF_STABLE,
}
STEPS = {row.why.code: row.step for row in TABLE}
"""The step each reason of a follow-up's day names."""


@dataclass(frozen=True, slots=True)
class Change:
    """Something that would change the day, and to which; no day where it cannot be known."""

    what: Reason
    then: date | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """The day computed again from its inputs, by which edition, and what would change it."""

    computed_on: date
    edition: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class VisitInputs:
    """What a follow-up's next day was computed from; `before` is the step before it."""

    visited_on: date
    judged: FollowUpClass | None
    settling: bool = False
    in_hospital: bool = False
    referred: bool = False
    before: Step | None = None

    def proposed(
        self, judged: FollowUpClass | None, *, settling: bool, in_hospital: bool = False
    ) -> DueProposal:
        """Return the next day for a class, all else as it was."""
        return propose_due(
            judged,
            self.visited_on,
            before=self.before,
            settling=settling,
            in_hospital=in_hospital,
            referred_on=self.visited_on if self.referred else None,
        )


def step_named(codes: Sequence[str], judged: FollowUpClass | None) -> Step | None:
    """Return the step a follow-up's reasons name, or the one its class alone tells."""
    named = next((STEPS[code] for code in map(_row, codes) if code in STEPS), None)
    if named or judged is None:
        return named
    return step_of(EarlierVisit(date.min, judged), None, in_hospital=False)


def _row(code: str) -> str:
    """Return the row a reason names: a place's own names the row's parameter."""
    name = code.removeprefix(LOCAL).partition("=")[0]
    return name.replace("interval.", "due.") if code.startswith(LOCAL) else code


def days_set_here(codes: Sequence[str]) -> int | None:
    """Return how many days a place had set, where its own rule gave the day."""
    first = codes[0] if codes else ""
    return int(first.partition("=")[2]) if first.startswith(LOCAL) else None


def explain_first(registered_on: date, local: InForce = NATIONAL) -> Explanation:
    """Explain the first visit's day; working days are those of the calendar now."""
    due = propose_first_due(registered_on, local)
    changes = (Change(RECORDED), Change(DISCHARGED), Change(NEVER_PAUSED))
    return Explanation(due.due_on, due.edition, changes)


def explain_visit(given: VisitInputs, days: int | None = None) -> Explanation:
    """Explain the day a follow-up set; `days` are those its place had set then."""
    due = given.proposed(
        given.judged, settling=given.settling, in_hospital=given.in_hospital
    )
    here = None if days is None else Interval(days=days).after(given.visited_on)
    general = [RECORDED, *([] if given.referred else [REFERRED]), DISCHARGED]
    changes = (
        *_other_answers(given, due.due_on),
        *(Change(what) for what in (*general, NEVER_PAUSED)),
    )
    return Explanation(here or due.due_on, due.edition, tuple(changes))


def explain_owed(visited_on: date) -> Explanation:
    """Explain the day of a face visit that stayed owed after another contact."""
    changes = (Change(FACE_MADE), Change(NEVER_PAUSED))
    return Explanation(TWO_WEEKS.after(visited_on), PLANNING[0].name, changes)


def explain_plan(
    cause: Cause, since: date, not_after: date | None, local: InForce = NATIONAL
) -> Explanation:
    """Explain a plan's day; working days are those of the calendar now."""
    planned = plan(cause, since, local, not_after=not_after)
    changes = (
        Change(FACE_MADE if planned.face else ANY_MADE),
        Change(NEVER_PAUSED),
    )
    return Explanation(planned.on, planned.editions[0], changes)


def is_owed(codes: Sequence[str]) -> bool:
    """Return whether a follow-up's day is that of a face visit still owed."""
    return STILL_OWED.code in codes


def _other_answers(given: VisitInputs, due_on: date) -> Iterator[Change]:
    """Yield the days other answers of the same form would have given."""
    for judged, what in IF_CLASS.items():
        if judged is not given.judged:
            then = given.proposed(judged, settling=given.settling).due_on
            if then != due_on:
                yield Change(what, then)
    if given.before in CHECK and given.judged is FollowUpClass.BASIC:
        what = IF_NOT_SETTLING if given.settling else IF_SETTLING
        then = given.proposed(given.judged, settling=not given.settling).due_on
        yield Change(what, then)

"""Propose when to see the person next (下次随访日期).

Decision: the next due day, whether it is a joint visit, whether to refer at once.
Source:   R1 二(三)1, R2, R3, E4 (sources.md); counting by P3 arts 201-202; D-I1 to D-I4.
Hit rule: every matching row gives a day; the earliest wins and is the reason. A place may
          bring a day forward, never push it back (`PARAMETERS`).
Silence:  D-I1: still basic after the month under guidance, one month again. D-I2: basic
          again after a settled course, two weeks. D-I3: still in hospital, three months.
          D-I4: no class, two weeks. A new person's first visit is our default and says so:
          counted from registration, any form of visit fulfils it (D-K4). More visits, or
          joint ones, for past violence, drink, drugs or threats are remembered (K) and off:
          the doctor chooses an earlier day, and level 3 and unstable bring joint ones (D-K5).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.rules.clause import Clause, Evidence, Reason
from domain.rules.edition import Edition, in_force
from domain.rules.follow_up_course import EarlierVisit, Step, step_after, step_of
from domain.rules.parameters import (
    NATIONAL,
    YEAR_NOT_KNOWN,
    InForce,
    Parameter,
    Unit,
    at_most,
    default,
)
from domain.values.calendar import (
    ONE_MONTH,
    THREE_MONTHS,
    TWO_WEEKS,
    Interval,
    working_day_after,
)
from domain.values.findings import FollowUpClass


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """How long after a follow-up of a step the next one is due at the latest."""

    step: Step
    within: Interval
    why: Reason
    joint_visit: bool = False
    refer_at_once: bool = False


R, E, K = Evidence.REPRODUCED, Evidence.EXAM, Evidence.REMEMBERED


def _ours(number: int) -> Clause:
    return Clause("OURS", f"D-I{number}", Evidence.DECIDED)


# fmt: off
TABLE: tuple[Row, ...] = (
    Row(step=Step.UNSTABLE, within=TWO_WEEKS, joint_visit=True, refer_at_once=True,
        why=Reason("due.unstable", Clause("R2", "二(三)1", R),
                   "Unstable: refer at once; if not admitted, follow up jointly within 2 weeks.",
                   "病情不稳定：立即转诊；未能住院或转诊的，2周内协同随访")),
    Row(step=Step.BASIC_FIRST, within=TWO_WEEKS,
        why=Reason("due.basic_first", Clause("R2", "二(三)2", R),
                   "Basically stable: adjust the treatment, check after 2 weeks.",
                   "病情基本稳定：调整处理后2周时随访")),
    Row(step=Step.BASIC_SETTLING, within=THREE_MONTHS,
        why=Reason("due.basic_settling", Clause("R2", "二(三)2", R),
                   "Settling at the two-week check: keep the treatment, 3 months.",
                   "2周时随访病情趋于稳定：维持目前治疗方案，3个月时随访")),
    Row(step=Step.BASIC_NOT_SETTLED, within=ONE_MONTH,
        why=Reason("due.basic_not_settled", Clause("R2", "二(三)2", R),
                   "Not settled at the two-week check: ask the psychiatrist, 1 month.",
                   "2周时随访未达到稳定：请精神专科医师技术指导，1个月时随访")),
    Row(step=Step.BASIC_STILL, within=ONE_MONTH,
        why=Reason("due.basic_still", _ours(1),
                   "Still basically stable after a month under guidance: 1 month again.",
                   "指导治疗1个月后仍为基本稳定：1个月时再次随访")),
    Row(step=Step.BASIC_AGAIN, within=TWO_WEEKS,
        why=Reason("due.basic_again", _ours(2),
                   "Basically stable again after a settled course: check after 2 weeks.",
                   "病情趋稳后再次评为基本稳定：2周时随访")),
    Row(step=Step.STABLE, within=THREE_MONTHS,
        why=Reason("due.stable", Clause("R1", "二(三)3", R),
                   "Stable: continue the treatment, 3 months.",
                   "病情稳定：继续执行治疗方案，3个月时随访")),
    Row(step=Step.ADMITTED, within=TWO_WEEKS,
        why=Reason("due.admitted", Clause("E4", "转诊后2周内随访", E),
                   "In hospital: find out about the treatment within 2 weeks.",
                   "已住院：2周内了解其治疗情况")),
    Row(step=Step.STILL_IN_HOSPITAL, within=THREE_MONTHS,
        why=Reason("due.still_in_hospital", _ours(3),
                   "Still in hospital: confirm again within 3 months.",
                   "仍在住院：3个月内再次核实")),
    Row(step=Step.NO_CLASS, within=TWO_WEEKS,
        why=Reason("due.no_class", _ours(4),
                   "No class was given: see the person again within 2 weeks.",
                   "本次未分类：2周内再次随访")),
)

REFERRED = Reason("due.referred", Clause("E4", "转诊后2周内随访", E),
                  "Referred: follow the referral up within 2 weeks.",
                  "已转诊：2周内随访转诊情况")

FIRST_VISIT: tuple[Reason, ...] = (
    Reason("due.first_visit_two_weeks", Clause("N", "taowenge p-35068540", Evidence.NEWS),
           "Newly registered: a local rule sees the person within 2 weeks; our default.",
           "新建档：参照地方做法2周内首次随访（本系统默认值）"),
    Reason("due.first_visit_ten_working_days", Clause("K", "BR-REP-K", K),
           "Newly registered: first visit within 10 working days; remembered, not verified.",
           "新建档：10个工作日内首次随访（2018年版，未核实原文）"),
)

FEWER_THAN_FOUR = Reason(
    "due.fewer_than_four", Clause("R1", "二(二)", R),
    "Fewer than four follow-ups in the year.", "全年随访不足4次")
# fmt: on

FOLLOW_UPS_A_YEAR = 4
DAYS_OF_A_MONTH = 30


def _parameter(row: Row) -> Parameter:
    days = row.within.months * DAYS_OF_A_MONTH + row.within.days
    return at_most(f"interval.{row.step}", Unit.DAYS, days, row.why)


PARAMETERS: dict[Step, Parameter] = {row.step: _parameter(row) for row in TABLE}
"""A place may see people sooner than the national text, by days (domain-rules 3.2)."""
AFTER_REFERRAL = at_most("interval.referred", Unit.DAYS, TWO_WEEKS.days, REFERRED)
FIRST_VISIT_DAYS = at_most(
    "first_visit.days", Unit.DAYS, TWO_WEEKS.days, FIRST_VISIT[0]
)
FIRST_VISIT_WORKING_DAYS = default(
    "first_visit.working_days",
    Unit.WORKING_DAYS,
    10,
    FIRST_VISIT[1],
    at_least=1,
    at_most=30,
)

EDITIONS: tuple[Edition[tuple[Row, ...]], ...] = (
    Edition("follow-up-interval/2017", date(2017, 2, 28), TABLE),
)
FIRST_VISIT_EDITION = "first-visit/ours-2026"


@dataclass(frozen=True, slots=True)
class DueProposal:
    """The proposed next day, why, and the latest day the national text allows."""

    due_on: date
    because: tuple[Reason, ...]
    edition: str
    latest_on: date
    step: Step | None = None
    is_estimated: bool = False
    joint_visit: bool = False
    refer_at_once: bool = False
    overrides: tuple[str, ...] = ()
    """The editions of places that spoke."""

    @property
    def editions(self) -> tuple[str, ...]:
        """Return every edition that spoke, for the fact to keep."""
        return (self.edition, *self.overrides)


def propose_due(  # noqa: PLR0913 - a course and what holds here
    judged: FollowUpClass | None,
    visited_on: date,
    course: Sequence[EarlierVisit] = (),
    *,
    settling: bool = False,
    in_hospital: bool = False,
    referred_on: date | None = None,
    local: InForce = NATIONAL,
    before: Step | None = None,
) -> DueProposal:
    """Return when to see the person next; the course is listed oldest first.

    `local` is what holds where the person lives; `latest_on` stays the national day.
    `before` is the step the course has reached, for who knows no more than that.
    """
    edition = in_force(EDITIONS, visited_on)
    now = EarlierVisit(visited_on, judged, settling)
    reached = step_after(course) if course else before
    step = step_of(now, reached, in_hospital=in_hospital)
    row = next(row for row in edition.rule if row.step is step)
    national = [(row.within.after(visited_on), row.why)]
    settings = [(visited_on, local.setting(PARAMETERS[step], visited_on))]
    if referred_on is not None:
        national.append((TWO_WEEKS.after(referred_on), REFERRED))
        settings.append((referred_on, local.setting(AFTER_REFERRAL, referred_on)))
    latest_on = min(day for day, _ in national)
    here = [
        (setting.interval.after(day), setting)
        for day, setting in settings
        if setting.editions
    ]
    due_on = min((day for day, _ in here), default=latest_on)
    spoke = [setting for day, setting in here if day == due_on < latest_on]
    because = [why for day, why in national if day == latest_on]
    return DueProposal(
        min(due_on, latest_on),
        tuple(setting.why for setting in spoke) or tuple(because),
        edition.name,
        latest_on=latest_on,
        step=step,
        joint_visit=row.joint_visit,
        refer_at_once=row.refer_at_once,
        overrides=tuple(name for setting in spoke for name in setting.editions),
    )


def propose_first_due(registered_on: date, local: InForce = NATIONAL) -> DueProposal:
    """Return by when somebody just registered is to be seen first.

    No text we could read sets this limit: it is our default, the earlier of two weeks and,
    once the site keeps a working-day calendar, ten working days. A year that was not
    loaded is counted in natural days, and says so.
    """
    weeks = local.setting(FIRST_VISIT_DAYS, registered_on)
    by_weeks = weeks.interval.after(registered_on)
    days = [(by_weeks, weeks)]
    limit = None
    if local.calendar.years:
        working = local.setting(FIRST_VISIT_WORKING_DAYS, registered_on)
        limit = working_day_after(registered_on, working.value, local.calendar)
        days.append((limit.day, working))
    due_on = min(day for day, _ in days)
    spoke = [setting for day, setting in days if day == due_on]
    is_estimated = bool(limit and limit.is_estimated and limit.day == due_on)
    return DueProposal(
        due_on,
        (
            *(setting.why for setting in spoke),
            *((YEAR_NOT_KNOWN,) if is_estimated else ()),
        ),
        FIRST_VISIT_EDITION,
        TWO_WEEKS.after(registered_on),
        is_estimated=is_estimated,
        overrides=tuple(name for setting in spoke for name in setting.editions),
    )


def fewer_than_four(visited: Sequence[date], year: int) -> Reason | None:
    """Return the flag for a calendar year with fewer follow-ups than the text demands."""
    made = sum(day.year == year for day in visited)
    return FEWER_THAN_FOUR if made < FOLLOW_UPS_A_YEAR else None

"""Say of one person whether a condition of an indicator holds in a period, and if not, why.

Decision: for each condition that a numerator or a denominator is made of, whether it
          holds of a person in a period.
Source:   R13 to R16, A2, P1 art 35, the form notes R6; K and D-R1 to D-R8 where they are
          silent (sources.md).
Hit rule: the first reason against is given; none against means the condition holds.
Silence:  R13 speaks of adjacent follow-ups only. Ours: the stretch from January (or the
          month of registration, if later) to the first follow-up and from the last one to
          the statistical month are gaps like any other (D-R1, D-R2), so that one visit in
          a year is not "standard"; only complete follow-ups count (D-R3); fewer than four
          are enough by quarters not over or before registration (D-R4); "the last three
          months" are the statistical month and the two before (D-R5); who is in hospital
          takes medicine but is not said to take it regularly (D-R6); of two follow-ups on
          one day the later recorded is the last (D-R7); by class, a follow-up without one
          allows what the interval rule proposes for it (D-R8).

The same conditions stand as SQL in `projections/rates.py`; a test holds them equal.
"""

from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Final

from domain.rules.clause import Clause, Evidence, Reason
from domain.values.calendar import (
    ONE_MONTH,
    THREE_MONTHS,
    TWO_WEEKS,
    Interval,
    month_gap,
)
from domain.values.findings import Adherence, FollowUpClass, HospitalStay
from domain.values.registration import ConsentAnswer, Disease

GREATEST_GAP = 3
"""Month numbers between adjacent follow-ups, R13."""
MONTHS_IN_A_QUARTER = 3


class Condition(StrEnum):
    """What numerators and denominators are made of."""

    ON_REGISTER = "on_register"
    ON_REGISTER_IN_YEAR = "on_register_in_year"
    MANAGED = "managed"
    STANDARD_A = "standard_a"
    STANDARD_B = "standard_b"
    STANDARD_BY_CLASS = "standard_by_class"
    SCHIZOPHRENIA = "schizophrenia"
    MEDICATED = "medicated"
    REGULAR_LAST = "regular_last"
    REGULAR_ALWAYS = "regular_always"
    AT_HOME = "at_home"
    STABLE_LATELY = "stable_lately"
    STABLE_ALL_YEAR = "stable_all_year"
    FACE_VISITED = "face_visited"
    CHECKED_UP = "checked_up"
    LOST = "lost"
    CONSENTED = "consented"
    ASSESSED = "assessed"
    DISTURBED = "disturbed"
    HARMED = "harmed"


@dataclass(frozen=True, slots=True)
class Period:
    """1 January 00:00 to 24:00 of the last day of the statistical month (R13, R14)."""

    year: int
    month: int

    @property
    def first_day(self) -> date:
        """Return the first day of the period."""
        return date(self.year, 1, 1)

    @property
    def last_day(self) -> date:
        """Return the last day of the period."""
        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    def contains(self, day: date) -> bool:
        """Return whether the day lies within the period."""
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedVisit:
    """A standing follow-up as the rates see it; codes are form 8's."""

    visited_on: date
    recorded: int = 0
    """Its place in the record, which tells two of one day apart."""
    has_grade: bool = False
    hospital: int | None = None
    adherence: int | None = None
    judged: int | None = None
    is_face: bool = False
    disturbed: bool = False
    harmed: bool = False

    @property
    def in_hospital(self) -> bool:
        """Return whether the person was in hospital then (目前正在住院)."""
        return self.hospital == HospitalStay.IN_HOSPITAL_NOW

    @property
    def is_complete(self) -> bool:
        """Return whether it counts: a danger assessment, or in hospital now."""
        return self.has_grade or self.in_hospital

    @property
    def allows(self) -> date:
        """Return the last day on which the next one is in time by its class."""
        if self.judged is None:
            interval = THREE_MONTHS if self.in_hospital else TWO_WEEKS
        else:
            interval = BY_CLASS[FollowUpClass(self.judged)]
        return interval.after(self.visited_on)


BY_CLASS: Final[Mapping[FollowUpClass, Interval]] = {
    FollowUpClass.UNSTABLE: TWO_WEEKS,
    FollowUpClass.BASIC: ONE_MONTH,
    FollowUpClass.STABLE: THREE_MONTHS,
}
"""How long after a follow-up the next one may come, where it is counted by class (K)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedPerson:
    """What the rates know of one person.

    `check_ups` are the days of complete check-ups; `losses` are pairs of the day lost and
    the day found again; `consents` pairs of the day and the answer, as recorded.
    """

    registered_on: date
    disease: str = ""
    visits: Sequence[CountedVisit] = ()
    check_ups: Sequence[date] = ()
    died_on: date | None = None
    excluded_on: date | None = None
    losses: Sequence[tuple[date, date | None]] = ()
    consents: Sequence[tuple[date, str]] = ()

    def within(self, period: Period) -> list[CountedVisit]:
        """Return the follow-ups of a period, the earliest first."""
        return sorted(
            (visit for visit in self.visits if period.contains(visit.visited_on)),
            key=lambda visit: (visit.visited_on, visit.recorded),
        )


R6 = Clause("R6", "用药依从性", Evidence.REPRODUCED)
R13 = Clause("R13", "指标1-3", Evidence.REPRODUCED)
R13_MORE = Clause("R13", "指标4-9", Evidence.REPRODUCED)
R15 = Clause("R15", "规范管理", Evidence.REPRODUCED)
R16 = Clause("R16", "脚注", Evidence.REPRODUCED)
A2 = Clause("A2", "稳定", Evidence.ACADEMIC)
P1_EXCLUDED = Clause("P1", "art 35(1)", Evidence.PRIMARY)
BY_MEMORY = Clause("K", "统计口径", Evidence.REMEMBERED)


def _ours(number: int) -> Clause:
    return Clause("OURS", f"D-R{number}", Evidence.DECIDED)


# fmt: off
NOT_YET = Reason("rate.not_yet", R13,
    "Not on the register by the end of the period.", "期末尚未建档")
DEAD = Reason("rate.dead", R13,
    "Died by the end of the period.", "期末前已死亡")
DEAD_EARLIER = Reason("rate.dead_earlier", R16,
    "Died before the year.", "统计年度之前已死亡")
EXCLUDED = Reason("rate.excluded", P1_EXCLUDED,
    "The diagnosis was excluded.", "已排除诊断")
NO_FOLLOW_UP = Reason("rate.no_follow_up", R13, "No follow-up in the period.", "期内无随访")
INCOMPLETE = Reason("rate.incomplete", R13,
    "No follow-up in the period has a danger assessment, nor was the person in hospital.",
    "期内随访均无危险性评估，且未住院")
FIRST_GAP = Reason("rate.first_gap", _ours(1),
    "More than three months from January, or registration, to the first follow-up.",
    "年初（或建档月）至首次随访的月份差超过3")
INNER_GAP = Reason("rate.gap", R13,
    "More than three months between two follow-ups.", "相邻两次随访的月份差超过3")
LAST_GAP = Reason("rate.last_gap", _ours(2),
    "More than three months from the last follow-up to the statistical month.",
    "末次随访至统计月的月份差超过3")
FEW_VISITS = Reason("rate.few_visits", R15,
    "Fewer complete follow-ups than quarters (four a year).",
    "完整随访次数不足（每年4次，按季度折算）")
NO_CHECK_UP = Reason("rate.no_check_up", R15,
    "No complete check-up in the period.", "期内无完整健康检查")
CLASS_GAP = Reason("rate.class_gap", BY_MEMORY,
    "A follow-up came later than the class before it allows.",
    "随访间隔超过上次随访分类规定（2周／1个月／3个月）")
OTHER_DISEASE = Reason("rate.other_disease", R13_MORE,
    "Another disease than schizophrenia.", "非精神分裂症")
NOT_TAKING = Reason("rate.not_taking", R13_MORE,
    "At the last follow-up not taking medicine.", "末次随访不用药")
NONE_PRESCRIBED = Reason("rate.none_prescribed", R13_MORE,
    "At the last follow-up no medicine needed by the doctor's advice.", "末次随访医嘱勿需用药")
ADHERENCE_UNKNOWN = Reason("rate.adherence_unknown", R13_MORE,
    "At the last follow-up adherence was not recorded.", "末次随访未记录用药依从性")
IRREGULAR = Reason("rate.irregular", R6,
    "At the last follow-up medicine was not taken regularly.", "末次随访未按医嘱规律用药")
NOT_ALWAYS_REGULAR = Reason("rate.not_always_regular", BY_MEMORY,
    "At some follow-up of the period medicine was not taken regularly.",
    "期内有随访未按医嘱规律用药")
IN_HOSPITAL = Reason("rate.in_hospital", R13_MORE,
    "In hospital at the last follow-up, so not at home.", "末次随访目前正在住院，不属居家患者")
HOSPITAL_UNKNOWN = Reason("rate.hospital_unknown", R13_MORE,
    "At the last follow-up it was not recorded whether in hospital.", "末次随访未记录住院情况")
LAST_TOO_OLD = Reason("rate.last_too_old", _ours(5),
    "The last follow-up lies before the last three months.", "末次随访不在期末3个月内")
NOT_STABLE = Reason("rate.not_stable", R13_MORE,
    "The last follow-up was not classed stable.", "末次随访分类不是病情稳定")
NOT_ALWAYS_STABLE = Reason("rate.not_always_stable", A2,
    "Not every follow-up of the year was classed stable.", "全年随访并非均为病情稳定")
NO_FACE_VISIT = Reason("rate.no_face_visit", BY_MEMORY,
    "Not met in person in the period.", "期内未与患者本人面访")
NOT_LOST = Reason("rate.not_lost", BY_MEMORY,
    "Not lost at the end of the period.", "期末未失访")
NOT_CONSENTED = Reason("rate.not_consented", BY_MEMORY,
    "No consent by the end of the period.", "期末未签署知情同意")
NOT_ASSESSED = Reason("rate.not_assessed", BY_MEMORY,
    "No danger assessment in the period.", "期内无危险性评估")
NO_DISTURBANCE = Reason("rate.no_disturbance", R13_MORE,
    "No minor disturbance in the period.", "期内无轻度滋事")
NO_HARM = Reason("rate.no_harm", R13_MORE,
    "No breach of public order or criminal harm in the period.", "期内无肇事肇祸")
# fmt: on

AGAINST = (
    NOT_YET,
    DEAD,
    DEAD_EARLIER,
    EXCLUDED,
    NO_FOLLOW_UP,
    INCOMPLETE,
    FIRST_GAP,
    INNER_GAP,
    LAST_GAP,
    FEW_VISITS,
    NO_CHECK_UP,
    CLASS_GAP,
    OTHER_DISEASE,
    NOT_TAKING,
    NONE_PRESCRIBED,
    ADHERENCE_UNKNOWN,
    IRREGULAR,
    NOT_ALWAYS_REGULAR,
    IN_HOSPITAL,
    HOSPITAL_UNKNOWN,
    LAST_TOO_OLD,
    NOT_STABLE,
    NOT_ALWAYS_STABLE,
    NO_FACE_VISIT,
    NOT_LOST,
    NOT_CONSENTED,
    NOT_ASSESSED,
    NO_DISTURBANCE,
    NO_HARM,
)


@dataclass(frozen=True, slots=True)
class Against:
    """Why a condition does not hold; where a gap is the reason, the two days too far apart."""

    reason: Reason
    gap: tuple[date, date] | None = None


Test = Callable[[CountedPerson, Period], Against | None]


def against(
    condition: Condition, person: CountedPerson, period: Period
) -> Against | None:
    """Return why a condition does not hold of a person in a period; None if it does."""
    return TESTS[condition](person, period)


def _on_register(person: CountedPerson, period: Period) -> Against | None:
    return _left(person, period, DEAD, period.last_day)


def _on_register_in_year(person: CountedPerson, period: Period) -> Against | None:
    return _left(person, period, DEAD_EARLIER, date(period.year - 1, 12, 31))


def _left(
    person: CountedPerson, period: Period, dead: Reason, by: date
) -> Against | None:
    if person.registered_on > period.last_day:
        return Against(NOT_YET)
    if person.died_on is not None and person.died_on <= by:
        return Against(dead)
    if person.excluded_on is not None and person.excluded_on <= period.last_day:
        return Against(EXCLUDED)
    return None


def _managed(person: CountedPerson, period: Period) -> Against | None:
    within = person.within(period)
    if any(visit.is_complete for visit in within):
        return None
    return Against(INCOMPLETE if within else NO_FOLLOW_UP)


def _standard_a(person: CountedPerson, period: Period) -> Against | None:
    if unmanaged := _managed(person, period):
        return unmanaged
    days = [v.visited_on for v in person.within(period) if v.is_complete]
    inner = [(INNER_GAP, earlier, later) for earlier, later in pairwise(days)]
    stretches = [
        (FIRST_GAP, _start(person, period), days[0]),
        *inner,
        (LAST_GAP, days[-1], period.last_day),
    ]
    return next(
        (
            Against(reason, (earlier, later))
            for reason, earlier, later in stretches
            if month_gap(earlier, later) > GREATEST_GAP
        ),
        None,
    )


def _standard_b(person: CountedPerson, period: Period) -> Against | None:
    if unmanaged := _managed(person, period):
        return unmanaged
    complete = [visit for visit in person.within(period) if visit.is_complete]
    if len(complete) < visits_needed(person.registered_on, period):
        return Against(FEW_VISITS)
    return _checked_up(person, period)


def visits_needed(registered_on: date, period: Period) -> int:
    """Return how many follow-ups are due by the end of a period: one a quarter (D-R4).

    Quarters not over yet, and those before the one of registration, ask for none; one
    follow-up is the least.
    """
    over = period.month // MONTHS_IN_A_QUARTER
    if registered_on < period.first_day:
        return max(1, over)
    return max(1, over - (registered_on.month - 1) // MONTHS_IN_A_QUARTER)


def _standard_by_class(person: CountedPerson, period: Period) -> Against | None:
    if unmanaged := _managed(person, period):
        return unmanaged
    visits = [visit for visit in person.within(period) if visit.is_complete]
    start = _start(person, period)
    if month_gap(start, visits[0].visited_on) > GREATEST_GAP:
        return Against(FIRST_GAP, (start, visits[0].visited_on))
    nexts = [*(visit.visited_on for visit in visits[1:]), period.last_day]
    return next(
        (
            Against(CLASS_GAP, (visit.visited_on, later))
            for visit, later in zip(visits, nexts, strict=True)
            if later > visit.allows
        ),
        None,
    )


def _start(person: CountedPerson, period: Period) -> date:
    return max(period.first_day, person.registered_on)


def _schizophrenia(person: CountedPerson, _: Period) -> Against | None:
    is_it = person.disease == Disease.SCHIZOPHRENIA
    return None if is_it else Against(OTHER_DISEASE)


TAKING: Final = (Adherence.AS_PRESCRIBED, Adherence.IRREGULAR)
WHY_NOT_TAKING: Final[Mapping[int | None, Reason]] = {
    Adherence.NOT_TAKING: NOT_TAKING,
    Adherence.NONE_PRESCRIBED: NONE_PRESCRIBED,
    None: ADHERENCE_UNKNOWN,
}


def _medicated(person: CountedPerson, period: Period) -> Against | None:
    within = person.within(period)
    if not within:
        return Against(NO_FOLLOW_UP)
    last = within[-1]
    if last.in_hospital or last.adherence in TAKING:
        return None
    return Against(WHY_NOT_TAKING[last.adherence])


def _regular_last(person: CountedPerson, period: Period) -> Against | None:
    within = person.within(period)
    if not within:
        return Against(NO_FOLLOW_UP)
    regular = within[-1].adherence == Adherence.AS_PRESCRIBED
    return None if regular else Against(IRREGULAR)


def _regular_always(person: CountedPerson, period: Period) -> Against | None:
    within = person.within(period)
    if not within:
        return Against(NO_FOLLOW_UP)
    regular = all(v.adherence == Adherence.AS_PRESCRIBED for v in within)
    return None if regular else Against(NOT_ALWAYS_REGULAR)


def _at_home(person: CountedPerson, period: Period) -> Against | None:
    within = person.within(period)
    if not within:
        return Against(NO_FOLLOW_UP)
    if within[-1].in_hospital:
        return Against(IN_HOSPITAL)
    return Against(HOSPITAL_UNKNOWN) if within[-1].hospital is None else None


def _stable_lately(person: CountedPerson, period: Period) -> Against | None:
    within = person.within(period)
    if not within:
        return Against(NO_FOLLOW_UP)
    if month_gap(within[-1].visited_on, period.last_day) >= MONTHS_IN_A_QUARTER:
        return Against(LAST_TOO_OLD)
    stable = within[-1].judged == FollowUpClass.STABLE
    return None if stable else Against(NOT_STABLE)


def _stable_all_year(person: CountedPerson, period: Period) -> Against | None:
    within = person.within(period)
    if not within:
        return Against(NO_FOLLOW_UP)
    stable = all(visit.judged == FollowUpClass.STABLE for visit in within)
    return None if stable else Against(NOT_ALWAYS_STABLE)


def _checked_up(person: CountedPerson, period: Period) -> Against | None:
    checked = any(period.contains(day) for day in person.check_ups)
    return None if checked else Against(NO_CHECK_UP)


def _lost(person: CountedPerson, period: Period) -> Against | None:
    end = period.last_day
    lost = any(
        lost_on <= end and (found_on is None or found_on > end)
        for lost_on, found_on in person.losses
    )
    return None if lost else Against(NOT_LOST)


def _consented(person: CountedPerson, period: Period) -> Against | None:
    given = [(day, n) for n, (day, _) in enumerate(person.consents)]
    known = [one for one in given if one[0] <= period.last_day]
    answer = person.consents[max(known)[1]][1] if known else ""
    return None if answer == ConsentAnswer.AGREED else Against(NOT_CONSENTED)


def _some(holds: Callable[[CountedVisit], bool], otherwise: Reason) -> Test:
    """Return the test that some follow-up of the period is so."""

    def test(person: CountedPerson, period: Period) -> Against | None:
        return None if any(map(holds, person.within(period))) else Against(otherwise)

    return test


TESTS: Final[Mapping[Condition, Test]] = {
    Condition.ON_REGISTER: _on_register,
    Condition.ON_REGISTER_IN_YEAR: _on_register_in_year,
    Condition.MANAGED: _managed,
    Condition.STANDARD_A: _standard_a,
    Condition.STANDARD_B: _standard_b,
    Condition.STANDARD_BY_CLASS: _standard_by_class,
    Condition.SCHIZOPHRENIA: _schizophrenia,
    Condition.MEDICATED: _medicated,
    Condition.REGULAR_LAST: _regular_last,
    Condition.REGULAR_ALWAYS: _regular_always,
    Condition.AT_HOME: _at_home,
    Condition.STABLE_LATELY: _stable_lately,
    Condition.STABLE_ALL_YEAR: _stable_all_year,
    Condition.FACE_VISITED: _some(lambda visit: visit.is_face, NO_FACE_VISIT),
    Condition.CHECKED_UP: _checked_up,
    Condition.LOST: _lost,
    Condition.CONSENTED: _consented,
    Condition.ASSESSED: _some(lambda visit: visit.has_grade, NOT_ASSESSED),
    Condition.DISTURBED: _some(lambda visit: visit.disturbed, NO_DISTURBANCE),
    Condition.HARMED: _some(lambda visit: visit.harmed, NO_HARM),
}
"""Every condition has its test."""

"""Say what each indicator counts, over what, since when, and which targets there are.

Decision: the definitions as data, by edition: which conditions make the numerator and the
          denominator; for one person whether they are in either, and if not, why.
Source:   R13 to R16, R19, R20, S2, S3, A1 to A5 (sources.md); K where no text was read.
Hit rule: the edition in force on the last day of the period counts. Who is not in the
          denominator is not in the numerator.
Silence:  every condition's own silence stands in `indicator_conditions.py`; what no text
          defines is graded K here and says so where it is shown.
"""

from dataclasses import dataclass
from datetime import date

from domain.rules.clause import Clause, Evidence
from domain.rules.edition import Edition, in_force
from domain.rules.indicator_conditions import (
    BY_MEMORY,
    R13,
    R13_MORE,
    R15,
    R16,
    Against,
    Condition,
    CountedPerson,
    Period,
    against,
)


@dataclass(frozen=True, slots=True)
class Target:
    """What a plan or a task notice asks an indicator to reach, in per cent."""

    percent: int
    year: str
    """By or for when, as the source has it."""
    clause: Clause

    def is_met(self, numerator: int, denominator: int) -> bool:
        """Return whether the exact ratio reaches it; never met over nobody."""
        return denominator > 0 and numerator * 100 >= self.percent * denominator


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One edition of an indicator: what is counted, over what, and how sure that is.

    `top` and `over` are the conditions of numerator and denominator; without `over` it is
    a number of people and no rate.
    """

    code: str
    zh: str
    en: str
    numerator: str
    denominator: str
    clause: Clause
    top: tuple[Condition, ...]
    over: tuple[Condition, ...] = ()
    decisions: tuple[str, ...] = ()
    targets: tuple[Target, ...] = ()

    @property
    def is_rate(self) -> bool:
        """Return whether it is a rate rather than a number of people."""
        return bool(self.over)

    @property
    def rests_on_decisions(self) -> bool:
        """Return whether part of the definition is ours and must be shown as such."""
        return bool(self.decisions)


P, R, A = Evidence.PRIMARY, Evidence.REPRODUCED, Evidence.ACADEMIC
S2 = Clause("S2", "工作目标", P)
S3 = Clause("S3", "工作目标", P)
R19 = Clause("R19", "试点任务", R)
R20 = Clause("R20", "总体目标", R)
A1 = Clause("A1", "2015年数据", A)
A2 = Clause("A2", "2016年数据", A)
A3 = Clause("A3", "2017年数据", A)

ALWAYS = date(2012, 1, 1)
YEAR_2017 = date(2017, 1, 1)
C = Condition
REGISTER = (C.ON_REGISTER,)
MANAGED = (C.ON_REGISTER, C.MANAGED)
SCHIZOPHRENIA = (*MANAGED, C.SCHIZOPHRENIA)
AT_HOME = (*MANAGED, C.AT_HOME)
ON_REGISTER_ZH, MANAGED_ZH = "在册患者", "年在管患者"
MEDICATED_ZH = "末次随访规律服药或间断服药，以及目前正在住院的患者"
REGULAR_ZH = "末次随访按医嘱规律用药的患者"
ALWAYS_REGULAR_ZH = "期内每次随访均按医嘱规律用药的患者"

# fmt: off
MANAGED_TARGETS = (
    Target(80, "2020", S2), Target(80, "2020", R20), Target(90, "2017", R13))
STANDARD_TARGETS = (
    Target(80, "2020–2021", R19), Target(80, "2017", R13), Target(90, "2024", S3))
REGULAR_TARGETS = (Target(60, "2020–2021", R19), Target(90, "2024", S3))
SCHIZOPHRENIA_TARGETS = (
    Target(80, "2020", S2), Target(80, "2020–2021", R19), Target(80, "2020", R20),
    Target(60, "2016", R13_MORE))
STABLE_TARGETS = (Target(60, "2016", R13_MORE),)


ROWS: tuple[tuple[Edition[Definition], ...], ...] = (
    (Edition("I-REG/2017", ALWAYS, Definition(
          code="I-REG", zh="在册患者数", en="On the register",
          numerator="累计建档 − 累计死亡 − 排除诊断", denominator="—",
          clause=R13, top=REGISTER)),),
    (Edition("I-REG-Y/2019", ALWAYS, Definition(
          code="I-REG-Y", zh="在册患者数（2019年全国口径）",
          en="On the register (national reading of 2019)",
          numerator="年末存活的在册患者 + 本年度死亡的患者", denominator="—",
          clause=R16, top=(C.ON_REGISTER_IN_YEAR,))),),
    (Edition("I-MGT/2017", ALWAYS, Definition(
          code="I-MGT", zh="管理率", en="Managed",
          numerator="期内至少1次完整随访（有危险性评估，或目前正在住院）的患者",
          denominator=ON_REGISTER_ZH, clause=R13, top=(C.MANAGED,), over=REGISTER,
          targets=MANAGED_TARGETS)),),
    (Edition("I-STD-A/ours-2026", ALWAYS, Definition(
          code="I-STD-A", zh="规范管理率（口径A：月份间隔）",
          en="Managed as specified (reading A, month gaps)",
          numerator="自1月1日起每相邻两次完整随访的月份差不超过3的患者",
          denominator=ON_REGISTER_ZH, clause=R13, top=(C.STANDARD_A,), over=REGISTER,
          decisions=("D-R1", "D-R2", "D-R3"), targets=STANDARD_TARGETS)),),
    (Edition("I-STD-B/ours-2026", ALWAYS, Definition(
          code="I-STD-B", zh="规范管理率（口径B：4次随访和1次体检）",
          en="Managed as specified (reading B, four follow-ups and a check-up)",
          numerator="期内完整随访不少于4次（按季度折算）且有1次完整健康检查的患者",
          denominator=ON_REGISTER_ZH, clause=R15, top=(C.STANDARD_B,), over=REGISTER,
          decisions=("D-R3", "D-R4", "D-H2"), targets=STANDARD_TARGETS)),),
    (Edition("I-STD-C/ours-2026", ALWAYS, Definition(
          code="I-STD-C", zh="规范管理率（按随访分类：2周／1个月／3个月）",
          en="Managed as specified (by class: two weeks, one month, three months)",
          numerator="每次完整随访后均按其分类的间隔再次随访的患者",
          denominator=ON_REGISTER_ZH, clause=BY_MEMORY, top=(C.STANDARD_BY_CLASS,),
          over=REGISTER, decisions=("D-R1", "D-R2", "D-R3", "D-R8"))),),
    (Edition("I-MED/2017", YEAR_2017, Definition(
          code="I-MED", zh="服药率", en="Taking medicine",
          numerator=MEDICATED_ZH, denominator=ON_REGISTER_ZH, clause=A3,
          top=(C.MEDICATED,), over=REGISTER, decisions=("D-R7",))),
     Edition("I-MED/2015", ALWAYS, Definition(
          code="I-MED", zh="服药率", en="Taking medicine",
          numerator=MEDICATED_ZH, denominator=MANAGED_ZH, clause=A1,
          top=(C.MEDICATED,), over=MANAGED, decisions=("D-R7",)))),
    (Edition("I-REGMED/2017", YEAR_2017, Definition(
          code="I-REGMED", zh="规律服药率（末次随访口径）",
          en="Taking medicine regularly (last follow-up)",
          numerator=REGULAR_ZH, denominator=ON_REGISTER_ZH, clause=A3,
          top=(C.REGULAR_LAST,), over=REGISTER, decisions=("D-R6", "D-R7"),
          targets=REGULAR_TARGETS)),
     Edition("I-REGMED/2015", ALWAYS, Definition(
          code="I-REGMED", zh="规律服药率（末次随访口径）",
          en="Taking medicine regularly (last follow-up)",
          numerator=REGULAR_ZH, denominator=MANAGED_ZH, clause=A1,
          top=(C.REGULAR_LAST,), over=MANAGED, decisions=("D-R6", "D-R7")))),
    (Edition("I-REGMED-E/2017", YEAR_2017, Definition(
          code="I-REGMED-E", zh="规律服药率（每次随访口径）",
          en="Taking medicine regularly (every follow-up)",
          numerator=ALWAYS_REGULAR_ZH, denominator=ON_REGISTER_ZH, clause=BY_MEMORY,
          top=(C.REGULAR_ALWAYS,), over=REGISTER, decisions=("D-R6",),
          targets=REGULAR_TARGETS)),
     Edition("I-REGMED-E/2015", ALWAYS, Definition(
          code="I-REGMED-E", zh="规律服药率（每次随访口径）",
          en="Taking medicine regularly (every follow-up)",
          numerator=ALWAYS_REGULAR_ZH, denominator=MANAGED_ZH, clause=BY_MEMORY,
          top=(C.REGULAR_ALWAYS,), over=MANAGED, decisions=("D-R6",)))),
    (Edition("I-SZMED/2017", ALWAYS, Definition(
          code="I-SZMED", zh="精神分裂症治疗率（按服药率口径）",
          en="Schizophrenia treated (read as taking medicine)",
          numerator=MEDICATED_ZH + "（精神分裂症）", denominator="年在管的精神分裂症患者",
          clause=R13_MORE, top=(C.MEDICATED,), over=SCHIZOPHRENIA, decisions=("D-R7",),
          targets=SCHIZOPHRENIA_TARGETS)),),
    (Edition("I-STAB/2017", YEAR_2017, Definition(
          code="I-STAB", zh="居家患者病情稳定率",
          en="Stable, of those at home",
          numerator="期末3个月内的末次随访分类为病情稳定的患者",
          denominator="居家患者（年在管且末次随访住院情况为0或2）", clause=R13_MORE,
          top=(C.STABLE_LATELY,), over=AT_HOME, decisions=("D-R5", "D-R7"),
          targets=STABLE_TARGETS)),
     Edition("I-STAB/2016", ALWAYS, Definition(
          code="I-STAB", zh="居家患者病情稳定率（全年稳定）",
          en="Stable the whole year, of those at home",
          numerator="全年每次随访分类均为病情稳定的患者",
          denominator="居家患者（年在管且末次随访住院情况为0或2）", clause=A2,
          top=(C.STABLE_ALL_YEAR,), over=AT_HOME, decisions=("D-R7",),
          targets=STABLE_TARGETS))),
    (Edition("I-FACE/K", ALWAYS, Definition(
          code="I-FACE", zh="面访率", en="Met in person",
          numerator="期内至少1次面访（门诊或家庭访视，随访对象含患者本人）的患者",
          denominator=ON_REGISTER_ZH, clause=BY_MEMORY, top=(C.FACE_VISITED,),
          over=REGISTER)),),
    (Edition("I-CHECK/K", ALWAYS, Definition(
          code="I-CHECK", zh="体检率", en="Checked up",
          numerator="期内至少1次完整健康检查的患者", denominator=ON_REGISTER_ZH,
          clause=BY_MEMORY, top=(C.CHECKED_UP,), over=REGISTER, decisions=("D-H2",))),),
    (Edition("I-LOST/K", ALWAYS, Definition(
          code="I-LOST", zh="失访率", en="Lost",
          numerator="期末失访的患者", denominator=ON_REGISTER_ZH, clause=BY_MEMORY,
          top=(C.LOST,), over=REGISTER)),),
    (Edition("I-CONS/K", ALWAYS, Definition(
          code="I-CONS", zh="知情同意率", en="Consented",
          numerator="期末已签署知情同意的患者", denominator=ON_REGISTER_ZH,
          clause=BY_MEMORY, top=(C.CONSENTED,), over=REGISTER)),),
    (Edition("I-RISK/K", ALWAYS, Definition(
          code="I-RISK", zh="危险性评估率", en="Danger assessed",
          numerator="期内至少1次危险性评估的患者", denominator=ON_REGISTER_ZH,
          clause=BY_MEMORY, top=(C.ASSESSED,), over=REGISTER)),),
    (Edition("I-INC1/2017", ALWAYS, Definition(
          code="I-INC1", zh="轻度滋事率", en="Minor disturbance",
          numerator="期内有轻度滋事的患者", denominator=ON_REGISTER_ZH,
          clause=R13_MORE, top=(C.DISTURBED,), over=REGISTER)),),
    (Edition("I-INC2/2017", ALWAYS, Definition(
          code="I-INC2", zh="肇事肇祸率",
          en="Breach of public order or criminal harm",
          numerator="期内有肇事或肇祸的患者", denominator=ON_REGISTER_ZH,
          clause=R13_MORE, top=(C.HARMED,), over=REGISTER)),),
)
# fmt: on

EDITIONS: dict[str, tuple[Edition[Definition], ...]] = {
    row[0].rule.code: row for row in ROWS
}
"""Every indicator by its code, its editions newest first."""


@dataclass(frozen=True, slots=True)
class Membership:
    """Whether a person is in a denominator and a numerator; the first reason against each."""

    outside: Against | None
    against: Against | None

    @property
    def is_over(self) -> bool:
        """Return whether the person is in the denominator."""
        return self.outside is None

    @property
    def is_counted(self) -> bool:
        """Return whether the person is in the numerator, and so in the denominator."""
        return self.outside is None and self.against is None


def definition_of(code: str, on: date) -> Edition[Definition]:
    """Return the edition of an indicator in force on a day; KeyError for no indicator."""
    return in_force(EDITIONS[code], on)


def membership(
    definition: Definition, person: CountedPerson, period: Period
) -> Membership:
    """Return whether one person is counted by a definition in a period, and why not."""
    return Membership(
        _first_against(definition.over, person, period),
        _first_against(definition.top, person, period),
    )


def registered(filed: int, dead: int, excluded: int = 0) -> int:
    """Return how many are on the register (在册), from totals."""
    return filed - dead - excluded


def _first_against(
    conditions: tuple[Condition, ...], person: CountedPerson, period: Period
) -> Against | None:
    found = (against(condition, person, period) for condition in conditions)
    return next(filter(None, found), None)

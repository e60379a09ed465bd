"""Propose the class of a follow-up (随访分类).

Decision: unstable, basically stable, stable, "the doctor must decide", or "no class is
          needed" (the person is in hospital now).
Source:   R1 二(三)1-3 with R2, R3 and E2 (sources.md); mapping decisions D-C1 to D-C9.
Hit rule: the first outcome, top to bottom, with a matching row wins; every matching row
          with that outcome is given as a reason. Unstable comes before basically stable,
          basically stable before stable.
Silence:  rows of D-C6 to D-C9 say where the text decides nothing, or where a finding that
          could make the person unstable was not recorded; there the doctor decides.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.rules.clause import Clause, Evidence, Reason
from domain.rules.edition import Edition, in_force
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
    Symptoms,
)


class Outcome(StrEnum):
    """What the table says."""

    NO_CLASS_NEEDED = "no_class_needed"
    UNSTABLE = "unstable"
    BASIC = "basic"
    STABLE = "stable"
    DOCTOR_DECIDES = "doctor_decides"


class Social(StrEnum):
    """The five items of social function as the rule reads them."""

    POOR = "poor"
    """At least one item is 较差."""
    FAIR_OR_GOOD = "fair_or_good"
    INCOMPLETE = "incomplete"
    """None is poor, at least one was not recorded."""


def social_of(function: SocialFunction) -> Social:
    """Return how the rule reads the five items; 9 (不适用) is left out (D-C3)."""
    if Level.POOR in function.items():
        return Social.POOR
    return Social.INCOMPLETE if None in function.items() else Social.FAIR_OR_GOOD


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the source: the findings it needs (left out = any) and what it says."""

    then: Outcome
    why: Reason
    risk: AbstractSet[Grade] | None = None
    symptoms: AbstractSet[Symptoms | None] | None = None
    insight: AbstractSet[Insight | None] | None = None
    social: AbstractSet[Social] | None = None
    adverse_reaction: AbstractSet[AdverseReaction | None] | None = None
    physical_illness: AbstractSet[PhysicalIllness | None] | None = None
    other_abnormality: AbstractSet[bool | None] | None = None
    hospital: AbstractSet[HospitalStay | None] | None = None

    def matches(self, found: Findings) -> bool:
        """Return whether the findings are the ones this row speaks of."""
        return (
            (self.risk is None or found.risk in self.risk)
            and (self.symptoms is None or found.symptoms in self.symptoms)
            and (self.insight is None or found.insight in self.insight)
            and (self.social is None or social_of(found.social) in self.social)
            and (
                self.adverse_reaction is None
                or found.adverse_reaction in self.adverse_reaction
            )
            and (
                self.physical_illness is None
                or found.physical_illness in self.physical_illness
            )
            and (
                self.other_abnormality is None
                or found.other_abnormality in self.other_abnormality
            )
            and (self.hospital is None or found.hospital in self.hospital)
        )


R, E, D = Evidence.REPRODUCED, Evidence.EXAM, Evidence.DECIDED
UNSTABLE_TEXT = Clause("R1", "二(三)1", R)
BASIC_TEXT = Clause("R2", "二(三)2", R)
STABLE_TEXT = Clause("R3", "二(三)3", R)
BASIC_EXAM = Clause("E2", "基本稳定", E)

HIGH = frozenset({Grade.LEVEL_3, Grade.LEVEL_4, Grade.LEVEL_5})
SOME = frozenset({Grade.LEVEL_1, Grade.LEVEL_2})
NO_SEVERE_REACTION = frozenset(
    {AdverseReaction.NONE, AdverseReaction.MILD, AdverseReaction.NOT_APPLICABLE}
)

U, B, S = Outcome.UNSTABLE, Outcome.BASIC, Outcome.STABLE
DOC, NONE = Outcome.DOCTOR_DECIDES, Outcome.NO_CLASS_NEEDED


def _ours(number: int) -> Clause:
    return Clause("OURS", f"D-C{number}", D)


# fmt: off
TABLE: tuple[Row, ...] = (
    Row(then=NONE, hospital={HospitalStay.IN_HOSPITAL_NOW},
        why=Reason("class.in_hospital", _ours(1), "In hospital now: no class is needed.",
                   "目前正在住院，可不分类")),
    Row(then=U, risk=HIGH,
        why=Reason("class.risk_3_to_5", UNSTABLE_TEXT, "Danger assessment of level 3 to 5.",
                   "危险性评估为3~5级")),
    Row(then=U, symptoms={Symptoms.MARKED},
        why=Reason("class.symptoms_marked", UNSTABLE_TEXT, "Psychotic symptoms are marked.",
                   "精神症状明显")),
    Row(then=U, insight={Insight.ABSENT},
        why=Reason("class.insight_absent", UNSTABLE_TEXT, "Insight is lacking.",
                   "自知力缺乏")),
    Row(then=U, adverse_reaction={AdverseReaction.SEVERE},
        why=Reason("class.reaction_severe", UNSTABLE_TEXT, "Severe adverse drug reaction.",
                   "有严重药物不良反应")),
    Row(then=U, physical_illness={PhysicalIllness.SEVERE},
        why=Reason("class.illness_severe", UNSTABLE_TEXT, "Severe physical illness.",
                   "有严重躯体疾病")),
    Row(then=DOC, risk={Grade.NOT_ASSESSED},
        why=Reason("class.risk_not_assessed", _ours(6),
                   "The risk was not assessed, so unstable cannot be ruled out.",
                   "未做危险性评估，不能排除病情不稳定")),
    Row(then=DOC, symptoms={None},
        why=Reason("class.symptoms_not_recorded", _ours(6),
                   "How marked the symptoms are was not recorded.",
                   "未记录精神症状是否明显")),
    Row(then=DOC, insight={None},
        why=Reason("class.insight_not_recorded", _ours(6), "Insight was not recorded.",
                   "未记录自知力")),
    Row(then=DOC, adverse_reaction={None, AdverseReaction.UNGRADED},
        why=Reason("class.reaction_not_graded", _ours(6),
                   "Whether there is a severe adverse reaction was not recorded.",
                   "未记录药物不良反应是否严重")),
    Row(then=DOC, physical_illness={None},
        why=Reason("class.illness_not_recorded", _ours(6),
                   "Whether there is a severe physical illness was not recorded.",
                   "未记录躯体疾病情况")),
    Row(then=B, risk=SOME,
        why=Reason("class.risk_1_or_2", BASIC_TEXT, "Danger assessment of level 1 or 2.",
                   "危险性评估为1~2级")),
    Row(then=B, symptoms={Symptoms.PRESENT},
        why=Reason("class.symptoms_poor", _ours(5),
                   "Symptoms are present, not marked: read as poor (较差).",
                   "仍有精神症状但不明显，按“较差”处理")),
    Row(then=B, insight={Insight.INCOMPLETE},
        why=Reason("class.insight_poor", _ours(2),
                   "Insight is incomplete: read as poor (较差).",
                   "自知力不全，按“较差”处理")),
    Row(then=B, social={Social.POOR},
        why=Reason("class.social_poor", BASIC_EXAM,
                   "At least one item of social function is poor.",
                   "社会功能至少一项较差")),
    Row(then=DOC, social={Social.INCOMPLETE},
        why=Reason("class.social_not_recorded", _ours(7),
                   "Social function was not recorded completely.",
                   "社会功能未记录完整")),
    Row(then=DOC, physical_illness={PhysicalIllness.UNSETTLED},
        why=Reason("class.illness_unsettled", _ours(8),
                   "A physical illness is neither severe nor stable; the text is silent.",
                   "躯体疾病未达严重但不稳定，规范未规定")),
    Row(then=DOC, other_abnormality={True, None},
        why=Reason("class.other_abnormality", _ours(9),
                   "Something else is abnormal or was not asked; the text is silent.",
                   "有其他异常或未询问，规范未规定")),
    Row(then=S, risk={Grade.LEVEL_0}, symptoms={Symptoms.GONE}, insight={Insight.COMPLETE},
        social={Social.FAIR_OR_GOOD}, adverse_reaction=NO_SEVERE_REACTION,
        physical_illness={PhysicalIllness.NONE_OR_STABLE}, other_abnormality={False},
        why=Reason("class.all_settled", STABLE_TEXT,
                   "Level 0, symptoms gone, insight recovered, social function fair or good, "
                   "no severe reaction, physical illness stable, nothing else abnormal.",
                   "危险性评估为0级，精神症状基本消失，自知力基本恢复，社会功能一般或良好，"
                   "无严重药物不良反应，躯体疾病稳定，无其他异常")),
)
# fmt: on

EDITIONS: tuple[Edition[tuple[Row, ...]], ...] = (
    Edition("follow-up-class/2017", date(2017, 2, 28), TABLE),
)

CLASS_OF = {
    Outcome.UNSTABLE: FollowUpClass.UNSTABLE,
    Outcome.BASIC: FollowUpClass.BASIC,
    Outcome.STABLE: FollowUpClass.STABLE,
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the table proposes, every row that speaks for it, and the edition asked."""

    outcome: Outcome
    because: tuple[Reason, ...]
    edition: str

    @property
    def proposed(self) -> FollowUpClass | None:
        """Return the proposed class; `None` where there is nothing to propose."""
        return CLASS_OF.get(self.outcome)

    @property
    def may_stay_open(self) -> bool:
        """Return whether the follow-up may be recorded without any class."""
        return self.outcome is Outcome.NO_CLASS_NEEDED

    def needs_reason(self, chosen: FollowUpClass | None) -> bool:
        """Return whether the doctor who chooses this differs from a proposal."""
        return self.proposed is not None and chosen is not self.proposed


def classify(found: Findings, on: date) -> Proposal:
    """Return the class proposed by the edition in force on the day of the follow-up."""
    edition = in_force(EDITIONS, on)
    hits = [row for row in edition.rule if row.matches(found)]
    outcome = hits[0].then
    because = tuple(row.why for row in hits if row.then is outcome)
    return Proposal(outcome, because, edition.name)

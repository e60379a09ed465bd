"""Say when somebody is to be referred, when to ask after it, and who pays far away.

Decision: which reasons propose a referral up; the day by which the referral is followed
          up; how a treatment outside the pooling area is reimbursed.
Source:   R1 二(三)1 and R3 (unstable: refer at once); E4 (two weeks after a referral);
          S2 二(三)3 (out of area) (sources.md).
Hit rule: unstable proposes at once; every referral up is asked after within two weeks.
Silence:  D-M6: a referral down is asked after by the first visit that follows it, within
          the same two weeks. The text leaves open who certifies that the pooling area has
          no qualified hospital: the sender says so and gives the reason.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from domain.rules.clause import Clause, Evidence, Reason
from domain.values.calendar import TWO_WEEKS
from domain.values.findings import FollowUpClass
from domain.values.referral import Direction, ReferralReason

# fmt: off
AT_ONCE = Reason("referral.at_once", Clause("R1", "二(三)1", Evidence.REPRODUCED),
    "Unstable: refer to the higher hospital at once.", "病情不稳定：对症处理后立即转诊到上级医院")
LOOK_AFTER = Reason("referral.look_after", Clause("E4", "转诊后2周内随访", Evidence.EXAM),
    "Find out within two weeks what came of the referral.", "转诊后2周内随访，了解治疗情况")
LOOK_AFTER_DOWN = Reason("referral.look_after_down", Clause("OURS", "D-M6", Evidence.DECIDED),
    "Back from hospital: visit within two weeks.", "下转后2周内随访（本系统设定）")
BACK_HOME = Reason("referral.back_home", Clause("S2", "二(三)2", Evidence.PRIMARY),
    "Stable again: back to village or community for maintenance treatment.",
    "病情稳定后回到村（社区）接受精神科基本药物维持治疗")
AS_AT_HOME = Reason("referral.as_at_home", Clause("S2", "二(三)3", Evidence.PRIMARY),
    "No qualified hospital in the pooling area: reimbursed as at the insured place.",
    "医保统筹地区没有符合条件的精神卫生专业机构而转诊异地：报销比例按参保地就医政策执行")
# fmt: on

REASONS = (AT_ONCE, LOOK_AFTER, LOOK_AFTER_DOWN, BACK_HOME, AS_AT_HOME)

UP_REASONS: Final = frozenset(ReferralReason) - {ReferralReason.STABILISED}
"""What somebody may be referred up for; `stabilised` leads down only."""


@dataclass(frozen=True, slots=True)
class LookAfter:
    """By when to ask after a referral, and why; the out-of-area rule comes with it."""

    by: date
    because: tuple[Reason, ...]


def proposes_referral(judged: FollowUpClass | None) -> Reason | None:
    """Return why a follow-up of this class asks for a referral; None when it doesn't."""
    return AT_ONCE if judged is FollowUpClass.UNSTABLE else None


def look_after(
    direction: Direction, sent_on: date, *, out_of_area: bool = False
) -> LookAfter:
    """Return by when a referral is followed up, and what it rests on."""
    up = direction is Direction.UP
    because = (LOOK_AFTER,) if up else (BACK_HOME, LOOK_AFTER_DOWN)
    return LookAfter(
        TWO_WEEKS.after(sent_on), (*because, *((AS_AT_HOME,) if out_of_area else ()))
    )

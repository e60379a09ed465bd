"""The words of a referral (双向转诊, form 10), of a bed asked for, and of a hospital stay.

The layout of form 10 could not be read; its codes are ours (D-M7).
"""

from enum import StrEnum


class Direction(StrEnum):
    """Which way: up to a hospital, or back down to where the person lives."""

    UP = "up"
    """上转."""
    DOWN = "down"
    """下转."""


class ReferralReason(StrEnum):
    """Why somebody is referred (R1 二(三)1, S2 二(三)2)."""

    UNSTABLE = "unstable"
    """病情不稳定."""
    ACUTE = "acute"
    """急性期."""
    DRUG_REACTION = "drug_reaction"
    """严重药物不良反应."""
    PHYSICAL_ILLNESS = "physical_illness"
    """严重躯体疾病."""
    DIAGNOSIS = "diagnosis"
    """诊断或技术指导."""
    STABILISED = "stabilised"
    """病情稳定, 转回基层维持治疗."""
    OTHER = "other"


class ReferralRefusal(StrEnum):
    """Why a referral was not received."""

    NO_BED = "no_bed"
    NOT_ARRIVED = "not_arrived"
    """未到诊."""
    NOT_OURS = "not_ours"
    """不属本机构诊疗范围."""
    NOT_INDICATED = "not_indicated"
    """无转诊指征."""
    OTHER = "other"


class ReferralOutcome(StrEnum):
    """What came of a referral that was received."""

    ADMITTED = "admitted"
    OUTPATIENT = "outpatient"
    """门诊治疗."""
    OBSERVED = "observed"
    """留观."""
    TAKEN_OVER = "taken_over"
    """转回后由基层接续管理."""
    SENT_ON = "sent_on"
    """转往其他机构."""
    OTHER = "other"


class StayBasis(StrEnum):
    """On what an admission rests; 强制医疗 is a court's order and never the others."""

    VOLUNTARY = "voluntary"
    DANGER_TO_SELF = "danger_to_self"
    DANGER_TO_OTHERS = "danger_to_others"
    COMPULSORY = "compulsory"
    NOT_KNOWN = "not_known"


class BedAnswer(StrEnum):
    """What became of a bed asked for."""

    OFFERED = "offered"
    NONE = "none"
    CANCELLED = "cancelled"

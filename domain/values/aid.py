"""The words of aid (救助): means, schemes, outcomes and payers.

Three subsidies for guardians are three things and never merged: 监护补助, 看护补贴 and
以奖代补 (field notes, section 3).
"""

from enum import StrEnum


class LowIncome(StrEnum):
    """How a household is recognised as poor; `OTHER` is any other local recognition."""

    NONE = "none"
    DIBAO = "dibao"
    """低保."""
    TEKUN = "tekun"
    """特困供养."""
    DIBAO_EDGE = "dibao_edge"
    """低保边缘."""
    ILLNESS_POVERTY = "illness_poverty"
    """因病致贫."""
    MONITORED = "monitored"
    """防返贫监测 and other low-income people (低收入人口)."""
    OTHER = "other"


class Insurance(StrEnum):
    """Which basic medical insurance (基本医保) the person has."""

    RESIDENT = "resident"
    EMPLOYEE = "employee"
    NONE = "none"
    UNKNOWN = "unknown"


class Scheme(StrEnum):
    """What somebody may be due; one aid case for each person and scheme."""

    INSURANCE_CONTRIBUTION = "insurance_contribution"
    """资助参保."""
    MEDICAL_AID = "medical_aid"
    """医疗救助, after basic and serious-illness insurance."""
    OUTPATIENT_CHRONIC = "outpatient_chronic"
    """门诊慢特病."""
    MINIMUM_LIVING = "minimum_living"
    """最低生活保障 (低保)."""
    EXTREME_POVERTY = "extreme_poverty"
    """特困供养."""
    TEMPORARY_AID = "temporary_aid"
    """临时救助."""
    FREE_MEDICATION = "free_medication"
    """免费服药."""
    LONG_ACTING_INJECTION = "long_acting_injection"
    """长效针剂."""
    DISABILITY_CERTIFICATE = "disability_certificate"
    """精神残疾证."""
    DISABILITY_ALLOWANCES = "disability_allowances"
    """残疾人两项补贴."""
    GUARDIAN_AWARD = "guardian_award"
    """以奖代补: for a year of guarding well."""
    GUARDIANSHIP_ALLOWANCE = "guardianship_allowance"
    """监护补助: by rule, to the legal guardian."""
    CARE_ALLOWANCE = "care_allowance"
    """看护补贴: to who looks after somebody poor, or does the guardian's duty."""


class AidOutcome(StrEnum):
    """What is proposed, or decided: `ASK` is a proposal only, when something is not known."""

    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    ASK = "ask"


class Payer(StrEnum):
    """Who pays for treatment."""

    EMERGENCY_FUND = "emergency_fund"
    """疾病应急救助基金."""
    VAGRANT_FUND = "vagrant_fund"
    """流浪乞讨救助资金."""
    LIABLE_PERSON = "liable_person"
    """责任人."""
    INSURANCE = "insurance"
    """基本医疗保险等各类保险."""
    TRAFFIC_FUND = "traffic_fund"
    """道路交通事故社会救助基金."""
    ORDINARY = "ordinary"
    """按常规结算."""

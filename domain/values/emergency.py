"""The words of an emergency (应急医疗处置): what set it off, who helped, how it ended.

Forms 11 and 12 could not be read; their fields are known from an interface, the codes are
ours (D-M7). What the texts name themselves (R17, R18) says so at its member.
"""

from enum import StrEnum


class Trigger(StrEnum):
    """What set it off (R17)."""

    RELAPSE = "relapse"
    """病情复发或加重."""
    DANGER_TO_OTHERS = "danger_to_others"
    """危害公共安全或他人安全."""
    SELF_HARM = "self_harm"
    """自伤、自杀行为或危险 (R18: ideas and earlier attempts included)."""
    DRUG_REACTION = "drug_reaction"
    """药物过量、中毒、急性不良反应."""


class Reporter(StrEnum):
    """Who reported it (报告人身份)."""

    GUARDIAN_OR_FAMILY = "guardian_or_family"
    VILLAGE_COMMITTEE = "village_committee"
    POLICE = "police"
    GRID = "grid"
    VILLAGE_DOCTOR = "village_doctor"
    HOSPITAL = "hospital"
    NEIGHBOUR = "neighbour"
    PERSON = "person"
    OTHER = "other"


class ReportRoute(StrEnum):
    """By which way it was reported (报告途径)."""

    TELEPHONE = "telephone"
    IN_PERSON = "in_person"
    NOTICE = "notice"
    POLICE_CALL = "police_call"
    """110 or 120."""
    OTHER = "other"


class Category(StrEnum):
    """Whom it is about (处置对象类别)."""

    MANAGED = "managed"
    NOT_MANAGED = "not_managed"
    """On the register, and not managed: refusing, lost."""
    UNKNOWN_IDENTITY = "unknown_identity"
    """无名氏, on the register by a provisional number."""


class Called(StrEnum):
    """Who was called to help."""

    POLICE_STATION = "police_station"
    VILLAGE_COMMITTEE = "village_committee"
    GUARDIAN = "guardian"
    COUNTY_SMI = "county_smi"
    HOSPITAL = "hospital"
    AMBULANCE = "ambulance"
    CIVIL_AFFAIRS = "civil_affairs"
    OTHER = "other"


class Signing(StrEnum):
    """The answer on form 11: signed, refused, or not to be had."""

    SIGNED = "signed"
    REFUSED = "refused"
    NOT_POSSIBLE = "not_possible"


class Signer(StrEnum):
    """Who signs: form 11, or for an admission."""

    PERSON = "person"
    GUARDIAN = "guardian"
    RELATIVE = "relative"
    EMPLOYER = "employer"
    """所在单位."""
    COMMITTEE = "committee"
    """村(居)民委员会."""
    SENDING_DEPARTMENT = "sending_department"
    """送诊的有关部门."""
    CIVIL_AFFAIRS = "civil_affairs"
    """民政部门, as guardian where there is none (P3 art 32)."""


class Measure(StrEnum):
    """What was done on the spot (主要处置措施)."""

    TALKED_DOWN = "talked_down"
    PROTECTIVE_RESTRAINT = "protective_restraint"
    MEDICINE = "medicine"
    INJECTION = "injection"
    PHYSICAL_TREATMENT = "physical_treatment"
    ESCORTED = "escorted"
    """护送至医院."""
    GUIDED_FAMILY = "guided_family"
    OTHER = "other"


class Effect(StrEnum):
    """How it helped (处置效果)."""

    CALM = "calm"
    BETTER = "better"
    NOT_BETTER = "not_better"


class Outcome(StrEnum):
    """How the disposal ended (R17)."""

    ON_SITE = "on_site"
    """现场处置."""
    OBSERVATION = "observation"
    """门急诊留观."""
    ADMISSION = "admission"
    """住院."""
    REFERRAL = "referral"
    """双向转诊."""


class Steadiness(StrEnum):
    """What a check after the disposal found."""

    STABLE = "stable"
    UNSTABLE = "unstable"


class Danger(StrEnum):
    """Which danger the psychiatrist found (P1 art 30(2))."""

    NONE = "none"
    TO_SELF = "to_self"
    """Item 1: has harmed or may harm themselves only."""
    TO_OTHERS = "to_others"
    """Item 2: has endangered or may endanger others; to themselves too or not."""


class Stance(StrEnum):
    """How the guardian stands to an admission."""

    AGREES = "agrees"
    REFUSES = "refuses"
    """Does not agree, or does not sign."""
    NOT_REACHED = "not_reached"
    VAGRANT = "vagrant"
    """流浪乞讨人员: no guardian can be found, an office brought the person."""
    NONE = "none"
    """Known, and nobody is a guardian by law."""


class Dispute(StrEnum):
    """How far a dispute about the diagnosis has come (P1 arts 32, 34 and 35)."""

    NONE = "none"
    WAITING = "waiting"
    """A second diagnosis or an expert opinion was asked for and is not there."""
    NEEDED = "needed"
    """It says: severe, and in need of admission."""
    NOT_NEEDED = "not_needed"
    """It says: not certainly severe, or not in need of admission."""


class Admission(StrEnum):
    """What the law says about admitting somebody."""

    VOLUNTARY = "voluntary"
    """自愿住院: the person decides."""
    ADMIT = "admit"
    """实施住院治疗: as signed for."""
    ADMIT_WITH_POLICE = "admit_with_police"
    """公安协助实施住院治疗."""
    TREAT_WHILE_WAITING = "treat_while_waiting"
    """再次诊断或鉴定期间继续住院治疗."""
    FIND_GUARDIAN = "find_guardian"
    """先联系或确定监护人, 留观等待."""
    BLOCKED = "blocked"
    """不得住院, 由监护人看护."""
    NOT_ADMITTED = "not_admitted"
    """不得对其实施住院治疗."""


class Compulsory(StrEnum):
    """Whether a court may order 强制医疗; never the same as 非自愿住院."""

    MAY_BE_ORDERED = "may_be_ordered"
    NOT_OPEN = "not_open"
    ASK = "ask"

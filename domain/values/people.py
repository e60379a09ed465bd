"""Who acts, in which capacity, by which way and for what: the closed lists of words."""

from enum import StrEnum


class Role(StrEnum):
    """The capacity in which somebody acts; what each may do is `rules/access.py`."""

    VILLAGE_DOCTOR = "village_doctor"
    TOWNSHIP_DOCTOR = "township_doctor"
    PSYCHIATRIST = "psychiatrist"
    COUNTY_SMI = "county_smi"
    POLICE = "police"
    GRID = "grid"
    CIVIL_AFFAIRS = "civil_affairs"
    DISABILITY_COMMISSIONER = "disability_commissioner"
    JOINT_MEETING = "joint_meeting"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"


class OfficeKind(StrEnum):
    """What an office is; receivers of notices are chosen by kind and village."""

    VILLAGE_CLINIC = "village_clinic"
    TOWNSHIP_HOSPITAL = "township_hospital"
    HOSPITAL = "hospital"
    COUNTY_SMI = "county_smi"
    POLICE_STATION = "police_station"
    GRID_CENTRE = "grid_centre"
    CIVIL_AFFAIRS = "civil_affairs"
    DISABILITY_FEDERATION = "disability_federation"
    HEALTH_COMMISSION = "health_commission"
    JOINT_MEETING = "joint_meeting"
    AUDIT = "audit"


class Channel(StrEnum):
    """The way by which a fact reached the log."""

    SCREEN = "screen"
    IMPORT = "import"
    PAPER = "paper"
    DEVICE = "device"
    RECEIVER = "receiver"
    JOB = "job"


class Purpose(StrEnum):
    """Why somebody acts or looks; every command and every reading names one."""

    CARE = "care"
    JOINT_FOLLOW_UP = "joint_follow_up"
    REPORT = "report"
    RESPONSE = "response"
    SUPERVISION = "supervision"
    AUDIT = "audit"
    ADMINISTRATION = "administration"

"""What the closed lists of words are called on screen: msgids of the catalogue."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from api.language import msg
from domain.values.people import Channel, OfficeKind, Purpose, Role

WORDS: Final[Mapping[type[StrEnum], Mapping[StrEnum, str]]] = {
    Role: {
        Role.VILLAGE_DOCTOR: msg("Village doctor"),
        Role.TOWNSHIP_DOCTOR: msg("Township doctor"),
        Role.PSYCHIATRIST: msg("Psychiatrist"),
        Role.COUNTY_SMI: msg("County SMI officer"),
        Role.POLICE: msg("Police officer"),
        Role.GRID: msg("Grid officer"),
        Role.CIVIL_AFFAIRS: msg("Civil affairs officer"),
        Role.DISABILITY_COMMISSIONER: msg("Disabled persons' commissioner"),
        Role.JOINT_MEETING: msg("Officer of the joint meeting's secretariat"),
        Role.AUDITOR: msg("Auditor"),
        Role.ADMINISTRATOR: msg("Administrator"),
        Role.SYSTEM: msg("System"),
    },
    OfficeKind: {
        OfficeKind.VILLAGE_CLINIC: msg("Village clinic"),
        OfficeKind.TOWNSHIP_HOSPITAL: msg("Township hospital"),
        OfficeKind.HOSPITAL: msg("Hospital"),
        OfficeKind.COUNTY_SMI: msg("County SMI office"),
        OfficeKind.POLICE_STATION: msg("Police station"),
        OfficeKind.GRID_CENTRE: msg("Grid centre"),
        OfficeKind.CIVIL_AFFAIRS: msg("Civil affairs office"),
        OfficeKind.DISABILITY_FEDERATION: msg("Disabled persons' federation"),
        OfficeKind.HEALTH_COMMISSION: msg("Health commission"),
        OfficeKind.JOINT_MEETING: msg("Secretariat of the joint meeting"),
        OfficeKind.AUDIT: msg("Audit office"),
    },
    Channel: {
        Channel.SCREEN: msg("On screen"),
        Channel.IMPORT: msg("Imported"),
        Channel.PAPER: msg("From paper"),
        Channel.DEVICE: msg("From a device"),
        Channel.RECEIVER: msg("By the receiver"),
        Channel.JOB: msg("By the system"),
    },
    Purpose: {
        Purpose.CARE: msg("Care and follow-up"),
        Purpose.JOINT_FOLLOW_UP: msg("Joint follow-up"),
        Purpose.REPORT: msg("Report"),
        Purpose.RESPONSE: msg("Response"),
        Purpose.SUPERVISION: msg("Supervision"),
        Purpose.AUDIT: msg("Audit"),
        Purpose.ADMINISTRATION: msg("Administration"),
    },
}
"""One table per list: members of different lists may share a value and so be equal."""


def word(member: StrEnum) -> str:
    """Return the msgid of a word of one of the closed lists."""
    return WORDS[type(member)][member]

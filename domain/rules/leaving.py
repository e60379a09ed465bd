"""Say what follows when somebody leaves the area or the hospital, is lost, or comes home.

Decision: whether a stay elsewhere is a loss, whom a loss is reported to in writing, whether
          the police are told at once, and who is told that somebody left a hospital.
Source:   BR-LOST-3 and field notes 1 and 4 (K): a known address away from home is no loss,
          whereabouts unknown begins it; a written report to the 综合管理小组 and the higher
          精防机构. BR-LOST-4 (E3): level 3 and higher or unstable. P7 art 45; P7 art 25
          (left without leave) (sources.md).
Hit rule: every matching row is given.
Silence:  D-D7: the written report is one sheet for both receivers, and stays on the list of
          what is to be done until it is entered; no text sets a day ("立即").
"""

from dataclasses import dataclass
from enum import StrEnum

from domain.rules.clause import Clause, Evidence, Reason
from domain.values.findings import FollowUpClass, Grade

LOST = Clause("K", "BR-LOST-3", Evidence.REMEMBERED)
LEFT = Clause("E3", "Q4 D", Evidence.EXAM)
NOTES = Clause("K", "field notes 1, 暂停提醒", Evidence.REMEMBERED)
REPORTED = Clause("P7", "art 45", Evidence.PRIMARY)


class ReportTo(StrEnum):
    """Who gets the written report of a loss."""

    MANAGEMENT_GROUP = "management_group"
    """综合管理小组."""
    HIGHER_OFFICE = "higher_office"
    """上级精防机构."""


# fmt: off
STAYS_DUE = Reason("away.stays_due", NOTES,
    "Away with a known telephone: stays due, by telephone or by handing over.",
    "外出但联系方式明确：随访任务不变，可电话随访或移交（未核实原文）")
BEGINS_LOSS = Reason("away.begins_loss", LOST,
    "Whereabouts unknown: a loss is to be recorded and reported.",
    "去向不明：进入失访处理，登记失访并书面报告（未核实原文）")
WRITTEN = Reason("loss.written_report", LOST,
    "A loss is reported in writing, at once, to the management group and the higher office.",
    "失访立即书面报告综合管理小组和上级精防机构（未核实原文）")
TOWNSHIP = Reason("loss.township", REPORTED,
    "On a loss the township, the SMI office and the police are told in time.",
    "失访及时报告乡镇（街道），并告知精防机构和公安")
POLICE_AT_ONCE = Reason("loss.police_at_once", LEFT,
    "Level 3 and higher or unstable, and gone: the police are told at once.",
    "危险性评估3级及以上或病情不稳定患者离开属地：立即告知公安并报告上级精防机构")
GUARDIAN_AT_ONCE = Reason("absconded.guardian", Clause("P7", "art 25", Evidence.PRIMARY),
    "Left the hospital without leave: guardian and relatives are told at once.",
    "擅自离院：立即通知监护人或者近亲属")
NOT_FOUND = Reason("absconded.police", Clause("P7", "art 25", Evidence.PRIMARY),
    "Not found: the police are told, in Shanghai within 24 hours; here at once (D-PO8).",
    "去向不明：告知公安机关（上海24小时内；本系统立即告知）")
# fmt: on

REASONS: tuple[Reason, ...] = (
    *(STAYS_DUE, BEGINS_LOSS, WRITTEN, TOWNSHIP, POLICE_AT_ONCE),
    *(GUARDIAN_AT_ONCE, NOT_FOUND),
)
TABLE = REASONS
REPORT_TO: tuple[ReportTo, ...] = (ReportTo.MANAGEMENT_GROUP, ReportTo.HIGHER_OFFICE)


@dataclass(frozen=True, slots=True)
class Leaving:
    """What leaving the area asks for."""

    because: tuple[Reason, ...]
    is_loss: bool
    police_at_once: bool


def leaving(
    *, whereabouts_known: bool, grade: Grade, judged: FollowUpClass | None
) -> Leaving:
    """Return what follows when somebody leaves, or is found to have left."""
    at_once = police_at_once(grade, judged)
    first = STAYS_DUE if whereabouts_known else BEGINS_LOSS
    return Leaving(
        (first, *((POLICE_AT_ONCE,) if at_once else ())),
        not whereabouts_known,
        at_once,
    )


def lost(grade: Grade, judged: FollowUpClass | None) -> tuple[Reason, ...]:
    """Return what a loss asks for."""
    at_once = police_at_once(grade, judged)
    return (WRITTEN, TOWNSHIP, *((POLICE_AT_ONCE,) if at_once else ()))


def police_at_once(grade: Grade, judged: FollowUpClass | None) -> bool:
    """Return whether the police are told at once that somebody left (BR-LOST-4)."""
    return grade.is_at_least(Grade.LEVEL_3) or judged is FollowUpClass.UNSTABLE


def absconded(*, whereabouts_known: bool) -> tuple[Reason, ...]:
    """Return what it asks for that somebody left the hospital without leave (BR-NOT-6)."""
    return (GUARDIAN_AT_ONCE, *(() if whereabouts_known else (NOT_FOUND,)))

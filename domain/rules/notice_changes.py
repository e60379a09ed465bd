"""Say what becomes of a notice whose content no longer holds: put right (更正), withdrawn (撤回).

Decision: for each reason which notices it reaches, whether those that are done with too, and
          whether the receiver is told what reads otherwise or to rely on it no more.
Source:   P2 art 8 and 46 (what is wrong is put right, and whoever was given it hears of it);
          design section 6 (a correction below 3 shows on the open notice). sources.md.
Hit rule: one row a reason. Each notice is told once of a cause; what was withdrawn is not
          put right any more.
Silence:  D-PO7: no text says which changes a receiver hears of, nor that it accepts them.
          The clock is `clock.change` (D-PO2).
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Final

from domain.rules.clause import Clause, Evidence, Reason
from domain.rules.edition import Edition, in_force
from domain.rules.notice_policy import OF_LEVEL, NoticeField
from domain.values.notice_changes import ChangeReason
from domain.values.notices import Trigger


@dataclass(frozen=True, slots=True)
class ChangeRule:
    """What a reason does to the notices of some news.

    `fields` are those that may read otherwise; `done_too` reaches notices that are closed
    or were sent back.
    """

    reason: ChangeReason
    news: AbstractSet[Trigger]
    fields: tuple[NoticeField, ...]
    withdraws: bool
    done_too: bool
    why: Reason


F: Final = NoticeField
OURS: Final = Clause("OURS", "D-PO7", Evidence.DECIDED)
ACCURACY: Final = Clause("P2", "art 46", Evidence.PRIMARY)
EVERY_NEWS: Final = frozenset(Trigger)
LEVELLED: Final = OF_LEVEL | {Trigger.GRADED}
LEVEL: Final = (F.GRADE, F.LEVEL_BAND)
DETAILS: Final = (
    F.NAME,
    F.SEX,
    F.BIRTH_YEAR,
    F.RESIDENCE,
    F.ID_NUMBER_MASKED,
    F.GUARDIAN_PHONE,
)

# fmt: off
TABLE: tuple[ChangeRule, ...] = (
    ChangeRule(ChangeReason.LOWERED, LEVELLED, LEVEL, withdraws=False, done_too=False,
        why=Reason("change.lowered", OURS,
            "Below level 3 by a newer assessment: shown on the open notice.",
            "最新评估低于3级：在未办结的通知上更正（本系统设定）")),
    ChangeRule(ChangeReason.PUT_RIGHT, LEVELLED, LEVEL, withdraws=False, done_too=True,
        why=Reason("change.put_right", ACCURACY,
            "The grade told was wrong and is below 3: whoever was told hears of it.",
            "所告知的等级有误、更正为3级以下：通知原接收单位")),
    ChangeRule(ChangeReason.DETAILS, EVERY_NEWS, DETAILS, withdraws=False, done_too=False,
        why=Reason("change.details", ACCURACY,
            "Who or where the person is, or whom to ring, reads otherwise now.",
            "人员信息、住址或联系电话有更正：在未办结的通知上更正")),
    ChangeRule(ChangeReason.RETRACTED, EVERY_NEWS, (), withdraws=True, done_too=True,
        why=Reason("change.retracted", ACCURACY,
            "What was told never was: the notice is withdrawn.", "所据记录已撤销：撤回通知")),
    ChangeRule(ChangeReason.EXCLUDED, EVERY_NEWS, (), withdraws=True, done_too=True,
        why=Reason("change.excluded", ACCURACY,
            "The diagnosis was excluded: the notice is withdrawn.", "已排除诊断：撤回通知")),
    ChangeRule(ChangeReason.DIED, EVERY_NEWS, (), withdraws=True, done_too=False,
        why=Reason("change.died", OURS,
            "The person has died: the open notice is withdrawn.", "本人已死亡：撤回未办结的通知")),
    ChangeRule(ChangeReason.WRONG_MERGE, EVERY_NEWS, (), withdraws=True, done_too=True,
        why=Reason("change.wrong_merge", ACCURACY,
            "Told while two people's records were merged by mistake: withdrawn.",
            "误将两人档案合并期间发出：撤回通知")),
    ChangeRule(ChangeReason.WRONG_PERSON, EVERY_NEWS, (), withdraws=True, done_too=True,
        why=Reason("change.wrong_person", ACCURACY,
            "The danger report is about somebody else, or nobody of the register: withdrawn.",
            "险情报告所述另有其人或不是在册患者：撤回通知")),
    ChangeRule(ChangeReason.NO_DANGER, EVERY_NEWS, (), withdraws=True, done_too=True,
        why=Reason("change.no_danger", ACCURACY,
            "A doctor looked into the danger report and found no danger: withdrawn.",
            "险情报告经核实无危险：撤回通知")),
)
# fmt: on

EDITIONS: tuple[Edition[tuple[ChangeRule, ...]], ...] = (
    Edition("notice-changes/ours-2026", date(2017, 1, 1), TABLE),
)


def edition_on(day: date) -> str:
    """Return the name of the table in force on the day."""
    return in_force(EDITIONS, day).name


def change_rule(reason: ChangeReason, on: date) -> ChangeRule:
    """Return what a reason does to notices."""
    rules = in_force(EDITIONS, on).rule
    return next(rule for rule in rules if rule.reason is reason)


def reaches(rule: ChangeRule, trigger: Trigger, *, is_done: bool) -> bool:
    """Return whether a reason reaches a notice of some news."""
    return trigger in rule.news and (rule.done_too or not is_done)

"""Say what an answer to the consent form (form 5) changes.

Decision: when to ask again, whether the person is looked after meanwhile, who must sign,
          and what a withdrawal stops.
Source:   BR-CON-1 to -6: E6, R7, E4, P1 arts 24 and 47, R10; P2 arts 13, 15, 23 and 47, and
          31 for children (sources.md).
Hit rule: one row for each answer and danger to others; every matching row of USES stops
          one use.
Silence:  that a refusal with danger to others still means care rests on memory of the
          2018 text (K) and says so. Nobody leaves the register by refusing or withdrawing,
          nothing is deleted, and what the law asks for goes on: the register itself, and
          telling police, grid and the county SMI office of level 3 or higher. Whose
          signature counts as the guardian's, and of which birth, is D-F3; that a withdrawal
          is asked about again like a refusal D-L4; that a standing level of 3 or higher is
          danger to others here D-L5; which uses stop D-L6; that a refusal stops no visit,
          which stays due as an offer, D-K8.
"""

from dataclasses import dataclass
from datetime import date

from domain.rules.clause import Clause, Evidence, Reason
from domain.rules.parameters import NATIONAL, InForce, Unit, at_most
from domain.values.calendar import months_after
from domain.values.findings import Grade
from domain.values.registration import ConsentAnswer, Use

YEARS_OF_A_CHILD = 14


@dataclass(frozen=True, slots=True)
class Row:
    """What one answer means, for somebody who is a danger to others or not."""

    answer: ConsentAnswer
    art_30: bool
    looked_after: bool
    ask_again: bool
    why: Reason


# fmt: off
AGREED = Reason("consent.agreed", Clause("E6", "知情同意", Evidence.EXAM),
    "Agreed: looked after.", "同意参加社区管理")
REFUSED = Reason("consent.refused", Clause("E4", "每年再次征求意见", Evidence.EXAM),
    "Refused: stays registered, is asked again every year.",
    "不同意参加管理：保留在册，每年再次征求意见")
REFUSED_IN_DANGER = Reason("consent.refused_art_30", Clause("K", "BR-CON-4", Evidence.REMEMBERED),
    "Refused, but a danger to others: looked after all the same; remembered, not verified.",
    "不同意参加管理，但符合第三十条第二款第二项：仍应纳入管理（未核实原文）")
GROUP = Reason("consent.group", Clause("K", "BR-CON-K", Evidence.REMEMBERED),
    "A refusal is told to the joint management group, which follows up together; "
    "remembered, not verified.",
    "不同意参加管理的，报告综合管理小组，由小组协同随访（未核实原文）")
NOT_ASKED = Reason("consent.not_asked", Clause("P1", "art 24", Evidence.PRIMARY),
    "Not asked yet: registered by duty to report, to be asked.",
    "尚未征求意见：依法登记，待征求")
WITHDRAWN = Reason("consent.withdrawn", Clause("P2", "arts 15, 47", Evidence.PRIMARY),
    "Consent withdrawn: stays registered, nothing is deleted, use is restricted; asked "
    "again after a year.",
    "已撤回同意：保留在册、不删除，限制使用，一年后再次征求意见")
WITHDRAWN_IN_DANGER = Reason("consent.withdrawn_art_30",
    Clause("K", "BR-CON-4", Evidence.REMEMBERED),
    "Consent withdrawn, but a danger to others: looked after all the same; remembered, not "
    "verified.",
    "已撤回同意，但有危害他人安全的情形：仍应纳入管理（未核实原文）")

TABLE: tuple[Row, ...] = (
    Row(ConsentAnswer.AGREED,    art_30=False, looked_after=True,  ask_again=False, why=AGREED),
    Row(ConsentAnswer.AGREED,    art_30=True,  looked_after=True,  ask_again=False, why=AGREED),
    Row(ConsentAnswer.REFUSED,   art_30=False, looked_after=False, ask_again=True,  why=REFUSED),
    Row(ConsentAnswer.REFUSED,   art_30=True,  looked_after=True,  ask_again=True,
        why=REFUSED_IN_DANGER),
    Row(ConsentAnswer.NOT_ASKED, art_30=False, looked_after=True,  ask_again=True,  why=NOT_ASKED),
    Row(ConsentAnswer.NOT_ASKED, art_30=True,  looked_after=True,  ask_again=True,  why=NOT_ASKED),
    Row(ConsentAnswer.WITHDRAWN, art_30=False, looked_after=False, ask_again=True,  why=WITHDRAWN),
    Row(ConsentAnswer.WITHDRAWN, art_30=True,  looked_after=True,  ask_again=True,
        why=WITHDRAWN_IN_DANGER),
)
# fmt: on
AGAIN = at_most("consent.again", Unit.MONTHS, 12, REFUSED)
"""After how long who refused is asked again; a place may ask sooner."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """A use that stops once consent is withdrawn; `in_danger` whether in danger too."""

    use: Use
    in_danger: bool
    why: Reason


OURS = Clause("OURS", "D-L6", Evidence.DECIDED)

# fmt: off
USES: tuple[Stopped, ...] = (
    Stopped(Use.FOLLOW_UP, in_danger=False,
        why=Reason("use.follow_up", OURS,
                   "Follow-up stops: it rests on consent.",
                   "停止随访管理：随访以知情同意为前提（本系统设定）")),
    Stopped(Use.CHECK_UP, in_danger=False,
        why=Reason("use.check_up", OURS,
                   "The annual check-up stops: it rests on consent.",
                   "停止年度健康体检：体检须征得同意（本系统设定）")),
    Stopped(Use.JOINT_FOLLOW_UP, in_danger=True,
        why=Reason("use.joint_follow_up", Clause("P2", "art 23", Evidence.PRIMARY),
                   "Sharing with helpers stops: no law asks for it; level 3 and higher is "
                   "still reported and told as the law asks.",
                   "停止向民政、残联等协同单位提供信息；3级及以上的报告、告知依法照常进行")),
)
# fmt: on

REASONS = (*(row.why for row in TABLE), *(row.why for row in USES), GROUP)


def stopped_uses(
    answer: ConsentAnswer, *, art_30: bool, grade: Grade
) -> tuple[Stopped, ...]:
    """Return the uses a person's answer stops; none but after a withdrawal."""
    if answer is not ConsentAnswer.WITHDRAWN:
        return ()
    danger = is_danger(art_30=art_30, grade=grade)
    return tuple(row for row in USES if row.in_danger or not danger)


def told_of_refusal(answer: ConsentAnswer) -> tuple[Reason, ...]:
    """Return who is to be told of an answer besides: of a refusal the group (K)."""
    return (GROUP,) if answer is ConsentAnswer.REFUSED else ()


def is_danger(*, art_30: bool, grade: Grade) -> bool:
    """Return whether somebody counts as a danger to others here (D-L5)."""
    return art_30 or grade.is_at_least(Grade.LEVEL_3)


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows from an answer; the person is registered whatever it was."""

    looked_after: bool
    ask_again_on: date | None
    because: Reason


def consequence_of(
    answer: ConsentAnswer,
    answered_on: date,
    *,
    art_30: bool,
    local: InForce = NATIONAL,
) -> Consequence:
    """Return what follows from an answer given on a day (or not asked until then)."""
    row = next(row for row in TABLE if row.answer is answer and row.art_30 is art_30)
    if not row.ask_again:
        again = None
    elif answer is not ConsentAnswer.NOT_ASKED:
        again = local.setting(AGAIN, answered_on).interval.after(answered_on)
    else:
        again = answered_on
    return Consequence(row.looked_after, again, row.why)


def guardian_must_sign(birth_date: date, on: date) -> bool:
    """Return whether the person is under fourteen on the day (P2 art 31)."""
    return on < months_after(birth_date, 12 * YEARS_OF_A_CHILD)

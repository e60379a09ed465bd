"""Say what an answer to the consent form (form 5) changes.

Decision: when to ask again, whether the person is looked after meanwhile, who must sign.
Source:   BR-CON-1 to -6: E6, R7, E4, P1 art 24, R10; P2 art 31 for children (sources.md).
Hit rule: one row for each answer and danger to others.
Silence:  that a refusal with danger to others still means care rests on memory of the
          2018 text (K) and says so. Nobody leaves the register by refusing. Whose
          signature counts as the guardian's, and of which birth, is D-F3.
"""

from dataclasses import dataclass
from datetime import date

from domain.rules.clause import Clause, Evidence, Reason
from domain.values.calendar import Interval, months_after
from domain.values.registration import ConsentAnswer

ONE_YEAR = Interval(months=12)
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
NOT_ASKED = Reason("consent.not_asked", Clause("P1", "art 24", Evidence.PRIMARY),
    "Not asked yet: registered by duty to report, to be asked.",
    "尚未征求意见：依法登记，待征求")

TABLE: tuple[Row, ...] = (
    Row(ConsentAnswer.AGREED,    art_30=False, looked_after=True,  ask_again=False, why=AGREED),
    Row(ConsentAnswer.AGREED,    art_30=True,  looked_after=True,  ask_again=False, why=AGREED),
    Row(ConsentAnswer.REFUSED,   art_30=False, looked_after=False, ask_again=True,  why=REFUSED),
    Row(ConsentAnswer.REFUSED,   art_30=True,  looked_after=True,  ask_again=True,
        why=REFUSED_IN_DANGER),
    Row(ConsentAnswer.NOT_ASKED, art_30=False, looked_after=True,  ask_again=True,  why=NOT_ASKED),
    Row(ConsentAnswer.NOT_ASKED, art_30=True,  looked_after=True,  ask_again=True,  why=NOT_ASKED),
)
# fmt: on


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows from an answer; the person is registered whatever it was."""

    looked_after: bool
    ask_again_on: date | None
    because: Reason


def consequence_of(
    answer: ConsentAnswer, answered_on: date, *, art_30: bool
) -> Consequence:
    """Return what follows from an answer given on a day (or not asked until then)."""
    row = next(row for row in TABLE if row.answer is answer and row.art_30 is art_30)
    if not row.ask_again:
        again = None
    elif answer is ConsentAnswer.REFUSED:
        again = ONE_YEAR.after(answered_on)
    else:
        again = answered_on
    return Consequence(row.looked_after, again, row.why)


def guardian_must_sign(birth_date: date, on: date) -> bool:
    """Return whether the person is under fourteen on the day (P2 art 31)."""
    return on < months_after(birth_date, 12 * YEARS_OF_A_CHILD)

"""Say whether a case under review is drawn for a call-back (抽样回访), and when it may pass.

Decision: whether somebody is rung up before the case passes; whether it may pass now.
Source:   no text read asks for either; D-W6 (shares) and D-W7 (when it passes).
Hit rule: one row for each kind. A case is drawn when the number its own id comes to, from
          0 to 99, is below the kind's share: nobody can choose, and anybody can draw again.
Silence:  a place may set each share from 0 to 100; the share that held when the case was
          first touched is kept with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Final
from uuid import UUID

from domain.rules.clause import Clause, Evidence, Reason
from domain.rules.parameters import NATIONAL, InForce, Parameter, Unit, default
from domain.values.review import CallBackResult, ReviewKind

WHOLE: Final = 100
EDITION: Final = "review-sampling/ours-2026"
ATTEMPTS: Final = 3
"""After so many calls that reached nobody a drawn case may pass all the same (D-W7)."""


@dataclass(frozen=True, slots=True)
class Row:
    """The share of a kind's cases that are drawn, in per cent."""

    kind: ReviewKind
    share: int
    why: Reason


OURS: Final = Clause("OURS", "D-W6", Evidence.DECIDED)

# fmt: off
TABLE: Final[tuple[Row, ...]] = (
    Row(ReviewKind.CARD, 5, Reason("review.sample_card", OURS,
        "Report cards: 5 in 100 are rung up; ours.", "报告卡：5%抽样回访（本系统设定）")),
    Row(ReviewKind.REGISTRATION, 5, Reason("review.sample_registration", OURS,
        "New records: 5 in 100 are rung up; ours.", "新建档：5%抽样回访（本系统设定）")),
    Row(ReviewKind.MOVE, 10, Reason("review.sample_move", OURS,
        "Moves: 10 in 100 are rung up; ours.", "迁移：10%抽样回访（本系统设定）")),
    Row(ReviewKind.HANDOVER, 10, Reason("review.sample_handover", OURS,
        "Hand-overs: 10 in 100 are rung up; ours.", "责任移交：10%抽样回访（本系统设定）")),
    Row(ReviewKind.LOSS, 50, Reason("review.sample_loss", OURS,
        "Losses: 50 in 100 are rung up; ours.", "失访：50%抽样回访（本系统设定）")),
    Row(ReviewKind.DEATH, 20, Reason("review.sample_death", OURS,
        "Deaths: 20 in 100 are rung up; ours.", "死亡：20%抽样回访（本系统设定）")),
    Row(ReviewKind.EXCLUSION, 100, Reason("review.sample_exclusion", OURS,
        "Exclusions: all are rung up; ours.", "排除诊断：全部回访（本系统设定）")),
)
# fmt: on

PASSES: Final = Reason(
    "review.call_back_first",
    Clause("OURS", "D-W7", Evidence.DECIDED),
    "A drawn case passes once a call-back confirmed it, or three reached nobody; ours.",
    "抽中的须回访属实，或三次未联系上，方可通过（本系统设定）",
)
REASONS: Final = (*(row.why for row in TABLE), PASSES)


def _parameter(row: Row) -> Parameter:
    return default(
        row.why.code, Unit.PER_CENT, row.share, row.why, at_least=0, at_most=WHOLE
    )


PARAMETERS: Final = tuple(map(_parameter, TABLE))


@dataclass(frozen=True, slots=True)
class Draw:
    """Whether a case is drawn, by which share, why, and the editions that spoke."""

    is_drawn: bool
    share: int
    because: tuple[Reason, ...]
    editions: tuple[str, ...]


def number_of(case: UUID) -> int:
    """Return the number a case's id comes to, from 0 to 99."""
    return int.from_bytes(sha256(case.bytes).digest()[:8]) % WHOLE


def draw(
    kind: ReviewKind, case: UUID, division: str, day: date, local: InForce = NATIONAL
) -> Draw:
    """Return whether a case is drawn for a call-back."""
    at = next(n for n, row in enumerate(TABLE) if row.kind is kind)
    setting = local.at(division).setting(PARAMETERS[at], day)
    is_drawn = number_of(case) < setting.value
    editions = (EDITION, *setting.editions)
    return Draw(is_drawn, setting.value, (setting.why,), editions)


def may_pass(results: Sequence[CallBackResult], *, is_drawn: bool) -> bool:
    """Return whether a case may be accepted after these call-backs, in their order.

    What the last call that reached somebody said counts; one that differs never passes.
    """
    reached = [r for r in results if r is not CallBackResult.NOT_REACHED]
    if reached:
        return reached[-1] is CallBackResult.CONFIRMED
    return not is_drawn or len(results) >= ATTEMPTS

"""Say whether a notice nobody ever answered expires.

Decision: whether a notice without any answer is given up, with an event, and why not yet.
Source:   no text read gives a notice an end; field notes 1 (K) ask that silence climbs, so
          D-LI7 (sources.md).
Hit rule: the first row that holds.
Silence:  D-LI7: thirty days after it was issued, when every rung of the ladder was turned to;
          never while the person is at level 3 or above and nobody has answered for them in
          the same duty (another kind's answer, a helper's above all, is none): then the
          danger stands, and the silence with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from domain.rules.clause import Clause, Evidence, Reason
from domain.rules.edition import Edition, in_force
from domain.rules.parameters import NATIONAL, InForce, Parameter, Unit, default

OURS = Clause("OURS", "D-LI7", Evidence.DECIDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What a notice without an answer comes to; None matches either way."""

    is_past: bool | None = None
    """Whether it was issued longer ago than notices are kept open."""
    rungs_left: bool | None = None
    """Whether somebody on the ladder has not been turned to yet."""
    stands: bool | None = None
    """Whether the person is at level 3 or above and nobody has answered for them."""
    expires: bool
    why: Reason


# fmt: off
TABLE: tuple[Row, ...] = (
    Row(is_past=False, expires=False,
        why=Reason("expiry.not_past", OURS,
                   "Not so long ago: it waits for an answer.",
                   "未到期限：继续等待答复（本系统设定）")),
    Row(rungs_left=True, expires=False,
        why=Reason("expiry.rungs_left", OURS,
                   "Somebody can still be turned to: it climbs first.",
                   "督办尚未到顶：先逐级督办（本系统设定）")),
    Row(stands=True, expires=False,
        why=Reason("expiry.stands", OURS,
                   "Still level 3 or above and nobody has answered: it does not expire.",
                   "患者仍为3级及以上且无人答复：不过期（本系统设定）")),
    Row(expires=True,
        why=Reason("expiry.nobody_answered", OURS,
                   "Nobody answered, and the danger it told of does not stand: it expires.",
                   "无人答复且所告知的危险已不存在或已有人承接：过期（本系统设定）")),
)
# fmt: on

REASONS: tuple[Reason, ...] = tuple(row.why for row in TABLE)
DAYS: Parameter = default(
    "notice.expires", Unit.DAYS, 30, TABLE[-1].why, at_least=14, at_most=365
)
"""After how many days a notice nobody answered may expire."""

EDITIONS: tuple[Edition[Sequence[Row]], ...] = (
    Edition("notice-expiry/ours-2026", date(2017, 1, 1), TABLE),
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a notice expires, by which row, after how many days."""

    expires: bool
    why: Reason
    days: int
    editions: tuple[str, ...]


def verdict(
    issued_on: date,
    today: date,
    local: InForce = NATIONAL,
    *,
    rungs_left: bool,
    stands: bool,
) -> Verdict:
    """Return what becomes of a notice without an answer; `local` is the person's place."""
    edition = in_force(EDITIONS, today)
    setting = local.setting(DAYS, today)
    is_past = today - issued_on >= timedelta(days=setting.value)
    row = next(
        row
        for row in edition.rule
        if row.is_past in {None, is_past}
        and row.rungs_left in {None, rungs_left}
        and row.stands in {None, stands}
    )
    editions = (edition.name, *setting.editions)
    return Verdict(row.expires, row.why, setting.value, editions)

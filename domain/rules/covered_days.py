"""Count the days somebody was covered by medicine, handed out or injected.

Decision: how many days of a stretch are covered, and of how many that is.
Source:   no text read defines it; D-J7 (sources.md).
Hit rule: a day is covered once, however many injections or hand-outs cover it; the day of
          an injection is covered, the day it is due again is the last one.
Silence:  days before the first of them on record are not counted against anybody (D-J7).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from domain.rules.clause import Clause, Evidence, Reason

COUNTED: Final = Reason(
    "covered.counted",
    Clause("OURS", "D-J7", Evidence.DECIDED),
    "Counted from the first injection or hand-out of the year on; each day once.",
    "自一年内首次注射或发药起计，每日只计一次",
)
REASONS: Final = (COUNTED,)
YEAR: Final = 365
"""Days looked back over."""


@dataclass(frozen=True, slots=True)
class Covered:
    """So many days covered of so many; `share` in per cent, None of no days."""

    days: int
    of: int

    @property
    def share(self) -> float | None:
        """Return the share in per cent."""
        return 100 * self.days / self.of if self.of else None


def covered(spans: Iterable[tuple[str, str]], today: date) -> Covered:
    """Return the days of the last year until today that spans (ISO days) cover."""
    start = today - timedelta(days=YEAR - 1)
    cut = [
        (max(date.fromisoformat(begins), start), min(date.fromisoformat(ends), today))
        for begins, ends in spans
    ]
    cut = sorted(span for span in cut if span[0] <= span[1])
    if not cut:
        return Covered(0, 0)
    days, reached = 0, cut[0][0] - timedelta(days=1)
    for begins, ends in cut:
        fresh = max(begins, reached + timedelta(days=1))
        days += max(0, (ends - fresh).days + 1)
        reached = max(reached, ends)
    return Covered(days, (today - cut[0][0]).days + 1)

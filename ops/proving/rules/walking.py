"""A walk through one table: cases, what speaks in each, and what must hold of it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

SEED: Final = 20260302
"""Draws the cases of inputs that have no end: the same in every run."""


@dataclass(frozen=True, slots=True)
class Walk:
    """One table walked: `cases` are all there are, or drawn; `ask` says what spoke.

    In every case at least `least` and at most `most` rows speak, each of `rows` in some
    case, nothing else ever; `holds` is what must be true of the answer besides, such as a
    proposed day that recomputes.
    """

    table: str
    cases: Callable[[Random], Iterable[Any]]
    ask: Callable[[Any], Sequence[str]]
    rows: frozenset[str]
    least: int = 1
    most: int | None = None
    holds: Callable[[Any], bool] | None = None


@dataclass(slots=True)
class Verdict:
    """What a walk came to: how many cases, and how many of each kind of failure."""

    table: str
    cases: int = 0
    raised: int = 0
    unsteady: int = 0
    too_few: int = 0
    too_many: int = 0
    untrue: int = 0
    strange: set[str] = field(default_factory=set[str])
    unreached: set[str] = field(default_factory=set[str])

    @property
    def failures(self) -> dict[str, int]:
        """Return how often each thing failed; empty where the table holds."""
        counts = {
            "raised": self.raised,
            "unsteady": self.unsteady,
            "silent": self.too_few,
            "several rows": self.too_many,
            "does not recompute": self.untrue,
            "unknown reasons": len(self.strange),
            "rows never reached": len(self.unreached),
        }
        return {what: count for what, count in counts.items() if count}


def walked(walk: Walk, limit: int | None = None) -> Verdict:
    """Walk a table; with a limit a share of its cases, which need not reach every row."""
    verdict, spoke = Verdict(walk.table), set[str]()
    cases = list(walk.cases(Random(SEED)))  # noqa: S311 - no secret
    chosen = _some(cases, limit)
    for case in chosen:
        verdict.cases += 1
        try:
            said, again = walk.ask(case), walk.ask(case)
            true = walk.holds is None or walk.holds(case)
        except Exception:  # noqa: BLE001 - a rule that raises has failed, whatever it was
            verdict.raised += 1
            continue
        verdict.unsteady += list(said) != list(again)
        verdict.too_few += len(said) < walk.least
        verdict.too_many += walk.most is not None and len(said) > walk.most
        verdict.untrue += not true
        spoke.update(said)
    verdict.strange = spoke - walk.rows
    if len(chosen) == len(cases):
        verdict.unreached = set(walk.rows - spoke)
    return verdict


def _some(cases: Sequence[Any], limit: int | None) -> Sequence[Any]:
    if limit is None or len(cases) <= limit:
        return cases
    return Random(SEED).sample(cases, limit)  # noqa: S311 - no secret

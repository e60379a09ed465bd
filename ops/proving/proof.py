"""What a check or a bench is, and what it reports."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

Said = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing that was counted or measured, and what it must be for the claim to hold.

    `least` and `most` are inclusive; a figure without either only tells.
    """

    name: str
    value: float
    unit: str = ""
    least: float | None = None
    most: float | None = None
    note: str = ""

    @property
    def holds(self) -> bool:
        """Return whether the value is within its limits."""
        above = self.least is None or self.value >= self.least
        return above and (self.most is None or self.value <= self.most)

    @property
    def line(self) -> str:
        """Return the figure as one line for a person."""
        limits = [
            f"{sign} {limit:g}"
            for sign, limit in (("≥", self.least), ("≤", self.most))
            if limit is not None
        ]
        mark = (
            "" if not limits else ("  ✓ " if self.holds else "  ✗ ") + ", ".join(limits)
        )
        note = f"  ({self.note})" if self.note else ""
        return f"{self.name}: {self.value:,.6g} {self.unit}".rstrip() + mark + note


@dataclass(slots=True)
class Report:
    """What a run injected, counted and measured."""

    name: str
    figures: list[Figure] = field(default_factory=list[Figure])

    def add(
        self,
        name: str,
        value: float,
        unit: str = "",
        *,
        least: float | None = None,
        most: float | None = None,
        note: str = "",
    ) -> None:
        """Add a figure with the limits it must keep."""
        self.figures.append(Figure(name, value, unit, least, most, note))

    @property
    def holds(self) -> bool:
        """Return whether every figure is within its limits; a report of none is not."""
        return bool(self.figures) and all(figure.holds for figure in self.figures)

    @property
    def as_values(self) -> dict[str, Any]:
        """Return the report in plain values, for JSON."""
        figures = [{**asdict(f), "holds": f.holds} for f in self.figures]
        return {"name": self.name, "holds": self.holds, "figures": figures}


class Proof(Protocol):
    """A check or a bench."""

    @property
    def name(self) -> str:
        """Return the word after `suian check` or `suian bench`."""
        ...

    @property
    def claim(self) -> str:
        """Return what holds when it passes: Chinese, a slash, English."""
        ...

    def run(self, *, short: bool, said: Said) -> Report:
        """Inject, count, measure; the short form takes at most 20 seconds."""
        ...

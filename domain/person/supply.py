"""What of somebody's medicine the next decision rests on, beside the regimen itself."""

from dataclasses import dataclass, field
from typing import Any


def _none() -> dict[str, Any]:
    return {}


@dataclass(slots=True)
class Supply:
    """Injection intervals, results and the plan of checks, programmes."""

    intervals: dict[str, tuple[str, int]] = field(default_factory=_none)
    """By injection: the drug's code, and the weeks to the next one."""
    results: dict[str, tuple[str, str]] = field(default_factory=_none)
    """By result: the check, and the day."""
    checks: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    """What the regimen asks for, as last planned."""
    programmes: dict[str, str] = field(default_factory=_none)
    """By programme: since when."""

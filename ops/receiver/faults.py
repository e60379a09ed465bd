"""What may go wrong at a receiver, on purpose and in known shares, for tests."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Fault(StrEnum):
    """One way in which a call goes wrong."""

    DROP = "drop"
    """The call is lost: nothing is taken in, nothing is answered."""
    RESET = "reset"
    """It is taken in; the connection breaks before the answer."""
    STALL = "stall"
    """It is taken in; the answer comes after the sender has given up."""
    ERROR = "500"
    """Nothing is taken in; the answer is 500."""
    BUSY = "503"
    """Nothing is taken in; come back in a second."""
    GONE = "410"
    """Nothing is taken in; never again."""
    DUPLICATE = "duplicate"
    """The network brings the call twice."""
    LATE = "late"
    """It is taken in and answered, half a second later."""


@dataclass(slots=True)
class Faults:
    """How often what goes wrong; `chance` gives numbers from 0 up to 1."""

    chance: Callable[[], float]
    shares: Mapping[str, float] = field(default_factory=dict[str, float])

    def set(self, shares: Mapping[str, float]) -> None:
        """Let these go wrong in these shares from now on, and nothing else."""
        self.shares = {Fault(name): float(share) for name, share in shares.items()}

    def next(self) -> Fault | None:
        """Return what goes wrong with the next call."""
        drawn = self.chance()
        for name, share in self.shares.items():
            drawn -= share
            if drawn < 0:
                return Fault(name)
        return None

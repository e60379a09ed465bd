"""Something the scheduler cannot set right by itself, as it is told to an alarm."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What kind of thing is in trouble."""

    JOB = "job"
    FOLLOWER = "follower"
    ROUND = "round"


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong: `failure` names the exception's class, never its message."""

    kind: Kind
    name: str
    failure: str
    position: int | None = None
    """Where in the log a follower stands still."""


Alarm = Callable[[Trouble], None]
"""Told of the same trouble again and again until it is gone; once must be enough."""

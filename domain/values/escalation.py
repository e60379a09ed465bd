"""The ladder that is climbed while nobody accepts a notice: its words, and how far it is."""

from dataclasses import dataclass, field
from enum import StrEnum


class Rung(StrEnum):
    """Who is turned to next while nobody accepts a notice (field notes 1)."""

    SENDER = "sender"
    """The office that told rings the receiver (催办)."""
    STAND_IN = "stand_in"
    """The receiver's stand-in is told (督办)."""
    COUNTY = "county"
    """The county SMI office is told (督办)."""
    JOINT_MEETING = "joint_meeting"
    """The secretariat of the joint meeting is told (督办)."""


class PromptedBy(StrEnum):
    """Why a rung was taken when it was."""

    DUE = "due"
    """Nobody had accepted by its time."""
    RETURNED = "returned"
    """The receiver sent the notice back."""
    PASSED_OVER = "passed_over"
    """The rung before it had nobody to turn to."""


class Lacking(StrEnum):
    """Why a rung had nobody to turn to."""

    MISSING = "missing"
    """No office of that kind has been entered."""
    CLOSED = "closed"
    """Its office is closed."""
    EMPTY = "empty"
    """Nobody can sign in for its office."""


class CallOutcome(StrEnum):
    """How a receiver was reached by telephone."""

    PROMISED = "promised"
    """Somebody answered and will accept it."""
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"


@dataclass(slots=True)
class Ladder:
    """How far the ladder of a notice has been climbed.

    `offices` are those turned to, by rung; a rung that was passed over has "". `next_at`
    is when the next rung is due, "" when at once. Without `is_there` nobody is turned to.
    """

    is_there: bool = False
    next_at: str = ""
    offices: dict[str, str] = field(default_factory=dict[str, str])
    taken_on: dict[str, bool] = field(default_factory=dict[str, bool])
    """The rungs whose office has taken it on."""
    passed_over: str = ""
    """The rung that was passed over last, until the next one is taken."""

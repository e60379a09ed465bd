"""What came of a notice (处置反馈): the usual outcomes by code; our own list."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from api.language import Language, msg


class Outcome(StrEnum):
    """What a receiver may choose from."""

    SEEN_CALM = "seen_calm"
    SETTLED_ON_THE_SPOT = "settled_on_the_spot"
    GUARDIAN_REACHED = "guardian_reached"
    TAKEN_TO_HOSPITAL = "taken_to_hospital"
    NOT_FOUND = "not_found"
    MOVED_AWAY = "moved_away"
    OTHER = "other"


OUTCOMES: Final[Mapping[str, str]] = {
    Outcome.SEEN_CALM: msg("Seen, and calm"),
    Outcome.SETTLED_ON_THE_SPOT: msg("Settled on the spot"),
    Outcome.GUARDIAN_REACHED: msg("Guardian reached, takes care"),
    Outcome.TAKEN_TO_HOSPITAL: msg("Taken to hospital"),
    Outcome.NOT_FOUND: msg("Person not found"),
    Outcome.MOVED_AWAY: msg("Away or moved away"),
    Outcome.OTHER: msg("Other, see the remark"),
}
"""In the order offered; another system may report in words of its own."""


def outcome(value: str, language: Language) -> str:
    """Return the words of a reported outcome; what is no code stays as it came."""
    return language.text(OUTCOMES[value]) if value in OUTCOMES else value

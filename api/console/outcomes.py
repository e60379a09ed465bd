"""What came of a notice (处置反馈): the usual outcomes by code; our own list."""

from collections.abc import Mapping
from typing import Final

from api.language import Language, msg
from domain.values.notice_outcomes import NoticeOutcome

OUTCOMES: Final[Mapping[str, str]] = {
    NoticeOutcome.SEEN_CALM: msg("Seen, and calm"),
    NoticeOutcome.SETTLED_ON_THE_SPOT: msg("Settled on the spot"),
    NoticeOutcome.GUARDIAN_REACHED: msg("Guardian reached, takes care"),
    NoticeOutcome.TAKEN_TO_HOSPITAL: msg("Taken to hospital"),
    NoticeOutcome.ADMITTED: msg("Admitted to hospital"),
    NoticeOutcome.NOT_FOUND: msg("Person not found"),
    NoticeOutcome.MOVED_AWAY: msg("Away or moved away"),
    NoticeOutcome.OTHER: msg("Other, see the remark"),
}
"""In the order offered; another system may report in words of its own."""


def outcome(value: str, language: Language) -> str:
    """Return the words of a reported outcome; what is no code stays as it came."""
    return language.text(OUTCOMES[value]) if value in OUTCOMES else value

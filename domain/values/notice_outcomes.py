"""What came of a notice (处置反馈): the usual outcomes; our own list."""

from enum import StrEnum


class NoticeOutcome(StrEnum):
    """What a receiver may choose from; another system may report in words of its own."""

    SEEN_CALM = "seen_calm"
    SETTLED_ON_THE_SPOT = "settled_on_the_spot"
    GUARDIAN_REACHED = "guardian_reached"
    TAKEN_TO_HOSPITAL = "taken_to_hospital"
    ADMITTED = "admitted"
    NOT_FOUND = "not_found"
    MOVED_AWAY = "moved_away"
    OTHER = "other"

"""How an attempt to reach somebody was made, and what it came to: the closed lists."""

from enum import StrEnum


class ContactWay(StrEnum):
    """By which way it was tried."""

    PHONE = "phone"
    VISIT = "visit"


class ContactOutcome(StrEnum):
    """What the attempt came to; none of them is a follow-up (随访) by itself."""

    REACHED = "reached"
    NOT_REACHED = "not_reached"
    """未访到: not lost (失访), not overdue, not refused (BR-LOST-5)."""
    MOVED = "moved"
    REFUSED = "refused"
    """拒访."""
    DIED = "died"
    REMIND_LATER = "remind_later"
    """Asked to be called another day: pauses reminders (暂停提醒), never the duty."""

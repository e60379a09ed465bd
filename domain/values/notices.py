"""What sets a notice off, in closed words."""

from enum import StrEnum


class Trigger(StrEnum):
    """Why a receiver is told: the row of the policy that asked for the notice."""

    GRADED = "graded"
    """A level of 3 or higher, from before notices kept which kind of news it was."""
    FIRST_HIGH = "first_high"
    """首次评为3级及以上: below 3 or never graded before."""
    RISE = "rise"
    """A higher level than before, which was 3 or more already."""
    UNCHANGED = "unchanged"
    """The same level of 3 or more again: the only news that may wait for a digest."""
    LEFT = "left"
    """Lost to follow-up or away (BR-NOT-4)."""
    REFUSED = "refused"
    """Visits refused (BR-NOT-5)."""

    LOWERED = "lowered"
    """A lower level than before, and still 3 or more."""
    INCIDENT = "incident"
    """Something dangerous happened since the last visit."""
    MOVED = "moved"
    """Somebody of level 3 or higher lives in another village now."""
    EMERGENCY = "emergency"
    """An emergency was opened (应急医疗处置)."""
    ABSCONDED = "absconded"
    """Left the hospital without leave and was not found (BR-NOT-6)."""
    DANGER_REPORT = "danger_report"
    """A guardian told of dangerous behaviour (BR-NOT-7)."""
    ASKED = "asked"
    """Below level 3, and the doctor asks for the police (BR-NOT-2)."""
    JOINT = "joint"
    """An unstable person is followed up jointly (BR-NOT-8)."""

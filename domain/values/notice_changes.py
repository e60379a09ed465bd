"""Why a receiver must no longer rely on what a notice told, in closed words."""

from enum import StrEnum


class ChangeReason(StrEnum):
    """What became otherwise since a notice was issued."""

    LOWERED = "lowered"
    """A newer assessment is below level 3."""
    PUT_RIGHT = "put_right"
    """The grade told was wrong and has been corrected to below level 3."""
    DETAILS = "details"
    """Who or where the person is, or whom to ring, reads otherwise now."""
    RETRACTED = "retracted"
    """The fact told of never was (撤销)."""
    EXCLUDED = "excluded"
    """The diagnosis was excluded (排除诊断)."""
    DIED = "died"
    """The person has died."""
    WRONG_MERGE = "wrong_merge"
    """It was told of another person: two records had been merged by mistake."""
    WRONG_PERSON = "wrong_person"
    """A danger report it was told by is about somebody else, or nobody of the register."""
    NO_DANGER = "no_danger"
    """A doctor looked into the danger report it was told by, and there is no danger."""

"""Say that whoever is locked up (关锁) is to be released.

Decision: whether somebody on record as locked up is on the list of what is to be ended.
Source:   P1 arts 5, 40 and 78 (nobody's liberty is restricted against the law) (sources.md).
Hit rule: everybody who is locked up and not released, however short a time.
Silence:  none; no text makes an exception, and no text sets a day.
"""

from domain.rules.clause import Clause, Evidence, Reason

TO_BE_ENDED = Reason(
    "locking.to_be_ended",
    Clause("P1", "art 40", Evidence.PRIMARY),
    "Locked up: to be ended, with treatment and help for the family.",
    "关锁：应予解锁，并落实治疗和家庭帮扶",
)
REASONS: tuple[Reason, ...] = (TO_BE_ENDED,)
TABLE = REASONS


def to_be_ended(locked_on: str | None) -> Reason | None:
    """Return why a locking-up is to be ended; None for who is not locked up."""
    return TO_BE_ENDED if locked_on else None

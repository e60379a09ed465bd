"""What runs of the open emergencies, on the home page and the day's digest.

Form 12 is due within 24 hours after the disposal, checks every few hours if ordered (R17):
too soon for a list somebody opens once a day, so it stands where the day begins.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from api.language import msg
from api.v1.asking import Asking
from projections.emergencies import CHECK, RECORD, Clock, clocks
from projections.person_card import cards

WHAT: Final = {RECORD: msg("Form 12"), CHECK: msg("Next check")}


@dataclass(frozen=True, slots=True)
class Running:
    """How many clocks of a kind run, until when the first, and how many ran out."""

    what: str
    count: int
    first: datetime
    late: int


def running(asking: Asking) -> dict[str, Any]:
    """Return what runs within sight, by kind and without a name, for the home page."""
    with asking.reading() as opened:
        found = clocks(opened.connection)
        opened.showed_nobody()
    now = asking.services.clock()
    kinds = [_of(what, found, now) for what in WHAT]
    return {"clocks": [kind for kind in kinds if kind is not None]}


def running_lines(asking: Asking) -> dict[str, Any]:
    """Return what runs within sight, the soonest due first, for the digest."""
    with asking.reading() as opened:
        found = clocks(opened.connection)
        known = cards(opened.connection, [clock.person for clock in found])
        opened.saw(known)
    now = asking.services.clock()
    lines = [
        {
            "clock": clock,
            "card": known[clock.person],
            "what": WHAT[clock.what],
            "late": clock.until < now,
        }
        for clock in found
        if clock.person in known
    ]
    return {"clocks": lines}


def _of(what: str, found: list[Clock], now: datetime) -> Running | None:
    mine = [clock.until for clock in found if clock.what == what]
    if not mine:
        return None
    return Running(WHAT[what], len(mine), min(mine), sum(until < now for until in mine))

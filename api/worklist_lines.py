"""One line of a list of work: the day it turns on, why it is there, what to do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from api.reading import Reading
from domain.registry.proposals import Reason
from domain.registry.rule_settings import InForce, in_force
from domain.registry.unreached import unreached
from domain.registry.worklists import (
    BEGINS_LOSS,
    FORM_FOLLOWS,
    LONG_UNSEEN,
    SECOND_PERSON,
    STAYS_DUE,
    WRITTEN,
    at_risk,
    form_due,
    half_a_year_before,
    to_be_ended,
)
from domain.values.calendar import shanghai_day
from projections.worklists import Listed, Watched, Within, listed


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One person on a list: since when, by when something is to be done, and why."""

    row: Watched
    since: str
    do_by: str
    because: tuple[Reason, ...] = ()
    made: int = 0
    asked: int = 0
    do_by_time: str = ""
    """The instant (ISO) where a clock counts hours."""


def lines(
    opened: Reading, which: Listed, today: date, within: Within
) -> Iterator[WorkLine]:
    """Yield a list's lines in the order of their keys."""
    local = in_force(opened.log, within.at)
    since = half_a_year_before(today, local)
    for row in listed(opened.connection, which, since, within):
        line = (
            _form_owed(row, local.at(row.division))
            if which is Listed.FORM_OWED
            else LINES[which](row, today)
        )
        if line is not None:
            yield line


def _unreached(row: Watched, today: date) -> WorkLine | None:
    del today
    run = unreached(row.misses)
    if run is None:
        return None
    by = run.again_by.isoformat()
    return WorkLine(row, row.misses[0], by, (run.why,), made=run.times)


def _lost(row: Watched, today: date) -> WorkLine:
    del today
    because = () if row.reported_on else (WRITTEN,)
    return WorkLine(row, row.lost_on, "" if row.reported_on else row.lost_on, because)


def _away(row: Watched, today: date) -> WorkLine:
    del today
    known = row.away["known"]
    because = (STAYS_DUE if known else BEGINS_LOSS,)
    return WorkLine(row, row.away["left_on"], row.due_on, because)


def _home(row: Watched, today: date) -> WorkLine | None:
    leaves = row.home["leaves_on"]
    if leaves and leaves < today.isoformat():
        return None
    return WorkLine(row, row.home["back_on"], leaves or row.due_on)


def _long_unseen(row: Watched, today: date) -> WorkLine:
    del today
    return WorkLine(row, row.unseen_since, row.due_on, (LONG_UNSEEN,))


def _fewer_than_four(row: Watched, today: date) -> WorkLine | None:
    risk = at_risk(
        row.made_in(today.year),
        date.fromisoformat(row.due_on) if row.due_on else None,
        date.fromisoformat(row.registered_on),
        today,
    )
    if risk is None:
        return None
    by = risk.next_by.isoformat()
    return WorkLine(row, "", by, risk.because, made=risk.made, asked=risk.asked)


def _in_hospital(row: Watched, today: date) -> WorkLine:
    del today
    return WorkLine(row, row.in_hospital_on, row.due_on)


def _lowering(row: Watched, today: date) -> WorkLine:
    del today
    return WorkLine(row, row.lowering["graded_on"], "", (SECOND_PERSON,))


def _form_owed(row: Watched, local: InForce) -> WorkLine:
    due = form_due(datetime.fromisoformat(row.quick["reported_at"]), local)
    day = shanghai_day(due).isoformat()
    return WorkLine(
        row, row.quick["on"], day, (FORM_FOLLOWS,), do_by_time=due.isoformat()
    )


def _locked_up(row: Watched, today: date) -> WorkLine:
    del today
    why = to_be_ended(row.locked_on)
    return WorkLine(row, row.locked_on, "", (why,) if why else ())


LINES: Final = {
    Listed.UNREACHED: _unreached,
    Listed.LOST: _lost,
    Listed.AWAY: _away,
    Listed.HOME: _home,
    Listed.LONG_UNSEEN: _long_unseen,
    Listed.FEWER_THAN_FOUR: _fewer_than_four,
    Listed.IN_HOSPITAL: _in_hospital,
    Listed.LOCKED_UP: _locked_up,
    Listed.LOWERING: _lowering,
}
"""How each list makes its lines; a form owed has a clock of its place (`_form_owed`)."""

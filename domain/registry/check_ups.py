"""Annual check-ups: recorded, put right, and when the next one is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from domain.log import Command
from domain.person.check_up import CheckUpForm, record_check_up
from domain.person.laboratory import take_over
from domain.person.person import Person
from domain.person.use import check_use
from domain.registry.runner import Found, Touched
from domain.rules.access import Operation
from domain.rules.check_up import TABLE, NextCheckUp, next_check_up, reminds
from domain.values.calendar import shanghai_day
from domain.values.check_up import CheckUpItem
from domain.values.registration import Use

LOCAL_ITEMS: Final[frozenset[CheckUpItem]] = frozenset(
    row.item for row in TABLE if row.is_local
)
"""The items only some offices ask for."""


@dataclass(frozen=True, slots=True)
class RecordCheckUp:
    """Record a check-up, or put an earlier one right."""

    person: UUID
    form: CheckUpForm
    corrects: UUID | None = None
    reason: str = ""

    operation = Operation.RECORD_CHECK_UP

    def streams(self) -> Sequence[UUID]:
        """Rest on the person."""
        return (self.person,)

    def touches(self, found: Found) -> Touched:
        """Touch the division the person lives in."""
        return Touched(divisions=found.get(Person, self.person).divisions())

    def decide(self, found: Found, command: Command) -> None:
        """Record what was done and found."""
        person = found.get(Person, self.person)
        if self.corrects is None:
            check_use(person, Use.CHECK_UP)
        check_up, today = str(command.new_id("check_up")), shanghai_day(command.now)
        record_check_up(
            person,
            check_up,
            self.form,
            today,
            corrects=str(self.corrects) if self.corrects else None,
            reason=self.reason,
            local=found.in_force.at(person.village),
        )
        take_over(
            person,
            str(self.corrects or check_up),
            self.form.results,
            self.form.checked_on,
            today,
            local=found.in_force,
        )


def check_up_due(last_on: str | None, today: date) -> NextCheckUp:
    """Return by when the next check-up is due, after the last complete one."""
    return next_check_up(date.fromisoformat(last_on) if last_on else None, today)


def year_of_check_ups(today: date) -> date:
    """Return the first day of the year a check-up counts for (D-H1)."""
    return date(today.year, 1, 1)


def reminds_of_check_ups(today: date) -> bool:
    """Return whether the home page counts who has had none this year (D-J11)."""
    return reminds(today)

"""Letting a notice nobody ever answered expire, with an event and never silently."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from domain.log import Command
from domain.notice import Notice
from domain.notice_acceptance import expire
from domain.person.person import Person
from domain.registry.runner import Found, Touched
from domain.rules.access import Operation
from domain.rules.notice_expiry import DAYS, verdict
from domain.rules.notice_policy import must_be_told
from domain.values.calendar import shanghai_day
from domain.values.findings import Grade

LEAST_DAYS: Final = DAYS.at_least
"""No place lets a notice expire sooner."""


@dataclass(frozen=True, slots=True)
class ExpireNotice:
    """Let a notice expire if the rule says so; answered, or not yet, nothing happens.

    The lists say whether the ladder has rungs left and whether anybody answered for the
    person; the person's grade, and whether the notice has an answer, are decided here.
    """

    notice: UUID
    person: UUID
    issued_on: date
    rungs_left: bool
    is_answered: bool

    operation = Operation.ISSUE_NOTICE

    def touches(self, found: Found) -> Touched:
        """Touch nobody: the system itself lets it expire."""
        return Touched()

    def streams(self) -> Sequence[UUID]:
        """Rest on the notice and its person."""
        return (self.notice, self.person)

    def decide(self, found: Found, command: Command) -> None:
        """Expect nothing more, if so."""
        person = found.maybe(Person, self.person)
        local = found.in_force.at(person.village) if person else found.in_force
        says = verdict(
            self.issued_on,
            shanghai_day(command.now),
            local,
            rungs_left=self.rungs_left,
            stands=_is_high(person) and not self.is_answered,
        )
        if says.expires:
            expire(found.get(Notice, self.notice), says.days, list(says.editions))


def _is_high(person: Person | None) -> bool:
    grading = person.current_grade() if person and not person.has_left else None
    return grading is not None and must_be_told(Grade(grading.grade))

"""What a receiver reports may plan the next follow-up, by the rules of planning."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from domain.log import Command, Logged
from domain.notice import OutcomeReported
from domain.person.person import Person
from domain.person.plan import plan_visit
from domain.registry.runner import Found, Touched
from domain.rules.access import Operation
from domain.rules.planning import AFTER_OUTCOME, Cause
from domain.values.calendar import shanghai_day

__all__ = ["WHY_PLANNED", "PlanAfterOutcome", "planned_by"]

WHY_PLANNED: Final[Mapping[str, str]] = {
    outcome: f"plan.{cause}" for outcome, cause in AFTER_OUTCOME.items()
}
"""The code of the reason by which an outcome plans a visit."""


@dataclass(frozen=True, slots=True)
class PlanAfterOutcome:
    """Plan the visit an outcome asks for; the next follow-up fulfils it.

    It only ever brings the next visit forward: the doctor sees it with the outcome in the
    chart, and decides at the follow-up.
    """

    person: UUID
    cause: Cause
    since: date

    operation = Operation.PLAN_AFTER_OUTCOME

    def touches(self, found: Found) -> Touched:
        """Touch nobody: the system itself plans."""
        return Touched()

    def streams(self) -> Sequence[UUID]:
        """Rest on the person."""
        return (self.person,)

    def decide(self, found: Found, command: Command) -> None:
        """Plan it, unless the person was visited since."""
        person = found.get(Person, self.person)
        plan_visit(person, self.cause, self.since, found.in_force)


def planned_by(logged: Logged) -> PlanAfterOutcome | None:
    """Return the planning a reported outcome asks for; None when it asks for none.

    It counts from the next day: the visit that led to the notice, often of the same day,
    does not tell what came of it.
    """
    fact = logged.fact
    if not isinstance(fact, OutcomeReported):
        return None
    cause = AFTER_OUTCOME.get(fact.outcome)
    if cause is None:
        return None
    next_day = shanghai_day(logged.recorded_at) + timedelta(days=1)
    return PlanAfterOutcome(fact.person, cause, next_day)

"""What makes a visit due besides the last follow-up: planned when it becomes known.

The fact keeps the rule's day and the day the next visit is due all in all, so that whoever
reads it copies and decides nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from domain.fact import PersonFact, SealedWith
from domain.rules.parameters import NATIONAL, InForce
from domain.rules.planning import Cause, Planned, plan
from domain.rules.residual import Opinion
from domain.values.findings import SpokeWith, VisitForm, is_face_visit

if TYPE_CHECKING:
    from domain.person.person import Person


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan on record; days are ISO text."""

    cause: str
    since: str
    not_after: str | None
    planned_on: str
    face: bool


@dataclass(slots=True)
class Planning:
    """What is planned: the day as last planned, the visits known then, the plans by cause."""

    due_on: str | None = None
    visits: dict[str, Any] = field(default_factory=dict[str, Any])
    plans: dict[str, Plan] = field(default_factory=dict[str, Plan])
    away_since: str | None = None
    opinion: Opinion | None = None
    """A psychiatrist's, that findings are residual."""
    loss_reported: str | None = None
    """Which loss was reported in writing, by its day."""


class VisitPlanned(PersonFact):
    """Something made a visit due: by `planned_on`; `due_on` is the next visit all in all."""

    TOPIC = "person.visit_planned"
    sealed_with: ClassVar = SealedWith.CLINICAL

    cause: str
    since: str
    not_after: str | None
    planned_on: str
    face: bool
    due_on: str
    because: list[dict[str, str]]
    happened_at: str
    editions: list[str]

    def apply(self, aggregate: "Person") -> None:
        """Keep the plan; it says when the next visit is due, until the next follow-up."""
        aggregate.planning.plans[self.cause] = Plan(
            self.cause, self.since, self.not_after, self.planned_on, self.face
        )
        aggregate.planning.due_on = self.due_on
        aggregate.planning.visits = dict(aggregate.visits)


def plan_visit(
    person: "Person",
    cause: Cause,
    since: date,
    local: InForce = NATIONAL,
    *,
    not_after: date | None = None,
) -> None:
    """Plan a visit because of what happened on a day, unless one has been made since."""
    planned = plan(cause, since, local.at(person.village), not_after=not_after)
    if person.has_left or _is_fulfilled(planned, made(person)):
        return
    on = planned.on.isoformat()
    person.record(
        VisitPlanned,
        cause=cause.value,
        since=since.isoformat(),
        not_after=not_after.isoformat() if not_after else None,
        planned_on=on,
        face=planned.face,
        due_on=min(filter(None, (on, person.kept_due_on))),
        because=[why.fact() for why in planned.because],
        happened_at=since.isoformat(),
        editions=list(planned.editions),
    )


@dataclass(frozen=True, slots=True)
class Made:
    """A follow-up as a plan sees it."""

    on: date
    was_face: bool


def made(person: "Person", leave_out: str | None = None) -> list[Made]:
    """Return the follow-ups on record."""
    return [
        contact(visit.visited_on, visit.form, visit.spoke_with)
        for visit in person.visits.values()
        if visit.follow_up != leave_out
    ]


def contact(day: str, form: int, spoke_with: Sequence[int]) -> Made:
    """Return a follow-up as a plan sees it."""
    spoke = frozenset(map(SpokeWith, spoke_with))
    return Made(date.fromisoformat(day), is_face_visit(VisitForm(form), spoke))


def open_plans(person: "Person", visits: Sequence[Made]) -> list[Planned]:
    """Return the plans none of these follow-ups fulfils (D-D5)."""
    kept = (_planned(plan_kept) for plan_kept in person.planning.plans.values())
    return [planned for planned in kept if not _is_fulfilled(planned, visits)]


def _planned(kept: Plan) -> Planned:
    """Return a plan as it was decided: its day and face, with the rule's reasons."""
    since = date.fromisoformat(kept.since)
    rule = plan(Cause(kept.cause), since)
    on = date.fromisoformat(kept.planned_on)
    return Planned(rule.cause, since, on, rule.because[:1], kept.face, rule.editions)


def _is_fulfilled(planned: Planned, visits: Sequence[Made]) -> bool:
    return any(
        visit.on >= planned.since and (visit.was_face or not planned.face)
        for visit in visits
    )

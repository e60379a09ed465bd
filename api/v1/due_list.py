"""The due list: who is to be seen by a day, longest waiting first, and why that day."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import Field
from starlette.requests import Request

from api.paging import Key, PageQuery, cursors, cut, link_next
from api.v1.as_of import AsOfQuery, position_of
from api.v1.asking import Asking, asking
from api.v1.described import QUESTION
from api.v1.follow_up_answer import CitedReason
from api.v1.models import Answer
from domain.registry.explained import explained
from domain.registry.last_days import LastDay, last_day
from domain.registry.rule_settings import InForce, in_force
from domain.registry.unreached import unreached
from domain.rules.access import Operation
from domain.values.calendar import shanghai_day
from domain.values.contacts import ContactOutcome, ContactWay
from domain.values.findings import FollowUpClass
from projections.due_list import Due, due_by
from projections.person_card import Card, cards

router: Final = APIRouter(prefix="/api/v1/due-list", tags=["due list"])


class DueQuery(PageQuery, AsOfQuery):
    """By which day, of which unit, as of when."""

    day: date | None = Field(
        None, description="Due on or before this day; left out: today in China."
    )
    unit: UUID | None = Field(None, description="Only those of one responsible unit.")


class ContactAnswer(Answer):
    """The last attempt, with the steps the rules propose after it."""

    tried_on: date = Field(title="Day of the attempt", examples=["2026-06-03"])
    way: ContactWay = Field(title="By phone or at the door", examples=["phone"])
    outcome: ContactOutcome = Field(title="Came to", examples=["not_reached"])
    steps: list[str] = Field(title="Steps proposed", examples=[["try_again"]])
    because: list[CitedReason] = Field(title="Why those steps")


class ChangeAnswer(Answer):
    """Something that would change the day."""

    code: str = Field(title="What", examples=["explain.if_unstable"])
    then: date | None = Field(title="To which day; null: not known before")


class ExplanationAnswer(Answer):
    """The due day computed again from its inputs."""

    computed_on: date = Field(title="Computed again", examples=["2026-06-02"])
    edition: str = Field(title="Edition", examples=["follow-up-interval/2017"])
    inputs: Mapping[str, Any] = Field(title="What it was computed from")
    changes: list[ChangeAnswer] = Field(title="What would change it")


class UnreachedAnswer(Answer):
    """Attempts in a row that reached nobody (未访到)."""

    times: int = Field(title="How many in a row", examples=[2])
    again_by: date = Field(title="To be tried again by")
    loss_after: date = Field(title="A third miss after this day may be a loss")
    may_be_lost: bool = Field(title="Whether a loss is proposed")


class DueLine(Answer):
    """Somebody to be seen; `name` is null when the card is out of sight by now."""

    person: UUID
    name: str | None = Field(title="Name", examples=["演示甲"])
    village: str = Field(title="Village", examples=["990101001001"])
    unit: UUID | None = Field(title="Responsible unit")
    due_on: date = Field(title="Due on", examples=["2026-06-02"])
    days_over: int = Field(title="Days past the due day, as of today", examples=[0])
    visited_on: date | None = Field(title="Last visited on")
    follow_up_class: FollowUpClass | None = Field(title="Class", examples=[3])
    because: list[CitedReason] = Field(title="Why that day")
    explanation: ExplanationAnswer | None = Field(title="The day computed again")
    unreached: UnreachedAnswer | None = Field(title="Attempts that reached nobody")
    counts_until: date | None = Field(
        title="Last day on which a visit still counts for 规范管理率, reading A",
        examples=["2026-06-30"],
    )
    counts_because: list[CitedReason] = Field(
        title="Why that last day, and the warning at two thirds"
    )
    last_contact: ContactAnswer | None = Field(
        title="Last attempt to reach the person since the last visit"
    )
    paused_until: date | None = Field(
        title="No reminder to the doctor before (暂停提醒); the visit stays due"
    )


class DueAnswer(Answer):
    """One page of the due list."""

    position: int = Field(title="Position of the log shown", examples=[1204])
    day: date = Field(title="Due on or before", examples=["2026-06-02"])
    items: list[DueLine]


@router.get("", openapi_extra=QUESTION)
def read_due_list(
    query: Annotated[DueQuery, Query()],
    request: Request,
    response: Response,
    asking: Annotated[Asking, asking(Operation.READ_DUE_LIST)],
) -> DueAnswer:
    """List whom to see by a day, among those within sight, now or as then known."""
    today = shanghai_day(asking.services.clock())
    day = query.day or today
    key = asking.services.cursor_key
    after = cursors(key, request).open(query.cursor)
    with asking.reading() as opened:
        at = position_of(query, opened)
        found = due_by(
            opened.connection,
            day.isoformat(),
            after=_line_of(after) if after else None,
            limit=query.limit + 1,
            at=at,
            unit=str(query.unit) if query.unit else None,
        )
        page = cut(found, query.limit, _sorted_by)
        known = cards(opened.connection, [due.person for due in page.lines])
        local = in_force(opened.log)
        opened.saw(due.person for due in page.lines)
    link_next(request, response, key, page.after)
    return DueAnswer(
        position=opened.position if at is None else at,
        day=day,
        items=[_answer(due, known.get(due.person), today, local) for due in page.lines],
    )


def _answer(due: Due, card: Card | None, today: date, local: InForce) -> DueLine:
    due_on = date.fromisoformat(due.due_on or "")
    counts = last_day(due.complete, due.registered_on, today, local.at(due.division))
    return DueLine(
        person=due.person,
        name=card.name if card else None,
        village=due.division,
        unit=UUID(due.unit) if due.unit else None,
        due_on=due_on,
        days_over=max((today - due_on).days, 0),
        visited_on=date.fromisoformat(due.visited_on) if due.visited_on else None,
        follow_up_class=FollowUpClass(due.follow_up_class)
        if due.follow_up_class
        else None,
        because=_cited(due.because),
        explanation=_explanation(due, local),
        unreached=_unreached(due),
        counts_until=counts.day if counts else None,
        counts_because=_counts_because(counts, today),
        last_contact=_contact(due) if due.contacted_on else None,
        paused_until=date.fromisoformat(due.remind_again_on)
        if due.remind_again_on and due.remind_again_on > today.isoformat()
        else None,
    )


def _cited(kept: list[dict[str, str]] | None) -> list[CitedReason]:
    return [CitedReason(code=w["code"], clause=w["clause"]) for w in kept or ()]


def _explanation(due: Due, local: InForce) -> ExplanationAnswer | None:
    found = explained(due.inputs, due.because, local.at(due.division))
    if found is None:
        return None
    return ExplanationAnswer(
        computed_on=found.computed_on,
        edition=found.edition,
        inputs=due.inputs,
        changes=[ChangeAnswer(code=c.what.code, then=c.then) for c in found.changes],
    )


def _unreached(due: Due) -> UnreachedAnswer | None:
    run = unreached(due.misses)
    if run is None:
        return None
    return UnreachedAnswer(
        times=run.times,
        again_by=run.again_by,
        loss_after=run.loss_after,
        may_be_lost=run.may_be_lost,
    )


def _counts_because(counts: LastDay | None, today: date) -> list[CitedReason]:
    if counts is None:
        return []
    warned = counts.warning(today)
    return _cited([why.fact() for why in (counts.why, warned) if why])


def _contact(due: Due) -> ContactAnswer:
    return ContactAnswer(
        tried_on=date.fromisoformat(due.contacted_on),
        way=ContactWay(due.contact_way),
        outcome=ContactOutcome(due.contact_outcome),
        steps=due.contact_steps or [],
        because=_cited(due.contact_because),
    )


def _line_of(values: tuple[Key, ...]) -> tuple[str, UUID]:
    due_on, key = values
    return str(due_on), UUID(str(key))


def _sorted_by(due: Due) -> tuple[str, str]:
    return due.due_on or "", str(due.person)

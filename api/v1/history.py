"""A person's history: every fact about them, in the order of the log."""

from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import Field
from starlette.requests import Request

from api.paging import PageQuery, cursors, cut, link_next
from api.v1.as_of import AsOfQuery, position_of
from api.v1.asking import Asking, asking
from api.v1.described import QUESTION
from api.v1.models import Answer
from api.v1.sight import seen_card
from domain.registry.known import whole
from domain.registry.taking_back import ways_of
from domain.rules.access import Operation, purposes
from domain.values.people import Channel, Purpose, Role
from projections.history import Line, lines, without_tags

router: Final = APIRouter(prefix="/api/v1/people/{person}/history", tags=["history"])


class HistoryQuery(PageQuery, AsOfQuery):
    """Which page, as of when."""


class HistoryLine(Answer):
    """One fact: what it says, who recorded it, why, by which rules, and when."""

    position: int = Field(title="Position in the log", examples=[1204])
    topic: str = Field(title="Kind of fact", examples=["person.follow_up_recorded"])
    happened_at: str = Field(
        title="When it happened: an instant, or a day in Asia/Shanghai",
        examples=["2026-03-02"],
    )
    recorded_at: datetime = Field(title="When it was recorded")
    actor: UUID = Field(title="Account, or system, that recorded it")
    role: Role = Field(title="In which role", examples=["township_doctor"])
    organisation: UUID | None = Field(title="For which office")
    purpose: Purpose = Field(title="For what", examples=["care"])
    channel: Channel = Field(title="By which way it came", examples=["screen"])
    editions: list[str] = Field(
        title="Rule editions that spoke", examples=[["follow-up-interval/2017"]]
    )
    details: dict[str, Any] = Field(title="What it says; empty once erased")
    is_erased: bool = Field(title="Whether its key has been destroyed")
    hash: str = Field(title="Its hash in the chain, hexadecimal")
    entry: UUID = Field(title="Its own id, by which it can be taken back")
    record: UUID | None = Field(
        title="The record it was recorded on, where records were merged"
    )
    is_retracted: bool = Field(title="Whether it was said since that it never was")
    put_right: list[str] = Field(
        title="How it is put right when it is wrong; empty for another party's",
        examples=[["corrected", "retracted"]],
    )

    @classmethod
    def of(cls, line: Line) -> "HistoryLine":
        """Return a line's answer."""
        return cls(
            position=line.position,
            topic=line.topic,
            happened_at=line.happened_at,
            recorded_at=line.recorded_at,
            actor=line.actor,
            role=Role(line.role),
            organisation=line.organisation,
            purpose=Purpose(line.purpose),
            channel=Channel(line.channel),
            editions=list(line.editions),
            details=dict(line.details),
            is_erased=line.is_erased,
            hash=line.hash,
            entry=line.entry,
            record=line.record,
            is_retracted=line.is_retracted,
            put_right=ways_of(line.topic),
        )


class HistoryAnswer(Answer):
    """One page of a history."""

    position: int = Field(title="Position of the log shown", examples=[1204])
    items: list[HistoryLine]


@router.get("", openapi_extra=QUESTION)
def read_history(
    person: UUID,
    query: Annotated[HistoryQuery, Query()],
    request: Request,
    response: Response,
    asking: Annotated[Asking, asking(Operation.READ_HISTORY)],
) -> HistoryAnswer:
    """Show what is on record about a person, oldest first, as of any moment."""
    key = asking.services.cursor_key
    after = cursors(key, request).open(query.cursor)
    with asking.reading() as opened:
        seen_card(opened.connection, person)
        at = position_of(query, opened)
        upto = opened.position if at is None else at
        facts = whole(opened.log, person, upto)
        if not purposes(asking.principal.role, Operation.READ_TAGS):
            facts = without_tags(facts)
        later = [f for f in facts if after is None or f.position > int(after[0])]
        page = cut(lines(later[: query.limit + 1], facts), query.limit, _sorted_by)
        opened.saw([person])
    link_next(request, response, key, page.after)
    return HistoryAnswer(
        position=upto, items=[HistoryLine.of(line) for line in page.lines]
    )


def _sorted_by(line: Line) -> tuple[int]:
    return (line.position,)

"""Who looked at a person, when and why: for auditors and whoever supervises."""

from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import Field
from starlette.requests import Request

from api.paging import Key, PageQuery, cursors, cut, link_next
from api.v1.asking import Asking, asking
from api.v1.described import QUESTION
from api.v1.models import Answer
from api.v1.sight import seen_card
from domain.rules.access import Operation
from domain.values.people import Purpose, Role
from projections.accounts import names
from projections.readings import ReadingRow, of_person

router: Final = APIRouter(prefix="/api/v1/readings", tags=["readings"])


class ReadingsQuery(PageQuery):
    """About whom."""

    person: UUID = Field(description="Whose readers are asked for.")


class ReadingLine(Answer):
    """One request that showed this person, or was refused while asking."""

    id: UUID
    actor: UUID = Field(title="Account that asked")
    actor_name: str = Field(title="Whose it is", examples=["演示镇医"])
    role: Role = Field(title="In which role", examples=["township_doctor"])
    purpose: Purpose = Field(title="For what", examples=["care"])
    operation: Operation = Field(title="What was asked", examples=["read_person"])
    people_shown: int = Field(title="How many people were shown", examples=[1])
    was_search: bool = Field(title="Whether words or a number were searched for")
    position: int = Field(title="Position of the log shown", examples=[1204])
    refused: str = Field(title="Why it was refused; empty if it was not")
    read_at: datetime = Field(title="When")

    @classmethod
    def of(cls, key: UUID, row: ReadingRow, name: str) -> "ReadingLine":
        """Return a reading's line."""
        return cls(
            id=key,
            actor=row.actor,
            actor_name=name,
            role=Role(row.role),
            purpose=Purpose(row.purpose),
            operation=Operation(row.operation),
            people_shown=len(row.people),
            was_search=bool(row.words),
            position=row.position,
            refused=row.refused,
            read_at=row.read_at,
        )


class ReadingsAnswer(Answer):
    """One page of a person's readers, newest first."""

    items: list[ReadingLine]


@router.get("", openapi_extra=QUESTION)
def list_readings(
    query: Annotated[ReadingsQuery, Query()],
    request: Request,
    response: Response,
    asking: Annotated[Asking, asking(Operation.READ_READING_LOG)],
) -> ReadingsAnswer:
    """List who looked at a person; this look is noted too."""
    key = asking.services.cursor_key
    after = cursors(key, request).open(query.cursor)
    with asking.reading() as opened:
        seen_card(opened.connection, query.person)
        found = of_person(
            opened.connection,
            query.person,
            after=_line_of(after) if after else None,
            limit=query.limit + 1,
        )
        known = names(opened.connection)
        opened.saw([query.person])
    page = cut(found, query.limit, _sorted_by)
    link_next(request, response, key, page.after)
    return ReadingsAnswer(
        items=[
            ReadingLine.of(line, row, known.get(row.actor, ""))
            for line, row in page.lines
        ]
    )


def _line_of(values: tuple[Key, ...]) -> tuple[datetime, UUID]:
    read_at, key = values
    return datetime.fromisoformat(str(read_at)), UUID(str(key))


def _sorted_by(line: tuple[UUID, ReadingRow]) -> tuple[str, str]:
    key, row = line
    return row.read_at.isoformat(), str(key)

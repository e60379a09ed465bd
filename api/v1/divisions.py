"""Codes of divisions that change: which became which, from what day on."""

from datetime import date
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Response, status
from pydantic import Field

from api.acting import Acting, acting
from api.v1.as_of import AsOf, position_of
from api.v1.asking import Asking, asking
from api.v1.described import COMMAND, QUESTION
from api.v1.done import done
from api.v1.fields import Day, Line
from api.v1.models import Answer, Body, Done
from domain.registry.divisions import ChangeDivisionCode
from domain.rules.access import Operation
from projections.division_changes import all_changes

router: Final = APIRouter(prefix="/api/v1/division-changes", tags=["offices"])

Code = Annotated[
    str, Field(pattern=r"^[0-9]{6}([0-9]{3}([0-9]{3})?)?$", examples=["990101001"])
]
"""A code of a county, a township or a village."""


class ChangeBody(Body):
    """A code that becomes another, with everything under it, from a day on."""

    old: Code = Field(title="Code until then")
    new: Code = Field(title="Code from then on", examples=["990101009"])
    name: Line = Field(title="Name from then on", min_length=1, examples=["演示新镇"])
    from_on: Day = Field(title="From", examples=["2026-07-01"])
    reason: Line = Field(
        title="By which document", min_length=1, examples=["行政区划调整批复"]
    )


class ChangeAnswer(Answer):
    """One change."""

    id: UUID
    old: str = Field(title="Code until then", examples=["990101001"])
    new: str = Field(title="Code from then on", examples=["990101009"])
    name: str = Field(title="Name from then on", examples=["演示新镇"])
    from_on: date = Field(title="From", examples=["2026-07-01"])
    reason: str = Field(title="By which document", examples=["行政区划调整批复"])


class ChangesAnswer(Answer):
    """Every change, the earliest first."""

    position: int = Field(title="Position of the log shown", examples=[1204])
    items: list[ChangeAnswer]


@router.get("", openapi_extra=QUESTION)
def list_division_changes(
    when: AsOf, asking: Annotated[Asking, asking(Operation.READ_OFFICES)]
) -> ChangesAnswer:
    """List the codes that changed: an old code stays readable, and leads to the new one."""
    with asking.reading() as opened:
        at = position_of(when, opened)
        found = all_changes(opened.connection, at)
    return ChangesAnswer(
        position=opened.position if at is None else at,
        items=[
            ChangeAnswer(
                id=key,
                old=row.old,
                new=row.new,
                name=row.name,
                from_on=date.fromisoformat(row.from_on),
                reason=row.reason,
            )
            for key, row in found
        ],
    )


@router.post("", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND)
async def change_division_code(
    body: ChangeBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.CHANGE_DIVISION)],
) -> Done:
    """Change a code from a day on; offices, accounts and people follow within minutes."""
    use_case = ChangeDivisionCode(
        body.old, body.new, body.name, body.from_on.isoformat(), body.reason
    )
    recorded = await acting.run(use_case, body.model_dump(mode="json"))
    return done(response, "/division-changes", recorded.facts[0].stream, recorded)

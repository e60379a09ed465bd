"""Follow-ups a village doctor collected: which wait to be confirmed, and confirming one."""

from datetime import date
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Response, status
from pydantic import Field

from api.acting import Acting, acting
from api.v1.asking import Asking, asking
from api.v1.described import COMMAND, QUESTION
from api.v1.done import done
from api.v1.fields import Line
from api.v1.models import Answer, Body, Done
from api.v1.sight import within_sight
from domain.registry.confirmation import ConfirmFollowUp
from domain.rules.access import Operation
from projections.confirmations import awaiting

router: Final = APIRouter(prefix="/api/v1", tags=["follow-ups"])


class ConfirmationBody(Body):
    """That the follow-up is right as collected."""

    remark: Line = Field("", title="Remark")


class WaitingLine(Answer):
    """One follow-up that waits."""

    person: UUID
    follow_up: UUID
    visited_on: date = Field(title="Day of the follow-up", examples=["2026-03-02"])
    collected_by: str = Field(title="Account that collected it (采集)")


class WaitingAnswer(Answer):
    """What waits within sight."""

    position: int = Field(title="Position of the log shown", examples=[1204])
    items: list[WaitingLine]


@router.get("/confirmations", openapi_extra=QUESTION)
def list_unconfirmed(
    asking: Annotated[Asking, asking(Operation.CONFIRM_FOLLOW_UP)],
) -> WaitingAnswer:
    """List the follow-ups that wait to be confirmed; their notices have long gone."""
    with asking.reading() as opened:
        found = awaiting(opened.connection)
        opened.saw(row.person for row in found)
    return WaitingAnswer(
        position=opened.position,
        items=[
            WaitingLine(
                person=row.person,
                follow_up=UUID(each["follow_up"]),
                visited_on=date.fromisoformat(each["visited_on"]),
                collected_by=each["by"],
            )
            for row in found
            for each in row.waiting
        ],
    )


@router.post(
    "/people/{person}/follow-ups/{follow_up}/confirmation",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=COMMAND,
)
async def confirm_follow_up(
    person: UUID,
    follow_up: UUID,
    body: ConfirmationBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.CONFIRM_FOLLOW_UP)],
) -> Done:
    """Confirm a follow-up in one's own name."""
    plain = {
        "person": str(person),
        "follow_up": str(follow_up),
        **body.model_dump(mode="json"),
    }
    with within_sight("person"):
        recorded = await acting.run(
            ConfirmFollowUp(person, follow_up, body.remark), plain
        )
    return done(
        response, f"/people/{person}/follow-ups", person, recorded, made=follow_up
    )

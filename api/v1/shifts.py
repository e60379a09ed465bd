"""The shift of the own office (交接班): who is on duty, take over, hand over."""

from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Response, status
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from api.acting import Acting, acting
from api.console.shift import open_notices
from api.principal import serving
from api.v1.asking import Asking, asking
from api.v1.described import COMMAND, QUESTION
from api.v1.done import done
from api.v1.fields import Line
from api.v1.models import Answer, Body, Done
from domain.registry.runner import UseCase
from domain.registry.shifts import HandOverShift, TakeOverShift
from domain.rules.access import Operation
from projections.duties import on_duty

router: Final = APIRouter(prefix="/api/v1/shift", tags=["notices"])

Changing = Annotated[Acting, acting(Operation.CHANGE_SHIFT)]


class ShiftAnswer(Answer):
    """The own office's shift; its open notices stay with the office, whoever works."""

    office: UUID
    on_duty: UUID | None = Field(title="Account on duty; null while nobody took over")
    name: str = Field(title="Name", examples=["值班民警甲(演示)"])
    phone: str = Field(title="Telephone on duty", examples=["0467-000000"])
    since: datetime | None = Field(title="Since")
    open_notices: list[UUID] = Field(title="Notices that still want something")


class TakeOverBody(Body):
    """The telephone at which whoever is on duty answers."""

    phone: Line = Field(title="Telephone", min_length=1, examples=["0467-000000"])


@router.get("", openapi_extra=QUESTION)
def read_shift(
    asking: Annotated[Asking, asking(Operation.READ_INBOX)],
) -> ShiftAnswer:
    """Show who is on duty at the own office, and its open notices."""
    own, notices = open_notices(asking)
    with asking.reading() as opened:
        found = on_duty(opened.connection).get(own)
        opened.showed_nobody()
    return ShiftAnswer(
        office=own,
        on_duty=found.account if found else None,
        name=found.name if found else "",
        phone=found.phone if found else "",
        since=found.since if found else None,
        open_notices=list(notices),
    )


@router.post("/take-over", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND)
async def take_over_shift(
    body: TakeOverBody, response: Response, acting: Changing
) -> Done:
    """Go on duty: whoever tells the office sees the name and the telephone."""
    own, notices = await run_in_threadpool(_open, acting)
    use_case = TakeOverShift(own, notices, body.phone)
    return await _run(use_case, body.model_dump(), own, acting, response)


@router.post("/hand-over", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND)
async def hand_over_shift(response: Response, acting: Changing) -> Done:
    """End the own shift; the open notices stay with the office."""
    own, notices = await run_in_threadpool(_open, acting)
    return await _run(HandOverShift(own, notices), {}, own, acting, response)


def _open(acting: Acting) -> tuple[UUID, tuple[UUID, ...]]:
    principal = serving(acting.principal, Operation.READ_INBOX)
    return open_notices(Asking(acting.services, principal, Operation.READ_INBOX))


async def _run(
    use_case: UseCase,
    asked: dict[str, Any],
    office: UUID,
    acting: Acting,
    response: Response,
) -> Done:
    plain = {"step": type(use_case).__name__, **asked}
    recorded = await acting.run(use_case, plain)
    return done(response, "/api/v1/shift", office, recorded)

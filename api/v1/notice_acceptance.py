"""Notices accepted otherwise: by telephone (代为登记), with a second person, or by slip."""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Response, status
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from api.acting import Acting, acting
from api.notice_slip import code_of, notice_with_code, person_of_notice, slip_as_pdf
from api.printing.making import PDF
from api.v1.asking import Asking, asking
from api.v1.described import COMMAND, QUESTION
from api.v1.done import done
from api.v1.fields import Day, Line, Moment
from api.v1.models import Body, Done
from api.v1.notices import ReasonBody
from api.v1.sight import within_sight
from domain.registry.notice_acceptance import (
    AcceptBySlip,
    Call,
    ConfirmOnBehalf,
    EnterOnBehalf,
    PrintSlip,
    RefuseOnBehalf,
)
from domain.registry.runner import UseCase
from domain.rules.access import Operation

router: Final = APIRouter(prefix="/api/v1", tags=["notices"])

STEP: Final = status.HTTP_201_CREATED
A_SLIP: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {PDF: {}}, "description": "The slip, A4."}
}

Confirming = Annotated[Acting, acting(Operation.CONFIRM_ON_BEHALF)]


class CallBody(Body):
    """A telephone call in which the receiver accepted."""

    spoke_with: Line = Field(
        title="Who accepted", min_length=1, examples=["值班民警甲(演示)"]
    )
    number: Line = Field(title="Number called", min_length=1, examples=["0467-000000"])
    spoken_at: Moment = Field(title="When", examples=["2026-03-02T12:30:00+08:00"])


class SlipBody(Body):
    """What stands on a signed slip that came back."""

    code: Line = Field(title="Code of the slip", min_length=1, examples=["123 456 788"])
    signed_by: Line = Field(
        title="Signed by", min_length=1, examples=["值班民警甲(演示)"]
    )
    signed_on: Day = Field(title="Signed on", examples=["2026-03-02"])


@router.post("/notices/{notice_id}/on-behalf", status_code=STEP, openapi_extra=COMMAND)
async def enter_acceptance_on_behalf(
    notice_id: UUID,
    body: CallBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.ENTER_ON_BEHALF)],
) -> Done:
    """Enter an acceptance given by telephone; it counts when another has confirmed it."""
    person = await _person(acting, notice_id)
    call = Call(body.spoke_with, body.number, body.spoken_at)
    use_case = EnterOnBehalf(notice_id, person, call)
    return await _step(notice_id, use_case, _plain(body), acting, response)


@router.post(
    "/notices/{notice_id}/on-behalf/confirmation",
    status_code=STEP,
    openapi_extra=COMMAND,
)
async def confirm_acceptance_on_behalf(
    notice_id: UUID, response: Response, acting: Confirming
) -> Done:
    """Confirm what another entered: the notice is accepted on the receiver's behalf."""
    use_case = ConfirmOnBehalf(notice_id, await _person(acting, notice_id))
    return await _step(notice_id, use_case, {}, acting, response)


@router.post(
    "/notices/{notice_id}/on-behalf/refusal", status_code=STEP, openapi_extra=COMMAND
)
async def refuse_acceptance_on_behalf(
    notice_id: UUID, body: ReasonBody, response: Response, acting: Confirming
) -> Done:
    """Say that an acceptance entered by telephone is not so; the notice waits as before."""
    person = await _person(acting, notice_id)
    use_case = RefuseOnBehalf(notice_id, person, body.reason)
    return await _step(notice_id, use_case, _plain(body), acting, response)


@router.post("/notices/{notice_id}/slip", status_code=STEP, openapi_extra=COMMAND)
async def give_slip(
    notice_id: UUID,
    response: Response,
    acting: Annotated[Acting, acting(Operation.PRINT_SLIP)],
) -> Done:
    """Give the notice a slip with a code; given again, it has the same one."""
    code = code_of(acting.services.words_key, notice_id)
    use_case = PrintSlip(notice_id, await _person(acting, notice_id), code)
    return await _step(notice_id, use_case, {}, acting, response)


@router.get(
    "/notices/{notice_id}/slip",
    openapi_extra=QUESTION,
    response_class=Response,
    responses=A_SLIP,
)
def read_slip(
    notice_id: UUID, asking: Annotated[Asking, asking(Operation.PRINT_SLIP)]
) -> Response:
    """Return the slip as PDF: what the receiver may read, a place to sign, the code."""
    return Response(slip_as_pdf(asking, notice_id), media_type=PDF)


@router.post("/slips", status_code=STEP, openapi_extra=COMMAND)
async def accept_by_slip(
    body: SlipBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.ACCEPT_BY_SLIP)],
) -> Done:
    """Accept the notice whose slip has this code; a slip is taken once."""
    looking = Asking(acting.services, acting.principal, Operation.ACCEPT_BY_SLIP)
    found = await run_in_threadpool(notice_with_code, looking, body.code)
    notice_id, person, code = found
    day = body.signed_on.isoformat()
    use_case = AcceptBySlip(notice_id, person, code, body.signed_by, day)
    return await _step(notice_id, use_case, _plain(body), acting, response, day)


def _plain(body: Body) -> dict[str, Any]:
    return body.model_dump(mode="json")


async def _person(acting: Acting, notice_id: UUID) -> UUID:
    return await run_in_threadpool(person_of_notice, acting.services.log, notice_id)


async def _step(
    notice_id: UUID,
    use_case: UseCase,
    asked: dict[str, Any],
    acting: Acting,
    response: Response,
    happened_at: str | None = None,
) -> Done:
    plain = {"notice": str(notice_id), "step": type(use_case).__name__, **asked}
    with within_sight("notice"):
        recorded = await acting.run(use_case, plain, happened_at)
    return done(response, f"/notices/{notice_id}", notice_id, recorded)

"""The shift of the own office: who is on duty, what is open, take over with one tap."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.status import HTTP_422_UNPROCESSABLE_CONTENT

from api.acting import Acting, acting
from api.console.forms import Form, Posted, PostedForm
from api.console.notice_steps import STATES
from api.console.pages import page
from api.language import language_of
from api.notice_fields import fields_of
from api.principal import serving
from api.problems import STATUS_OF
from api.v1.asking import Asking, asking
from domain import errors
from domain.errors import Unknown
from domain.registry.runner import UseCase
from domain.registry.shifts import HandOverShift, TakeOverShift
from domain.rules.access import Operation
from projections.duties import duty_of, on_duty
from projections.notice_box import open_of
from projections.offices import office

router: Final = APIRouter(prefix="/shift", include_in_schema=False)

Looking = Annotated[Asking, asking(Operation.READ_INBOX)]
Changing = Annotated[Acting, acting(Operation.CHANGE_SHIFT)]


class TakeOverForm(Form):
    """The telephone at which whoever is on duty answers."""

    phone: str = Field(min_length=1, max_length=40)


@router.get("")
def show_shift(request: Request, asking: Looking) -> Response:
    """Show who is on duty and which notices are open."""
    return _show(request, asking, None, {})


@router.post("/take-over")
async def take_over(request: Request, acting: Changing, posted: PostedForm) -> Response:
    """Go on duty."""
    form, faults = posted.read(TakeOverForm)
    if form is None:
        return await _again(request, acting, posted, faults)
    own, notices = await run_in_threadpool(_open, acting)
    use_case = TakeOverShift(own, notices, form.phone)
    return await _run(request, acting, use_case, posted)


@router.post("/hand-over")
async def hand_over(request: Request, acting: Changing, posted: PostedForm) -> Response:
    """End the own shift."""
    own, notices = await run_in_threadpool(_open, acting)
    return await _run(request, acting, HandOverShift(own, notices), posted)


def open_notices(asking: Asking) -> tuple[UUID, tuple[UUID, ...]]:
    """Return the own office and its open notices; `Unknown` without an office."""
    own = asking.principal.organisation
    if own is None:
        raise Unknown(kind="office")
    with asking.reading() as opened:
        rows = open_of(opened.connection, own)
        opened.saw(row.person for _, row in rows)
    return own, tuple(key for key, _ in rows)


def _open(acting: Acting) -> tuple[UUID, tuple[UUID, ...]]:
    return open_notices(_asking(acting))


def _asking(acting: Acting) -> Asking:
    principal = serving(acting.principal, Operation.READ_INBOX)
    return Asking(acting.services, principal, Operation.READ_INBOX)


async def _run(
    request: Request, acting: Acting, use_case: UseCase, posted: Posted
) -> Response:
    plain = {"step": type(use_case).__name__, "phone": posted.value("phone")}
    try:
        await acting.run(use_case, plain)
    except errors.NotOnDuty as refusal:
        faults = {"": language_of(request).text(refusal.message)}
        shown = await _again(request, acting, posted, faults)
        shown.status_code = STATUS_OF[type(refusal)]
        return shown
    return RedirectResponse("/shift", HTTPStatus.SEE_OTHER)


async def _again(
    request: Request, acting: Acting, posted: Posted, faults: Mapping[str, str]
) -> Response:
    return await run_in_threadpool(_show, request, _asking(acting), posted, faults)


def _show(
    request: Request,
    asking: Asking,
    posted: Posted | None,
    faults: Mapping[str, str],
) -> Response:
    language, services = language_of(request), asking.services
    own = asking.principal.organisation
    if own is None:
        raise Unknown(kind="office")
    with asking.reading() as opened:
        rows = open_of(opened.connection, own)
        lines = [(key, row, fields_of(opened, key, row, language)) for key, row in rows]
        opened.saw(row.person for _, row in rows)
        duty, now_on = duty_of(opened.connection, own), on_duty(opened.connection)
        known = office(opened.connection, own)
    phone = known.phone if known else ""
    return page(
        request,
        "shift.html",
        status_code=HTTP_422_UNPROCESSABLE_CONTENT if faults else HTTPStatus.OK,
        office=known,
        duty=duty,
        on_duty=now_on.get(own),
        me=asking.principal.account,
        lines=lines,
        states=STATES,
        phone=posted.value("phone") if posted else phone,
        errors=faults,
        command_ids=[str(services.new_id()) for _ in range(2)],
    )

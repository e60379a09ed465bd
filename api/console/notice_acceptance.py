"""What those who told do with a notice: acceptance by telephone (代为登记), by slip, 办结."""

from collections.abc import Mapping
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any, Final, TypeVar
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.status import HTTP_422_UNPROCESSABLE_CONTENT

from api.acting import Acting, acting
from api.console.emergency_fields import LocalMoment
from api.console.forms import Form, Posted, PostedForm
from api.console.notice_steps import STATES, VIAS, steps
from api.console.pages import page
from api.console.printed import as_file
from api.language import language_of
from api.notice_fields import as_logged
from api.notice_slip import code_of, notice_with_code, person_of_notice, slip_as_pdf
from api.principal import serving
from api.problems import STATUS_OF
from api.v1.asking import Asking, asking
from api.v1.sight import within_sight
from domain import errors
from domain.errors import Refused, Unknown
from domain.registry.notice_acceptance import (
    AcceptBySlip,
    Call,
    ConfirmOnBehalf,
    EnterOnBehalf,
    PrintSlip,
    RefuseOnBehalf,
)
from domain.registry.notices import CloseNotice
from domain.registry.runner import UseCase
from domain.rules.access import Operation
from domain.values.calendar import SHANGHAI, shanghai_day
from projections.accounts import names
from projections.duties import on_duty
from projections.notice_box import notice, waiting_on_behalf, with_changes_open
from projections.offices import all_offices
from projections.person_card import cards

router: Final = APIRouter(include_in_schema=False)

F = TypeVar("F", bound=Form)
Needed = Annotated[str, Field(min_length=1, max_length=100)]
Looking = Annotated[Asking, asking(Operation.CONFIRM_ON_BEHALF)]
Entering = Annotated[Acting, acting(Operation.ENTER_ON_BEHALF)]
Confirming = Annotated[Acting, acting(Operation.CONFIRM_ON_BEHALF)]
Printing = Annotated[Acting, acting(Operation.PRINT_SLIP)]
Closing = Annotated[Acting, acting(Operation.CLOSE_NOTICE)]
TakingBack = Annotated[Acting, acting(Operation.ACCEPT_BY_SLIP)]

CALL: Final = ("spoke_with", "number", "spoken_at")
"""What is typed in of a call."""
REFUSALS: Final = (
    errors.NoticeIsClosed,
    errors.NotYetGiven,
    errors.NothingEnteredOnBehalf,
    errors.SlipCodeUnknown,
    errors.WaitsForSecondPerson,
    errors.WitnessNeeded,
)


class CallForm(Form):
    """Who said it, at which number, when."""

    spoke_with: Needed
    number: Needed
    spoken_at: LocalMoment


class RefusalForm(Form):
    """Why it is not so."""

    reason: str = Field(min_length=1, max_length=300)


class ClosingForm(Form):
    """Why nothing more is expected."""

    closing_reason: str = Field(min_length=1, max_length=300)


class SlipForm(Form):
    """What stands on a signed slip."""

    code: str = Field(min_length=1, max_length=20)
    signed_by: Needed
    signed_on: date


class Nothing(Form):
    """A step that needs no words."""


@router.get("/acceptances")
def show_acceptances(request: Request, asking: Looking) -> Response:
    """Show what waits for a second person, and where a slip's code is typed in."""
    return _list(request, asking, None, {})


@router.post("/acceptances/slips")
async def take_slip(
    request: Request, acting: TakingBack, posted: PostedForm
) -> Response:
    """Accept by the code of a signed slip."""
    form, faults = posted.read(SlipForm)
    looking = Asking(acting.services, acting.principal, Operation.ACCEPT_BY_SLIP)
    try:
        if form is None:
            return await run_in_threadpool(_list, request, looking, posted, faults)
        found = await run_in_threadpool(notice_with_code, looking, form.code)
        key, person, code = found
        use_case = AcceptBySlip(
            key, person, code, form.signed_by, form.signed_on.isoformat()
        )
        plain = {"notice": str(key), "step": use_case.operation, **_said(form)}
        with within_sight("notice"):
            await acting.run(use_case, plain, happened_at=form.signed_on.isoformat())
    except REFUSALS as refusal:
        named = "code" if isinstance(refusal, errors.SlipCodeUnknown) else ""
        faults = {named: _words(request, refusal)}
        shown = await run_in_threadpool(_list, request, looking, posted, faults)
        shown.status_code = STATUS_OF[type(refusal)]
        return shown
    return RedirectResponse(f"/notices/{key}/acceptance", HTTPStatus.SEE_OTHER)


@router.get("/notices/{notice_id}/acceptance")
def show_acceptance(notice_id: UUID, request: Request, asking: Looking) -> Response:
    """Show how far a notice is, whom to ring, and the ways to accept for the receiver."""
    return _show(request, asking, notice_id, None, {})


@router.post("/notices/{notice_id}/on-behalf")
async def enter(
    notice_id: UUID, request: Request, acting: Entering, posted: PostedForm
) -> Response:
    """Enter an acceptance given by telephone."""

    def made(form: CallForm, person: UUID) -> UseCase:
        call = Call(form.spoke_with, form.number, form.spoken_at)
        return EnterOnBehalf(notice_id, person, call)

    return await _step(request, acting, notice_id, posted, CallForm, made)


@router.post("/notices/{notice_id}/on-behalf/confirmation")
async def confirm(
    notice_id: UUID, request: Request, acting: Confirming, posted: PostedForm
) -> Response:
    """Confirm what another entered."""

    def made(_: Nothing, person: UUID) -> UseCase:
        return ConfirmOnBehalf(notice_id, person)

    return await _step(request, acting, notice_id, posted, Nothing, made)


@router.post("/notices/{notice_id}/on-behalf/refusal")
async def refuse(
    notice_id: UUID, request: Request, acting: Confirming, posted: PostedForm
) -> Response:
    """Say that what was entered is not so."""

    def made(form: RefusalForm, person: UUID) -> UseCase:
        return RefuseOnBehalf(notice_id, person, form.reason)

    return await _step(request, acting, notice_id, posted, RefusalForm, made)


@router.post("/notices/{notice_id}/closing")
async def close_notice(
    notice_id: UUID, request: Request, acting: Closing, posted: PostedForm
) -> Response:
    """Be done with it (办结), with a reason."""

    def made(form: ClosingForm, person: UUID) -> UseCase:
        return CloseNotice(notice_id, person, form.closing_reason)

    return await _step(request, acting, notice_id, posted, ClosingForm, made)


@router.post("/notices/{notice_id}/slip.pdf")
async def print_slip(notice_id: UUID, acting: Printing) -> Response:
    """Print the notice as a slip to be signed."""
    services = acting.services
    person = await run_in_threadpool(person_of_notice, services.log, notice_id)
    use_case = PrintSlip(notice_id, person, code_of(services.words_key, notice_id))
    with within_sight("notice"):
        await acting.run(use_case, {"notice": str(notice_id), "step": "slip"})
    looking = Asking(services, acting.principal, Operation.PRINT_SLIP)
    return as_file(await run_in_threadpool(slip_as_pdf, looking, notice_id), "slip")


async def _step(
    request: Request,
    acting: Acting,
    notice_id: UUID,
    posted: Posted,
    model: type[F],
    made: Any,
) -> Response:
    form, faults = posted.read(model)
    looking = Asking(
        acting.services,
        serving(acting.principal, Operation.CONFIRM_ON_BEHALF),
        Operation.CONFIRM_ON_BEHALF,
    )
    if form is None:
        shown = await run_in_threadpool(
            _show, request, looking, notice_id, posted, faults
        )
        shown.status_code = HTTP_422_UNPROCESSABLE_CONTENT
        return shown
    person = await run_in_threadpool(person_of_notice, acting.services.log, notice_id)
    use_case: UseCase = made(form, person)
    plain = {
        "notice": str(notice_id),
        "step": type(use_case).__name__,
        **_said(form),
    }
    try:
        with within_sight("notice"):
            await acting.run(use_case, plain)
    except REFUSALS as refusal:
        faults = {"": _words(request, refusal)}
        shown = await run_in_threadpool(
            _show, request, looking, notice_id, posted, faults
        )
        shown.status_code = STATUS_OF[type(refusal)]
        return shown
    return RedirectResponse(f"/notices/{notice_id}/acceptance", HTTPStatus.SEE_OTHER)


def _said(form: Form) -> dict[str, Any]:
    return form.model_dump(mode="json")


def _words(request: Request, refusal: Refused) -> str:
    return language_of(request).text(refusal.message, **refusal.details)


def _list(
    request: Request,
    asking: Asking,
    posted: Posted | None,
    faults: Mapping[str, str],
) -> Response:
    with asking.reading() as opened:
        waiting = waiting_on_behalf(opened.connection)
        unknown = with_changes_open(opened.connection)
        people = [row.person for _, row in (*waiting, *unknown)]
        known = cards(opened.connection, people)
        opened.saw(known)
        offices = {key: row.name for key, row in all_offices(opened.connection).items()}
        actors = names(opened.connection)
    today = shanghai_day(asking.services.clock()).isoformat()
    return page(
        request,
        "acceptances.html",
        status_code=HTTP_422_UNPROCESSABLE_CONTENT if faults else HTTPStatus.OK,
        waiting=[(key, row, known.get(row.person)) for key, row in waiting],
        unknown=[(key, row, known.get(row.person)) for key, row in unknown],
        states=STATES,
        offices=offices,
        actors=actors,
        typed={
            name: posted.value(name) if posted else ""
            for name in ("code", "signed_by", "signed_on")
        },
        today=today,
        errors=faults,
        command_id=str(asking.services.new_id()),
    )


def _show(
    request: Request,
    asking: Asking,
    notice_id: UUID,
    posted: Posted | None,
    faults: Mapping[str, str],
) -> Response:
    with asking.reading() as opened:
        if notice(opened.connection, notice_id) is None:
            raise Unknown(kind="notice")
        row = as_logged(opened.log, notice_id)
        known = cards(opened.connection, [row.person])
        opened.saw([row.person])
        office = all_offices(opened.connection)[row.receiver]
        actors = names(opened.connection)
        duty = on_duty(opened.connection).get(row.receiver)
    services = asking.services
    now = services.clock().astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M")
    return page(
        request,
        "acceptance.html",
        notice_id=notice_id,
        row=row,
        card=next(iter(known.values()), None),
        office=office,
        duty=duty,
        steps=steps(row),
        state=STATES[row.state],
        via=VIAS.get(row.accepted_via, ""),
        actors=actors,
        me=asking.principal.account,
        typed={
            name: posted.value(name) if posted else ""
            for name in (*CALL, "reason", "closing_reason")
        },
        closing_id=str(services.new_id()),
        now=now,
        errors=faults,
        command_ids=[str(services.new_id()) for _ in range(4)],
    )

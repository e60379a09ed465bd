"""One notice at its receiver's: what it says, and the steps only the receiver takes."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Final
from uuid import UUID, uuid5

from fastapi import APIRouter
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.status import HTTP_422_UNPROCESSABLE_CONTENT

from api.acting import Acting, acting
from api.console.clocks import clock
from api.console.forms import Form, Posted, PostedForm
from api.console.notice_steps import STATES, VIAS, is_late, steps
from api.console.notice_words import LABELS, WHYS, in_words
from api.console.outcomes import OUTCOMES
from api.console.pages import page
from api.language import language_of, msg
from api.notice_fields import as_logged, fields_of, since_of
from api.principal import serving
from api.problems import STATUS_OF
from api.v1.asking import Asking, asking
from api.v1.sight import within_sight
from domain import errors
from domain.errors import Refused, Unknown
from domain.registry.notice_changes import AcceptChange
from domain.registry.notices import (
    AcceptNotice,
    OpenNotice,
    ReportOutcome,
    ReturnNotice,
)
from domain.registry.runner import UseCase
from domain.rules.access import Operation, purposes
from domain.values.notice_outcomes import NoticeOutcome
from projections.notice_box import notice
from projections.offices import all_offices

router: Final = APIRouter(prefix="/notices/{notice_id}", include_in_schema=False)

RETURNS: Final = (msg("Not in our area"), msg("Nobody of that name"))
"""The usual reasons for sending one back (field notes 3)."""

Looking = Annotated[Asking, asking(Operation.READ_INBOX)]
Accepting = Annotated[Acting, acting(Operation.ACCEPT_NOTICE)]
Returning = Annotated[Acting, acting(Operation.RETURN_NOTICE)]
Reporting = Annotated[Acting, acting(Operation.REPORT_OUTCOME)]


class ReturnForm(Form):
    """Why it is sent back."""

    return_reason: str = Field(min_length=1, max_length=300)


class OutcomeForm(Form):
    """What came of it."""

    outcome: NoticeOutcome
    remark: str = Field("", max_length=2000)


@router.get("")
async def show_notice(notice_id: UUID, request: Request, asking: Looking) -> Response:
    """Show the notice; its receiver has opened it by that."""
    shown = await run_in_threadpool(_show, request, asking, notice_id, None, {})
    principal = serving(asking.principal, Operation.OPEN_NOTICE)
    if purposes(principal.role, Operation.OPEN_NOTICE):
        opening = uuid5(notice_id, f"opened/{principal.account}")
        command = Acting(asking.services, principal, opening, None)
        with within_sight("notice"):
            await command.run(OpenNotice(notice_id), {"notice": str(notice_id)})
    return shown


@router.post("/accept")
async def accept_notice(
    notice_id: UUID, request: Request, acting: Accepting, posted: PostedForm
) -> Response:
    """Accept it (签收)."""
    return await _step(request, acting, notice_id, AcceptNotice(notice_id), posted)


@router.post("/changes/{cause}")
async def accept_change(
    notice_id: UUID,
    cause: UUID,
    request: Request,
    acting: Accepting,
    posted: PostedForm,
) -> Response:
    """Accept a correction (更正) or a withdrawal (撤回)."""
    use_case = AcceptChange(notice_id, cause)
    return await _step(request, acting, notice_id, use_case, posted, str(cause))


@router.post("/return")
async def return_notice(
    notice_id: UUID, request: Request, acting: Returning, posted: PostedForm
) -> Response:
    """Send it back (退回) with a reason."""
    form, faults = posted.read(ReturnForm)
    if form is None:
        return await _again(request, acting, notice_id, posted, faults)
    use_case = ReturnNotice(notice_id, form.return_reason)
    return await _step(request, acting, notice_id, use_case, posted)


@router.post("/outcome")
async def report_outcome(
    notice_id: UUID, request: Request, acting: Reporting, posted: PostedForm
) -> Response:
    """Report what came of it (处置反馈)."""
    form, faults = posted.read(OutcomeForm)
    if form is None:
        return await _again(request, acting, notice_id, posted, faults)
    use_case = ReportOutcome(notice_id, form.outcome.value, form.remark)
    return await _step(request, acting, notice_id, use_case, posted)


async def _step(
    request: Request,
    acting: Acting,
    notice_id: UUID,
    use_case: UseCase,
    posted: Posted,
    of: str = "",
) -> Response:
    said = ("return_reason", "outcome", "remark")
    plain = {
        "notice": str(notice_id),
        "step": f"{use_case.operation}{of}",
        **{name: posted.value(name) for name in said},
    }
    try:
        with within_sight("notice"):
            await acting.run(use_case, plain)
    except (errors.NoticeIsClosed, errors.NotYetAccepted) as refusal:
        faults = {"": language_of(request).text(refusal.message, **refusal.details)}
        return await _again(request, acting, notice_id, posted, faults, refusal)
    return RedirectResponse(f"/notices/{notice_id}", HTTPStatus.SEE_OTHER)


async def _again(
    request: Request,
    acting: Acting,
    notice_id: UUID,
    posted: Posted,
    faults: Mapping[str, str],
    refusal: Refused | None = None,
) -> Response:
    principal = serving(acting.principal, Operation.READ_INBOX)
    asking = Asking(acting.services, principal, Operation.READ_INBOX)
    shown = await run_in_threadpool(_show, request, asking, notice_id, posted, faults)
    shown.status_code = (
        STATUS_OF[type(refusal)] if refusal else HTTP_422_UNPROCESSABLE_CONTENT
    )
    return shown


def _show(
    request: Request,
    asking: Asking,
    notice_id: UUID,
    posted: Posted | None,
    faults: Mapping[str, str],
) -> Response:
    language = language_of(request)
    with asking.reading() as opened:
        if notice(opened.connection, notice_id) is None:
            raise Unknown(kind="notice")
        row = as_logged(opened.log, notice_id)
        opened.saw([row.person])
        fields = fields_of(opened, notice_id, row, language)
        since = since_of(opened, row)
        offices = all_offices(opened.connection)
    fields = in_words(fields, language)
    principal, services = asking.principal, asking.services
    return page(
        request,
        "notice.html",
        notice_id=notice_id,
        row=row,
        fields=fields,
        labels=LABELS,
        since=since,
        steps=steps(row),
        state=STATES[row.state],
        receiver=offices[row.receiver].name,
        is_late=is_late(row, services.clock()),
        clock=clock(row, services.clock(), language),
        outcomes=[(code, language.text(words)) for code, words in OUTCOMES.items()],
        may_answer=principal.organisation == row.receiver
        and bool(purposes(principal.role, Operation.ACCEPT_NOTICE)),
        returns=RETURNS,
        changes=[
            (
                each,
                WHYS.get(each["why"], ""),
                [LABELS.get(f, f) for f in each["fields"]],
            )
            for each in row.changes
        ],
        change_ids=[str(services.new_id()) for _ in row.changes],
        via=VIAS.get(row.accepted_via, ""),
        errors=faults,
        typed={
            name: posted.value(name) if posted else ""
            for name in ("return_reason", "outcome", "remark", "closing_reason")
        },
        closing_id=str(services.new_id()),
        command_ids=[str(services.new_id()) for _ in range(4)],
    )

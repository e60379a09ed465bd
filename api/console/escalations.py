"""Notices nobody accepted: whom to ring (催办), what is pressed for (督办), rung by rung."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.acting import Acting, acting
from api.console.choices import shown
from api.console.forms import Form, PostedForm
from api.console.notice_words import LABELS, in_words
from api.console.pages import page
from api.escalation_lines import call_for, rung_for, urged_fields
from api.language import Language, language_of
from api.v1.asking import Asking, asking
from api.v1.sight import within_sight
from domain.errors import Unknown
from domain.registry.notice_escalation import (
    CallOutcome,
    Lacking,
    NoteCall,
    Rung,
    TakeOn,
)
from domain.rules.access import Operation, purposes
from projections.duties import on_duty
from projections.escalations import LadderRow, ladder_of, standing_ladders
from projections.offices import all_offices

router: Final = APIRouter(prefix="/escalations", include_in_schema=False)

MOST: Final = 200

Looking = Annotated[Asking, asking(Operation.READ_ESCALATIONS)]
TakingOn = Annotated[Acting, acting(Operation.TAKE_ON_NOTICE)]
Ringing = Annotated[Acting, acting(Operation.NOTE_CALL)]


class CallForm(Form):
    """How the receiver was reached."""

    outcome: CallOutcome


@router.get("")
def show_escalations(request: Request, asking: Looking) -> Response:
    """Show whom to ring, what is pressed for, and for who oversees every rung."""
    return page(request, "escalations.html", **escalation_values(request, asking))


def escalation_values(
    request: Request, asking: Asking, *, own_only: bool = False
) -> dict[str, Any]:
    """Return what the lists' templates show, and note whose notices are in them.

    With `own_only` only those one's own office was turned to about.
    """
    language, own = language_of(request), asking.principal.organisation
    services = asking.services
    with asking.reading() as opened:
        oversees = bool(opened.divisions) and not own_only
        offices, duties = all_offices(opened.connection), on_duty(opened.connection)
        found = standing_ladders(
            opened.connection, office=None if oversees else own, limit=MOST
        )
        lines: list[dict[str, Any]] = [
            {
                "key": key,
                "row": row,
                "receiver": offices[row.receiver],
                "duty": duties.get(row.receiver),
                "call": call_for(row, own),
                "own": rung_for(row, own),
                "rungs": _told(row, language),
                "is_late": row.due_at is not None and row.due_at < services.clock(),
            }
            for key, row in found
        ]
        if lines:
            opened.saw(row.person for _, row in found)
        else:
            opened.showed_nobody()
    may_call = bool(purposes(asking.principal.role, Operation.NOTE_CALL))
    calls = [line for line in lines if line["call"] and may_call]
    return {
        "calls": [line for line in calls if line["row"].taken_on_at is None],
        "urged": [line for line in lines if line["own"]],
        "by_rung": [
            (shown(Rung, rung, language), [x for x in lines if x["row"].rung == rung])
            for rung in reversed(Rung)
        ]
        if oversees
        else [],
    }


@router.get("/{notice_id}")
def show_escalation(notice_id: UUID, request: Request, asking: Looking) -> Response:
    """Show one notice nobody accepted as far as one's own rung may read it."""
    return _show(request, asking, notice_id, {})


@router.post("/{notice_id}/take-on")
async def take_on(
    notice_id: UUID, request: Request, acting: TakingOn, posted: PostedForm
) -> Response:
    """Take it on (受领督办)."""
    del request, posted
    office = acting.principal.organisation
    if office is None:
        raise Unknown(kind="notice")
    with within_sight("notice"):
        await acting.run(TakeOn(notice_id, office), {"notice": str(notice_id)})
    return RedirectResponse(f"/escalations/{notice_id}", HTTPStatus.SEE_OTHER)


@router.post("/{notice_id}/call")
async def note_call(
    notice_id: UUID, request: Request, acting: Ringing, posted: PostedForm
) -> Response:
    """Note that the receiver was rung (电话催办)."""
    form, faults = posted.read(CallForm)
    if form is None:
        asking = Asking(acting.services, acting.principal, Operation.READ_ESCALATIONS)
        shown_ = await run_in_threadpool(_show, request, asking, notice_id, faults)
        shown_.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return shown_
    plain = {"notice": str(notice_id), "outcome": form.outcome.value}
    with within_sight("notice"):
        await acting.run(NoteCall(notice_id, form.outcome), plain)
    return RedirectResponse(f"/escalations/{notice_id}", HTTPStatus.SEE_OTHER)


def _show(
    request: Request, asking: Asking, notice_id: UUID, faults: Mapping[str, str]
) -> Response:
    language, own = language_of(request), asking.principal.organisation
    with asking.reading() as opened:
        row = ladder_of(opened.connection, notice_id)
        if row is None or not row.rung:
            raise Unknown(kind="notice")
        opened.saw([row.person])
        rung = rung_for(row, own)
        fields = urged_fields(opened, notice_id, rung, language) if rung else {}
        offices = all_offices(opened.connection)
        duty = on_duty(opened.connection).get(row.receiver)
        oversees = bool(opened.divisions)
    role = asking.principal.role
    services = asking.services
    return page(
        request,
        "escalation.html",
        notice_id=notice_id,
        row=row,
        person=row.person if oversees else None,
        receiver=offices[row.receiver],
        duty=duty,
        rungs=_told(row, language),
        offices={str(key): office.name for key, office in offices.items()},
        own=rung,
        fields=in_words(fields, language),
        labels=LABELS,
        may_take_on=bool(rung)
        and not row.ended_at
        and not (rung and rung["taken_on_at"])
        and bool(purposes(role, Operation.TAKE_ON_NOTICE)),
        may_call=bool(call_for(row, own))
        and not row.ended_at
        and bool(purposes(role, Operation.NOTE_CALL)),
        outcomes=[
            (each.value, shown(CallOutcome, each.value, language))
            for each in CallOutcome
        ],
        outcome=shown(CallOutcome, row.call_outcome, language)
        if row.call_outcome
        else "",
        errors=faults,
        command_ids=[str(services.new_id()) for _ in range(2)],
    )


def _told(row: LadderRow, language: Language) -> list[dict[str, Any]]:
    """Return the rungs taken, with their name and why nobody was there in words."""
    return [
        {
            **each,
            "name": shown(Rung, each["rung"], language),
            "nobody": shown(Lacking, each["lacking"], language)
            if each["lacking"]
            else "",
        }
        for each in row.rungs or ()
    ]

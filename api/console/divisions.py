"""Codes of divisions that changed; the administrator enters a change once."""

from collections.abc import Mapping
from datetime import date
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.acting import Acting, acting
from api.console.forms import Form, PostedForm
from api.console.pages import page
from api.console.refused import beside
from api.principal import serving
from api.problems import STATUS_OF
from api.v1.asking import Asking, asking
from domain.errors import Refused
from domain.registry.divisions import ChangeDivisionCode
from domain.rules.access import Operation, purposes
from domain.values.calendar import shanghai_day
from projections.division_changes import all_changes

router: Final = APIRouter(prefix="/divisions", include_in_schema=False)

Code = Annotated[str, Field(pattern=r"^[0-9]{6}([0-9]{3}([0-9]{3})?)?$")]
Needed = Annotated[str, Field(min_length=1, max_length=300)]


class ChangeForm(Form):
    """A code that becomes another from a day on."""

    old: Code
    new: Code
    name: Needed
    from_on: date
    reason: Needed


Looking = Annotated[Asking, asking(Operation.READ_OFFICES)]
Changing = Annotated[Acting, acting(Operation.CHANGE_DIVISION)]


@router.get("")
def show_divisions(request: Request, asking: Looking) -> Response:
    """Show every change, and the form for who may enter one."""
    return _show(request, asking, {}, {})


@router.post("")
async def change_code(
    request: Request, acting: Changing, posted: PostedForm
) -> Response:
    """Enter a change, or show the form again with what to do."""
    form, faults = posted.read(ChangeForm)
    errors: Mapping[str, str] = faults
    if form is not None:
        use_case = ChangeDivisionCode(
            form.old, form.new, form.name, form.from_on.isoformat(), form.reason
        )
        try:
            await acting.run(use_case, form.model_dump(mode="json"))
            return RedirectResponse("/divisions", HTTPStatus.SEE_OTHER)
        except Refused as refusal:
            if STATUS_OF[type(refusal)] != HTTPStatus.CONFLICT:
                raise
            errors, _ = beside(request, refusal)
    seer = serving(acting.principal, Operation.READ_OFFICES)
    asking = Asking(acting.services, seer, Operation.READ_OFFICES)
    return await run_in_threadpool(_show, request, asking, posted.fields, errors)


def _show(
    request: Request,
    asking: Asking,
    fields: Mapping[str, list[str]],
    errors: Mapping[str, str],
) -> Response:
    with asking.reading() as opened:
        changes = [row for _, row in all_changes(opened.connection)]
    return page(
        request,
        "divisions.html",
        status_code=HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK,
        changes=changes,
        may_change=bool(purposes(asking.principal.role, Operation.CHANGE_DIVISION)),
        fields=fields,
        errors=errors,
        today=shanghai_day(asking.services.clock()).isoformat(),
        command_id=str(asking.services.new_id()),
    )

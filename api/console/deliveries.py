"""What could not be brought to its receiver, with the button to try again (再次投递)."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.acting import Acting, acting
from api.console.choices import CHOICES
from api.console.forms import Form, PostedForm
from api.console.pages import page
from api.deliveries import dead_letters, open_circuits, receiver_of
from api.language import Language, language_of
from api.principal import serving
from api.v1.asking import Asking, asking
from api.v1.sight import within_sight
from domain.registry.notice_redelivery import RedeliverNotice
from domain.rules.access import Operation, purposes
from domain.values.channels import WayOut

router: Final = APIRouter(prefix="/deliveries", include_in_schema=False)

Looking = Annotated[Asking, asking(Operation.READ_DELIVERIES)]
Redelivering = Annotated[Acting, acting(Operation.REDELIVER_NOTICE)]


class AgainForm(Form):
    """Which channel shall try again, and why."""

    channel: str = Field(min_length=1, max_length=20)
    reason: str = Field(min_length=1, max_length=300)


@router.get("")
def show_deliveries(request: Request, asking: Looking) -> Response:
    """Show what was given up and which lines are broken."""
    return _shown(request, asking, {})


@router.post("/{notice}/again")
async def bring_again(
    notice: UUID, request: Request, acting: Redelivering, posted: PostedForm
) -> Response:
    """Let a channel try again; its answer shows in the list."""
    form, faults = posted.read(AgainForm)
    if form is None:
        seer = serving(acting.principal, Operation.READ_DELIVERIES)
        asking = Asking(acting.services, seer, Operation.READ_DELIVERIES)
        wrong = {(notice, posted.value("channel")): faults.get("reason", "")}
        return await run_in_threadpool(_shown, request, asking, wrong)
    receiver = await run_in_threadpool(receiver_of, acting.services.log, notice)
    use_case = RedeliverNotice(notice, receiver, form.channel, form.reason)
    with within_sight("notice"):
        await acting.run(use_case, {"notice": str(notice), **form.model_dump()})
    return RedirectResponse("/deliveries", HTTPStatus.SEE_OTHER)


def _shown(
    request: Request, asking: Asking, wrong: Mapping[tuple[UUID, str], str]
) -> Response:
    with asking.reading() as opened:
        letters = dead_letters(opened.connection, opened.divisions)
        circuits = open_circuits(opened.connection, opened.divisions)
    language = language_of(request)
    return page(
        request,
        "deliveries.html",
        status_code=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        letters=[
            {
                "letter": letter,
                "way": _way(letter.channel, language),
                "error": wrong.get((letter.notice, letter.channel), ""),
                "command_id": str(asking.services.new_id()),
            }
            for letter in letters
        ],
        circuits=[(each, _way(each.channel, language)) for each in circuits],
        may_ask=bool(purposes(asking.principal.role, Operation.REDELIVER_NOTICE)),
    )


def _way(channel: str, language: Language) -> str:
    """Return a channel's name in words; one that is no way out keeps its own."""
    words = CHOICES[WayOut].get(channel)
    return language.text(words) if words else channel

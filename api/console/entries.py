"""Taking back an entry of the history that never was."""

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
from api.console.forms import Form, PostedForm
from api.console.pages import page, written
from api.console.reasons import said
from api.console.sentences import Speaker
from api.language import language_of
from api.v1.asking import Asking, asking
from api.v1.sight import seen_card, within_sight
from domain.errors import NotRetractable
from domain.registry.known import whole
from domain.registry.taking_back import RetractFact, answer_of, entries_of
from domain.rules.access import Operation
from projections.history import lines
from projections.offices import all_offices

router: Final = APIRouter(
    prefix="/people/{person}/entries/{entry}", include_in_schema=False
)

Looking = Annotated[Asking, asking(Operation.RETRACT_FACT)]
Retracting = Annotated[Acting, acting(Operation.RETRACT_FACT)]


class RetractionForm(Form):
    """Why the entry never was."""

    reason: Annotated[str, Field(min_length=1, max_length=300)]


@router.get("/retraction")
def show_entry(
    person: UUID, entry: UUID, request: Request, asking: Looking
) -> Response:
    """Show the entry, what goes with it, and how it is put right."""
    return _show(request, asking, person, entry, {})


@router.post("/retraction")
async def retract(
    person: UUID,
    entry: UUID,
    request: Request,
    acting: Retracting,
    posted: PostedForm,
) -> Response:
    """Retract it, for a reason."""
    form, faults = posted.read(RetractionForm)
    if form is None:
        asking = Asking(acting.services, acting.principal, Operation.RETRACT_FACT)
        return await run_in_threadpool(_show, request, asking, person, entry, faults)
    log = acting.services.log
    with within_sight("person"):
        entries = await run_in_threadpool(entries_of, log, person, entry)
        recorded = await acting.run(
            RetractFact(person, entries, form.reason),
            {"person": str(person), "entry": str(entry), **form.model_dump()},
        )
    return RedirectResponse(
        f"/people/{person}?after={recorded.position}", status_code=HTTPStatus.SEE_OTHER
    )


def _show(
    request: Request,
    asking: Asking,
    person: UUID,
    entry: UUID,
    errors: Mapping[str, str],
) -> Response:
    language = language_of(request)
    with asking.reading() as opened:
        card = seen_card(opened.connection, person)
        along = {each.fact for each in entries_of(opened.log, person, entry)}
        every = whole(opened.log, person)
        offices = all_offices(opened.connection)
        opened.saw([person])
    shown = [f for f in every if str(f.event_id) in along]
    main = next(fact for fact in shown if fact.event_id == entry)
    answer = answer_of(main.topic)
    if answer is None:
        raise NotRetractable
    speaker = Speaker(
        language, {str(key): row.name for key, row in offices.items()}, written
    )
    return page(
        request,
        "retraction.html",
        status_code=HTTP_422_UNPROCESSABLE_CONTENT if errors else HTTPStatus.OK,
        card=card,
        entry=entry,
        lines=[(line, speaker.sentence(line)) for line in lines(shown, every)],
        ways=[said(why, language) for why in answer.whys],
        is_retractable=answer.is_retractable,
        seen=len(opened.log.stream(person)),
        errors=errors,
        command_id=str(asking.services.new_id()),
    )

"""Notes an attempt to reach somebody: one tap on the due list, or the whole form."""

from datetime import timedelta
from http import HTTPStatus
from typing import Annotated, Final, Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.status import HTTP_422_UNPROCESSABLE_CONTENT

from api.acting import Acting, acting
from api.console.choices import options
from api.console.forms import Form, Posted, PostedForm
from api.console.pages import page
from api.console.person import chart_in_sight
from api.language import language_of
from api.v1.asking import Asking, asking
from api.v1.contacts import ContactBody
from api.v1.sight import within_sight
from domain.errors import NotYetGiven, RemindAgainOutOfRange
from domain.registry.contacts import NoteContact
from domain.rules.access import Operation
from domain.values.calendar import shanghai_day
from domain.values.contacts import ContactOutcome, ContactWay

router: Final = APIRouter(prefix="/people/{person}/contacts", include_in_schema=False)

Looking = Annotated[Asking, asking(Operation.NOTE_CONTACT)]
Noting = Annotated[Acting, acting(Operation.NOTE_CONTACT)]

DAYS_LATER: Final = 3
"""When the doctor names no day, reminders rest this long."""


class ContactForm(Form):
    """The attempt; `back` says where the asker came from."""

    tried_on: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")
    way: ContactWay
    outcome: ContactOutcome
    remind_again_on: str = Field("", pattern=r"^\d{4}-\d{2}-\d{2}$")
    remark: str = Field("", max_length=2000)
    back: Literal["", "due"] = ""


@router.get("/new")
def show_contact(person: UUID, request: Request, asking: Looking) -> Response:
    """Show the form."""
    return _show(request, asking, person, None, {})


@router.post("")
async def send_contact(
    person: UUID, request: Request, acting: Noting, posted: PostedForm
) -> Response:
    """Note the attempt, then show what is proposed after it."""
    form, faults = posted.read(ContactForm)
    if form is not None:
        try:
            body = _body(form)
        except ValueError:
            faults = {"tried_on": language_of(request).text(NotYetGiven.message)}
        else:
            return await _note(person, request, acting, (form, body), posted)
    asking = Asking(acting.services, acting.principal, Operation.NOTE_CONTACT)
    return await run_in_threadpool(_show, request, asking, person, posted, faults)


async def _note(
    person: UUID,
    request: Request,
    acting: Acting,
    sent: tuple[ContactForm, ContactBody],
    posted: Posted,
) -> Response:
    form, body = sent
    plain = {"person": str(person), **body.model_dump(mode="json")}
    try:
        with within_sight("person"):
            recorded = await acting.run(
                NoteContact(person, body.attempt()), plain, body.tried_on.isoformat()
            )
    except (NotYetGiven, RemindAgainOutOfRange) as refusal:
        named = "tried_on" if isinstance(refusal, NotYetGiven) else "remind_again_on"
        said = language_of(request).text(refusal.message, **refusal.details)
        asking = Asking(acting.services, acting.principal, Operation.NOTE_CONTACT)
        return await run_in_threadpool(
            _show, request, asking, person, posted, {named: said}
        )
    position = recorded.position
    address = "/due" if form.back else f"/people/{person}?after={position}"
    return RedirectResponse(address, status_code=HTTPStatus.SEE_OTHER)


def _body(form: ContactForm) -> ContactBody:
    """Return the attempt; "remind later" without a day means some days later."""
    body = ContactBody.model_validate(
        {
            "tried_on": form.tried_on,
            "way": form.way.value,
            "outcome": form.outcome.value,
            "remind_again_on": form.remind_again_on or None,
            "remark": form.remark,
        }
    )
    if form.outcome is ContactOutcome.REMIND_LATER and not body.remind_again_on:
        later = body.tried_on + timedelta(days=DAYS_LATER)
        return body.model_copy(update={"remind_again_on": later})
    return body


def _show(
    request: Request,
    asking: Asking,
    person: UUID,
    posted: Posted | None,
    errors: dict[str, str],
) -> Response:
    with asking.reading() as opened:
        card = chart_in_sight(opened, person).card
    language = language_of(request)
    names = ("tried_on", "way", "outcome", "remind_again_on", "remark")
    today = shanghai_day(asking.services.clock()).isoformat()
    typed = {name: posted.value(name) if posted else "" for name in names}
    return page(
        request,
        "contact.html",
        status_code=HTTP_422_UNPROCESSABLE_CONTENT if posted else HTTPStatus.OK,
        card=card,
        ways=options(ContactWay, language),
        outcomes=options(ContactOutcome, language),
        typed=typed if posted else {**typed, "tried_on": today, "way": "phone"},
        errors=errors,
        command_id=(posted.value("command_id") if posted else "")
        or str(asking.services.new_id()),
    )

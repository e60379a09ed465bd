"""Hands out medicine to a person from the own office's stock, and takes it back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.status import HTTP_422_UNPROCESSABLE_CONTENT

from api.acting import Acting, acting
from api.console.choices import options
from api.console.follow_up_fields import Line
from api.console.forms import Form, Posted, PostedForm
from api.console.medicines import all_in_words, lot_in_words
from api.console.pages import page
from api.console.person import chart_in_sight
from api.console.reasons import kept
from api.console.refused import beside
from api.language import language_of
from api.principal import serving
from api.v1.asking import Asking, asking
from api.v1.sight import within_sight
from domain import errors
from domain.errors import Refused
from domain.registry.dispensing import (
    HandOutForm,
    HandOutMedicine,
    ReturnForm,
    ReturnMedicine,
    Stock,
)
from domain.registry.runner import UseCase
from domain.rules.access import Operation, purposes
from domain.values.calendar import shanghai_day
from domain.values.stock import MOST_DAYS, MOST_UNITS, Programme, Receiver
from projections.dispensing import hand_outs
from projections.offices import all_offices
from projections.stock import stock_as_logged

router: Final = APIRouter(prefix="/people/{person}/dispensing", include_in_schema=False)

Looking = Annotated[Asking, asking(Operation.READ_PERSON)]
HandingOut = Annotated[Acting, acting(Operation.HAND_OUT_MEDICINE)]

PLACES: Final[Mapping[type[Refused], str]] = {
    errors.NotYetGiven: "handed_on",
    errors.HandOutOnRecord: "handed_on",
    errors.QuantityUnreadable: "quantity",
    errors.StockTooLow: "quantity",
    errors.BatchExpired: "lot",
    errors.DaysNeeded: "days",
    errors.ReceiverNeeded: "receiver_name",
    errors.ReasonNeeded: "reason",
    errors.ValidityReversed: "next_pick_up_on",
    errors.TooMuchReturned: "",
    errors.HandedOutElsewhere: "",
    errors.AlreadyLeft: "",
}
"""The field each refusal is about; a refusal that is not here is a page of its own."""


class HandOutFields(Form):
    """A hand-out, as it is filled in."""

    lot: UUID
    quantity: int = Field(ge=1, le=MOST_UNITS)
    handed_on: date
    received_by: Receiver
    receiver_name: str = Field("", max_length=100)
    programme: Programme | None = None
    days: int | None = Field(None, ge=1, le=MOST_DAYS)
    next_pick_up_on: date | None = None
    reason: Line = ""

    def form(self) -> HandOutForm:
        """Return it in the domain's words."""
        return HandOutForm(
            lot=str(self.lot),
            quantity=self.quantity,
            handed_on=self.handed_on,
            received_by=self.received_by,
            receiver_name=self.receiver_name,
            programme=self.programme,
            days=self.days,
            next_pick_up_on=self.next_pick_up_on,
            reason=self.reason,
        )


class ReturnFields(Form):
    """What came back of a hand-out today."""

    quantity: int = Field(ge=1, le=MOST_UNITS)
    is_usable: Literal["yes", "no"] = "no"
    reason: Line = ""


@router.get("")
def show_dispensing(
    person: UUID, request: Request, asking: Looking, after: int = 0
) -> Response:
    """Show what was handed out, and the form for the next hand-out."""
    return _show(request, asking, person, recorded=after > 0)


@router.post("")
async def hand_out_medicine(
    person: UUID, request: Request, acting: HandingOut, posted: PostedForm
) -> Response:
    """Hand out medicine, or show what is wrong."""
    form, faults = posted.read(HandOutFields)
    if form is None:
        return await _again(request, acting, person, posted, faults)
    use_case = HandOutMedicine(person, _own(acting), form.form())
    plain = {"person": str(person), **form.model_dump(mode="json")}
    day = form.handed_on.isoformat()
    return await _run(request, acting, person, posted, Wish(use_case, plain, day))


@router.post("/{hand_out}/returns")
async def return_medicine(
    person: UUID,
    hand_out: UUID,
    request: Request,
    acting: HandingOut,
    posted: PostedForm,
) -> Response:
    """Take back some of a hand-out today."""
    form, faults = posted.read(ReturnFields)
    if form is None:
        return await _again(request, acting, person, posted, faults)
    today = shanghai_day(acting.services.clock())
    what = ReturnForm(
        quantity=form.quantity,
        returned_on=today,
        is_usable=form.is_usable == "yes",
        reason=form.reason,
    )
    use_case = ReturnMedicine(person, _own(acting), hand_out, what)
    plain = {
        "person": str(person),
        "hand_out": str(hand_out),
        **form.model_dump(mode="json"),
    }
    day = today.isoformat()
    return await _run(request, acting, person, posted, Wish(use_case, plain, day))


def _own(acting: Acting) -> UUID:
    office = acting.principal.organisation
    if office is None:
        raise errors.Unknown(kind="stock")
    return office


@dataclass(frozen=True, slots=True)
class Wish:
    """What a form asks for."""

    use_case: UseCase
    plain: dict[str, Any]
    day: str


async def _run(
    request: Request, acting: Acting, person: UUID, posted: Posted, wish: Wish
) -> Response:
    try:
        with within_sight("person"):
            recorded = await acting.run(wish.use_case, wish.plain, wish.day)
    except Refused as refusal:
        if type(refusal) not in PLACES:
            raise
        faults, status = beside(request, refusal, PLACES)
        return await _again(request, acting, person, posted, faults, status)
    address = f"/people/{person}/dispensing?after={recorded.position}"
    return RedirectResponse(address, status_code=HTTPStatus.SEE_OTHER)


async def _again(
    request: Request,
    acting: Acting,
    person: UUID,
    posted: Posted,
    faults: Mapping[str, str],
    status: int = HTTP_422_UNPROCESSABLE_CONTENT,
) -> Response:
    seer = serving(acting.principal, Operation.READ_PERSON)
    asking = Asking(acting.services, seer, Operation.READ_PERSON)
    return await run_in_threadpool(
        _show, request, asking, person, posted, faults, status
    )


def _show(
    request: Request,
    asking: Asking,
    person: UUID,
    posted: Posted | None = None,
    faults: Mapping[str, str] | None = None,
    status: int = HTTPStatus.OK,
    *,
    recorded: bool = False,
) -> Response:
    own = asking.principal.organisation
    with asking.reading() as opened:
        chart = chart_in_sight(opened, person)
        given = hand_outs(opened.facts(person))
        offices = all_offices(opened.connection)
        stock = stock_as_logged(opened.log.stream(Stock.id_for(own))) if own else None
    language, services = language_of(request), asking.services
    today = shanghai_day(services.clock()).isoformat()
    regimen = chart.medication.regimen
    last = given[0] if given else None
    return page(
        request,
        "dispensing.html",
        status_code=status,
        card=chart.card,
        regimen=all_in_words(regimen.drugs if regimen else (), language),
        given=[
            (row, offices[row.office].name, kept(row.because, language))
            for row in given
            if row.office in offices
        ],
        own=own,
        shelf=[
            (key, lot_in_words(lot))
            for key, lot in (stock.on_the_shelf() if stock else ())
            if lot["expires_on"] >= today
        ],
        receivers=options(Receiver, language),
        programmes=options(Programme, language),
        errors=faults or {},
        typed={
            name: posted.value(name) if posted else ""
            for name in HandOutFields.model_fields
        },
        last_receiver=f"{last.receiver_name}" if last else "",
        today=today,
        recorded=recorded,
        may=bool(purposes(asking.principal.role, Operation.HAND_OUT_MEDICINE)),
        new_id=services.new_id,
    )

"""The pharmacy's page: what is on the shelf, what came in and went off, and the book."""

from collections.abc import Mapping
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any, Final
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
from api.console.pages import page
from api.console.refused import beside
from api.language import language_of
from api.principal import serving
from api.v1.asking import Asking, asking
from api.v1.sight import within_sight
from domain import errors
from domain.errors import Refused
from domain.registry.dispensing import (
    CountStock,
    Delivery,
    ReceiveStock,
    Stock,
    TakeOffStock,
    near_expiry,
)
from domain.registry.runner import UseCase
from domain.rules.access import Operation, purposes
from domain.values.calendar import shanghai_day
from domain.values.medication import DRUGS
from domain.values.stock import MOST_UNITS, OffCause
from projections.accounts import names
from projections.offices import all_offices
from projections.stock import StockRow, movements, stock_as_logged, stock_of, stocks

router: Final = APIRouter(prefix="/stock", include_in_schema=False)

BOOK: Final = 40
"""How many lines of the book the page shows; the interface has all."""

Looking = Annotated[Asking, asking(Operation.READ_STOCK)]
Keeping = Annotated[Acting, acting(Operation.KEEP_STOCK)]

PLACES: Final[Mapping[type[Refused], str]] = {
    errors.MedicineNotNamed: "medicine",
    errors.ValidityReversed: "expires_on",
    errors.NotYetGiven: "",
    errors.QuantityUnreadable: "",
    errors.StockTooLow: "",
    errors.ReasonNeeded: "",
}
"""The field each refusal is about; a refusal that is not here is a page of its own."""


class DeliveryForm(Form):
    """A batch that came in."""

    medicine: str = Field(min_length=1, max_length=60)
    strength: str = Field("", max_length=60)
    unit: str = Field(min_length=1, max_length=20)
    batch: str = Field(min_length=1, max_length=60)
    expires_on: date
    quantity: int = Field(ge=1, le=MOST_UNITS)
    source: Line = ""
    received_on: date

    def delivery(self) -> Delivery:
        """Return it in the domain's words."""
        return Delivery(**self.model_dump())


class CountForm(Form):
    """A count of a batch."""

    lot: UUID
    counted: int = Field(ge=0, le=MOST_UNITS)
    reason: Line = ""


class RemovalForm(Form):
    """Units that leave without being handed out."""

    lot: UUID
    quantity: int = Field(ge=1, le=MOST_UNITS)
    cause: OffCause
    reason: Line = ""


@router.get("")
def show_stock(
    request: Request, asking: Looking, office: UUID | None = None, after: int = 0
) -> Response:
    """Show the own office's stock, or another's within sight."""
    return _show(request, asking, office, recorded=after > 0)


@router.post("/deliveries")
async def receive_stock(
    request: Request, acting: Keeping, posted: PostedForm
) -> Response:
    """Take in a delivery, or show what is wrong with it."""
    form, faults = posted.read(DeliveryForm)
    if form is None:
        return await _again(request, acting, posted, faults)
    use_case = ReceiveStock(_own(acting), form.delivery())
    day = form.received_on.isoformat()
    return await _run(request, acting, posted, use_case, form, day)


@router.post("/counts")
async def count_stock(
    request: Request, acting: Keeping, posted: PostedForm
) -> Response:
    """Note today's count of a batch."""
    form, faults = posted.read(CountForm)
    if form is None:
        return await _again(request, acting, posted, faults)
    today = shanghai_day(acting.services.clock())
    use_case = CountStock(_own(acting), form.lot, form.counted, today, form.reason)
    return await _run(request, acting, posted, use_case, form, today.isoformat())


@router.post("/removals")
async def take_off_stock(
    request: Request, acting: Keeping, posted: PostedForm
) -> Response:
    """Take units off the stock today."""
    form, faults = posted.read(RemovalForm)
    if form is None:
        return await _again(request, acting, posted, faults)
    today = shanghai_day(acting.services.clock())
    use_case = TakeOffStock(
        _own(acting), form.lot, form.quantity, form.cause, today, form.reason
    )
    return await _run(request, acting, posted, use_case, form, today.isoformat())


def _own(acting: Acting) -> UUID:
    office = acting.principal.organisation
    if office is None:
        raise errors.Unknown(kind="stock")
    return office


async def _run(
    request: Request,
    acting: Acting,
    posted: Posted,
    use_case: UseCase,
    form: Form,
    day: str,
) -> Response:
    plain = {"office": str(_own(acting)), **form.model_dump(mode="json")}
    try:
        with within_sight("office"):
            recorded = await acting.run(use_case, plain, day)
    except Refused as refusal:
        if type(refusal) not in PLACES:
            raise
        faults, status = beside(request, refusal, PLACES)
        return await _again(request, acting, posted, faults, status)
    return RedirectResponse(
        f"/stock?after={recorded.position}", status_code=HTTPStatus.SEE_OTHER
    )


async def _again(
    request: Request,
    acting: Acting,
    posted: Posted,
    faults: Mapping[str, str],
    status: int = HTTP_422_UNPROCESSABLE_CONTENT,
) -> Response:
    seer = serving(acting.principal, Operation.READ_STOCK)
    asking = Asking(acting.services, seer, Operation.READ_STOCK)
    return await run_in_threadpool(_show, request, asking, None, posted, faults, status)


def _show(
    request: Request,
    asking: Asking,
    office: UUID | None,
    posted: Posted | None = None,
    faults: Mapping[str, str] | None = None,
    status: int = HTTPStatus.OK,
    *,
    recorded: bool = False,
) -> Response:
    own = asking.principal.organisation
    shown = office or own
    with asking.reading() as opened:
        offices = all_offices(opened.connection)
        others = [row for row in stocks(opened.connection) if row.office != shown]
        facts = opened.log.stream(Stock.id_for(shown)) if shown else ()
        in_sight = shown == own or (
            shown is not None and stock_of(opened.connection, shown) is not None
        )
        row = stock_as_logged(facts) if in_sight else None
        book = movements(facts) if row else []
        accounts = names(opened.connection)
    services, language = asking.services, language_of(request)
    today = shanghai_day(services.clock())
    may = bool(purposes(asking.principal.role, Operation.KEEP_STOCK)) and shown == own
    return page(
        request,
        "stock.html",
        status_code=status,
        office=offices.get(shown) if shown else None,
        shelf=[_lot(key, lot, today) for key, lot in _shelf(row)],
        sums=sorted(row.by_medicine().items()) if row else [],
        book=[(line, accounts.get(UUID(line.actor), "—")) for line in book[:BOOK]],
        others=[
            (each.office, offices[each.office].name, len(each.on_the_shelf()))
            for each in others
            if each.office in offices
        ],
        may_keep=may,
        causes=options(OffCause, language),
        drugs=DRUGS,
        errors=faults or {},
        typed={
            name: posted.value(name) if posted else ""
            for name in DeliveryForm.model_fields
        },
        today=today.isoformat(),
        recorded=recorded,
        new_id=services.new_id,
    )


def _shelf(row: StockRow | None) -> list[tuple[str, dict[str, Any]]]:
    return row.on_the_shelf() if row else []


def _lot(key: str, lot: dict[str, Any], today: date) -> dict[str, Any]:
    expires_on = date.fromisoformat(lot["expires_on"])
    return {
        **lot,
        "key": key,
        "is_expired": expires_on < today,
        "is_near": near_expiry(expires_on, today) is not None,
    }

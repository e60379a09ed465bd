"""The medicine an office keeps: balances by batch, the book, what comes in and goes off."""

from datetime import date
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Response, status
from pydantic import Field

from api.acting import Acting, acting
from api.v1.as_of import AsOf, position_of
from api.v1.asking import Asking, asking
from api.v1.described import COMMAND, QUESTION
from api.v1.done import done
from api.v1.fields import Day, Id, Line, Name, code_of
from api.v1.models import Answer, Body, Done
from api.v1.sight import within_sight
from domain.errors import Unknown
from domain.registry.dispensing import (
    CountStock,
    Delivery,
    ReceiveStock,
    Stock,
    TakeOffStock,
    near_expiry,
)
from domain.rules.access import Operation
from domain.values.calendar import shanghai_day
from domain.values.stock import MOST_UNITS, OffCause
from projections.stock import (
    Movement,
    StockRow,
    movements,
    stock_as_logged,
    stock_of,
    stocks,
)

router: Final = APIRouter(prefix="/api/v1/stocks", tags=["stock of medicine"])

Units = Annotated[int, Field(ge=1, le=MOST_UNITS)]


class DeliveryBody(Body):
    """A batch that came in."""

    medicine: Name = Field(title="Medicine", min_length=1, examples=["奥氮平"])
    strength: Name = Field("", title="Strength (规格)", examples=["5 mg/片"])
    unit: Name = Field(title="Unit", min_length=1, examples=["片"])
    batch: Name = Field(title="Batch number", min_length=1, examples=["A1"])
    expires_on: Day = Field(title="Expires on", examples=["2027-06-30"])
    quantity: Units = Field(title="How many units", examples=[100])
    source: Line = Field("", title="From whom", examples=["演示县精神卫生中心"])
    received_on: Day = Field(title="Received on", examples=["2026-03-02"])

    def delivery(self) -> Delivery:
        """Return it in the domain's words."""
        return Delivery(
            medicine=self.medicine,
            strength=self.strength,
            unit=self.unit,
            batch=self.batch,
            expires_on=self.expires_on,
            quantity=self.quantity,
            source=self.source,
            received_on=self.received_on,
        )


class CountBody(Body):
    """A count of one batch (盘点)."""

    lot: Id = Field(title="Batch, by its id")
    counted: int = Field(title="How many there are", ge=0, le=MOST_UNITS)
    counted_on: Day = Field(title="Counted on", examples=["2026-03-02"])
    reason: Line = Field(
        "", title="Why it differs; needed when it does", examples=["破损"]
    )


class RemovalBody(Body):
    """Units that leave the stock without being handed out."""

    lot: Id = Field(title="Batch, by its id")
    quantity: Units = Field(title="How many units", examples=[10])
    cause: Annotated[OffCause, code_of(OffCause)] = Field(
        title="Why", examples=["expired"]
    )
    taken_off_on: Day = Field(title="Taken off on", examples=["2026-03-02"])
    reason: Line = Field("", title="In words; not needed for expiry", examples=[""])


class LotAnswer(Answer):
    """One batch."""

    id: UUID
    drug: str = Field(title="Code in the list `drugs`", examples=["olanzapine"])
    name: str = Field(title="Name", examples=["奥氮平"])
    strength: str = Field(title="Strength", examples=["5 mg/片"])
    unit: str = Field(title="Unit", examples=["片"])
    batch: str = Field(title="Batch number", examples=["A1"])
    expires_on: date = Field(title="Expires on", examples=["2027-06-30"])
    balance: int = Field(title="How many there are", examples=[100])
    counted_on: date | None = Field(title="Last counted on", examples=[None])
    is_expired: bool = Field(title="Whether it has expired, as of today")
    is_near_expiry: bool = Field(title="Whether it expires within six months (K)")


class MovementAnswer(Answer):
    """One line of the book; `change` may be negative."""

    position: int = Field(title="Position of the fact", examples=[1204])
    happened_on: date = Field(title="Day", examples=["2026-03-02"])
    kind: str = Field(title="received, handed_out, given_back, taken_off or counted")
    lot: UUID
    name: str = Field(title="Name", examples=["奥氮平"])
    batch: str = Field(title="Batch number", examples=["A1"])
    change: int = Field(title="Units more or less", examples=[-56])
    balance: int = Field(title="Units of the batch after it", examples=[44])
    cause: OffCause | None = Field(title="Why it was taken off")
    remark: str = Field(title="Source or reason", examples=[""])


class StockAnswer(Answer):
    """One office's stock."""

    office: UUID
    division: str = Field(title="Division", examples=["990101001"])
    lots: list[LotAnswer]

    @classmethod
    def of(cls, row: StockRow, today: date) -> "StockAnswer":
        """Return a stock's answer."""
        return cls(
            office=row.office,
            division=row.division,
            lots=[_lot(key, lot, today) for key, lot in row.lots.items()],
        )


class StocksAnswer(Answer):
    """Every stock within sight."""

    position: int = Field(title="Position of the log shown", examples=[1204])
    items: list[StockAnswer]


class BookAnswer(Answer):
    """One office's stock and its book, the latest line first."""

    position: int = Field(title="Position of the log shown", examples=[1204])
    stock: StockAnswer
    movements: list[MovementAnswer]


@router.get("", openapi_extra=QUESTION)
def list_stocks(
    when: AsOf, asking: Annotated[Asking, asking(Operation.READ_STOCK)]
) -> StocksAnswer:
    """List the stocks of the offices within sight, now or as then known."""
    today = shanghai_day(asking.services.clock())
    with asking.reading() as opened:
        at = position_of(when, opened)
        found = stocks(opened.connection, at)
    return StocksAnswer(
        position=opened.position if at is None else at,
        items=[StockAnswer.of(row, today) for row in found],
    )


@router.get("/{office}", openapi_extra=QUESTION)
def read_stock(
    office: UUID, when: AsOf, asking: Annotated[Asking, asking(Operation.READ_STOCK)]
) -> BookAnswer:
    """Show an office's stock and every movement of it."""
    today = shanghai_day(asking.services.clock())
    with asking.reading() as opened:
        at = position_of(when, opened)
        upto = opened.position if at is None else at
        facts = opened.log.stream(Stock.id_for(office), upto)
        is_own = office == asking.principal.organisation
        row = (
            stock_as_logged(facts)
            if is_own
            else stock_of(opened.connection, office, at)
        )
        if row is None:
            raise Unknown(kind="stock")
        book = movements(facts)
    return BookAnswer(
        position=upto,
        stock=StockAnswer.of(row, today),
        movements=[_movement(line) for line in book],
    )


@router.post(
    "/{office}/deliveries", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND
)
async def receive_stock(
    office: UUID,
    body: DeliveryBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.KEEP_STOCK)],
) -> Done:
    """Take in a delivery; the same batch again adds to its balance."""
    plain = {"office": str(office), **body.model_dump(mode="json")}
    with within_sight("office"):
        recorded = await acting.run(
            ReceiveStock(office, body.delivery()), plain, body.received_on.isoformat()
        )
    made = UUID(recorded.facts[-1].fact.lot)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownArgumentType]
    return done(
        response, f"/stocks/{office}", Stock.id_for(office), recorded, made=made
    )


@router.post(
    "/{office}/counts", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND
)
async def count_stock(
    office: UUID,
    body: CountBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.KEEP_STOCK)],
) -> Done:
    """Note a count (盘点); a difference needs its reason, and the count stands."""
    plain = {"office": str(office), **body.model_dump(mode="json")}
    use_case = CountStock(office, body.lot, body.counted, body.counted_on, body.reason)
    with within_sight("office"):
        recorded = await acting.run(use_case, plain, body.counted_on.isoformat())
    return done(response, f"/stocks/{office}", Stock.id_for(office), recorded)


@router.post(
    "/{office}/removals", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND
)
async def take_off_stock(
    office: UUID,
    body: RemovalBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.KEEP_STOCK)],
) -> Done:
    """Take units off the stock: expired, damaged, lost, sent back or passed on."""
    plain = {"office": str(office), **body.model_dump(mode="json")}
    use_case = TakeOffStock(
        office, body.lot, body.quantity, body.cause, body.taken_off_on, body.reason
    )
    with within_sight("office"):
        recorded = await acting.run(use_case, plain, body.taken_off_on.isoformat())
    return done(response, f"/stocks/{office}", Stock.id_for(office), recorded)


def _lot(key: str, lot: dict[str, str | int | None], today: date) -> LotAnswer:
    expires_on = date.fromisoformat(str(lot["expires_on"]))
    return LotAnswer.model_validate(
        {
            **lot,
            "id": key,
            "is_expired": expires_on < today,
            "is_near_expiry": near_expiry(expires_on, today) is not None,
        }
    )


def _movement(line: Movement) -> MovementAnswer:
    return MovementAnswer(
        position=line.position,
        happened_on=date.fromisoformat(line.happened_on),
        kind=line.kind,
        lot=UUID(line.lot),
        name=line.name,
        batch=line.batch,
        change=line.change,
        balance=line.balance,
        cause=OffCause(line.cause) if line.cause else None,
        remark=line.remark,
    )

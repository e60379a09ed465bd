"""Medicine handed out to a person, from the stock of the office that hands it out."""

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
from api.v1.follow_up_answer import CitedReason
from api.v1.models import Answer, Body, Done
from api.v1.sight import seen_card, within_sight
from domain.errors import Unknown
from domain.registry.dispensing import (
    HandOutForm,
    HandOutMedicine,
    ReturnForm,
    ReturnMedicine,
)
from domain.rules.access import Operation
from domain.values.stock import MOST_DAYS, MOST_UNITS, Programme, Receiver
from projections.dispensing import HandOutRow, hand_outs

router: Final = APIRouter(
    prefix="/api/v1/people/{person}/hand-outs", tags=["medication"]
)

Units = Annotated[int, Field(ge=1, le=MOST_UNITS)]


class HandOutBody(Body):
    """What was handed out, to whom, and for how long."""

    lot: Id = Field(title="Batch of the own office's stock, by its id")
    quantity: Units = Field(title="How many units", examples=[56])
    handed_on: Day = Field(title="Handed out on", examples=["2026-03-02"])
    received_by: Annotated[Receiver, code_of(Receiver)] = Field(
        title="Who took it", examples=["guardian"]
    )
    receiver_name: Name = Field(
        "", title="Name of whoever is not the person", examples=["演示监护人"]
    )
    programme: Annotated[Programme, code_of(Programme)] | None = Field(
        None, title="Programme that pays", examples=["free_medicine"]
    )
    days: int | None = Field(
        None,
        title="Days it lasts; null: by strength and regimen",
        ge=1,
        le=MOST_DAYS,
        examples=[28],
    )
    next_pick_up_on: Day | None = Field(
        None, title="Next pick-up; null: the last day covered", examples=["2026-03-29"]
    )
    reason: Line = Field(
        "", title="Why early, or without a regimen; needed then", examples=[""]
    )

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


class ReturnBody(Body):
    """What came back of a hand-out."""

    quantity: Units = Field(title="How many units", examples=[14])
    returned_on: Day = Field(title="Came back on", examples=["2026-03-09"])
    is_usable: bool = Field(title="Whether it goes on the shelf again")
    reason: Line = Field(title="Why", min_length=1, examples=["换药"])

    def form(self) -> ReturnForm:
        """Return it in the domain's words."""
        return ReturnForm(
            quantity=self.quantity,
            returned_on=self.returned_on,
            is_usable=self.is_usable,
            reason=self.reason,
        )


class HandOutAnswer(Answer):
    """One hand-out."""

    id: UUID
    office: UUID = Field(title="Office that handed it out")
    name: str = Field(title="Medicine", examples=["奥氮平"])
    strength: str = Field(title="Strength", examples=["5 mg/片"])
    unit: str = Field(title="Unit", examples=["片"])
    quantity: int = Field(title="How many units", examples=[56])
    returned: int = Field(title="How many came back", examples=[0])
    handed_on: date = Field(title="Handed out on", examples=["2026-03-02"])
    received_by: Receiver = Field(title="Who took it", examples=["self"])
    receiver_name: str = Field(title="Name of who took it", examples=[""])
    programme: Programme | None = Field(title="Programme that pays")
    days: int = Field(title="Days it lasts", examples=[28])
    covered_until: date = Field(title="Last day covered", examples=["2026-03-29"])
    next_pick_up_on: date = Field(title="Next pick-up", examples=["2026-03-29"])
    because: list[CitedReason] = Field(title="What spoke")
    reason: str = Field(title="Why early or without a regimen", examples=[""])

    @classmethod
    def of(cls, row: HandOutRow) -> "HandOutAnswer":
        """Return a hand-out's answer."""
        return cls(
            id=row.hand_out,
            office=row.office,
            name=row.name,
            strength=row.strength,
            unit=row.unit,
            quantity=row.quantity,
            returned=row.returned,
            handed_on=date.fromisoformat(row.handed_on),
            received_by=Receiver(row.received_by),
            receiver_name=row.receiver_name,
            programme=Programme(row.programme) if row.programme else None,
            days=row.days,
            covered_until=date.fromisoformat(row.covered_until),
            next_pick_up_on=date.fromisoformat(row.next_pick_up_on),
            because=[CitedReason(**why) for why in row.because],
            reason=row.reason,
        )


class HandOutsAnswer(Answer):
    """A person's hand-outs, the latest first."""

    position: int = Field(title="Position of the log shown", examples=[1204])
    items: list[HandOutAnswer]


@router.get("", openapi_extra=QUESTION)
def list_hand_outs(
    person: UUID,
    when: AsOf,
    asking: Annotated[Asking, asking(Operation.READ_PERSON)],
) -> HandOutsAnswer:
    """List what was handed out to somebody and what came back."""
    with asking.reading() as opened:
        seen_card(opened.connection, person)
        at = position_of(when, opened)
        upto = opened.position if at is None else at
        found = hand_outs(opened.facts(person, upto))
        opened.saw([person])
    return HandOutsAnswer(position=upto, items=[HandOutAnswer.of(row) for row in found])


@router.post("", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND)
async def hand_out_medicine(
    person: UUID,
    body: HandOutBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.HAND_OUT_MEDICINE)],
) -> Done:
    """Hand out medicine from the own office's stock, once a day and medicine."""
    office = acting.principal.organisation
    if office is None:
        raise Unknown(kind="stock")
    plain = {"person": str(person), **body.model_dump(mode="json")}
    made = acting.command(plain).new_id("hand_out")
    with within_sight("person"):
        recorded = await acting.run(
            HandOutMedicine(person, office, body.form()),
            plain,
            body.handed_on.isoformat(),
        )
    return done(response, f"/people/{person}/hand-outs", person, recorded, made=made)


@router.post(
    "/{hand_out}/returns", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND
)
async def return_medicine(
    person: UUID,
    hand_out: UUID,
    body: ReturnBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.HAND_OUT_MEDICINE)],
) -> Done:
    """Take back what is left of a hand-out; only what is usable goes on the shelf."""
    office = acting.principal.organisation
    if office is None:
        raise Unknown(kind="stock")
    plain = {
        "person": str(person),
        "hand_out": str(hand_out),
        **body.model_dump(mode="json"),
    }
    with within_sight("person"):
        recorded = await acting.run(
            ReturnMedicine(person, office, hand_out, body.form()),
            plain,
            body.returned_on.isoformat(),
        )
    return done(
        response, f"/people/{person}/hand-outs", person, recorded, made=hand_out
    )

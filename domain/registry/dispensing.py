"""Dispensing and stock: taken in, handed out, returned, counted, taken off.

Handing out rests on the person and on the office's stock at once, so two offices that
enter the same hand-out come to one, and no batch falls below zero.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.log import Command
from domain.office import Office
from domain.person.dispensing import (
    HandOutForm,
    ReturnForm,
    hand_out_medicine,
    return_medicine,
)
from domain.person.medication import check_drugs
from domain.person.person import Person
from domain.registry.runner import Found, Touched
from domain.rules.access import Operation
from domain.rules.dispensing import near_expiry
from domain.stock import Stock
from domain.values.calendar import shanghai_day
from domain.values.medication import DrugUse
from domain.values.stock import Lot, OffCause

__all__ = (
    "CountStock",
    "Delivery",
    "HandOutForm",
    "HandOutMedicine",
    "ReceiveStock",
    "ReturnForm",
    "ReturnMedicine",
    "Stock",
    "TakeOffStock",
    "near_expiry",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A batch as it came in: the medicine, its batch number, its expiry, how many units."""

    medicine: str
    strength: str
    unit: str
    batch: str
    expires_on: date
    quantity: int
    source: str
    received_on: date

    def lot(self) -> Lot:
        """Return the batch in the stock's words; refuse a medicine without a name."""
        use = DrugUse.called(self.medicine)
        check_drugs([use])
        return Lot(
            use.drug,
            use.title,
            self.strength.strip(),
            self.unit.strip(),
            self.batch.strip(),
            self.expires_on.isoformat(),
        )


@dataclass(frozen=True, slots=True)
class ReceiveStock:
    """Take in a delivery; the first one begins the office's stock."""

    office: UUID
    delivery: Delivery

    operation = Operation.KEEP_STOCK

    def streams(self) -> Sequence[UUID]:
        """Rest on the office and its stock."""
        return (self.office, Stock.id_for(self.office))

    def touches(self, found: Found) -> Touched:
        """Touch the office's own shelf."""
        return Touched(office=str(self.office))

    def decide(self, found: Found, command: Command) -> None:
        """Record the delivery."""
        office = found.get(Office, self.office)
        stock = found.maybe(Stock, Stock.id_for(self.office)) or found.begin(
            Stock.open(self.office, office.division)
        )
        stock.receive(
            str(command.new_id("lot")),
            self.delivery.lot(),
            self.delivery.quantity,
            self.delivery.source,
            self.delivery.received_on,
            shanghai_day(command.now),
        )


@dataclass(frozen=True, slots=True)
class CountStock:
    """Note the count of a batch; the count is the balance from then on."""

    office: UUID
    lot: UUID
    counted: int
    counted_on: date
    reason: str = ""

    operation = Operation.KEEP_STOCK

    def streams(self) -> Sequence[UUID]:
        """Rest on the stock."""
        return (Stock.id_for(self.office),)

    def touches(self, found: Found) -> Touched:
        """Touch the office's own shelf."""
        return Touched(office=str(self.office))

    def decide(self, found: Found, command: Command) -> None:
        """Record the count and its difference."""
        found.get(Stock, Stock.id_for(self.office)).count(
            str(self.lot),
            self.counted,
            self.reason,
            self.counted_on,
            shanghai_day(command.now),
        )


@dataclass(frozen=True, slots=True)
class TakeOffStock:
    """Take some of a batch off the stock: expired, damaged, lost, sent back, passed on."""

    office: UUID
    lot: UUID
    quantity: int
    cause: OffCause
    taken_off_on: date
    reason: str = ""

    operation = Operation.KEEP_STOCK

    def streams(self) -> Sequence[UUID]:
        """Rest on the stock."""
        return (Stock.id_for(self.office),)

    def touches(self, found: Found) -> Touched:
        """Touch the office's own shelf."""
        return Touched(office=str(self.office))

    def decide(self, found: Found, command: Command) -> None:
        """Record what left it, and why."""
        found.get(Stock, Stock.id_for(self.office)).take_off(
            str(self.lot),
            self.quantity,
            self.cause,
            self.reason,
            self.taken_off_on,
            shanghai_day(command.now),
        )


@dataclass(frozen=True, slots=True)
class HandOutMedicine:
    """Hand out medicine of the own office's stock to somebody."""

    person: UUID
    office: UUID
    form: HandOutForm

    operation = Operation.HAND_OUT_MEDICINE

    def streams(self) -> Sequence[UUID]:
        """Rest on the person and the stock."""
        return (self.person, Stock.id_for(self.office))

    def touches(self, found: Found) -> Touched:
        """Touch the division the person lives in."""
        return Touched(divisions=found.get(Person, self.person).divisions())

    def decide(self, found: Found, command: Command) -> None:
        """Record it on both sides, or on neither."""
        today = shanghai_day(command.now)
        hand_out = str(command.new_id("hand_out"))
        form = self.form
        stock = found.get(Stock, Stock.id_for(self.office))
        person, office = found.get(Person, self.person), str(self.office)
        lot = stock.lot(form.lot)
        hand_out_medicine(person, hand_out, office, lot, form, today)
        stock.hand_out(form.lot, form.quantity, hand_out, form.handed_on, today)


@dataclass(frozen=True, slots=True)
class ReturnMedicine:
    """Take back what is left of a hand-out of the own office."""

    person: UUID
    office: UUID
    hand_out: UUID
    form: ReturnForm

    operation = Operation.HAND_OUT_MEDICINE

    def streams(self) -> Sequence[UUID]:
        """Rest on the person and the stock."""
        return (self.person, Stock.id_for(self.office))

    def touches(self, found: Found) -> Touched:
        """Touch the division the person lives in."""
        return Touched(divisions=found.get(Person, self.person).divisions())

    def decide(self, found: Found, command: Command) -> None:
        """Record what came back; only what is usable goes on the shelf again."""
        today, key = shanghai_day(command.now), str(self.hand_out)
        person = found.get(Person, self.person)
        before = return_medicine(person, key, str(self.office), self.form, today)
        if self.form.is_usable:
            found.get(Stock, Stock.id_for(self.office)).give_back(
                before.lot, self.form.quantity, key, self.form.returned_on, today
            )

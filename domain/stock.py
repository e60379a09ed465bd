"""The medicine an office keeps (库存): what came in, what went out, what was counted.

One stream an office. It names no person: a hand-out is known here by its id alone, and to
whom it went stands in that person's own stream. A balance never falls below zero.
"""

from dataclasses import replace
from datetime import date
from typing import ClassVar
from uuid import UUID, uuid5

from domain.errors import (
    BatchExpired,
    NotYetGiven,
    QuantityUnreadable,
    ReasonNeeded,
    StockTooLow,
    Unknown,
    ValidityReversed,
)
from domain.fact import NOT_YET, Fact, FirstFact, SealedWith, Stream
from domain.values.stock import MOST_UNITS, Lot, OffCause


class Opened(FirstFact):
    """An office began to keep medicine."""

    TOPIC = "stock.opened"
    sealed_with: ClassVar = SealedWith.SITE

    office: str
    division: str

    def apply(self, aggregate: "Stock") -> None:
        """Keep whose it is."""
        aggregate.office = self.office


class Received(Fact):
    """A delivery of one batch came in."""

    TOPIC = "stock.received"
    sealed_with: ClassVar = SealedWith.SITE

    lot: str
    drug: str
    name: str
    strength: str
    unit: str
    batch: str
    expires_on: str
    quantity: int
    source: str
    happened_at: str

    def apply(self, aggregate: "Stock") -> None:
        """Add it; the same batch again adds to its balance."""
        aggregate.lots[self.lot] = Lot(
            self.drug,
            self.name,
            self.strength,
            self.unit,
            self.batch,
            self.expires_on,
            (
                aggregate.lots[self.lot].balance + self.quantity
                if self.lot in aggregate.lots
                else self.quantity
            ),
        )


class HandedOut(Fact):
    """Some of a batch was handed out to somebody, or injected."""

    TOPIC = "stock.handed_out"
    sealed_with: ClassVar = SealedWith.SITE

    lot: str
    quantity: int
    hand_out: str
    happened_at: str

    def apply(self, aggregate: "Stock") -> None:
        """Take it away."""
        lot = aggregate.lots[self.lot]
        aggregate.lots[self.lot] = replace(lot, balance=lot.balance - self.quantity)


class GivenBack(Fact):
    """What had been handed out came back, and is fit to be handed out again."""

    TOPIC = "stock.given_back"
    sealed_with: ClassVar = SealedWith.SITE

    lot: str
    quantity: int
    hand_out: str
    happened_at: str

    def apply(self, aggregate: "Stock") -> None:
        """Add it again."""
        lot = aggregate.lots[self.lot]
        aggregate.lots[self.lot] = replace(lot, balance=lot.balance + self.quantity)


class TakenOff(Fact):
    """Some of a batch left the stock without being handed out."""

    TOPIC = "stock.taken_off"
    sealed_with: ClassVar = SealedWith.SITE

    lot: str
    quantity: int
    cause: str
    reason: str
    happened_at: str

    def apply(self, aggregate: "Stock") -> None:
        """Take it away."""
        lot = aggregate.lots[self.lot]
        aggregate.lots[self.lot] = replace(lot, balance=lot.balance - self.quantity)


class Counted(Fact):
    """A batch was counted (盘点); from now on the count is the balance."""

    TOPIC = "stock.counted"
    sealed_with: ClassVar = SealedWith.SITE

    lot: str
    expected: int
    counted: int
    reason: str
    happened_at: str

    def apply(self, aggregate: "Stock") -> None:
        """Let the count stand."""
        lot = aggregate.lots[self.lot]
        aggregate.lots[self.lot] = replace(lot, balance=self.counted)


class Stock(Stream):
    """What one office keeps, batch by batch."""

    TOPIC = "stock"

    class Event(Stream.Event):
        """The library's base event; never recorded."""

        TOPIC = "stock.event"

    class Created(Stream.Created):
        """The library's base first event; never recorded."""

        TOPIC = "stock.created"

    def __init__(self) -> None:
        """Begin with nothing on the shelf."""
        self.office = ""
        self.lots: dict[str, Lot] = {}

    @staticmethod
    def id_for(office: UUID) -> UUID:
        """Return the one stock an office can have."""
        return uuid5(office, "stock")

    @classmethod
    def open(cls, office: UUID, division: str) -> "Stock":
        """Begin an office's stock."""
        return cls._create(
            Opened,
            id=cls.id_for(office),
            timestamp=NOT_YET,
            office=str(office),
            division=division,
        )

    def receive(
        self, lot: str, what: Lot, quantity: int, source: str, on: date, today: date
    ) -> str:
        """Take in a delivery; return the lot, an earlier one when it is the same batch."""
        _check(quantity, on, today)
        if what.expires_on < on.isoformat():
            raise ValidityReversed
        known = next((key for key, had in self.lots.items() if had.is_same(what)), lot)
        self.record(
            Received,
            lot=known,
            drug=what.drug,
            name=what.name,
            strength=what.strength,
            unit=what.unit,
            batch=what.batch,
            expires_on=what.expires_on,
            quantity=quantity,
            source=source,
            happened_at=on.isoformat(),
        )
        return known

    def hand_out(
        self, lot: str, quantity: int, hand_out: str, on: date, today: date
    ) -> None:
        """Hand out some of a batch; never more than there is."""
        _check(quantity, on, today)
        found = self.lot(lot)
        if found.expires_on < on.isoformat():
            raise BatchExpired
        if quantity > found.balance:
            raise StockTooLow
        self.record(
            HandedOut,
            lot=lot,
            quantity=quantity,
            hand_out=hand_out,
            happened_at=on.isoformat(),
        )

    def give_back(
        self, lot: str, quantity: int, hand_out: str, on: date, today: date
    ) -> None:
        """Put back what was returned and can be handed out again."""
        _check(quantity, on, today)
        self.lot(lot)
        self.record(
            GivenBack,
            lot=lot,
            quantity=quantity,
            hand_out=hand_out,
            happened_at=on.isoformat(),
        )

    def take_off(
        self,
        lot: str,
        quantity: int,
        cause: OffCause,
        reason: str,
        on: date,
        today: date,
    ) -> None:
        """Take some of a batch off the stock; all but expiry need a reason."""
        _check(quantity, on, today)
        if quantity > self.lot(lot).balance:
            raise StockTooLow
        if cause is not OffCause.EXPIRED and not reason.strip():
            raise ReasonNeeded
        self.record(
            TakenOff,
            lot=lot,
            quantity=quantity,
            cause=cause.value,
            reason=reason,
            happened_at=on.isoformat(),
        )

    def count(self, lot: str, counted: int, reason: str, on: date, today: date) -> None:
        """Note a count; a difference from the balance needs its reason."""
        if not 0 <= counted <= MOST_UNITS:
            raise QuantityUnreadable
        if on > today:
            raise NotYetGiven
        expected = self.lot(lot).balance
        if counted != expected and not reason.strip():
            raise ReasonNeeded
        self.record(
            Counted,
            lot=lot,
            expected=expected,
            counted=counted,
            reason=reason,
            happened_at=on.isoformat(),
        )

    def lot(self, lot: str) -> Lot:
        """Return a batch as it stands; `Unknown` when there is none."""
        found = self.lots.get(lot)
        if found is None:
            raise Unknown(kind="batch")
        return found


def _check(quantity: int, on: date, today: date) -> None:
    if not 1 <= quantity <= MOST_UNITS:
        raise QuantityUnreadable
    if on > today:
        raise NotYetGiven

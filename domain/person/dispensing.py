"""Medicine handed out to somebody (发药), and what came back.

A hand-out names the office and the batch; the office's stock (`domain/stock.py`) counts
the units. Two hand-outs of one medicine on one day are one hand-out entered twice, by
whichever offices.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from domain.errors import (
    AlreadyLeft,
    DaysNeeded,
    HandedOutElsewhere,
    HandOutOnRecord,
    NotYetGiven,
    QuantityUnreadable,
    ReasonNeeded,
    ReceiverNeeded,
    TooMuchReturned,
    Unknown,
    ValidityReversed,
)
from domain.fact import PersonFact, SealedWith
from domain.rules.dispensing import EDITIONS, Supply, supply
from domain.rules.edition import in_force
from domain.values.stock import MOST_DAYS, Lot, Programme, Receiver

if TYPE_CHECKING:
    from domain.person.person import Person


@dataclass(frozen=True, slots=True)
class HandOut:
    """What was handed out, and how much of it has come back. Days are ISO text."""

    office: str
    lot: str
    name: str
    handed_on: str
    begins_on: str
    days: int
    covered_until: str
    quantity: int
    returned: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOutForm:
    """A hand-out as whoever gave it reports it.

    `days` is None to take what the strength and the regimen come to, `next_pick_up_on` to
    take the last day covered.
    """

    lot: str
    quantity: int
    handed_on: date
    received_by: Receiver
    receiver_name: str = ""
    programme: Programme | None = None
    days: int | None = None
    next_pick_up_on: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnForm:
    """What came back of a hand-out; `is_usable` puts it on the shelf again."""

    quantity: int
    returned_on: date
    is_usable: bool
    reason: str


class MedicineHandedOut(PersonFact):
    """Medicine was handed out: to whom, how much, for how long, why it was asked about."""

    TOPIC = "person.medicine_handed_out"
    sealed_with: ClassVar = SealedWith.CLINICAL

    hand_out: str
    office: str
    lot: str
    drug: str
    name: str
    strength: str
    unit: str
    quantity: int
    received_by: str
    receiver_name: str
    programme: str | None
    begins_on: str
    days: int
    days_proposed: int | None
    covered_until: str
    next_pick_up_on: str
    because: list[dict[str, str]]
    reason: str
    happened_at: str
    editions: list[str]

    def apply(self, aggregate: "Person") -> None:
        """Keep what was handed out."""
        aggregate.hand_outs[self.hand_out] = HandOut(
            self.office,
            self.lot,
            self.name,
            self.happened_at,
            self.begins_on,
            self.days,
            self.covered_until,
            self.quantity,
        )


class MedicineReturned(PersonFact):
    """Some of a hand-out came back; it covers fewer days from now on."""

    TOPIC = "person.medicine_returned"
    sealed_with: ClassVar = SealedWith.CLINICAL

    hand_out: str
    name: str
    quantity: int
    is_usable: bool
    covered_until: str
    reason: str
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Keep what is left of it."""
        before = aggregate.hand_outs[self.hand_out]
        aggregate.hand_outs[self.hand_out] = replace(
            before,
            returned=before.returned + self.quantity,
            covered_until=self.covered_until,
        )


def hand_out_medicine(
    person: "Person",
    hand_out: str,
    office: str,
    lot: Lot,
    form: HandOutForm,
    today: date,
) -> None:
    """Record a hand-out and the days it covers; the same medicine once a day."""
    _refuse_what_cannot_be(person, form, lot.name, today)
    proposed = _supply(person, lot, form)
    days = proposed.days if form.days is None else form.days
    if days is None or not 1 <= days <= MOST_DAYS:
        raise DaysNeeded
    if proposed.needs_reason and not form.reason.strip():
        raise ReasonNeeded
    until = proposed.covered_until(days)
    again_on = form.next_pick_up_on or until
    if again_on <= form.handed_on and until > form.handed_on:
        raise ValidityReversed
    person.record(
        MedicineHandedOut,
        hand_out=hand_out,
        office=office,
        lot=form.lot,
        drug=lot.drug,
        name=lot.name,
        strength=lot.strength,
        unit=lot.unit,
        quantity=form.quantity,
        received_by=form.received_by.value,
        receiver_name=form.receiver_name.strip(),
        programme=form.programme.value if form.programme else None,
        begins_on=proposed.begins_on.isoformat(),
        days=days,
        days_proposed=proposed.days,
        covered_until=until.isoformat(),
        next_pick_up_on=again_on.isoformat(),
        because=[why.fact() for why in proposed.because],
        reason=form.reason,
        happened_at=form.handed_on.isoformat(),
        editions=[in_force(EDITIONS, form.handed_on).name],
    )


def return_medicine(
    person: "Person", hand_out: str, office: str, form: ReturnForm, today: date
) -> HandOut:
    """Record what came back; return the hand-out as it was before."""
    before = person.hand_outs.get(hand_out)
    if before is None:
        raise Unknown(kind="hand-out")
    if before.office != office:
        raise HandedOutElsewhere
    if form.returned_on > today:
        raise NotYetGiven
    if form.quantity < 1:
        raise QuantityUnreadable
    kept = before.quantity - before.returned - form.quantity
    if kept < 0:
        raise TooMuchReturned
    if not form.reason.strip():
        raise ReasonNeeded
    begins_on = date.fromisoformat(before.begins_on)
    left = before.days * kept // before.quantity
    person.record(
        MedicineReturned,
        hand_out=hand_out,
        name=before.name,
        quantity=form.quantity,
        is_usable=form.is_usable,
        covered_until=(begins_on + timedelta(days=left - 1)).isoformat(),
        reason=form.reason,
        happened_at=form.returned_on.isoformat(),
    )
    return before


def _refuse_what_cannot_be(
    person: "Person", form: HandOutForm, name: str, today: date
) -> None:
    if person.has_left:
        raise AlreadyLeft
    if form.handed_on > today:
        raise NotYetGiven
    if form.quantity < 1:
        raise QuantityUnreadable
    if form.received_by is not Receiver.SELF and not form.receiver_name.strip():
        raise ReceiverNeeded
    day = form.handed_on.isoformat()
    if any(
        (other.name, other.handed_on) == (name, day) and other.returned < other.quantity
        for other in person.hand_outs.values()
    ):
        raise HandOutOnRecord


def _supply(person: "Person", lot: Lot, form: HandOutForm) -> Supply:
    regimen = person.regimen_on(form.handed_on.isoformat())
    uses = [use for use in (regimen.drugs if regimen else ()) if use.title == lot.name]
    until = [
        other.covered_until
        for other in person.hand_outs.values()
        if other.name == lot.name and other.returned < other.quantity
    ]
    return supply(
        form.quantity,
        lot.strength,
        uses[0].daily_mg if uses else None,
        handed_on=form.handed_on,
        in_hand_until=date.fromisoformat(max(until)) if until else None,
        is_prescribed=bool(uses),
    )

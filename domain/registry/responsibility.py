"""Who is responsible (管理责任单位): handing over, taking on, deciding.

The sender stays responsible until the receiver has accepted, so that somebody is at every
moment: the unit changes in the same append as the acceptance. Who is handed over to another
county leaves the register once the unit there has confirmed; whoever comes back is taken on
again by the decision of the county SMI office.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from domain.errors import (
    AlreadyLeft,
    AlreadyResponsible,
    NameNeeded,
    NoSuchOffer,
    NotAUnit,
    OfficeIsClosed,
    OutOfItsArea,
    ReasonNeeded,
    Unknown,
)
from domain.handover import Handover, Offer
from domain.log import Command
from domain.office import Office
from domain.person.person import Person
from domain.person.residence import Residence, record_residence
from domain.person.responsibility import take_responsibility, transfer_out
from domain.registry.runner import Found, Touched
from domain.rules.access import Operation
from domain.rules.handover import (
    RESPONSIBLE_KINDS,
    Destination,
    HandoverCause,
    Proposal,
    Step,
    asked_by_move,
    half_a_year_on,
    open_gap,
    respond_by,
)
from domain.values.calendar import shanghai_day
from domain.values.places import is_within

__all__ = [
    "RESPONSIBLE_KINDS",
    "Destination",
    "HandoverCause",
    "Proposal",
    "Step",
    "asked_by_move",
    "half_a_year_on",
    "open_gap",
]


@dataclass(frozen=True, slots=True)
class OfPerson:
    """What rests on a person, the person's hand-overs and one unit."""

    person: UUID
    unit: UUID

    def streams(self) -> Sequence[UUID]:
        """Rest on the person, the hand-overs and the unit."""
        return (self.person, Handover.id_for(self.person), self.unit)


@dataclass(frozen=True, slots=True)
class OfferHandover(OfPerson):
    """Offer somebody to another unit; the sender stays responsible until it accepts."""

    why: HandoverCause
    remark: str = ""

    operation = Operation.OFFER_HANDOVER

    @property
    def changes(self) -> UUID:
        """Overwrite what the sender saw of this person."""
        return self.person

    def touches(self, found: Found) -> Touched:
        """Touch the division the person lives in."""
        return Touched(divisions=found.get(Person, self.person).divisions())

    def decide(self, found: Found, command: Command) -> None:
        """Offer the person."""
        offer_to(found, command, self, self.why, self.remark)


@dataclass(frozen=True, slots=True)
class AcceptHandover(OfPerson):
    """Take on somebody who was offered; from now on the receiver is responsible.

    `unit` is the receiver; while its post is vacant, the office that acts for it accepts.
    """

    handover: str

    operation = Operation.ANSWER_HANDOVER

    def touches(self, found: Found) -> Touched:
        """Touch the unit the person was offered to."""
        return Touched(office=_answering(found, self))

    def decide(self, found: Found, command: Command) -> None:
        """Settle the offer and change the unit in one."""
        person, today = found.get(Person, self.person), _today(command)
        if person.death or person.excluded_on:
            raise AlreadyLeft
        found.get(Handover, Handover.id_for(self.person)).accept(self.handover, today)
        take_responsibility(person, self.unit, today)


@dataclass(frozen=True, slots=True)
class RefuseHandover(OfPerson):
    """Refuse somebody who was offered, and say why; the sender stays responsible."""

    handover: str
    reason: str

    operation = Operation.ANSWER_HANDOVER

    def touches(self, found: Found) -> Touched:
        """Touch the unit the person was offered to."""
        return Touched(office=_answering(found, self))

    def decide(self, found: Found, command: Command) -> None:
        """Settle the offer."""
        held = found.get(Handover, Handover.id_for(self.person))
        held.refuse(self.handover, _today(command), self.reason)


@dataclass(frozen=True, slots=True)
class TakeBackHandover:
    """Take an offer back, and say why."""

    person: UUID
    handover: str
    reason: str

    operation = Operation.OFFER_HANDOVER

    def streams(self) -> Sequence[UUID]:
        """Rest on the person and the hand-overs."""
        return (self.person, Handover.id_for(self.person))

    def touches(self, found: Found) -> Touched:
        """Touch the division the person lives in."""
        return Touched(divisions=found.get(Person, self.person).divisions())

    def decide(self, found: Found, command: Command) -> None:
        """Settle the offer."""
        held = found.get(Handover, Handover.id_for(self.person))
        held.take_back(self.handover, _today(command), self.reason)


@dataclass(frozen=True, slots=True)
class LapseHandover:
    """Let an offer lapse that nobody answered in time; before that nothing happens."""

    person: UUID
    handover: str

    operation = Operation.LAPSE_HANDOVER

    def streams(self) -> Sequence[UUID]:
        """Rest on the hand-overs."""
        return (Handover.id_for(self.person),)

    def touches(self, found: Found) -> Touched:
        """Touch nobody: the system itself lets it lapse."""
        return Touched()

    def decide(self, found: Found, command: Command) -> None:
        """Settle the offer when its last day is over."""
        held = found.get(Handover, Handover.id_for(self.person))
        held.expire(self.handover, _today(command))


@dataclass(frozen=True, slots=True)
class OfferOutside:
    """Record a move to another county and offer the person to the unit there (BR-TRF-2).

    The record is passed on paper; until the unit confirms, the sender stays responsible.
    """

    person: UUID
    residence: Residence
    to_name: str
    remark: str = ""

    operation = Operation.OFFER_HANDOVER

    @property
    def changes(self) -> UUID:
        """Overwrite what the sender saw of this person."""
        return self.person

    def streams(self) -> Sequence[UUID]:
        """Rest on the person and the hand-overs."""
        return (self.person, Handover.id_for(self.person))

    def touches(self, found: Found) -> Touched:
        """Touch the division the person lived in."""
        return Touched(divisions=found.get(Person, self.person).divisions())

    def decide(self, found: Found, command: Command) -> None:
        """Record the residence and the offer."""
        person = found.get(Person, self.person)
        if person.has_left:
            raise AlreadyLeft
        if not self.to_name.strip():
            raise NameNeeded
        record_residence(person, self.residence)
        today = shanghai_day(command.now)
        until, reason = respond_by(today, found.in_force.at(person.entrusted_in))
        offer = Offer(
            handover=str(command.new_id("offer")),
            from_unit=person.responsible_unit,
            to_unit=None,
            to_division=self.residence.village,
            to_name=self.to_name,
            why=HandoverCause.MOVED,
            remark=self.remark,
            offered_on=today.isoformat(),
            respond_by=until.isoformat(),
            because=[reason.fact()],
        )
        begin_offer(found, self.person, offer)


@dataclass(frozen=True, slots=True)
class ConfirmOutside:
    """Enter that the unit outside took the person on: who said so, and how (代为登记)."""

    person: UUID
    handover: str
    by_word_of: str

    operation = Operation.DECIDE_RESPONSIBILITY

    def streams(self) -> Sequence[UUID]:
        """Rest on the person and the hand-overs."""
        return (self.person, Handover.id_for(self.person))

    def touches(self, found: Found) -> Touched:
        """Touch the division the person lived in."""
        return Touched(divisions=found.get(Person, self.person).divisions())

    def decide(self, found: Found, command: Command) -> None:
        """Settle the offer and let the person leave the register, in one."""
        person, held = (
            found.get(Person, self.person),
            found.get(Handover, Handover.id_for(self.person)),
        )
        if person.has_left:
            raise AlreadyLeft
        if held.opened(self.handover).to_unit is not None:
            raise NoSuchOffer
        if not self.by_word_of.strip():
            raise ReasonNeeded
        today = _today(command)
        offer = held.accept(self.handover, today, self.by_word_of)
        transfer_out(
            person,
            handover=offer.handover,
            on=today,
            to_division=offer.to_division,
            to_name=offer.to_name,
            by_word_of=self.by_word_of,
        )


@dataclass(frozen=True, slots=True)
class DecideResponsibility(OfPerson):
    """Assign somebody to a unit, and say why: the county SMI office decides (D-L2)."""

    reason: str

    operation = Operation.DECIDE_RESPONSIBILITY

    @property
    def changes(self) -> UUID:
        """Overwrite what the sender saw of this person."""
        return self.person

    def touches(self, found: Found) -> Touched:
        """Touch the division the person lives in."""
        return Touched(divisions=found.get(Person, self.person).divisions())

    def decide(self, found: Found, command: Command) -> None:
        """Take back what is open, offer by decision, and let it be accepted in one."""
        if not self.reason.strip():
            raise ReasonNeeded
        held = found.maybe(Handover, Handover.id_for(self.person))
        today = _today(command)
        if held and held.offer:
            held.take_back(held.offer.handover, today, self.reason)
        offer = offer_to(found, command, self, HandoverCause.DECIDED, self.reason)
        found.get(Handover, Handover.id_for(self.person)).accept(offer.handover, today)
        take_responsibility(found.get(Person, self.person), self.unit, today)


def offer_to(
    found: Found, command: Command, asked: OfPerson, why: HandoverCause, remark: str
) -> Offer:
    """Offer a person to a unit, if it works, is one, and the person lives in its division."""
    person, unit = found.get(Person, asked.person), found.get(Office, asked.unit)
    if person.death or person.excluded_on:
        raise AlreadyLeft
    if unit.kind not in RESPONSIBLE_KINDS:
        raise NotAUnit
    if not unit.is_open and not unit.acting:
        raise OfficeIsClosed
    if person.responsible_unit == str(asked.unit) and not person.transferred_on:
        raise AlreadyResponsible
    if not all(is_within(village, unit.division) for village in person.divisions()):
        raise OutOfItsArea
    today = shanghai_day(command.now)
    until, reason = respond_by(today, found.in_force.at(unit.division))
    offer = Offer(
        handover=str(command.new_id("offer")),
        from_unit=person.responsible_unit,
        to_unit=str(asked.unit),
        to_division=unit.division,
        to_name=unit.name,
        why=why,
        remark=remark,
        offered_on=today.isoformat(),
        respond_by=until.isoformat(),
        because=[reason.fact()],
    )
    return begin_offer(found, asked.person, offer)


def begin_offer(found: Found, person: UUID, offer: Offer) -> Offer:
    """Open an offer in the person's stream of hand-overs, beginning it where there is none."""
    held = found.maybe(Handover, Handover.id_for(person))
    if held is None:
        found.begin(Handover.begin(person, offer))
    else:
        held.offer_again(offer)
    return offer


def _answering(found: Found, asked: AcceptHandover | RefuseHandover) -> str:
    """Return who may answer: the unit that was offered the person, or who acts for it."""
    held = found.maybe(Handover, Handover.id_for(asked.person))
    if held is None:
        raise Unknown(kind=Handover.TOPIC)
    if held.opened(asked.handover).to_unit != str(asked.unit):
        raise NoSuchOffer
    unit = found.get(Office, asked.unit)
    return str(asked.unit) if unit.is_open else unit.acting


def _today(command: Command) -> str:
    return shanghai_day(command.now).isoformat()

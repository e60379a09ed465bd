"""Registration (登记建档): several facts at once, and one claim on the ID number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID

from domain.claim import Claim
from domain.clue import Clue
from domain.errors import (
    IdNumberInvalid,
    NameNeeded,
    NotACase,
    NotYetGiven,
    OfficeIsClosed,
    PsychiatristNeeded,
)
from domain.handover import Handover
from domain.log import Command
from domain.numbering import Numbering
from domain.office import Office
from domain.person.consent import Consent, check_signature, record_consent
from domain.person.diagnosis import Diagnosis, record_diagnosis
from domain.person.follow_up import expect_first_visit
from domain.person.guardian import Guardian, record_guardian
from domain.person.identity import (
    Identity,
    correct_identity,
    give_provisional_number,
    judge_not_the_same,
    record_identity,
)
from domain.person.imported import ClinicalRowKept, IdentityRowKept
from domain.person.person import Person
from domain.person.residence import Residence, record_residence
from domain.person.responsibility import take_responsibility
from domain.registry.responsibility import HandoverCause, OfPerson, offer_to
from domain.registry.runner import Found, Touched
from domain.rules.access import Operation
from domain.rules.registration_scope import scope_of
from domain.values.calendar import shanghai_day
from domain.values.identity import fault_of
from domain.values.registration import Disease, IdKind, provisional_name

PROVISIONAL: Final = "provisional number"
"""The kind of number the unknown are given."""


@dataclass(frozen=True, slots=True)
class RawRow:
    """An imported row as it was found, identity and clinical columns apart."""

    source: str
    sheet: str
    number: int
    identity: Mapping[str, str]
    clinical: Mapping[str, str]
    map: str


@dataclass(frozen=True, slots=True)
class Registration:
    """What is known of a person when they enter the register."""

    identity: Identity
    residence: Residence
    diagnosis: Diagnosis
    consent: Consent
    guardian: Guardian | None
    unit: UUID
    registered_on: str


@dataclass(frozen=True, slots=True)
class RegisterPerson:
    """Register a person; the ID number may be on record for nobody else.

    `id_claim` is the claim stream of the ID number, None for the unknown, who get the
    next of the provisional `numbers`; `row_claim` is that of the imported row, with the
    row itself. `alike` are people on record it may be: `not_the_same` says why not. Of a
    confirmed `clue` the person takes over the id, and so what is known and its keys.
    """

    registration: Registration
    id_claim: UUID | None
    row: RawRow | None = None
    row_claim: UUID | None = None
    numbers: UUID | None = None
    alike: tuple[UUID, ...] = ()
    not_the_same: str = ""
    clue: UUID | None = None

    operation = Operation.REGISTER_PERSON

    def streams(self) -> Sequence[UUID]:
        """Rest on the claims and the responsible unit."""
        claims = (self.id_claim, self.row_claim, self.numbers, self.clue)
        return (*(claim for claim in claims if claim), self.registration.unit)

    def touches(self, found: Found) -> Touched:
        """Touch the division the person comes to live in, and the clue's."""
        clue = found.get(Clue, self.clue).village if self.clue else None
        village = self.registration.residence.village
        return Touched(divisions=(village, *((clue,) if clue else ())))

    def decide(self, found: Found, command: Command) -> None:
        """Claim, register, and record what is known, each under its own key."""
        self._register(found, command)

    def _register(self, found: Found, command: Command) -> Person:
        known = self.registration
        if known.registered_on > shanghai_day(command.now).isoformat():
            raise NotYetGiven
        if self.row is None:
            check_scope(known.diagnosis)
        number = self._next_number(found)
        identity = known.identity
        if number and not identity.name.strip():
            identity = replace(identity, name=provisional_name(number))
        check_identity(identity, shanghai_day(command.now))
        unit = found.get(Office, known.unit)
        if not unit.is_open and not unit.acting:
            raise OfficeIsClosed
        person = Person.register(
            self._take_clue(found) or command.new_id("person"),
            known.registered_on,
            provisional=self.id_claim is None,
        )
        _claim(found, self.id_claim, "ID number", person.id)
        _claim(found, self.row_claim, "imported row", person.id)
        found.begin(person)
        if self.row:
            keep_row(person, self.row)
        record_identity(person, identity)
        if number:
            give_provisional_number(person, number)
        if self.alike:
            judge_not_the_same(person, self.alike, self.not_the_same)
        record_residence(person, known.residence)
        record_diagnosis(person, known.diagnosis)
        if known.guardian:
            record_guardian(person, known.guardian)
        if self.row is None:
            check_signature(person, known.consent)
        record_consent(person, known.consent, found.in_force)
        take_responsibility(person, known.unit, known.registered_on)
        registered_on = date.fromisoformat(known.registered_on)
        expect_first_visit(person, registered_on, found.in_force)
        return person

    def _take_clue(self, found: Found) -> UUID | None:
        if self.clue is None:
            return None
        clue = found.get(Clue, self.clue)
        clue.become_registered()
        return clue.person

    def _next_number(self, found: Found) -> int | None:
        is_unknown = self.registration.identity.id_kind == IdKind.UNKNOWN
        if self.numbers is None or not is_unknown:
            return None
        numbering = found.maybe(Numbering, self.numbers) or found.begin(
            Numbering.begin(self.numbers, PROVISIONAL)
        )
        return numbering.give()


@dataclass(frozen=True, slots=True)
class CorrectIdentity:
    """Put right who a person is; the old ID number is released, the new one claimed."""

    person: UUID
    identity: Identity
    reason: str
    old_claim: UUID | None
    new_claim: UUID | None

    operation = Operation.CORRECT_IDENTITY

    @property
    def changes(self) -> UUID:
        """Overwrite what the sender saw of this person."""
        return self.person

    def streams(self) -> Sequence[UUID]:
        """Rest on the person and both claims."""
        claims = (self.old_claim, self.new_claim)
        return (self.person, *(claim for claim in claims if claim))

    def touches(self, found: Found) -> Touched:
        """Touch the division the person lives in."""
        return Touched(divisions=found.get(Person, self.person).divisions())

    def decide(self, found: Found, command: Command) -> None:
        """Move the claim and correct the identity."""
        person = found.get(Person, self.person)
        check_identity(self.identity, shanghai_day(command.now))
        if self.old_claim != self.new_claim:
            if self.old_claim and (held := found.maybe(Claim, self.old_claim)):
                held.release(self.person, "corrected")
            _claim(found, self.new_claim, "ID number", self.person)
        correct_identity(person, self.identity, self.reason)


@dataclass(frozen=True, slots=True)
class RecordMove:
    """Record where a person lives from a day on; with `to_unit` offered there at once."""

    person: UUID
    residence: Residence
    to_unit: UUID | None = None

    operation = Operation.RECORD_MOVE

    @property
    def changes(self) -> UUID:
        """Overwrite what the sender saw of this person."""
        return self.person

    def streams(self) -> Sequence[UUID]:
        """Rest on the person and, where somebody is offered, on the hand-overs and the unit."""
        offered = (Handover.id_for(self.person), self.to_unit) if self.to_unit else ()
        return (self.person, *offered)

    def touches(self, found: Found) -> Touched:
        """Touch the division the person lived in."""
        return Touched(divisions=found.get(Person, self.person).divisions())

    def decide(self, found: Found, command: Command) -> None:
        """Record the residence, then offer the person to the unit there."""
        record_residence(found.get(Person, self.person), self.residence)
        if self.to_unit:
            asked = OfPerson(self.person, self.to_unit)
            offer_to(found, command, asked, HandoverCause.MOVED, "")


def check_scope(diagnosis: Diagnosis) -> None:
    """Refuse a diagnosis that is no case of the register, or nobody's (BR-DIS-1 to -5).

    On a family's or an officer's word alone nobody is registered: a hospital said so.
    """
    if not diagnosis.hospital.strip():
        raise PsychiatristNeeded
    if not scope_of(Disease(diagnosis.disease), art_30=diagnosis.art_30).is_in_scope:
        raise NotACase


def check_identity(identity: Identity, today: date) -> None:
    """Refuse an identity without a name, or with an ID number that cannot be right."""
    if not identity.name.strip():
        raise NameNeeded
    if identity.id_kind == IdKind.RESIDENT_ID:
        fault = fault_of(identity.id_number or "", today)
        if fault is not None:
            raise IdNumberInvalid(fault=fault)


def _claim(found: Found, claim: UUID | None, kind: str, holder: UUID) -> None:
    if claim is None:
        return
    held = found.maybe(Claim, claim)
    if held is None:
        found.begin(Claim.make(claim, kind, holder))
    else:
        held.take(holder)


def keep_row(person: Person, row: RawRow) -> None:
    """Keep an imported row as it was found, in two facts under two keys."""
    place = {"source": row.source, "sheet": row.sheet, "row": row.number}
    person.record(IdentityRowKept, **place, columns=dict(row.identity))
    person.record(ClinicalRowKept, **place, columns=dict(row.clinical), map=row.map)

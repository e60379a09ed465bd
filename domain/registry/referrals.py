"""Referrals (双向转诊), beds asked for, and stays in hospital that come of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.bed import Bed
from domain.errors import Unknown
from domain.log import Command
from domain.office import Office
from domain.person.merging import is_record_of
from domain.person.person import Person
from domain.person.referral import end_referral, refer
from domain.person.stay import AbscondedForm, StayForm, admit, note_absconding
from domain.referral import Referral, ReferralForm
from domain.registry.one_person import OnePerson, refuse_later
from domain.registry.runner import Found, Touched
from domain.rules.access import Operation
from domain.rules.emergency import BED, REFERRAL, bed_by, referral_by
from domain.rules.referral import UP_REASONS, look_after, proposes_referral
from domain.values.calendar import shanghai_day
from domain.values.findings import FollowUpClass
from domain.values.referral import (
    BedAnswer,
    Direction,
    ReferralOutcome,
    ReferralReason,
    ReferralRefusal,
    StayBasis,
)

__all__ = [
    "UP_REASONS",
    "AbscondedForm",
    "AdmitPerson",
    "AskBed",
    "BedAnswer",
    "CancelBed",
    "Direction",
    "EndReferral",
    "HaveNoBed",
    "NoteAbsconding",
    "OfferBed",
    "ReceiveReferral",
    "ReferralForm",
    "ReferralOutcome",
    "ReferralReason",
    "ReferralRefusal",
    "RefuseReferral",
    "SendReferral",
    "StayBasis",
    "StayForm",
    "WithdrawReferral",
    "look_after",
    "proposes_referral",
]


@dataclass(frozen=True, slots=True)
class SendReferral(OnePerson):
    """Refer somebody up or down; an unstable last follow-up is kept as why."""

    form: ReferralForm
    emergency: UUID | None = None

    operation = Operation.SEND_REFERRAL

    def streams(self) -> Sequence[UUID]:
        """Rest on the person, and on the receiving office where it is one of ours."""
        return (self.person, *((self.form.to,) if self.form.to else ()))

    def decide(self, found: Found, command: Command) -> None:
        """Send it, and note in the person's own stream by when to ask after it."""
        form, person = self.form, found.get(Person, self.person)
        refuse_later(form.sent_on, command)
        institution = form.institution
        if form.to:
            institution = found.get(Office, form.to).name
        look = look_after(form.direction, form.sent_on, out_of_area=form.out_of_area)
        visit = person.last_visit()
        judged = FollowUpClass(visit.judged) if visit and visit.judged else None
        why = proposes_referral(judged) if form.direction is Direction.UP else None
        stream = command.new_id("referral")
        found.begin(
            Referral.send(
                stream,
                self.person,
                form,
                from_office=str(command.organisation or ""),
                answer_by=referral_by(
                    command.now, local=found.in_force.at(person.village)
                ),
                look=look,
                because=[each.fact() for each in (why, REFERRAL) if each],
                follow_up=visit.follow_up if visit and why else None,
                emergency=str(self.emergency) if self.emergency else None,
            )
        )
        refer(
            person,
            referral=str(stream),
            direction=form.direction.value,
            referred_on=form.sent_on,
            institution=institution,
            look=look,
            local=found.in_force,
        )


@dataclass(frozen=True, slots=True)
class _OnReferral:
    """A use case that rests on one referral and its person."""

    referral: UUID
    person: UUID

    def streams(self) -> Sequence[UUID]:
        """Rest on the referral and its person."""
        return (self.referral, self.person)

    def touches(self, found: Found) -> Touched:
        """Touch where the person lives, and the office the referral is addressed to."""
        return Touched(
            divisions=found.get(Person, self.person).divisions(),
            office=self.found_in(found).to_office,
        )

    def found_in(self, found: Found) -> Referral:
        """Return the referral, which must be about this person."""
        referral = found.get(Referral, self.referral)
        if not is_record_of(found.get(Person, self.person), referral.person):
            raise Unknown(kind="referral")
        return referral

    def end(self, found: Found, outcome: str, on: date) -> None:
        """Note in the person's own stream that nobody need ask after it any more."""
        end_referral(
            found.get(Person, self.person),
            referral=str(self.referral),
            outcome=outcome,
            ended_on=on,
        )


@dataclass(frozen=True, slots=True)
class ReceiveReferral(_OnReferral):
    """Take the person on (接诊)."""

    received_on: date
    department: str = ""
    doctor: str = ""

    operation = Operation.ANSWER_REFERRAL

    def decide(self, found: Found, command: Command) -> None:
        """Record it."""
        refuse_later(self.received_on, command)
        self.found_in(found).receive(self.received_on, self.department, self.doctor)


@dataclass(frozen=True, slots=True)
class RefuseReferral(_OnReferral):
    """Send the person back (退回) with a reason."""

    refused_on: date
    refusal: ReferralRefusal
    remark: str = ""

    operation = Operation.ANSWER_REFERRAL

    def decide(self, found: Found, command: Command) -> None:
        """Record it; the sender's list shows it."""
        refuse_later(self.refused_on, command)
        self.found_in(found).refuse(self.refused_on, self.refusal, self.remark)
        self.end(found, "refused", self.refused_on)


@dataclass(frozen=True, slots=True)
class EndReferral(_OnReferral):
    """Say what came of it; `stay` notes the admission with it."""

    outcome: ReferralOutcome
    ended_on: date
    advice: str = ""
    stay: StayForm | None = None

    operation = Operation.ANSWER_REFERRAL

    def decide(self, found: Found, command: Command) -> None:
        """Record the outcome, and the stay it began."""
        refuse_later(self.ended_on, command)
        self.found_in(found).end(self.outcome, self.ended_on, self.advice)
        self.end(found, self.outcome.value, self.ended_on)
        if self.stay and self.outcome is ReferralOutcome.ADMITTED:
            admit(
                found.get(Person, self.person),
                str(command.new_id("stay")),
                self.stay,
                shanghai_day(command.now),
                referral=str(self.referral),
            )


@dataclass(frozen=True, slots=True)
class WithdrawReferral(_OnReferral):
    """The sender takes it back."""

    reason: str

    operation = Operation.SEND_REFERRAL

    def decide(self, found: Found, command: Command) -> None:
        """Record why."""
        self.found_in(found).withdraw(self.reason)
        self.end(found, "withdrawn", shanghai_day(command.now))


@dataclass(frozen=True, slots=True)
class AdmitPerson(OnePerson):
    """Note an admission that no referral of ours led to, or of an emergency."""

    stay: StayForm
    emergency: UUID | None = None

    operation = Operation.RECORD_STAY

    def decide(self, found: Found, command: Command) -> None:
        """Begin the stay."""
        admit(
            found.get(Person, self.person),
            str(command.new_id("stay")),
            self.stay,
            shanghai_day(command.now),
            emergency=str(self.emergency) if self.emergency else None,
        )


@dataclass(frozen=True, slots=True)
class NoteAbsconding(OnePerson):
    """Note that somebody left the hospital without leave (BR-NOT-6)."""

    form: AbscondedForm

    operation = Operation.RECORD_STAY

    def decide(self, found: Found, command: Command) -> None:
        """Record it; who is not found is told of to the police."""
        note_absconding(
            found.get(Person, self.person), self.form, shanghai_day(command.now)
        )


@dataclass(frozen=True, slots=True)
class AskBed(OnePerson):
    """Ask a hospital for a bed; in an emergency it answers sooner."""

    hospital: UUID
    pressing: bool = False
    remark: str = ""
    referral: UUID | None = None
    emergency: UUID | None = None

    operation = Operation.SEND_REFERRAL

    def streams(self) -> Sequence[UUID]:
        """Rest on the person and the hospital."""
        return (self.person, self.hospital)

    def decide(self, found: Found, command: Command) -> None:
        """Ask, with the clock."""
        person = found.get(Person, self.person)
        found.get(Office, self.hospital)
        local = found.in_force.at(person.village)
        by = bed_by(command.now, pressing=self.pressing, local=local)
        found.begin(
            Bed.ask(
                command.new_id("bed"),
                self.person,
                from_office=str(command.organisation or ""),
                hospital=self.hospital,
                pressing=self.pressing,
                answer_by=by,
                because=[BED.fact()],
                remark=self.remark,
                referral=str(self.referral) if self.referral else None,
                emergency=str(self.emergency) if self.emergency else None,
            )
        )


@dataclass(frozen=True, slots=True)
class _OnBed:
    """A use case that rests on one bed asked for and its person."""

    bed: UUID
    person: UUID

    def streams(self) -> Sequence[UUID]:
        """Rest on the wish and its person."""
        return (self.bed, self.person)

    def touches(self, found: Found) -> Touched:
        """Touch where the person lives, and the hospital that was asked."""
        return Touched(
            divisions=found.get(Person, self.person).divisions(),
            office=self.found_in(found).hospital,
        )

    def found_in(self, found: Found) -> Bed:
        """Return the wish, which must be about this person."""
        bed = found.get(Bed, self.bed)
        if not is_record_of(found.get(Person, self.person), bed.person):
            raise Unknown(kind="bed")
        return bed


@dataclass(frozen=True, slots=True)
class OfferBed(_OnBed):
    """The hospital has a bed and keeps it until a day."""

    ward: str
    kept_until: date

    operation = Operation.ANSWER_REFERRAL

    def decide(self, found: Found, command: Command) -> None:
        """Record the offer."""
        del command
        self.found_in(found).offer(self.ward, self.kept_until)


@dataclass(frozen=True, slots=True)
class HaveNoBed(_OnBed):
    """The hospital has none."""

    remark: str

    operation = Operation.ANSWER_REFERRAL

    def decide(self, found: Found, command: Command) -> None:
        """Record it with when or where there may be one."""
        del command
        self.found_in(found).have_none(self.remark)


@dataclass(frozen=True, slots=True)
class CancelBed(_OnBed):
    """The asker needs it no longer."""

    reason: str

    operation = Operation.SEND_REFERRAL

    def decide(self, found: Found, command: Command) -> None:
        """Record why."""
        del command
        self.found_in(found).cancel(self.reason)

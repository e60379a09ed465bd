"""Stays in hospital (住院): when and where admitted, and on what basis.

A stay ends by the discharge that `discharge.py` keeps; leaving without leave ends none.
强制医疗 is a court's order, 非自愿住院 a doctor's decision under the Mental Health Law: the
basis keeps them apart.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from domain.errors import AlreadyInHospital, NotInHospital, NotYetGiven
from domain.fact import PersonFact, SealedWith
from domain.person.standing import check_on_register
from domain.rules.leaving import absconded
from domain.values.referral import StayBasis

if TYPE_CHECKING:
    from domain.person.person import Person


@dataclass(frozen=True, slots=True)
class Stay:
    """One admission as later decisions need it."""

    stay: str
    hospital: str
    admitted_on: str
    basis: str


class Admitted(PersonFact):
    """The person was admitted; `referral` and `emergency` say from where, if either."""

    TOPIC = "person.admitted"
    sealed_with: ClassVar = SealedWith.CLINICAL

    stay: str
    hospital: str
    ward: str
    admitted_on: str
    basis: str
    referral: str | None
    emergency: str | None
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Begin the stay."""
        aggregate.stays[self.stay] = Stay(
            self.stay, self.hospital, self.admitted_on, self.basis
        )


class Absconded(PersonFact):
    """Somebody left the hospital without leave (擅自离院); guardian told, found or not."""

    TOPIC = "person.absconded"
    sealed_with: ClassVar = SealedWith.CLINICAL

    stay: str
    hospital: str
    left_on: str
    whereabouts_known: bool
    guardian_told: bool
    remark: str
    because: list[dict[str, str]]
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Keep since when, by the stay."""
        aggregate.absconded[self.stay] = self.left_on


@dataclass(frozen=True, slots=True)
class AbscondedForm:
    """That somebody left without leave, and whether guardian and whereabouts are known."""

    left_on: date
    whereabouts_known: bool
    guardian_told: bool
    remark: str = ""


@dataclass(frozen=True, slots=True)
class StayForm:
    """An admission as it was noted."""

    hospital: str
    admitted_on: date
    basis: StayBasis
    ward: str = ""


def current_stay(person: "Person") -> Stay | None:
    """Return the stay no discharge has ended, None for who is not in hospital."""
    last = max(person.stays.values(), key=lambda s: s.admitted_on, default=None)
    if last is None or any(day >= last.admitted_on for day in person.discharges):
        return None
    return last


def admit(
    person: "Person",
    stay: str,
    form: StayForm,
    today: date,
    *,
    referral: str | None = None,
    emergency: str | None = None,
) -> None:
    """Begin a stay; refuse while another lasts."""
    if form.admitted_on > today:
        raise NotYetGiven
    if current_stay(person) is not None:
        raise AlreadyInHospital
    day = form.admitted_on.isoformat()
    check_on_register(person, day)
    person.record(
        Admitted,
        stay=stay,
        hospital=form.hospital,
        ward=form.ward,
        admitted_on=day,
        basis=form.basis.value,
        referral=referral,
        emergency=emergency,
        happened_at=day,
    )


def note_absconding(person: "Person", form: AbscondedForm, today: date) -> None:
    """Note that somebody left the hospital without leave; refuse who is in none."""
    stay = current_stay(person)
    if stay is None:
        raise NotInHospital
    day = form.left_on.isoformat()
    if not stay.admitted_on <= day <= today.isoformat():
        raise NotYetGiven
    asked = absconded(whereabouts_known=form.whereabouts_known)
    person.record(
        Absconded,
        stay=stay.stay,
        hospital=stay.hospital,
        left_on=day,
        whereabouts_known=form.whereabouts_known,
        guardian_told=form.guardian_told,
        remark=form.remark,
        because=[why.fact() for why in asked],
        happened_at=day,
    )

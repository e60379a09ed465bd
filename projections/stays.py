"""A person's stays in hospital: admitted where and on what basis, discharged when."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.log import Logged
from domain.person.discharge import Discharged
from domain.person.stay import Admitted


@dataclass(frozen=True, slots=True)
class StayRow:
    """One stay; days are ISO text, `discharged_on` is empty while it lasts."""

    hospital: str
    ward: str
    admitted_on: str
    basis: str
    discharged_on: str = ""


def stays_of(facts: Sequence[Logged]) -> list[StayRow]:
    """Return the stays these facts of one person tell of, the latest first."""
    stays: list[StayRow] = []
    left: list[str] = []
    for logged in facts:
        match logged.fact:
            case Admitted() as fact:
                row = StayRow(fact.hospital, fact.ward, fact.admitted_on, fact.basis)
                stays.append(row)
            case Discharged() as fact:
                left.append(fact.discharged_on)
            case _:
                pass
    latest = sorted(stays, key=lambda stay: stay.admitted_on, reverse=True)
    return [_ended(stay, left) for stay in latest]


def _ended(stay: StayRow, left: Sequence[str]) -> StayRow:
    after = min((day for day in left if day >= stay.admitted_on), default="")
    return replace(stay, discharged_on=after)

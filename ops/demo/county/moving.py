"""Who moves, is offered to the unit there, and what came of it; who withdrew consent."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from domain.log import Command
from domain.person.consent import Consent
from domain.person.residence import Residence
from domain.registry.record import RecordConsent
from domain.registry.responsibility import (
    AcceptHandover,
    DecideResponsibility,
    OfferOutside,
    RefuseHandover,
)
from domain.registry.runner import UseCase
from domain.values.people import Role
from domain.values.registration import ConsentAnswer
from ops.demo.county import offices
from ops.demo.county.course import Course
from ops.demo.county.people import Invented
from ops.demo.county.places import COUNTY, township_of
from ops.demo.county.plan import Plan

ANSWERED_AFTER: Final = timedelta(days=3)
DECIDED_AFTER: Final = timedelta(days=9)
REFUSED, UNANSWERED = 1, 2
WITHDREW: Final = frozenset({41, 142, 243})
WENT_OUTSIDE: Final = frozenset({27, 128, 229})
"""Invented people by number, if they are still there at the end."""
NEIGHBOUR: Final = "990102"
"""The county beside the demo's, never assigned either."""


def by_county(plan: Plan, command: Command) -> Command:
    """Return a command as the county SMI office gives it."""
    return replace(
        command,
        actor=offices.account_id(plan, "jingfang"),
        role=Role.COUNTY_SMI,
        organisation=offices.office_id(plan, "smi"),
        division=COUNTY,
    )


def answers(
    person: Invented, who: UUID, move: Command, day: date, unit: UUID
) -> Iterator[tuple[date, str, UseCase]]:
    """Yield what came of an offer, by day and key: most accept, some refuse or are silent."""
    turn, handover = (person.number + day.day) % 7, str(move.new_id("offer"))
    if turn == UNANSWERED:
        return
    if turn != REFUSED:
        yield day + ANSWERED_AFTER, "accept", AcceptHandover(who, unit, handover)
        return
    refusing = RefuseHandover(who, unit, handover, "查无此人")
    yield day + ANSWERED_AFTER, "refuse", refusing
    decided = DecideResponsibility(who, unit, "已核实现住址,由现居住地管理")
    yield day + DECIDED_AFTER, "decide", decided


def is_offered(found: Course, index: int, before: str, there: str) -> bool:
    """Return whether a move is offered: the last one, to another township."""
    is_last = index == len(found.moves) - 1
    return is_last and township_of(before) != township_of(there)


def withdraws(plan: Plan, person: Invented, who: UUID) -> tuple[date, UseCase] | None:
    """Return the withdrawal of somebody who agreed, on the last day."""
    if person.number not in WITHDREW or not person.agreed:
        return None
    said = Consent(ConsentAnswer.WITHDRAWN, person.name, plan.until.isoformat(), None)
    return plan.until, RecordConsent(who, said)


def goes_outside(
    plan: Plan, person: Invented, who: UUID, residence: Residence
) -> tuple[date, UseCase] | None:
    """Return the move to the neighbouring county of somebody, on the last day."""
    if person.number not in WENT_OUTSIDE:
        return None
    there = replace(
        residence,
        village=NEIGHBOUR,
        address="演示县演示路9号",
        since=plan.until.isoformat(),
    )
    return plan.until, OfferOutside(who, there, "演示县精神卫生中心", "随子女居住")

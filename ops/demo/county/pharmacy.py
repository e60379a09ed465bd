"""The shelves of the township hospitals, and what invented people are given from them.

Pure lists, like the services: deliveries on the first day, hand-outs every quarter to one
in twenty who take tablets, results, services and guidance for a few.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from math import ceil
from typing import Final
from uuid import UUID, uuid5

from domain.registry.dispensing import (
    CountStock,
    Delivery,
    HandOutForm,
    HandOutMedicine,
    ReceiveStock,
    TakeOffStock,
)
from domain.registry.medication import (
    EnterResult,
    JoinProgramme,
    LabForm,
    TellOfLateInjection,
    ToldForm,
)
from domain.registry.runner import UseCase
from domain.registry.services import (
    ApplyForRehabilitation,
    DeliverService,
    GiveGuidance,
    GuidanceForm,
    ServiceForm,
    Step,
    StepForm,
    TakeRehabilitationStep,
)
from domain.values.injection import Told
from domain.values.laboratory import LabCheck
from domain.values.medication import DrugUse, drug_of
from domain.values.services import (
    ApplyWay,
    Audience,
    Progress,
    ServiceWay,
    Stage,
    Topic,
)
from domain.values.services import Service as Served
from domain.values.stock import OffCause, Programme, Receiver
from ops.demo.county import offices
from ops.demo.county.people import Invented
from ops.demo.county.places import township_of
from ops.demo.county.plan import Plan

STRENGTHS: Final = {
    "risperidone": "1 mg/片",
    "olanzapine": "5 mg/片",
    "clozapine": "25 mg/片",
    "aripiprazole": "5 mg/片",
    "amisulpride": "200 mg/片",
    "quetiapine": "100 mg/片",
    "sodium_valproate": "500 mg/片",
    "lithium_carbonate": "250 mg/片",
}
DEPOT_NAME: Final = "棕榈酸帕利哌酮"
SHELF: Final = 90_000
QUARTER: Final = 88
LASTS: Final = 90
CHECKED: Final = {
    "clozapine": (LabCheck.BLOOD_COUNT, "5.2", "10^9/L"),
    "lithium_carbonate": (LabCheck.LITHIUM_LEVEL, "0.7", "mmol/L"),
}

Service = tuple[date, str, UseCase]


def shelf(plan: Plan, township: str) -> Iterator[Service]:
    """Yield what one township hospital takes in, counts and takes off."""
    office = offices.office_id(plan, f"hospital-{township}")
    for code, strength in STRENGTHS.items():
        drug = drug_of(code)
        key = _key(township, code)
        if drug is not None:
            delivery = _delivery(plan, drug.zh, strength, "2026A", SHELF, 1200)
            yield plan.since, key, ReceiveStock(office, delivery)
    soon = (plan.until - plan.since).days + 60
    near = _delivery(plan, "苯海索", "2 mg/片", "2024B", 400, soon)
    gone = _delivery(plan, "奋乃静", "2 mg/片", "2023C", 200, 300)
    yield plan.since, _key(township, "near"), ReceiveStock(office, near)
    yield plan.since, _key(township, "gone"), ReceiveStock(office, gone)
    counted = _lot(plan, _key(township, "near"))
    expired = _lot(plan, _key(township, "gone"))
    mid = plan.since + (plan.until - plan.since) / 2
    yield mid, f"{township}/count", CountStock(office, counted, 398, mid, "破损两片")
    off = TakeOffStock(office, expired, 150, OffCause.EXPIRED, mid)
    yield mid, f"{township}/off", off


@dataclass(frozen=True, slots=True)
class Given:
    """What one person is given and served, until the last day anything can be done."""

    plan: Plan
    person: Invented
    who: UUID
    until: date
    drugs: tuple[DrugUse, ...]
    stays: bool
    """Whether the person lives in one village all the time."""

    def all(self) -> Iterator[Service]:
        """Yield everything, in no order."""
        number = self.person.number
        tablets = [use for use in self.drugs if use.drug in STRENGTHS]
        if tablets and self.stays and number % 20 == 3:  # noqa: PLR2004 - invented
            yield from self._hand_outs(tablets[0])
        if number % 4 == 1:
            yield from self._results()
        if number % 60 == 7:  # noqa: PLR2004 - invented
            yield from self._served()
        if number % 150 == 11:  # noqa: PLR2004 - invented
            yield from self._case()

    def told(self, last_given_on: date) -> Iterator[Service]:
        """Yield that the guardian was told of an injection that is late by now."""
        if (self.until - last_given_on).days > 40 and self.person.number % 2:  # noqa: PLR2004
            told = ToldForm(
                name=DEPOT_NAME,
                told=Told.GUARDIAN,
                who=self.person.guardian,
                told_on=self.until,
                answer="约本周内来院",
            )
            yield self.until, "late-injection", TellOfLateInjection(self.who, told)

    def _hand_outs(self, use: DrugUse) -> Iterator[Service]:
        township = township_of(self.person.village)
        office = offices.office_id(self.plan, f"hospital-{township}")
        lot = _lot(self.plan, _key(township, use.drug))
        each = Decimal(STRENGTHS[use.drug].partition(" ")[0])
        quantity = ceil(LASTS * Decimal(use.daily_mg or "1") / each)
        day = max(self.person.enters_on, self.until - timedelta(days=400))
        day += timedelta(days=self.person.number % 60)
        if day > self.until:
            return
        join = JoinProgramme(self.who, Programme.FREE_MEDICINE, day, "演示县残联批准")
        yield day, "programme", join
        to_guardian = self.person.number % 3 > 0
        while day <= self.until:
            form = HandOutForm(
                lot=str(lot),
                quantity=quantity,
                handed_on=day,
                received_by=Receiver.GUARDIAN if to_guardian else Receiver.SELF,
                receiver_name=self.person.guardian if to_guardian else "",
                programme=Programme.FREE_MEDICINE,
                days=LASTS,
                reason="按季领药",
            )
            yield day, f"hand-out/{day}", HandOutMedicine(self.who, office, form)
            day += timedelta(days=QUARTER + self.person.number % 9)

    def _results(self) -> Iterator[Service]:
        for use in self.drugs:
            if use.drug not in CHECKED:
                continue
            check, value, unit = CHECKED[use.drug]
            day = self.until - timedelta(days=150 + self.person.number % 28)
            while max(day, self.person.enters_on) == day <= self.until:
                form = LabForm(
                    check=check,
                    taken_on=day,
                    value=value,
                    unit=unit,
                    abnormal=False,
                    place="卫生院",
                )
                yield day, f"result/{use.drug}/{day}", EnterResult(self.who, form)
                day += timedelta(days=28 + self.person.number % 5)

    def _served(self) -> Iterator[Service]:
        for month in range(5):
            day = self.until - timedelta(days=30 * month + 3)
            if day < self.person.enters_on:
                break
            served = ServiceForm(
                services=(tuple(Served)[month], Served.PEER),
                delivered_on=day,
                by="演示康复师",
                place="演示社区康复站",
                minutes=60,
                way=ServiceWay.GROUP,
                progress=Progress.BETTER if month % 2 else Progress.SAME,
            )
            yield day, f"service/{month}", DeliverService(self.who, served)
        day = max(self.until - timedelta(days=3), self.person.enters_on)
        guided = GuidanceForm(
            topics=(Topic.MEDICINE, Topic.RELAPSE_SIGNS),
            given_on=day,
            audience=Audience.GUARDIAN,
            audience_name=self.person.guardian,
            by="演示镇医",
            way=ServiceWay.HOME,
            minutes=20,
        )
        yield day, "guidance", GiveGuidance(self.who, guided)

    def _case(self) -> Iterator[Service]:
        """Yield an application and as many steps as the person's number allows."""
        day = max(self.until - timedelta(days=40), self.person.enters_on)
        asked = ApplyForRehabilitation(
            self.who, ApplyWay.SELF, self.person.guardian, "职业康复", day
        )
        key = "rehabilitation"
        yield day, key, asked
        case = uuid5(
            self.plan.command_id(f"person/{self.person.number}/{key}"),
            "rehabilitation/0",
        )
        steps = (
            StepForm(step=Step.ACCEPT, on=day),
            StepForm(step=Step.REFER, on=day, institution="演示社区康复站"),
            StepForm(
                step=Step.ASSESS, on=day, stage=Stage.FIRST, progress=Progress.SAME
            ),
        )
        for index, step in enumerate(steps[: self.person.number // 150 % 4]):
            use_case = TakeRehabilitationStep(self.who, case, step)
            yield day, f"{key}/{index}", use_case


def _delivery(
    plan: Plan, medicine: str, strength: str, batch: str, quantity: int, good_for: int
) -> Delivery:
    return Delivery(
        medicine=medicine,
        strength=strength,
        unit="片",
        batch=batch,
        expires_on=plan.since + timedelta(days=good_for),
        quantity=quantity,
        source="演示县精神卫生中心",
        received_on=plan.since,
    )


def _key(township: str, what: str) -> str:
    return f"stock/{township}/{what}"


def _lot(plan: Plan, key: str) -> UUID:
    return uuid5(plan.command_id(key), "lot/0")

"""What the demo township's people take: a shelf, hand-outs, late injections, checks, services."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid5

from domain.log import Recorded
from domain.registry.dispensing import (
    Delivery,
    HandOutForm,
    HandOutMedicine,
    ReceiveStock,
)
from domain.registry.medication import (
    EnterResult,
    GiveInjection,
    InjectionForm,
    JoinProgramme,
    LabForm,
    NoteReaction,
    ReactionForm,
    SetRegimen,
)
from domain.registry.runner import UseCase
from domain.registry.services import (
    ApplyForRehabilitation,
    DeliverService,
    GiveGuidance,
    GuidanceForm,
    ServiceForm,
)
from domain.values.laboratory import LabCheck
from domain.values.medication import DrugUse, RegimenSource, Severity
from domain.values.people import Purpose, Role
from domain.values.services import (
    ApplyWay,
    Audience,
    Progress,
    Service,
    ServiceWay,
    Topic,
)
from domain.values.stock import Programme, Receiver
from ops.acting import operator_command
from ops.site import Site

GUARDIAN = "演示监护人"
OLANZAPINE = DrugUse(drug="olanzapine", strength="5 mg/片", evening_mg="10")
CLOZAPINE = DrugUse(drug="clozapine", strength="25 mg/片", evening_mg="100")
DEPOT = DrugUse(drug="paliperidone_palmitate", every_weeks=4, each_mg="100")


@dataclass(frozen=True, slots=True)
class Medicine:
    """Enters it, for people by name, at the township hospital `unit`."""

    site: Site
    division: str
    unit: UUID
    people: dict[str, UUID]
    today: date

    def load(self) -> None:
        """Enter everything."""
        lot = self._shelf()
        self._tablets(self.people["李演示"], lot)
        self._injections(self.people["王演国"], 64)
        self._injections(self.people["查演清"], 20)
        self._clozapine(self.people["单演平"])
        self._services(self.people["李演示"])

    def _shelf(self) -> str:
        delivery = Delivery(
            medicine="奥氮平",
            strength="5 mg/片",
            unit="片",
            batch="2026A",
            expires_on=self.today + timedelta(days=500),
            quantity=2000,
            source="演示县精神卫生中心",
            received_on=self._ago(120),
        )
        near = replace(
            delivery,
            medicine="苯海索",
            strength="2 mg/片",
            batch="2024B",
            quantity=300,
            expires_on=self.today + timedelta(days=60),
        )
        taken = [self._run(ReceiveStock(self.unit, each)) for each in (delivery, near)]
        return str(uuid5(self._command_of(taken[0]), "lot/0"))

    def _tablets(self, person: UUID, lot: str) -> None:
        source = RegimenSource.HOSPITAL
        self._run(SetRegimen(person, (OLANZAPINE,), self._ago(100), source, ""))
        free = Programme.FREE_MEDICINE
        self._run(JoinProgramme(person, free, self._ago(95), "演示县残联批准"))
        for ago in (92, 64, 36):
            form = HandOutForm(
                lot=lot,
                quantity=56,
                handed_on=self._ago(ago),
                received_by=Receiver.GUARDIAN,
                receiver_name=GUARDIAN,
                programme=free,
            )
            self._run(HandOutMedicine(person, self.unit, form))

    def _injections(self, person: UUID, last: int) -> None:
        source = RegimenSource.HOSPITAL
        self._run(SetRegimen(person, (DEPOT,), self._ago(last + 60), source, ""))
        for ago in (last + 56, last + 28, last):
            form = InjectionForm(
                drug=DEPOT.drug, mg="100", given_on=self._ago(ago), given_by="演示护士"
            )
            self._run(GiveInjection(person, form))

    def _clozapine(self, person: UUID) -> None:
        source = RegimenSource.HOSPITAL
        self._run(SetRegimen(person, (CLOZAPINE,), self._ago(200), source, ""))
        result = LabForm(
            check=LabCheck.BLOOD_COUNT,
            taken_on=self._ago(40),
            value="5.2",
            unit="10^9/L",
            abnormal=False,
        )
        self._run(EnterResult(person, result))
        drooling = ReactionForm(
            drug="clozapine",
            reaction="流涎",
            severity=Severity.MILD,
            noted_on=self._ago(40),
        )
        self._run(NoteReaction(person, drooling))

    def _services(self, person: UUID) -> None:
        served = ServiceForm(
            services=(Service.LIVING, Service.PEER),
            delivered_on=self._ago(6),
            by="演示康复师",
            place="演示社区康复站",
            minutes=60,
            way=ServiceWay.GROUP,
            progress=Progress.BETTER,
        )
        self._run(DeliverService(person, served))
        guided = GuidanceForm(
            topics=(Topic.MEDICINE, Topic.RELAPSE_SIGNS),
            given_on=self._ago(5),
            audience=Audience.GUARDIAN,
            audience_name=GUARDIAN,
            by="演示镇医",
            way=ServiceWay.HOME,
            minutes=20,
        )
        self._run(GiveGuidance(person, guided))
        asked = ApplyForRehabilitation(
            person, ApplyWay.SELF, GUARDIAN, "职业康复", self._ago(9)
        )
        self._run(asked)

    def _ago(self, days: int) -> date:
        return self.today - timedelta(days=days)

    def _run(self, use_case: UseCase) -> Recorded:
        command = replace(
            operator_command(self.site, self.division),
            role=Role.TOWNSHIP_DOCTOR,
            organisation=self.unit,
            purpose=Purpose.CARE,
        )
        return self.site.runner.run(use_case, command)

    def _command_of(self, recorded: Recorded) -> UUID:
        header: dict[str, Any] = dict(recorded.facts[0].header)
        return UUID(header["command"]["id"])

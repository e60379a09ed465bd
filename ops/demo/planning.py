"""Cases of planning and danger in the demo township: every list of work shows somebody."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from domain.log import Command
from domain.registry.away import AwayForm, NoteAway, NoteBack
from domain.registry.contacts import Attempt, NoteContact
from domain.registry.danger import (
    IncidentForm,
    Investigate,
    LockingForm,
    RecordIncident,
    RecordLocking,
)
from domain.registry.residual import GiveOpinion, Residual, ResidualForm
from domain.registry.standing import Loss, RecordLoss
from domain.values.away import AwayFor
from domain.values.contacts import ContactOutcome, ContactWay
from domain.values.danger import (
    IncidentCause,
    IncidentKind,
    Informant,
    Investigation,
    LockedUpBy,
    StateThen,
)
from domain.values.findings import Grade
from ops.site import Site

AWAY, HOME, UNREACHED = "曾演安", "单演平", "王演国"
LOCKED_UP, HAPPENED, LOST = "仇演和", "尉迟演", "查演清"
PHONE: Final = "0000-0000003"

Asking = Callable[[date], Command]
"""Makes a command of the township's doctor about a day."""


def load(
    site: Site, people: Mapping[str, UUID], today: date, doctor: Asking, county: Asking
) -> None:
    """Enter the cases about people of the township, by their names."""

    def ago(days: int) -> date:
        return today - timedelta(days=days)

    def away(name: str, since: date) -> None:
        form = AwayForm(since, AwayFor.WORK, "演示市", PHONE, medicine_until=ago(-30))
        site.runner.run(NoteAway(people[name], form), doctor(since))

    away(AWAY, ago(3))
    away(HOME, ago(60))
    home = NoteBack(people[HOME], ago(1), ago(-6))
    site.runner.run(home, doctor(today))
    for days in (20, 6):
        missed = Attempt(ago(days), ContactWay.PHONE, ContactOutcome.NOT_REACHED)
        site.runner.run(NoteContact(people[UNREACHED], missed), doctor(ago(days)))
    locked = LockingForm(ago(12), LockedUpBy.FAMILY, "夜间外走,家属担心走失")
    site.runner.run(RecordLocking(people[LOCKED_UP], locked), doctor(ago(12)))
    lost = RecordLoss(people[LOST], ago(2).isoformat(), Loss(2, "举家迁走,去向不明"))
    site.runner.run(lost, doctor(ago(2)))
    _incident(site, people[HAPPENED], ago(4), doctor)
    opinion = ResidualForm(
        frozenset({Residual.INSIGHT}),
        ago(10),
        "演示精神科医师",
        "演示县精神卫生中心",
        "病程十年以上,自知力缺乏属慢性残留,病情平稳。",
    )
    site.runner.run(GiveOpinion(people[HAPPENED], opinion), county(ago(10)))


def _incident(site: Site, person: UUID, day: date, doctor: Asking) -> None:
    form = IncidentForm(
        IncidentKind.PUBLIC_ORDER,
        day,
        "演示:在村口拦车、摔砸物品,民警到场劝离",
        "村口",
        Informant.POLICE,
        police_came=True,
        grade=Grade.LEVEL_2,
        grade_why="劝说后停止,未伤人,已由民警核实",
    )
    command = doctor(day)
    site.runner.run(RecordIncident(person, form), command)
    found = Investigation(
        investigated_on=(day + timedelta(days=2)).isoformat(),
        triggers=(IncidentCause.STOPPED_MEDICINE,),
        state=StateThen.UNSETTLED,
        managed=True,
        reimbursed_percent=70,
    )
    about = Investigate(person, command.new_id("incident"), found)
    site.runner.run(about, doctor(day + timedelta(days=2)))

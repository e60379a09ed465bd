"""Medication: regimens set, injections given, reactions noted; advice taken over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.errors import AnotherMedicine
from domain.log import Command
from domain.person.follow_up import FollowUpForm
from domain.person.injection import ToldForm, tell_of_late
from domain.person.laboratory import LabForm, enter_result, plan_checks
from domain.person.medication import (
    InjectionForm,
    ReactionForm,
    check_drugs,
    give_injection,
    note_reaction,
    set_regimen,
)
from domain.person.person import Person
from domain.person.programme import join_programme, leave_programme
from domain.registry.one_person import OnePerson
from domain.registry.runner import Found, Touched
from domain.rules.access import Operation, allowed
from domain.rules.covered_days import Covered, covered
from domain.rules.injection_late import WayOn, way_on
from domain.rules.parameters import NATIONAL, InForce
from domain.stock import Stock
from domain.values.calendar import shanghai_day
from domain.values.medication import DrugUse, RegimenSource
from domain.values.people import Purpose, Role
from domain.values.stock import Programme

__all__ = (
    "Covered",
    "Drawn",
    "EnterResult",
    "GiveInjection",
    "InjectionForm",
    "JoinProgramme",
    "LabForm",
    "NoteReaction",
    "ReactionForm",
    "SetRegimen",
    "TellOfLateInjection",
    "ToldForm",
    "WayOn",
    "covered",
    "keep_advice",
    "way_on",
)


@dataclass(frozen=True, slots=True)
class SetRegimen:
    """Set the whole regimen from a day on; no drugs means none is needed."""

    person: UUID
    drugs: tuple[DrugUse, ...]
    from_on: date
    source: RegimenSource
    reason: str

    operation = Operation.SET_REGIMEN

    def streams(self) -> Sequence[UUID]:
        """Rest on the person."""
        return (self.person,)

    def touches(self, found: Found) -> Touched:
        """Touch the division the person lives in."""
        return Touched(divisions=found.get(Person, self.person).divisions())

    def decide(self, found: Found, command: Command) -> None:
        """Record it, unless it is the one in force."""
        set_regimen(
            found.get(Person, self.person),
            str(command.new_id("regimen")),
            self.drugs,
            self.from_on,
            self.source,
            shanghai_day(command.now),
            reason=self.reason,
        )
        plan_checks(
            found.get(Person, self.person), shanghai_day(command.now), found.in_force
        )


@dataclass(frozen=True, slots=True)
class Drawn:
    """The batch of an office's own stock that an injection was drawn from."""

    office: UUID
    lot: str
    units: int = 1


@dataclass(frozen=True, slots=True)
class GiveInjection:
    """Record an injection; the next one's day follows from the interval."""

    person: UUID
    form: InjectionForm
    drawn: Drawn | None = None

    operation = Operation.GIVE_INJECTION

    def streams(self) -> Sequence[UUID]:
        """Rest on the person, and on the stock it is drawn from."""
        stock = (Stock.id_for(self.drawn.office),) if self.drawn else ()
        return (self.person, *stock)

    def touches(self, found: Found) -> Touched:
        """Touch the division the person lives in."""
        return Touched(divisions=found.get(Person, self.person).divisions())

    def decide(self, found: Found, command: Command) -> None:
        """Record it and the day the next one is due; what was drawn leaves the stock."""
        injection, today = str(command.new_id("injection")), shanghai_day(command.now)
        give_injection(found.get(Person, self.person), injection, self.form, today)
        if self.drawn is None:
            return
        stock = found.get(Stock, Stock.id_for(self.drawn.office))
        title = DrugUse(drug=self.form.drug, name=self.form.name).title
        if stock.lot(self.drawn.lot).name != title:
            raise AnotherMedicine
        stock.hand_out(
            self.drawn.lot, self.drawn.units, injection, self.form.given_on, today
        )


@dataclass(frozen=True, slots=True)
class NoteReaction:
    """Record an adverse reaction."""

    person: UUID
    form: ReactionForm

    operation = Operation.NOTE_REACTION

    def streams(self) -> Sequence[UUID]:
        """Rest on the person."""
        return (self.person,)

    def touches(self, found: Found) -> Touched:
        """Touch the division the person lives in."""
        return Touched(divisions=found.get(Person, self.person).divisions())

    def decide(self, found: Found, command: Command) -> None:
        """Record it."""
        note_reaction(
            found.get(Person, self.person),
            str(command.new_id("reaction")),
            self.form,
            shanghai_day(command.now),
        )


@dataclass(frozen=True, slots=True)
class TellOfLateInjection(OnePerson):
    """Note who was told that an injection is late."""

    form: ToldForm

    operation = Operation.GIVE_INJECTION

    def decide(self, found: Found, command: Command) -> None:
        """Record it."""
        person = found.get(Person, self.person)
        tell_of_late(person, self.form, shanghai_day(command.now))


@dataclass(frozen=True, slots=True)
class EnterResult(OnePerson):
    """Record the result of a check the regimen calls for, or any other of the list."""

    form: LabForm

    operation = Operation.ENTER_RESULT

    def decide(self, found: Found, command: Command) -> None:
        """Record it, and what is due next."""
        enter_result(
            found.get(Person, self.person),
            str(command.new_id("result")),
            self.form,
            shanghai_day(command.now),
            found.in_force,
        )


@dataclass(frozen=True, slots=True)
class JoinProgramme(OnePerson):
    """Enter somebody in a programme that pays, or take them out of it (`leaves`)."""

    programme: Programme
    on: date
    why: str
    leaves: bool = False

    operation = Operation.ENROL

    def decide(self, found: Found, command: Command) -> None:
        """Record it; nothing happens to who is in it already."""
        person, today = found.get(Person, self.person), shanghai_day(command.now)
        change = leave_programme if self.leaves else join_programme
        change(person, self.programme, self.on, self.why, today)


def keep_advice(
    person: Person,
    follow_up: str,
    form: FollowUpForm,
    command: Command,
    local: InForce = NATIONAL,
) -> None:
    """Let a follow-up's advice (用药指导) be the regimen from its day on.

    Only where its author may set a regimen: a village doctor's stays advice, shown beside
    the regimen until one who may has taken it over (D-Y2).
    """
    found = form.findings
    check_drugs((*found.taking, *found.advised))
    may = allowed(Role(command.role), Operation.SET_REGIMEN, Purpose(command.purpose))
    if found.advised and may and not person.has_left:
        set_regimen(
            person,
            follow_up,
            found.advised,
            form.visited_on,
            RegimenSource.FOLLOW_UP,
            shanghai_day(command.now),
            follow_up=follow_up,
        )
        plan_checks(person, shanghai_day(command.now), local)

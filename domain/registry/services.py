"""Rehabilitation services, guidance, and the way through community rehabilitation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from domain.errors import Unknown
from domain.log import Command
from domain.person.merging import is_record_of
from domain.person.person import Person
from domain.person.service import (
    GuidanceForm,
    ServiceForm,
    deliver_service,
    give_guidance,
)
from domain.registry.one_person import OnePerson, refuse_later
from domain.registry.runner import Found, Touched
from domain.rehabilitation import Rehabilitation
from domain.rules.access import Operation
from domain.values.calendar import shanghai_day
from domain.values.services import ApplyWay, Progress, Stage

__all__ = (
    "ApplyForRehabilitation",
    "DeliverService",
    "GiveGuidance",
    "GuidanceForm",
    "ServiceForm",
    "Step",
    "StepForm",
    "TakeRehabilitationStep",
)


class Step(StrEnum):
    """What may happen next in a case."""

    ACCEPT = "accept"
    DECLINE = "decline"
    REFER = "refer"
    ASSESS = "assess"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class DeliverService(OnePerson):
    """Record rehabilitation services of one occasion."""

    form: ServiceForm

    operation = Operation.RECORD_SERVICE

    def decide(self, found: Found, command: Command) -> None:
        """Record them."""
        deliver_service(
            found.get(Person, self.person),
            str(command.new_id("service")),
            self.form,
            shanghai_day(command.now),
        )


@dataclass(frozen=True, slots=True)
class GiveGuidance(OnePerson):
    """Record guidance given to the person, the guardian or the family."""

    form: GuidanceForm

    operation = Operation.RECORD_SERVICE

    def decide(self, found: Found, command: Command) -> None:
        """Record it."""
        give_guidance(
            found.get(Person, self.person),
            str(command.new_id("guidance")),
            self.form,
            shanghai_day(command.now),
        )


@dataclass(frozen=True, slots=True)
class ApplyForRehabilitation(OnePerson):
    """Apply for community rehabilitation."""

    by: ApplyWay
    applicant: str
    needs: str
    applied_on: date

    operation = Operation.RECORD_SERVICE

    def decide(self, found: Found, command: Command) -> None:
        """Begin the case, with the day by which it is accepted."""
        person = found.get(Person, self.person)
        found.begin(
            Rehabilitation.ask_for(
                command.new_id("rehabilitation"),
                self.person,
                by=self.by,
                applicant=self.applicant,
                needs=self.needs,
                on=self.applied_on,
                today=shanghai_day(command.now),
                local=found.in_force.at(person.village),
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class StepForm:
    """One step of a case as its form reports it; only what the step needs is read."""

    step: Step
    on: date
    remark: str = ""
    institution: str = ""
    stage: Stage = Stage.INTERIM
    progress: Progress = Progress.NOT_JUDGED
    called_back: str = ""


@dataclass(frozen=True, slots=True)
class TakeRehabilitationStep:
    """Accept, decline, refer, assess or close a case."""

    person: UUID
    case: UUID
    form: StepForm

    operation = Operation.KEEP_REHABILITATION

    def streams(self) -> Sequence[UUID]:
        """Rest on the person and the case."""
        return (self.person, self.case)

    def touches(self, found: Found) -> Touched:
        """Touch the division the person lives in."""
        return Touched(divisions=found.get(Person, self.person).divisions())

    def decide(self, found: Found, command: Command) -> None:
        """Take the step, in a case that is about this person."""
        taken, form = found.get(Rehabilitation, self.case), self.form
        person = found.get(Person, self.person)
        if not is_record_of(person, taken.person):
            raise Unknown(kind="case")
        refuse_later(form.on, command)
        local = found.in_force.at(person.village)
        match form.step:
            case Step.ACCEPT:
                taken.accept(form.on, form.remark, local)
            case Step.DECLINE:
                taken.decline(form.on, form.remark)
            case Step.REFER:
                taken.refer(form.on, form.institution, local)
            case Step.ASSESS:
                taken.assess(form.on, form.stage, form.progress, form.remark, local)
            case Step.CLOSE:
                taken.close(form.on, form.remark, form.called_back)

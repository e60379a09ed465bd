"""A hospital's card puts somebody on the register; a paper has a clock of its own."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.errors import NotACase, NotYetGiven, PsychiatristNeeded
from domain.fact import Fact
from domain.log import Command
from domain.office import Office
from domain.paper_report import PaperReport
from domain.person.person import Person
from domain.registry.case_reports import ReceivePaper, ReportKnown, ReportPerson
from domain.registry.offices import OpenOffice
from domain.registry.registration import RegisterPerson, Registration
from domain.registry.runner import Found, UseCase
from domain.rules.parameters import InForce
from domain.values.calendar import ListedWorkingDays
from domain.values.reporting import ReportState
from tests.domain.registry.test_record import A_CARD
from tests.registering import TOWNSHIP, VILLAGE, a_registration
from tests.streams import NOON, a_command

CALENDAR = InForce(calendar=ListedWorkingDays.of([2025, 2026]))
TODAY = date(2026, 3, 2)


class World:
    """Streams in memory, and use cases deciding on them."""

    def __init__(self) -> None:
        self.found = Found(CALENDAR)
        self.ask(
            OpenOffice(
                "township_hospital", "演示镇", TOWNSHIP, "", "2026-01-01", (VILLAGE,)
            )
        )
        self.unit = self.only(Office)

    def ask(self, use_case: UseCase, **named: Any) -> list[Fact]:
        command: Command = a_command(id=uuid4(), **named)
        use_case.decide(self.found, command)
        return self.found.recorded()

    def only(self, kind: type[Any]) -> UUID:
        return next(s.id for s in self.found.streams().values() if isinstance(s, kind))

    def known(self, diagnosed_on: str, **named: Any) -> Registration:
        known = a_registration(self.unit)
        diagnosis = replace(known.diagnosis, diagnosed_on=diagnosed_on, **named)
        return replace(known, diagnosis=diagnosis)


@pytest.fixture
def world() -> World:
    return World()


def of(facts: list[Fact], topic: str) -> dict[str, Any]:
    return next(vars(fact) for fact in facts if topic == fact.TOPIC)


@pytest.mark.parametrize(
    ("diagnosed_on", "late"), [("2026-02-16", False), ("2026-02-13", True)]
)
def test_a_card_registers_and_says_whether_it_was_late(
    world: World, diagnosed_on: str, *, late: bool
) -> None:
    asked = ReportPerson(world.known(diagnosed_on), None, card=A_CARD)

    facts = world.ask(asked)

    said = of(facts, "person.card_reported")
    assert (said["is_late"], said["on_paper"]) == (late, False)
    assert (said["receive_by"], said["file_by"]) == ("2026-03-09", "2026-03-16")
    person = world.found.get(Person, world.only(Person))
    assert person.report_card["reporter"] == A_CARD.reporter
    assert person.reports == {"card": ReportState.SENT}


def test_t56_a_paper_is_entered_within_five_working_days(world: World) -> None:
    received = date(2026, 2, 23)
    paper = ReceivePaper("990101", "演示医院", "演示0008", received)
    facts = world.ask(paper)
    assert of(facts, "paper_report.received")["enter_by"] == "2026-03-02"

    asked = ReportPerson(
        world.known("2025-12-01"), None, card=A_CARD, paper=world.only(PaperReport)
    )
    entered = world.ask(asked)

    said = of(entered, "person.card_reported")
    assert (said["is_late"], said["on_paper"]) == (False, True)
    assert of(entered, "paper_report.entered")["person"] == world.only(Person)


def test_t60_an_anxiety_disorder_is_reported_only_with_danger_to_others(
    world: World,
) -> None:
    asked = ReportPerson(
        world.known("2026-02-27", disease="other", icd10="F41"), None, card=A_CARD
    )
    with pytest.raises(NotACase):
        world.ask(asked)

    danger = world.known("2026-02-27", disease="other", icd10="F41", art_30=True)
    facts = world.ask(ReportPerson(danger, None, card=A_CARD))

    assert of(facts, "person.diagnosis_recorded")["art_30"]


def test_somebody_on_record_is_reported_once_and_nothing_is_dated_ahead(
    world: World,
) -> None:
    world.ask(ReportPerson(world.known("2026-02-27"), None, card=A_CARD))
    person = world.only(Person)

    again = replace(A_CARD, card_number="演示0002")
    topics = [f.TOPIC for f in world.ask(ReportKnown(person, again, TODAY))]

    assert topics == ["person.report_card_recorded"]
    with pytest.raises(NotYetGiven):
        world.ask(ReportKnown(person, A_CARD, TODAY + timedelta(days=1)))
    with pytest.raises(NotYetGiven):
        world.ask(
            ReceivePaper("990101", "演示医院", "1", NOON.date() + timedelta(days=1))
        )


def test_nobody_is_registered_on_a_word_no_hospital_gave(world: World) -> None:
    told = world.known("2026-02-27", hospital=" ")

    with pytest.raises(PsychiatristNeeded):
        world.ask(RegisterPerson(told, None))

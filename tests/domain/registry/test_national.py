"""The second entry: records wait, are entered, and wait again when put right here."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from domain.errors import ReasonNeeded, Unknown
from domain.person.guardian import Guardian
from domain.registry.national import (
    EnterNational,
    UndoNational,
    entry_due,
    record_named,
)
from domain.registry.record import RecordGuardian
from domain.registry.registration import CorrectIdentity, RegisterPerson
from domain.registry.reporting import RecordDischargeSheet
from domain.registry.rule_settings import InForce, Override
from domain.registry.runner import UseCase
from domain.registry.standing import Death, Loss, RecordDeath, RecordFound, RecordLoss
from domain.values.calendar import ListedWorkingDays
from domain.values.discharge_sheet import DischargeSheet
from domain.values.findings import TreatmentEffect
from domain.values.national import (
    EntryState,
    RecordKey,
    RecordKind,
    discharge_id,
)
from ops.site import Site
from projections.national_entries import entries_of, national_of
from projections.national_sheet import sheet_values
from tests.registering import (
    a_form,
    a_registration,
    an_office,
    follow_up,
    person_of,
    register,
)
from tests.streams import NOON, a_command, an_identity

LATER = NOON + timedelta(days=20)
REGISTRATION = RecordKey(RecordKind.REGISTRATION)
LOSS = RecordKey(RecordKind.LOSS)
LOADED = InForce(calendar=ListedWorkingDays.of([2024]))


@pytest.fixture
def person(site: Site) -> UUID:
    return register(site, an_office(site))


def ask(site: Site, use_case: UseCase, **named: object) -> None:
    site.runner.run(use_case, a_command(now=LATER, **named))


def states(site: Site, person: UUID) -> dict[str, str]:
    row = national_of(site.log.person(person))
    assert row is not None
    return {key: record["state"] for key, record in row.records.items()}


def visited(site: Site, person: UUID) -> RecordKey:
    fact = follow_up(site, person, a_form()).facts[0].fact
    return RecordKey(RecordKind.FOLLOW_UP, getattr(fact, "follow_up", ""))


def test_registration_and_visits_wait_until_they_are_entered(
    site: Site, person: UUID
) -> None:
    visit = visited(site, person)
    before = states(site, person)

    ask(site, EnterNational(person, (REGISTRATION, visit), "9901010001"))

    assert before == {"registration": "pending", str(visit): "pending"}
    assert set(states(site, person).values()) == {"entered"}
    row = national_of(site.log.person(person))
    assert row is not None
    assert (row.number, row.waits_since) == ("9901010001", "")


def test_what_is_put_right_after_it_was_entered_waits_again_from_that_day(
    site: Site, person: UUID
) -> None:
    ask(site, EnterNational(person, (REGISTRATION,), "9901010001"))
    seen = site.log.stream(person)[-1].version
    correct = CorrectIdentity(
        person, an_identity(name="演示乙"), "姓名有误", None, None
    )

    ask(site, correct, seen=seen)

    row = national_of(site.log.person(person))
    assert row is not None
    (entry,) = entries_of(row)
    assert (entry.state, entry.since) == (EntryState.CHANGED, "2026-03-22")
    assert entry.number == "9901010001"
    ask(site, EnterNational(person, (REGISTRATION,), "9901010001"))
    assert states(site, person) == {"registration": "entered"}


def test_a_mark_is_taken_back_with_a_reason(site: Site, person: UUID) -> None:
    with pytest.raises(Unknown):
        ask(site, UndoNational(person, REGISTRATION, "误标记"))
    ask(site, EnterNational(person, (REGISTRATION,), "9901010001"))
    with pytest.raises(ReasonNeeded):
        ask(site, UndoNational(person, REGISTRATION, " "))

    ask(site, UndoNational(person, REGISTRATION, "误标记"))

    assert states(site, person) == {"registration": "pending"}


def test_who_was_lost_and_found_before_anybody_entered_it_leaves_nothing_to_enter(
    site: Site, person: UUID
) -> None:
    ask(site, RecordLoss(person, "2026-03-10", Loss(1)))
    lost = states(site, person)
    ask(site, RecordFound(person, "2026-03-12"))

    assert lost["loss"] == "pending"
    assert "loss" not in states(site, person)


def test_who_is_found_after_the_loss_was_entered_has_to_be_put_right_there(
    site: Site, person: UUID
) -> None:
    ask(site, RecordLoss(person, "2026-03-10", Loss(1)))
    ask(site, EnterNational(person, (LOSS,), "9901010001"))
    ask(site, RecordFound(person, "2026-03-12"))
    ask(site, RecordDeath(person, Death("2026-03-13", 2, None)))

    assert states(site, person)["loss"] == "changed"
    assert states(site, person)["death"] == "pending"


def test_what_is_not_on_record_cannot_be_entered(site: Site, person: UUID) -> None:
    for record in (
        LOSS,
        RecordKey(RecordKind.SUPPLEMENT),
        RecordKey(RecordKind.FOLLOW_UP, str(person)),
    ):
        with pytest.raises(Unknown):
            ask(site, EnterNational(person, (record,), "1"))
    for text in ("follow_up", "loss.1", "nothing"):
        with pytest.raises(Unknown):
            record_named(text)


def test_an_imported_person_is_not_asked_for_until_something_changes(
    site: Site,
) -> None:
    """What came by import is not asked for: D-W4."""
    recorded = site.runner.run(
        RegisterPerson(a_registration(an_office(site)), id_claim=None),
        a_command(channel="import"),
    )
    person = person_of(recorded)
    imported = states(site, person)
    guardian = Guardian("演示监护人乙", "child", None, "statutory", "strong")

    ask(site, RecordGuardian(person, guardian))

    assert imported == {"registration": "imported"}
    assert states(site, person) == {"registration": "changed"}


def test_a_visit_is_entered_within_ten_working_days() -> None:
    """A default that is remembered (K, BR-REP-K); an unknown year is D-Q3."""
    stricter = Override("national.visit", "9901", 5, "2024-01-01", "演示本地规定")
    day, visit = "2024-03-04", RecordKind.FOLLOW_UP

    known = entry_due(visit, "9901", day, LOADED, is_changed=False)
    unknown = entry_due(visit, "9901", day, InForce(), is_changed=False)
    here = InForce((stricter,), LOADED.calendar)
    local = entry_due(visit, "990101", day, here, is_changed=False)
    put_right = entry_due(RecordKind.DEATH, "9901", day, LOADED, is_changed=True)

    assert known.due_on == date(2024, 3, 18)
    assert unknown.due_on == date(2024, 3, 14)
    assert local.due_on == date(2024, 3, 11)
    assert [why.code for why in known.because] == ["national.visit"]
    assert [why.code for why in unknown.because][1:] == ["calendar.year_not_known"]
    assert put_right.because[0].code == "national.changed"


def test_a_discharge_sheet_waits_from_the_discharge_and_shows_form_4(
    site: Site, person: UUID
) -> None:
    sheet = DischargeSheet(
        hospital="演示医院",
        admitted_on=date(2026, 3, 3),
        discharged_on=date(2026, 3, 16),
        diagnosis="精神分裂症",
        effect=TreatmentEffect.IMPROVED,
        doctor="演示医生",
        filled_on=date(2026, 3, 18),
    )
    by = {"role": "psychiatrist", "division": "990101"}
    site.runner.run(RecordDischargeSheet(person, sheet), a_command(now=LATER, **by))
    key = RecordKey(RecordKind.DISCHARGE, discharge_id("2026-03-16"))

    waiting = states(site, person)
    values = sheet_values(site.log.person(person), key)
    ask(site, EnterNational(person, (key,), "9901010001"))

    assert waiting[str(key)] == "pending"
    assert (values["discharging_hospital"], values["effect"]) == ("演示医院", 2)
    assert states(site, person)[str(key)] == "entered"
    limit = entry_due(key.kind, "9901", "2024-03-01", LOADED, is_changed=False)
    assert limit.due_on == date(2024, 3, 15)

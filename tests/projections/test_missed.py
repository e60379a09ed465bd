"""Every fact that tells of 3 or more under a lower grade is found, and nothing else."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest

from domain.registry.danger import CorrectIncident, IncidentForm, RecordIncident
from domain.registry.follow_up import CorrectFollowUp, GradeRisk, RecordFollowUp
from domain.registry.registration import RawRow
from domain.rules.under_grading import questions
from domain.values.danger import IncidentKind
from domain.values.findings import FollowUpClass, Grade, Incidents, Symptom
from ops.site import Site
from ops.views import make_views
from projections.every import OF_THE_LOG
from projections.folding import Folding
from projections.missed import Missed, missed
from tests.databases import Database
from tests.registering import a_form, an_office, register
from tests.streams import NOON, a_command

DAY = date(2026, 3, 2)
FORMS = 120
REMARKS = ("", "", "在家安静（演示）", "曾持刀（演示）", "称要自杀（演示）")
LOW = (Grade.NOT_ASSESSED, Grade.LEVEL_0, Grade.LEVEL_1, Grade.LEVEL_2)


@pytest.fixture
def folding(site: Site, database: Database) -> Folding:
    make_views(database.owner_url, OF_THE_LOG)
    return Folding(site.engine, site.log, OF_THE_LOG)


def found(site: Site, folding: Folding) -> list[Missed]:
    folding.catch_up()
    with site.engine.begin() as connection:
        return missed(connection, "2026-01-01", "2027-01-01", 1000)


def record(site: Site, person: UUID, *, grade: Grade, **named: Any) -> None:
    form = a_form(risk=grade, grade_why="已核实（演示）", **named)
    site.runner.run(RecordFollowUp(person, form), a_command())


@pytest.mark.parametrize("row", [None, RawRow("演示", "表", 1, {}, {}, "map")])
def test_recall_and_precision_are_whole_on_seeded_forms(
    site: Site, folding: Folding, row: RawRow | None
) -> None:
    """Imported forms were not asked about their remarks (D-U2): all else is found."""
    not_looked_at = {"ask.disturbance", *(["ask.words"] if row else [])}
    chance, unit = Random(15), an_office(site)
    seeded: set[UUID] = set()
    for _ in range(FORMS):
        person = register(site, unit)
        form = a_form(
            risk=chance.choice((*LOW, *LOW, Grade.LEVEL_3, Grade.LEVEL_5)),
            grade_why="已核实（演示）",
            incidents=Incidents(
                disturbance=chance.randrange(2),
                criminal=chance.random() < 0.1,
                other_harm=chance.random() < 0.1,
                suicide_attempt=chance.random() < 0.1,
            ),
            symptom_codes=frozenset(chance.sample(tuple(Symptom)[:-1], 2)),
            remark=chance.choice(REMARKS),
            judged=FollowUpClass.STABLE,
            why="演示",
        )
        channel = "import" if row else "screen"
        site.runner.run(RecordFollowUp(person, form, row), a_command(channel=channel))
        asked = {why.code for why in questions(form.findings, form.remark)}
        if asked - not_looked_at:
            seeded.add(person)

    named = {line.person for line in found(site, folding)}

    assert len(seeded) > FORMS / 5
    assert named == seeded


def test_each_cites_its_event_and_what_tells_of_it(
    site: Site, folding: Folding
) -> None:
    person = register(site, an_office(site))
    record(site, person, grade=Grade.LEVEL_1, incidents=Incidents(criminal=1))

    (line,) = found(site, folding)

    [logged] = list(site.log.with_ids([line.fact]))
    assert logged.topic == "person.follow_up_recorded"
    assert (line.grade, line.signs, line.day) == (1, ["criminal"], "2026-03-02")


def test_an_incident_without_a_high_grade_is_found_until_one_is_given(
    site: Site, folding: Folding
) -> None:
    person = register(site, an_office(site))
    form = IncidentForm(IncidentKind.SELF_HARM, DAY, "演示", grade_why="演示")
    site.runner.run(RecordIncident(person, form), a_command())
    before = found(site, folding)

    site.runner.run(GradeRisk(person, 4, "演示"), a_command())

    assert [line.kind for line in before] == ["incident"]
    assert found(site, folding) == []


def test_an_incident_put_right_is_found_by_what_it_was(
    site: Site, folding: Folding
) -> None:
    person = register(site, an_office(site))
    wrong = IncidentForm(IncidentKind.DISTURBANCE, DAY, "演示", grade_why="演示")
    told = site.runner.run(RecordIncident(person, wrong), a_command())
    incident = UUID(str(getattr(told.facts[0].fact, "incident", "")))
    right = IncidentForm(IncidentKind.SELF_HARM, DAY, "演示")

    before = found(site, folding)
    site.runner.run(CorrectIncident(person, incident, right, "问错"), a_command())
    harmful = found(site, folding)
    site.runner.run(CorrectIncident(person, incident, wrong, "又问"), a_command())

    assert (len(before), len(harmful), len(found(site, folding))) == (0, 1, 0)


def test_a_quick_report_of_the_day_covers_the_low_form_and_a_later_one_does_not(
    site: Site, folding: Folding
) -> None:
    unit = an_office(site)
    same, later = register(site, unit), register(site, unit)
    for person in (same, later):
        record(site, person, grade=Grade.LEVEL_1, incidents=Incidents(criminal=1))
    site.runner.run(GradeRisk(same, 3, "演示"), a_command())
    after = a_command(now=NOON + timedelta(days=300))
    site.runner.run(GradeRisk(later, 3, "演示"), after)

    assert [line.person for line in found(site, folding)] == [later]


def test_a_form_put_right_is_found_no_more(site: Site, folding: Folding) -> None:
    person = register(site, an_office(site))
    record(site, person, grade=Grade.LEVEL_1, incidents=Incidents(criminal=1))
    (line,) = found(site, folding)

    seen = a_command(seen=site.log.stream(person)[-1].version)
    right = replace(a_form(risk=Grade.LEVEL_1), remark="误勾（演示）")
    site.runner.run(CorrectFollowUp(person, line.entry, right, "误勾"), seen)

    assert found(site, folding) == []

"""A synthetic township register as a workbook, with the usual dirt, the same for a seed.

Everybody in it is invented (演示): the county code 990101 was never assigned.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum
from pathlib import Path
from random import Random
from typing import Final

from domain.registry.township_register.columns import PEOPLE, VISITS, Column
from domain.registry.township_register.fault_texts import REFUSALS, FaultCode
from domain.registry.township_register.written import RiskCodes
from domain.values.findings import (
    Adherence,
    AdverseReaction,
    FollowUpClass,
    Grade,
    HospitalStay,
    Insight,
    Level,
    PhysicalIllness,
    SpokeWith,
    Symptom,
    Symptoms,
    VisitForm,
    WorkLevel,
)
from domain.values.registration import (
    DISEASES,
    ConsentAnswer,
    DiseaseName,
    GuardianRelation,
    Sex,
)
from ops.demo.register_dirt import Dirt, people_dirt, visit_dirt
from ops.demo.register_hand import (
    Value,
    seeded,
    write_answers,
    write_day,
    write_id_number,
)
from ops.demo.township import VILLAGES, demo_id_number
from ops.register.spreadsheet import new_workbook

VILLAGE_NAMES: Final = {
    code: f"演示{numeral}村"
    for code, numeral in zip(VILLAGES, "一二三四五六", strict=True)
}
SURNAMES: Final = "张王李赵陈刘杨黄周吴徐孙朱马胡郭何高林罗"
GIVEN: Final = ("演安", "演宁", "演康", "演平")
TITLE: Final = "演示镇严重精神障碍患者登记（演示数据，均为虚构）"
PEOPLE_COUNT: Final = 60
"""So many rows get every habit once; a longer register has them once more for every
sixty people, so that how many there are of each is known."""
FEWEST_VISITS: Final = 2
"""Of each person, where a number is asked for: a habit spoils the second."""
UNTIL: Final = date(2026, 11, 20)
FROM: Final = date(2025, 1, 6)
SHORTEST: Final = 80
"""Days between two follow-ups here; whoever could not be seen again has been seen last."""

Row = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Planted:
    """What was written: rows on each sheet, and the faults a reading must find."""

    people: int
    visits: int
    refused_people: int
    refused_visits: int
    doubted_people: int
    doubted_visits: int
    faults: Counter[FaultCode]

    @property
    def rows(self) -> tuple[int, int]:
        """Return how many rows of people and of follow-ups there are, dirt and all."""
        return (
            self.people + self.refused_people,
            self.visits + self.refused_visits,
        )

    def counts(self) -> dict[str, int]:
        """Return the rows as a reading counts them."""
        return {
            "people": self.people,
            "visits": self.visits,
            "refused_people": self.refused_people,
            "refused_visits": self.refused_visits,
            "doubted_people": self.doubted_people,
            "doubted_visits": self.doubted_visits,
        }


@dataclass(frozen=True, slots=True)
class Size:
    """How long a register is, before the rows that are in it twice.

    Without `visits` everybody has the follow-ups of an ordinary course.
    """

    people: int = PEOPLE_COUNT
    visits: int | None = None

    def of_person(self, number: int) -> int | None:
        """Return how many follow-ups a person has, None for the ordinary course."""
        if self.visits is None:
            return None
        each, rest = divmod(self.visits, self.people)
        return each + (number < rest)

    @property
    def fits(self) -> bool:
        """Return whether everybody has as many follow-ups as the habits need."""
        return self.visits is None or self.visits >= FEWEST_VISITS * self.people


@dataclass(slots=True)
class _Rows:
    """The rows of a register as they are written, and what was planted in them."""

    people: list[Row] = field(default_factory=list[Row])
    visits: list[Row] = field(default_factory=list[Row])
    habits: list[tuple[Dirt, int]] = field(default_factory=list[tuple[Dirt, int]])
    """Each habit with the follow-ups of the person it spoils: refused, they go too."""
    visit_habits: list[Dirt] = field(default_factory=list[Dirt])


def write_register(
    path: Path,
    seed: int,
    until: date = UNTIL,
    risk_codes: RiskCodes = RiskCodes.ZERO_TO_FIVE,
    size: Size = Size(),
) -> Planted:
    """Write the workbook and return what was planted in it; equal arguments, equal file."""
    chance = seeded(seed)
    rows = _Rows()
    for first in range(0, size.people, PEOPLE_COUNT):
        block = range(first, min(first + PEOPLE_COUNT, size.people))
        people = [_person(number, chance) for number in block]
        visits = [
            _visits(number, row, until, size.of_person(number), chance)
            for number, row in zip(block, people, strict=True)
        ]
        if len(block) == PEOPLE_COUNT:
            _spoil(rows, people, visits, until, first // PEOPLE_COUNT)
        rows.people += people
        rows.visits += [visit for each in visits for visit in each]
    _write(path, rows, seeded(seed), risk_codes)
    return _planted(rows)


def _spoil(
    rows: _Rows,
    people: list[Row],
    visits: list[list[Row]],
    until: date,
    block: int,
) -> None:
    """Let every habit befall one row of these sixty people, or add a row after them."""
    dirt = people_dirt(block)
    spoilt = [habit for habit in dirt if not habit.adds_a_row]
    doubled = [habit for habit in dirt if habit.adds_a_row]
    clean = people[len(spoilt) :]
    for row, habit in zip(people, spoilt, strict=False):
        row.update(habit.cells)
    people += [
        {**row, **habit.cells} for row, habit in zip(clean, doubled, strict=False)
    ]
    of_spoilt = visits[: len(spoilt)]
    rows.habits += [
        (habit, len(each)) for habit, each in zip(spoilt, of_spoilt, strict=True)
    ]
    rows.habits += [(habit, 0) for habit in doubled]
    habits = visit_dirt(until)
    rows.visit_habits += habits
    for each, habit in zip(visits[len(spoilt) :], habits, strict=False):
        if habit.adds_a_row:
            visits.append([{**each[1], **habit.cells}])
        else:
            each[1].update(habit.cells)


def _planted(rows: _Rows) -> Planted:
    refused = sum(_refuses(habit) for habit, _ in rows.habits)
    of_refused = sum(visits for habit, visits in rows.habits if _refuses(habit))
    visits_refused = sum(map(_refuses, rows.visit_habits))
    habits = (*(habit for habit, _ in rows.habits), *rows.visit_habits)
    faults = Counter(code for habit in habits for code in habit.faults)
    faults[FaultCode.PERSON_REFUSED] += of_refused
    return Planted(
        len(rows.people) - refused,
        len(rows.visits) - visits_refused - of_refused,
        refused,
        visits_refused + of_refused,
        len(rows.habits) - refused,
        len(rows.visit_habits) - visits_refused,
        faults,
    )


def _refuses(dirt: Dirt) -> bool:
    return not REFUSALS.keys().isdisjoint(dirt.faults)


def _person(number: int, chance: Random) -> Row:
    block, place = divmod(number, PEOPLE_COUNT)
    born = date(1948 + place, 1 + place % 12, 1 + place % 28) - timedelta(days=block)
    sequence = 501 + place
    village = VILLAGES[number % len(VILLAGES)]
    registered = date(2016 + number % 8, 1 + number % 12, 3 + number % 20)
    disease = _disease(number)
    return {
        "key": f"YS{number + 1:03d}",
        "name": SURNAMES[number % 20] + GIVEN[number // 20 % len(GIVEN)],
        "sex": Sex.MALE if sequence % 2 else Sex.FEMALE,
        "id_number": write_id_number(demo_id_number(born, sequence), chance),
        "birth_date": born,
        "village": chance.choice((village, f"'{village}", int(village))),
        "village_name": VILLAGE_NAMES[village],
        "address": f"演示路{chance.randrange(1, 99)}号",
        "domicile_address": f"演示县演示镇{VILLAGE_NAMES[village]}",
        "phone": f"0000-{1000000 + number}",
        "guardian": f"{SURNAMES[number % 20]}演监",
        "guardian_relation": chance.choice(tuple(GuardianRelation)[:4]),
        "guardian_phone": f"0000-{2000000 + number}",
        "diagnosis": disease.zh,
        "icd10": disease.icd10[0],
        "diagnosed_on": registered - timedelta(days=chance.randrange(20, 2000)),
        "hospital": "演示县精神卫生中心",
        "consent": ConsentAnswer.AGREED if (number + 1) % 19 else ConsentAnswer.REFUSED,
        "consent_on": registered,
        "consent_by": "本人",
        "registered_on": registered,
        "remark": "演示",
    }


def _disease(number: int) -> DiseaseName:
    return DISEASES[number // 3 % 6 if number % 3 == 0 else 0]


def _visits(
    number: int, person: Row, until: date, wanted: int | None, chance: Random
) -> list[Row]:
    if wanted is not None:
        return _evenly(number, person, until, wanted, chance)
    stop = until - timedelta(days=number % 4 * 40)
    day = FROM + timedelta(days=chance.randrange(60))
    rows: list[Row] = []
    while day <= stop:
        is_last = day + timedelta(days=SHORTEST) > stop
        grade = _grade(number, len(rows), is_last=is_last)
        due = _due(day, grade)
        rows.append(_visit(person, day, due, grade, chance))
        if is_last:
            break
        day = due + timedelta(days=chance.randrange(-4, 20))
    return rows


def _evenly(
    number: int, person: Row, until: date, wanted: int, chance: Random
) -> list[Row]:
    step = timedelta(days=max(1, (until - FROM).days // wanted))
    days = [until - index * step for index in reversed(range(wanted))]
    grades = [_grade(number, n, is_last=n == wanted - 1) for n in range(wanted)]
    return [
        _visit(person, day, _due(day, grade), grade, chance)
        for day, grade in zip(days, grades, strict=True)
    ]


def _due(day: date, grade: Grade) -> date:
    return day + timedelta(days=14 if grade.is_at_least(Grade.LEVEL_3) else 90)


def _grade(number: int, visit: int, *, is_last: bool) -> Grade:
    if not (number + 1) % 12:
        is_bad = is_last or not (visit + 1) % 4
        return Grade(3 + number // 12 % 3) if is_bad else Grade.LEVEL_1
    return Grade.LEVEL_0 if (number + 1) % 5 or visit % 2 else Grade.LEVEL_1


def _visit(person: Row, day: date, due: date, grade: Grade, chance: Random) -> Row:
    ill, unwell = grade.is_at_least(Grade.LEVEL_3), grade is not Grade.LEVEL_0
    how_marked, judged = (
        (Symptoms.MARKED, FollowUpClass.UNSTABLE)
        if ill
        else (Symptoms.PRESENT, FollowUpClass.BASIC)
        if unwell
        else (Symptoms.GONE, FollowUpClass.STABLE)
    )
    symptoms = chance.sample(tuple(Symptom)[:11], 2 if unwell else 0)
    return {
        "key": person["key"],
        "name": person["name"],
        "visited_on": day,
        "form": chance.choice(tuple(VisitForm)),
        "spoke_with": frozenset({SpokeWith.PERSON, SpokeWith.FAMILY_OR_GUARDIAN}),
        "risk": grade.value if grade.value is not None else "",
        "symptom_codes": frozenset(symptoms),
        "symptoms": how_marked,
        "insight": Insight.INCOMPLETE if unwell else Insight.COMPLETE,
        "sleep": Level.FAIR if unwell else Level.GOOD,
        "diet": Level.GOOD,
        "self_care": Level.GOOD,
        "housework": Level.FAIR,
        "work": chance.choice((WorkLevel.FAIR, WorkLevel.NOT_APPLICABLE)),
        "study": Level.FAIR,
        "relations": Level.FAIR,
        "hospital": HospitalStay.NONE,
        "adherence": Adherence.IRREGULAR if ill else Adherence.AS_PRESCRIBED,
        "adverse_reaction": chance.choice(
            (AdverseReaction.NONE, AdverseReaction.NONE, AdverseReaction.MILD)
        ),
        "physical_illness": PhysicalIllness.NONE_OR_STABLE,
        "judged": judged,
        "due_on": due,
        "doctor": "演示村医",
    }


def _write(path: Path, rows: _Rows, chance: Random, risk_codes: RiskCodes) -> None:
    with new_workbook(path, row_by_row=True) as book:
        as_day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, columns, filled in (
            ("患者", PEOPLE, rows.people),
            ("随访", VISITS, rows.visits),
        ):
            sheet = book.add_worksheet(name)
            sheet.write_string(0, 0, TITLE)
            for number, column in enumerate(columns):
                sheet.write_string(1, number, column.heading)
            for index, row in enumerate(filled, start=2):
                for number, column in enumerate(columns):
                    value = _cell(column, row.get(column.name, ""), chance, risk_codes)
                    if isinstance(value, date):
                        sheet.write_datetime(index, number, value, as_day)
                    elif isinstance(value, str):
                        sheet.write_string(index, number, value)
                    else:
                        sheet.write_number(index, number, value)


def _cell(
    column: Column, value: Value, chance: Random, risk_codes: RiskCodes
) -> str | int | float | date:
    if column.name == "risk" and isinstance(value, int):
        return value + risk_codes.of_level_0
    if isinstance(value, date):
        return write_day(value, chance)
    if isinstance(value, Enum | frozenset):
        return write_answers(column, value, chance)
    return value

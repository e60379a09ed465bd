"""The synthetic register: the same for a seed, and read exactly as it was spoilt."""

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from domain.person.follow_up import record_follow_up
from domain.person.person import Person
from domain.registry.registration import check_identity
from domain.registry.township_register.fault_texts import FaultCode
from domain.registry.township_register.reading import RegisterReading, read_register
from domain.registry.township_register.terms import Terms
from domain.registry.township_register.written import RiskCodes
from domain.values.places import is_within
from ops.demo.register import VILLAGE_NAMES, Size, write_register
from ops.demo.register_dirt import people_dirt, visit_dirt
from ops.register.workbook import open_register

TODAY = date(2026, 11, 24)
SEEDS = (1, 7, 2026)
BY_WHOLE_FILE = {
    FaultCode.NO_PEOPLE_SHEET,
    FaultCode.COLUMN_MISSING,
    FaultCode.RISK_CODES_DOUBTFUL,
}


def read(path: Path, risk_codes: RiskCodes = RiskCodes.ZERO_TO_FIVE) -> RegisterReading:
    terms = Terms(
        "演示镇登记表",
        TODAY,
        "990101001",
        VILLAGE_NAMES,
        frozenset({"990101"}),
        risk_codes,
    )
    return read_register(open_register([path]), terms)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("risk_codes", RiskCodes)
def test_the_reading_finds_exactly_what_was_planted(
    tmp_path: Path, seed: int, risk_codes: RiskCodes
) -> None:
    planted = write_register(tmp_path / "r.xlsx", seed, risk_codes=risk_codes)

    found = read(tmp_path / "r.xlsx", risk_codes)

    assert found.fault_counts() == planted.faults
    assert found.counts() == planted.counts()
    assert found.doubts == ()


def test_equal_arguments_write_an_equal_file_and_another_seed_another(
    tmp_path: Path,
) -> None:
    first, again, other = (tmp_path / name for name in ("a.xlsx", "b.xlsx", "c.xlsx"))
    for path, seed in ((first, 7), (again, 7), (other, 8)):
        write_register(path, seed)

    assert first.read_bytes() == again.read_bytes()
    assert open_register([first]) != open_register([other])


def test_a_long_register_has_every_habit_once_for_every_sixty_people(
    tmp_path: Path,
) -> None:
    size = Size(people=250, visits=1750)
    once = write_register(tmp_path / "once.xlsx", 7)

    planted = write_register(tmp_path / "r.xlsx", 7, size=size)
    found = read(tmp_path / "r.xlsx")

    assert found.fault_counts() == planted.faults
    assert found.counts() == planted.counts()
    assert planted.refused_people == 4 * once.refused_people
    assert planted.doubted_visits == 4 * once.doubted_visits
    added = 4 * sum(habit.adds_a_row for habit in (*people_dirt(), *visit_dirt(TODAY)))
    assert sum(planted.rows) == 250 + 1750 + added


def test_coded_1_to_6_it_says_the_same_once_the_map_is_chosen(tmp_path: Path) -> None:
    plain, shifted = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    write_register(plain, 7)
    write_register(shifted, 7, risk_codes=RiskCodes.ONE_TO_SIX)

    one, other = read(plain), read(shifted, RiskCodes.ONE_TO_SIX)

    assert {key: [v.form for v in rows] for key, rows in one.visits.items()} == {
        key: [v.form for v in rows] for key, rows in other.visits.items()
    }
    assert (one.map_name, other.map_name) == (
        "township-register/1 risk=0-5",
        "township-register/1 risk=1-6",
    )


def test_coded_1_to_6_and_read_as_0_to_5_it_is_doubted(tmp_path: Path) -> None:
    write_register(tmp_path / "r.xlsx", 7, risk_codes=RiskCodes.ONE_TO_SIX)

    found = read(tmp_path / "r.xlsx")

    assert [f.code for f in found.doubts] == [FaultCode.RISK_CODES_DOUBTFUL]


def test_everything_accepted_can_be_recorded(tmp_path: Path) -> None:
    write_register(tmp_path / "r.xlsx", 7)
    found = read(tmp_path / "r.xlsx")

    for row in found.people:
        check_identity(row.identity, TODAY)
        person = Person.register(
            UUID(int=1), row.registered_on.isoformat(), provisional=False
        )
        for visit in found.visits[row.key]:
            record_follow_up(person, visit.visit_key, visit.form, TODAY, imported=True)

    assert {row.residence.village for row in found.people} == set(VILLAGE_NAMES)


def test_some_are_at_level_3_or_higher_now(tmp_path: Path) -> None:
    write_register(tmp_path / "r.xlsx", 7)

    visits = read(tmp_path / "r.xlsx").visits.values()
    last = [rows[-1].form for rows in visits if rows]

    assert sum((form.findings.risk.value or 0) >= 3 for form in last) == 3


def test_nobody_in_it_could_be_real(tmp_path: Path) -> None:
    write_register(tmp_path / "r.xlsx", 7)

    people = read(tmp_path / "r.xlsx").people

    numbers = [person.identity.id_number for person in people]
    assert all(number is None or is_within(number[:6], "990101") for number in numbers)
    assert all(
        "演" in person.identity.name or "无名氏" in person.identity.name
        for person in people
    )
    assert {person.row.identity["备注"] for person in people} == {"演示"}


def test_every_kind_of_dirt_has_its_own_name_and_every_fault_is_planted_or_tested() -> (
    None
):
    habits = (*people_dirt(), *visit_dirt(TODAY))
    planted = {code for dirt in habits for code in dirt.faults}

    assert len({dirt.name for dirt in habits}) == len(habits)
    assert set(FaultCode) - planted - BY_WHOLE_FILE == {
        FaultCode.KEY_MISSING,
        FaultCode.VILLAGE_MISSING,
        FaultCode.REGISTERED_IN_FUTURE,
        FaultCode.PERSON_REFUSED,
        FaultCode.ID_FUTURE,
        FaultCode.ID_COUNTY_UNKNOWN,
        FaultCode.SEX_MISSING,
    }

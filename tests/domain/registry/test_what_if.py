"""What a changed rule would have asked for, counted by hand."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from domain.registry.what_if import REPLAYED, Asked, Asking, Life, Made, Year
from domain.rules.book import PARAMETERS
from domain.rules.parameters import NATIONAL, InForce, Override
from domain.values.findings import FollowUpClass, Grade

VILLAGE = "990101001001"
POLICE = UUID(int=7)
YEAR = Year(date(2025, 1, 1), date(2025, 12, 31))


@dataclass(frozen=True)
class OnlyPolice:
    """The offices there are: one police station."""

    def serving(self, kind: str, village: str, day: str) -> Sequence[UUID]:
        is_there = village == VILLAGE and day >= "2025-01-01"
        return [POLICE] if is_there and kind == "police_station" else []


def seen(on: date, due_on: date | None) -> Made:
    return Made(
        on,
        FollowUpClass.STABLE,
        settling=False,
        in_hospital=False,
        grade=Grade.LEVEL_0,
        due_on=due_on,
        doctor="doctor",
    )


LIFE = Life(
    VILLAGE,
    "unit",
    date(2024, 12, 28),
    (
        seen(date(2025, 1, 10), date(2025, 4, 10)),
        seen(date(2025, 4, 10), date(2025, 7, 10)),
    ),
    ((date(2025, 5, 1), Grade.LEVEL_3), (date(2024, 5, 1), Grade.LEVEL_4)),
    date(2025, 8, 1),
)


def asked(life: Life = LIFE, *overrides: Override) -> Asked:
    local = InForce(overrides).at(VILLAGE)
    return Asking(life, local, NATIONAL, YEAR).whole(OnlyPolice())


def override(parameter: str, value: int, from_on: str = "2025-01-01") -> Override:
    return Override(parameter, "9901", value, from_on, "what-if")


def test_as_the_rules_held_the_visits_made_and_the_missed_one_are_asked_for() -> None:
    found = asked()

    assert found.visits["doctor"] == 2 + 1
    assert found.reminders == {"unit": 1}
    assert found.notices[str(POLICE)] == 1


def test_every_thirty_days_asks_for_the_visits_in_between() -> None:
    found = asked(LIFE, override("interval.stable", 30))

    # After 10 January: 9 February and 11 March; after 10 April: 10 May, 9 June, 9 July.
    assert found.visits["doctor"] == 2 + 2 + 3


def test_a_rule_of_the_next_year_changes_nothing() -> None:
    late = override("interval.stable", 30, "2026-01-01")

    assert asked(LIFE, late) == asked()


def test_a_day_the_doctor_chose_is_only_brought_forward() -> None:
    sooner = replace(LIFE, visits=(seen(date(2025, 1, 10), date(2025, 1, 20)),))

    assert asked(sooner, override("interval.stable", 60)).visits == asked(sooner).visits


def test_a_shorter_ladder_reminds_the_unit_and_the_county_sooner() -> None:
    ended = replace(LIFE, until=date(2025, 7, 20))

    before = asked(ended)
    after = asked(
        ended, override("ladder.unit_less", 3), override("ladder.county_less", 5)
    )

    assert before.reminders == {}
    assert after.reminders == {"unit": 1, "county_smi": 1}


def test_what_the_replay_looks_at_is_what_moves_a_visit_a_reminder_or_a_level() -> None:
    unseen = {code.partition(".")[0] for code in PARAMETERS.keys() - REPLAYED}

    assert {code.partition(".")[0] for code in REPLAYED} == {
        "first_visit",
        "interval",
        "ladder",
        "notice",
    }
    assert {code for code in REPLAYED if code.startswith("notice.")} == {
        "notice.joint_civil_affairs.level",
        "notice.joint_disability.level",
    }
    assert {"plan", "clock", "storm"} <= unseen
    assert not {"interval.referred", "ladder.overdue"} & REPLAYED


def test_helpers_told_from_level_four_on_are_told_less() -> None:
    before = asked()
    after = asked(LIFE, override("notice.joint_civil_affairs.level", 4))

    assert before.notices["civil_affairs"] == 1
    assert after.notices["civil_affairs"] == 0
    assert after.notices[str(POLICE)] == before.notices[str(POLICE)] == 1

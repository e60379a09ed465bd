"""Rates over HTTP: counts with what they rest on, as now and as then known."""

from typing import Any

import pytest

from domain.registry.follow_up import RecordFollowUp
from domain.registry.registration import RegisterPerson
from tests.api.township import COUNTY, HERE, Township
from tests.registering import TOWNSHIP, a_form, a_registration

RATES = "/api/v1/rates"
MARCH = {"year": 2026, "month": 3}


@pytest.fixture
def half_seen(township: Township) -> Township:
    """Two people on the register, one of them followed up."""
    unit = township.offices["hospital"]
    first, _ = (
        township.register(RegisterPerson(a_registration(unit), id_claim=None))
        for _ in range(2)
    )
    township.run(RecordFollowUp(first, a_form()))
    return township


def rates(township: Township, who: str = "doctor", **asked: Any) -> dict[str, Any]:
    answer = township.client(who).get(RATES, params={**MARCH, **asked})
    assert answer.status_code == 200
    return answer.json()


def test_a_rate_says_how_many_of_how_many_and_what_it_rests_on(
    half_seen: Township,
) -> None:
    (row,) = rates(half_seen)["items"]

    assert row["division"] == TOWNSHIP
    by_code = {rate["code"]: rate for rate in row["rates"]}
    managed, standard = by_code["I-MGT"], by_code["I-STD-A"]
    assert managed["text"] == "50.00"
    assert (by_code["I-REG"]["text"], by_code["I-REG"]["denominator"]) == ("2", None)
    assert {(t["percent"], t["is_met"]) for t in managed["targets"]} == {
        (80, False),
        (90, False),
    }
    assert (managed["numerator"], managed["denominator"]) == (1, 2)
    assert managed["is_verified"]
    assert standard["decisions"]
    assert managed["title_zh"] == "管理率"


def test_a_rate_over_nobody_is_a_dash(township: Township) -> None:
    (row,) = rates(township)["items"]

    assert {r["text"] for r in row["rates"] if r["denominator"] == 0} == {"—"}
    assert {r["text"] for r in row["rates"] if r["denominator"] is None} == {"0"}


def test_a_rate_as_then_known_does_not_know_what_came_later(
    half_seen: Township,
) -> None:
    then = rates(half_seen)
    unit = half_seen.offices["hospital"]
    half_seen.register(RegisterPerson(a_registration(unit), id_claim=None))

    assert rates(half_seen, as_of=then["position"]) == then
    assert rates(half_seen)["items"] != then["items"]


def test_a_county_sees_a_row_for_each_division_of_so_many_digits(
    half_seen: Township,
) -> None:
    (row,) = rates(half_seen, "county", digits=12)["items"]

    assert row["division"] == HERE
    assert rates(half_seen, "county")["items"][0]["division"] == COUNTY


@pytest.mark.parametrize(
    ("who", "asked", "status"),
    [
        ("doctor", {"division": COUNTY}, 403),
        ("village", {"division": TOWNSHIP}, 403),
        ("officer", {}, 403),
        ("doctor", {"division": "9"}, 422),
        ("doctor", {"month": 13}, 422),
        ("doctor", {"digits": 7}, 422),
    ],
)
def test_rates_out_of_sight_or_of_nothing_are_refused(
    township: Township, who: str, asked: dict[str, Any], status: int
) -> None:
    answer = township.client(who).get(RATES, params={**MARCH, **asked})

    assert answer.status_code == status


def not_counted(township: Township, who: str = "doctor", **asked: Any) -> Any:
    return township.client(who).get(f"{RATES}/people", params={**MARCH, **asked})


def test_who_is_not_counted_is_named_with_the_first_reason(
    half_seen: Township,
) -> None:
    answer = not_counted(half_seen, indicator="I-MGT").json()

    assert (answer["edition"], answer["not_counted"]) == ("I-MGT/2017", 1)
    (line,) = answer["items"]
    assert line["is_over"]
    assert line["why"]["code"] == "rate.no_follow_up"
    assert line["why"]["clause"]


@pytest.mark.parametrize(
    ("who", "asked", "status"),
    [
        ("doctor", {"indicator": "I-NONE"}, 404),
        ("doctor", {}, 422),
        ("doctor", {"indicator": "I-MGT", "division": COUNTY}, 403),
        ("officer", {"indicator": "I-MGT"}, 403),
        ("admin", {"indicator": "I-MGT"}, 403),
    ],
)
def test_naming_whom_one_may_not_see_is_refused(
    township: Township, who: str, asked: dict[str, Any], status: int
) -> None:
    assert not_counted(township, who, **asked).status_code == status

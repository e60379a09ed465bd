"""Had to be told = told + named exceptions, per receiver, for any day and any position."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.registry.follow_up import GradeRisk, RecordFollowUp
from domain.values.findings import Grade
from ops.clerk import rounds_clerk
from projections.every import OF_THE_LOG
from projections.folding import Folding
from tests.api.console.browsing import CHINESE, a_person, browser
from tests.api.township import Township
from tests.registering import a_form
from tests.streams import NOON

DAY = NOON.date().isoformat()


@pytest.fixture
def person(township: Township) -> UUID:
    return a_person(township)


def follow(township: Township) -> None:
    """Let the follower tell."""
    clerk = township.web.clerk
    folding = Folding(clerk.engine, clerk.log, OF_THE_LOG)
    telling = rounds_clerk(clerk, folding, uuid4())
    folding.catch_up()
    while telling.tick(NOON).is_busy:
        folding.catch_up()
    telling.leave()
    folding.catch_up()


def asked(township: Township, **more: Any) -> dict[str, Any]:
    found = township.client("county").get(
        "/api/v1/notice-reconciliation", params={"day": DAY, **more}
    )
    assert found.status_code == 200
    return found.json()


def test_a_receiver_is_owed_what_it_was_told_and_a_gap_is_named(
    township: Township, person: UUID
) -> None:
    township.run(GradeRisk(person, 4, "演示"))
    township.fold()
    before = township.web.clerk.log.last_position()
    township.web.clock.now = NOON + timedelta(minutes=5)

    untold = asked(township)
    follow(township)
    told = asked(township)

    police = str(township.offices["police"])
    [line] = [one for one in untold["receivers"] if one["office"] == police]
    assert (line["owed"], line["told"], line["gaps"]) == (1, 0, 1)
    assert {gap["person"] for gap in untold["gaps"]} == {str(person)}
    [line] = [one for one in told["receivers"] if one["office"] == police]
    assert (line["owed"], line["told"], line["gaps"]) == (1, 1, 0)
    assert told["gaps"] == []
    then = asked(township, as_of=before)
    assert [line["told"] for line in then["receivers"]] == [0] * len(then["receivers"])


def test_what_came_by_import_is_excepted_by_name_on_the_page(
    township: Township, person: UUID
) -> None:
    form = a_form(risk=Grade.LEVEL_3)
    township.run(RecordFollowUp(person, form), channel="import")
    township.fold()

    page = browser(township, "auditor").get(
        f"/notices/reconciliation?day={DAY}", headers=CHINESE
    )

    assert page.status_code == 200
    assert "应告知 1 = 已告知 0 + 例外 1" in page.text
    assert "存量交接名册" in page.text


def test_the_page_is_not_for_receivers_or_villages(
    township: Township, person: UUID
) -> None:
    township.run(GradeRisk(person, 5, "演示"))
    township.fold()
    township.web.clock.now = NOON + timedelta(minutes=5)

    page = browser(township, "county").get(
        f"/notices/reconciliation?day={DAY}", headers=CHINESE
    )

    assert "缺口" in page.text
    assert "演示police_station" in page.text
    for other in ("officer", "village"):
        refused = browser(township, other).get("/notices/reconciliation")
        assert refused.status_code == 403
    wrong = browser(township, "county").get(
        f"/notices/reconciliation?day={DAY}&as_of=yesterday", headers=CHINESE
    )
    assert wrong.status_code == 200


def test_of_a_page_and_one_below_it_the_menu_marks_the_one_that_is_open(
    township: Township,
) -> None:
    page = browser(township, "county").get("/notices/reconciliation", headers=CHINESE)

    assert page.text.count("更多") == 1
    assert page.text.count('aria-current="page"') == 1

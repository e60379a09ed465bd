"""A follower deals with every fact, in order, and skips none whatever happens."""

import signal
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import IntegrityError

from scheduler import follower_desk
from scheduler.follower import Follower, Following
from scheduler.follower_desk import Stopped
from scheduler.lease import LeaseLost
from scheduler.trouble import Kind, Trouble
from tests.databases import Database
from tests.scheduler.desks import (
    MONDAY,
    ORIGIN,
    AFact,
    Alarms,
    AList,
    ask,
    engine_of,
    held,
    run_out,
)
from tests.scheduler.processes import begin, noted


class Telling:
    """Notes each fact in the follower's transaction; breaks on those named."""

    def __init__(self, engine: Engine, log: AList) -> None:
        self.breaks_on: set[int] = set()
        self.alarms = Alarms()
        self.follower = Follower(
            engine,
            log,
            ORIGIN,
            Following("told", frozenset({"wanted"}), self.deal_with),
            self.alarms,
        )

    def deal_with(self, connection: Connection, fact: AFact, _: datetime) -> None:
        """Note the fact, then break if it is to break."""
        connection.execute(
            text(
                "INSERT INTO desk.heartbeat VALUES (:name, now()) ON CONFLICT DO NOTHING"
            ),
            {"name": f"fact {fact.position}"},
        )
        if fact.position in self.breaks_on:
            raise OSError


def position(engine: Engine) -> int:
    """Return where the follower stands."""
    [(found,)] = ask(engine, "SELECT position FROM desk.follower")
    return found


def test_wanted_facts_are_dealt_with_in_order_and_the_rest_is_passed(
    engine: Engine,
) -> None:
    log = AList("wanted", "other", "wanted", "other")
    telling = Telling(engine, log)
    mine = held(engine)

    assert telling.follower.step(mine, MONDAY) == 4
    assert telling.follower.step(mine, MONDAY) == 0
    assert noted(engine) == ["fact 1", "fact 3"]
    assert position(engine) == 4

    log.facts.append(AFact(5))
    assert telling.follower.step(mine, MONDAY) == 1
    assert noted(engine)[-1] == "fact 5"


def test_a_fact_that_breaks_stops_the_follower_and_is_never_skipped(
    engine: Engine, database: Database
) -> None:
    telling = Telling(engine, AList("wanted", "wanted", "wanted"))
    telling.breaks_on = {2}
    mine = held(engine)
    now = MONDAY
    web = engine_of(database.web_url)

    assert telling.follower.step(mine, now) == 1
    assert noted(engine) == ["fact 1"]
    assert position(engine) == 1
    assert follower_desk.stopped(web) == [Stopped("told", 2, "OSError", 1)]
    assert telling.alarms.told == [Trouble(Kind.FOLLOWER, "told", "OSError", 2)]

    assert telling.follower.step(mine, now) == 0
    assert len(telling.alarms.told) == 1
    now += timedelta(seconds=1)
    assert telling.follower.step(mine, now) == 0
    assert follower_desk.stopped(web) == [Stopped("told", 2, "OSError", 2)]

    telling.breaks_on = set()
    now += timedelta(seconds=2)
    assert telling.follower.step(mine, now) == 2
    assert noted(engine) == ["fact 1", "fact 2", "fact 3"]
    assert follower_desk.stopped(web) == []
    web.dispose()


def test_a_broken_fact_is_tried_again_at_least_every_five_minutes(
    engine: Engine,
) -> None:
    telling = Telling(engine, AList("wanted"))
    telling.breaks_on = {1}
    mine = held(engine)

    for n in range(20):
        telling.follower.step(mine, MONDAY + n * timedelta(minutes=5))

    assert len(telling.alarms.told) == 20


def test_killed_between_effect_and_position_the_same_facts_come_again(
    engine: Engine, database: Database
) -> None:
    killed = begin("die_between_effect_and_position", database.clerk_url)

    assert killed.wait(60) == -signal.SIGKILL
    assert noted(engine) == ["fact 1", "fact 2"]
    assert position(engine) == 0

    run_out(engine)
    log = AList("wanted", "wanted", "wanted")
    again: list[int] = []
    following = Following[AFact](
        "told", frozenset({"wanted"}), lambda _, fact, __: again.append(fact.position)
    )
    Follower(engine, log, ORIGIN, following, Alarms()).step(held(engine), MONDAY)

    assert again == [1, 2, 3]


def test_a_late_owner_has_no_effect_and_moves_nothing(engine: Engine) -> None:
    telling = Telling(engine, AList("wanted"))
    late = held(engine)
    run_out(engine)
    mine = held(engine)

    with pytest.raises(LeaseLost):
        telling.follower.step(late, MONDAY)

    assert noted(engine) == []
    assert telling.follower.step(mine, MONDAY) == 1


def test_of_two_that_step_at_once_one_deals_with_a_fact(engine: Engine) -> None:
    mine = held(engine)
    first = Telling(engine, AList("wanted"))

    class MeanwhileTheOther(AList):
        def after(self, position: int, limit: int) -> list[AFact]:
            first.follower.step(mine, MONDAY)
            return super().after(position, limit)

    second = Telling(engine, MeanwhileTheOther("wanted"))

    with pytest.raises(LeaseLost):
        second.follower.step(mine, MONDAY)
    assert noted(engine) == ["fact 1"]
    assert second.alarms.told == []


def test_a_position_is_neither_set_back_nor_carried_to_another_log(
    engine: Engine,
) -> None:
    Telling(engine, AList("wanted")).follower.step(held(engine), MONDAY)

    for change in ("position = 0", f"origin = '{uuid4()}'"):
        with pytest.raises(IntegrityError, match="moved back"):
            ask(engine, f"UPDATE desk.follower SET {change}")  # noqa: S608 - the two above


@pytest.mark.parametrize("change", ["shorter", "rewritten"])
def test_a_log_that_lost_or_changed_what_was_followed_stops_the_follower(
    engine: Engine, change: str
) -> None:
    log = AList("wanted", "wanted")
    telling = Telling(engine, log)
    mine = held(engine)
    telling.follower.step(mine, MONDAY)

    if change == "shorter":
        log.facts.pop()
    else:
        log.facts[1] = replace(log.facts[1], hash=b"other")
        log.facts.append(AFact(3))

    assert telling.follower.step(mine, MONDAY) == 0
    assert position(engine) == 2
    assert telling.alarms.told == [Trouble(Kind.FOLLOWER, "told", "LogChanged", 2)]


def test_another_log_under_the_same_name_stops_the_follower(engine: Engine) -> None:
    mine = held(engine)
    telling = Telling(engine, AList("wanted"))
    telling.follower.step(mine, MONDAY)
    following = Following("told", frozenset({"wanted"}), telling.deal_with)

    other = Follower(
        engine, AList("wanted", "wanted"), uuid4(), following, telling.alarms
    )

    assert other.step(mine, MONDAY) == 0
    assert [trouble.failure for trouble in telling.alarms.told] == ["LogChanged"]


def test_a_new_follower_of_an_empty_log_waits_at_the_beginning(engine: Engine) -> None:
    assert Telling(engine, AList()).follower.step(held(engine), MONDAY) == 0
    assert position(engine) == 0

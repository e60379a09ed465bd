"""What a receiver reports is in the chart within two seconds, and plans the next visit."""

from collections.abc import Generator
from contextlib import contextmanager
from threading import Event, Thread
from time import perf_counter
from uuid import UUID, uuid4

import pytest

from domain.registry.follow_up import RecordFollowUp
from ops.clerk import fold, rounds_clerk, work
from ops.store.bell import listen
from ops.store.recorder import bell_of
from projections.every import OF_THE_LOG
from projections.folding import Folding
from tests.api.console.browsing import CHINESE, a_person, browser, told
from tests.api.township import Township, key
from tests.databases import Database
from tests.registering import a_form

WITHIN = 2.0
"""Seconds from the receiver's report to the doctor's chart."""


@contextmanager
def at_work(township: Township, database: Database) -> Generator[None]:
    """Let views and a clerk work as they do in production: rung by the log's own bell."""
    site, stopping, rung = township.web.clerk, Event(), Event()
    folding = Folding(site.engine, site.log, OF_THE_LOG)
    clerk = rounds_clerk(site, folding, uuid4())
    url, name = database.clerk_url, bell_of("log")
    threads = [
        Thread(target=fold, args=(folding, site, rung, stopping)),
        Thread(target=work, args=(clerk, site, Event(), stopping)),
        Thread(target=listen, args=(url, name, rung.set, stopping)),
    ]
    for thread in threads:
        thread.start()
    yield
    stopping.set()
    rung.set()
    for thread in threads:
        thread.join()


def seconds_until(township: Township, person: UUID, *words: str) -> float:
    """Return how long it takes until the doctor's chart says all of it."""
    doctor = browser(township, "doctor")
    began = perf_counter()
    while (took := perf_counter() - began) < 10 * WITHIN:
        shown = doctor.get(f"/people/{person}", headers=CHINESE).text
        if all(word in shown for word in words):
            return perf_counter() - began
    return took


@pytest.fixture
def person(township: Township) -> UUID:
    person = a_person(township)
    township.run(RecordFollowUp(person, a_form()))
    return person


def test_an_outcome_is_in_the_chart_within_two_seconds_and_resets_the_plan(
    township: Township, database: Database, person: UUID
) -> None:
    notice = told(township, person)
    officer = township.client("officer")
    officer.post(f"/api/v1/notices/{notice}/acceptance", headers=key())
    with at_work(township, database):
        reported = officer.post(
            f"/api/v1/notices/{notice}/outcome",
            json={"outcome": "taken_to_hospital", "remark": "送县医院(演示)"},
            headers=key(),
        )
        took = seconds_until(township, person, "送县医院(演示)")
        planned = seconds_until(township, person, "据此建议", "处置反馈已送医或入院")

    assert reported.status_code == 201
    assert took <= WITHIN
    assert planned <= WITHIN


@pytest.mark.parametrize(
    ("outcome", "plans"),
    [
        ("admitted", ["taken_in"]),
        ("not_found", ["sought"]),
        ("seen_calm", []),
        ("已送诊", []),
    ],
)
def test_only_what_needs_a_visit_plans_one(
    township: Township, person: UUID, outcome: str, plans: list[str]
) -> None:
    notice = told(township, person)
    officer = township.client("officer")
    officer.post(f"/api/v1/notices/{notice}/acceptance", headers=key())
    officer.post(
        f"/api/v1/notices/{notice}/outcome", json={"outcome": outcome}, headers=key()
    )
    site = township.web.clerk
    clerk = rounds_clerk(site, Folding(site.engine, site.log, OF_THE_LOG), uuid4())
    township.fold()
    while clerk.tick(site.clock()).is_busy:
        township.fold()
    clerk.leave()

    facts = [logged.fact for logged in site.log.stream(person)]
    found = [getattr(fact, "cause", "") for fact in facts if _is_plan(fact)]
    assert found == plans


def _is_plan(fact: object) -> bool:
    return getattr(fact, "TOPIC", "") == "person.visit_planned"

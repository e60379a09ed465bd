"""Old facts are read as the newest class knows them; newer ones are refused, by name."""

from os import urandom
from threading import Event, Thread
from typing import Any
from uuid import uuid4

import pytest
from eventsourcing.persistence import StoredEvent
from eventsourcing.utils import register_topic

from api.language import language
from domain.alarm import Raised
from domain.errors import ProgramTooOld
from domain.fact import PersonFact, SealedWith
from domain.log import Erased, Write
from domain.person.risk import RiskGraded
from domain.registry.follow_up import GradeRisk
from domain.registry.runner import person_of
from domain.values.people import OfficeKind
from ops.clerk import fold, rounds_clerk
from ops.site import Site
from ops.store.editions import fact_class
from ops.store.mapper import SealingMapper
from ops.views import make_views
from projections.every import OF_THE_LOG
from projections.folding import Folding
from scheduler.follower_desk import stopped
from tests.databases import Database
from tests.registering import an_office, register
from tests.streams import NOON, a_command, a_person, pending


class Weighed(PersonFact):
    """A fact whose parts changed twice: `kilograms` was `weight`, then in grams."""

    TOPIC = "person.weighed_in_a_test"
    sealed_with = SealedWith.CLINICAL
    class_version = 3
    grams: int
    by: str

    @staticmethod
    def upcast_v1_v2(state: dict[str, object]) -> None:
        """Name the unit in the part's name."""
        state["kilograms"] = state.pop("weight")

    @staticmethod
    def upcast_v2_v3(state: dict[str, object]) -> None:
        """Count in whole grams; nobody was named before."""
        state["grams"] = round(float(str(state.pop("kilograms"))) * 1000)
        state["by"] = ""


def weighed(**parts: Any) -> Weighed:
    """Return the fact with the library's own parts filled in."""
    kind: Any = Weighed
    return kind(originator_id=uuid4(), originator_version=1, timestamp=NOON, **parts)


register_topic(Weighed.TOPIC, Weighed)


@pytest.fixture
def mapper(site: Site) -> SealingMapper:
    return SealingMapper(site.keys, urandom, Erased, ProgramTooOld)


@pytest.fixture
def graded_by_a_newer_program(
    site: Site, database: Database, monkeypatch: pytest.MonkeyPatch
) -> Folding:
    """A log with a grade of version 2, before the views of a program that knows 1."""
    make_views(database.owner_url, OF_THE_LOG)
    unit = an_office(site)
    an_office(site, OfficeKind.POLICE_STATION)
    person = register(site, unit)
    folding = Folding(site.engine, site.log, OF_THE_LOG)
    folding.catch_up()
    with monkeypatch.context() as newer:
        newer.setattr(RiskGraded, "class_version", 2, raising=False)
        site.runner.run(GradeRisk(person, 3, "演示"), a_command())
    register(site, unit)
    return folding


@pytest.mark.parametrize(
    "stored",
    [
        b'{"weight":"61.5"}',
        b'{"class_version":2,"kilograms":"61.5"}',
        b'{"class_version":3,"grams":61500,"by":""}',
    ],
    ids=["v1", "v2", "v3"],
)
def test_every_version_is_read_as_the_newest(
    mapper: SealingMapper, stored: bytes
) -> None:
    """The bytes stay as they are; what is read of them is of the class's version."""
    fact = mapper.to_domain_event(StoredEvent(uuid4(), 7, Weighed.TOPIC, stored))

    assert isinstance(fact, Weighed)
    assert (fact.grams, fact.by, fact.originator_version) == (61500, "", 7)


def test_what_is_written_carries_the_newest_version(mapper: SealingMapper) -> None:
    fact = weighed(grams=1, by="甲")

    state = mapper.transcoder.decode(mapper.to_stored_event(fact).state)

    assert state == {"class_version": 3, "grams": 1, "by": "甲"}


def test_a_version_the_program_has_not_reached_is_refused(
    mapper: SealingMapper,
) -> None:
    """The library itself would give the old class the newer version's values."""
    newer = StoredEvent(
        uuid4(), 1, "person.risk_graded", b'{"class_version":2,"grade":3}'
    )

    with pytest.raises(ProgramTooOld, match=r"person\.risk_graded v2"):
        mapper.to_domain_event(newer)


@pytest.mark.parametrize("topic", ["person.made_later", "json", "referral.made"])
def test_a_name_the_program_does_not_know_is_refused(topic: str) -> None:
    with pytest.raises(ProgramTooOld):
        fact_class(topic, ProgramTooOld)


def test_a_header_the_program_does_not_know_is_refused(site: Site) -> None:
    [fact, *_] = pending(a_person())
    command = a_command()
    header = {**command.header(fact, 0, 1, "digest"), "schema": 2}

    site.log.append(
        [Write(command.event_id(0), person_of(fact), header, fact)], {}, NOON
    )
    with pytest.raises(ProgramTooOld, match="header v2"):
        site.log.after(0, 10)


def test_views_stop_before_a_newer_fact_and_park_nobody(
    graded_by_a_newer_program: Folding,
) -> None:
    before = graded_by_a_newer_program.positions()

    with pytest.raises(ProgramTooOld):
        graded_by_a_newer_program.catch_up()

    assert graded_by_a_newer_program.positions() == before
    assert graded_by_a_newer_program.parked() == []


def test_the_clerk_rings_when_the_views_stop_before_a_newer_fact(
    site: Site, graded_by_a_newer_program: Folding
) -> None:
    stopping = Event()
    end = site.log.last_position()
    folds = Thread(
        target=fold, args=(graded_by_a_newer_program, site, Event(), stopping)
    )
    folds.start()

    while site.log.last_position() == end:
        assert folds.is_alive()
    stopping.set()
    folds.join()

    [alarm] = [logged.fact for logged in site.log.after(end, 10)]
    assert isinstance(alarm, Raised)
    assert alarm.details["failure"] == "ProgramTooOld"


def test_a_follower_stops_before_a_newer_fact_and_goes_on_with_the_newer_program(
    site: Site, graded_by_a_newer_program: Folding, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = rounds_clerk(site, graded_by_a_newer_program, uuid4())

    clerk.tick(NOON)

    halted = {s.name: s.failure for s in stopped(site.engine)}
    assert set(halted.values()) == {"ProgramTooOld"}
    assert "notices" in halted
    assert issued(site) == 0

    monkeypatch.setattr(RiskGraded, "class_version", 2, raising=False)
    graded_by_a_newer_program.catch_up()
    while clerk.tick(NOON.replace(day=3)).is_busy:
        graded_by_a_newer_program.catch_up()

    assert stopped(site.engine) == []
    assert issued(site) == 1


def issued(site: Site) -> int:
    with site.pool.connection() as connection:
        row = connection.execute(
            "SELECT count(*) FROM log.event WHERE topic = 'notice.issued'"
        ).fetchone()
    return row[0] if row else -1


def test_the_refusal_speaks_both_languages() -> None:
    refusal = ProgramTooOld(found="person.risk_graded v2")

    assert "newer edition" in str(refusal)
    assert "较新版本" in language("zh-CN").text(refusal.message, **refusal.details)

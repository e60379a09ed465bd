"""Steps of other parties' streams that never were: left out everywhere, and gone on from."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import create_engine

from domain.emergency import Emergency
from domain.errors import NotRetractable, ReferralIsOver, Unknown
from domain.log import Recorded
from domain.referral import Referral
from domain.registry.emergencies import (
    Called,
    CallHelp,
    CloseEmergency,
    OpenEmergency,
    Report,
    Reporter,
    ReportRoute,
    Trigger,
)
from domain.registry.known import known, person_known, whole
from domain.registry.referrals import (
    Direction,
    ReceiveReferral,
    ReferralForm,
    ReferralReason,
    SendReferral,
    WithdrawReferral,
)
from domain.registry.runner import UseCase, folded
from domain.registry.taking_back import RetractFact, entries_of
from domain.rules.taking_back import goes_with
from ops.migrations import psycopg_url
from ops.site import Site
from ops.views import make_views
from projections import rows
from projections.comparing import compare
from projections.every import OF_THE_LOG
from projections.folding import Folding
from projections.rebuilding import rebuild_beside
from projections.referrals import referrals
from tests.databases import Database
from tests.registering import an_office, register
from tests.streams import NOON, a_command

DAY = date(2026, 3, 2)
WRONG = "录错人"
SOMEBODY_ELSE = uuid4()


@pytest.fixture
def person(site: Site) -> UUID:
    return register(site, an_office(site))


def ask(site: Site, use_case: UseCase, **named: Any) -> Recorded:
    return site.runner.run(use_case, a_command(**named))


def take_back(site: Site, person: UUID, fact: UUID) -> Recorded:
    seen = site.log.stream(person)[-1].version
    entries = entries_of(site.log, person, fact)
    return ask(
        site, RetractFact(person, entries, WRONG), seen=seen, actor=SOMEBODY_ELSE
    )


def sent(site: Site, person: UUID, to: UUID | None = None) -> Recorded:
    form = ReferralForm(
        Direction.UP, frozenset({ReferralReason.UNSTABLE}), to, "演示医院", DAY
    )
    return ask(site, SendReferral(person, form))


def stream_of(recorded: Recorded, topic: str) -> UUID:
    return next(fact.stream for fact in recorded.facts if fact.topic == topic)


def id_of(recorded: Recorded, topic: str) -> UUID:
    return next(fact.event_id for fact in recorded.facts if fact.topic == topic)


def unlike(database: Database, site: Site) -> list[str]:
    """Return the views that another fold of the whole log makes differently."""
    engine = create_engine(psycopg_url(database.owner_url))
    try:
        shadows = rebuild_beside(engine, site.log, OF_THE_LOG)
        with rows.transaction(engine) as connection:
            return [
                shadow.view.name
                for shadow in shadows
                if not compare(connection, shadow.view, shadow).is_exact
            ]
    finally:
        engine.dispose()


def an_emergency(site: Site, person: UUID) -> Recorded:
    report = Report(
        frozenset({Trigger.SELF_HARM}),
        "演示",
        "演示一村",
        Reporter.GUARDIAN_OR_FAMILY,
        ReportRoute.TELEPHONE,
        NOON,
    )
    return ask(site, OpenEmergency(person, report, 4))


def test_a_withdrawal_that_never_was_leaves_the_referral_open(
    site: Site, person: UUID
) -> None:
    hospital = an_office(site, "hospital")
    referral = stream_of(sent(site, person, hospital), "referral.sent")
    over = ask(site, WithdrawReferral(referral, person, "病情平稳"))
    receiving = ReceiveReferral(referral, person, DAY, "精神科", "演示医师")
    there = {"role": "psychiatrist", "organisation": hospital}
    with pytest.raises(ReferralIsOver):
        ask(site, receiving, **there)

    gone = take_back(site, person, id_of(over, "referral.withdrawn"))
    ask(site, receiving, **there)

    assert [fact.topic for fact in gone.facts] == [
        "person.fact_retracted",
        "stream.step_retracted",
    ]
    assert entries_topics(gone) == ["referral.withdrawn", "person.referral_ended"]
    assert list(person_known(site.log, person).referrals) == [str(referral)]
    stream = site.log.stream(referral)
    found = folded(stream)
    assert isinstance(found, Referral)
    assert (found.state, found.version) == ("received", stream[-1].version)


def entries_topics(recorded: Recorded) -> list[str]:
    told: Any = recorded.facts[0].fact
    return list(told.topics)


def test_a_referral_that_never_was_takes_its_steps_and_the_day_to_ask_along(
    site: Site, person: UUID
) -> None:
    first = sent(site, person)
    referral = stream_of(first, "referral.sent")
    ask(site, WithdrawReferral(referral, person, "病情平稳"))

    gone = take_back(site, person, id_of(first, "referral.sent"))

    assert sorted(entries_topics(gone)) == [
        "person.referral_ended",
        "person.referred",
        "person.visit_planned",
        "referral.sent",
        "referral.withdrawn",
    ]
    assert person_known(site.log, person).referrals == {}
    assert [f.topic for f in known(site.log, person) if "referr" in f.topic] == []
    assert "referral.sent" in {f.topic for f in whole(site.log, person)}
    with pytest.raises(Unknown):
        ask(site, WithdrawReferral(referral, person, "再试"))


def test_a_case_closed_by_mistake_goes_on_and_the_grade_goes_with_its_beginning(
    site: Site, person: UUID
) -> None:
    began = an_emergency(site, person)
    case = stream_of(began, "emergency.opened")
    called = ask(site, CallHelp(case, person, Called.POLICE_STATION, NOON, "值班民警"))
    take_back(site, person, called.facts[0].event_id)
    emergency = folded(site.log.stream(case))

    assert isinstance(emergency, Emergency)
    assert emergency.called == set()

    take_back(site, person, id_of(began, "emergency.opened"))

    assert person_known(site.log, person).current_grade() is None
    with pytest.raises(Unknown):
        ask(site, CloseEmergency(case, person, "办结"))


def test_asking_twice_takes_back_once(site: Site, person: UUID) -> None:
    over = sent(site, person)
    fact = id_of(over, "referral.sent")
    take_back(site, person, fact)

    assert take_back(site, person, fact).facts == ()


def test_what_says_that_something_was_done_stays(site: Site, person: UUID) -> None:
    gone = take_back(site, person, id_of(sent(site, person), "referral.sent"))

    with pytest.raises(NotRetractable):
        take_back(site, person, id_of(gone, "stream.step_retracted"))


def test_every_view_is_the_same_rebuilt_and_lists_no_referral_that_never_was(
    site: Site, database: Database, person: UUID
) -> None:
    make_views(database.owner_url, OF_THE_LOG)
    folding = Folding(site.engine, site.log, OF_THE_LOG)
    began, first = an_emergency(site, person), sent(site, person)
    folding.catch_up()
    with site.engine.begin() as connection:
        before = connection.execute(referrals.rows()).all()
    take_back(site, person, id_of(first, "referral.sent"))
    take_back(site, person, id_of(began, "emergency.opened"))
    folding.catch_up()

    with site.engine.begin() as connection:
        after = connection.execute(referrals.rows()).all()
    assert (len(before), len(after)) == (1, 0)
    assert unlike(database, site) == []


@pytest.mark.parametrize(
    ("topic", "main", "goes"),
    [
        ("person.referred", "referral.sent", True),
        ("person.referral_ended", "referral.received", False),
        ("person.risk_graded", "emergency.opened", True),
        ("person.risk_graded", "emergency.closed", False),
        ("notice.issued", "emergency.opened", False),
    ],
)
def test_what_goes_along(topic: str, main: str, goes: object) -> None:
    assert goes_with(topic, main) is goes

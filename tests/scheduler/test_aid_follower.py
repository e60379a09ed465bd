"""Aid is proposed from what is on record, again when a fact changes, and decided by people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.aid import Aid, Assessed, AssessedAgain, Decided
from domain.errors import (
    AlreadyLeft,
    CertificateNeeded,
    ChangedMeanwhile,
    DecisionNeeded,
    NotYetGiven,
    ReasonNeeded,
    Refused,
)
from domain.log import Command, Logged
from domain.person.person import Person
from domain.person.residence import Residence
from domain.person.standing import Death, record_death
from domain.registry.aid import (
    AidOutcome,
    DecideAid,
    Insurance,
    LowIncome,
    Means,
    RecordMeans,
    Scheme,
)
from domain.registry.follow_up import GradeRisk
from domain.registry.registration import RecordMove
from domain.registry.runner import Found, Touched
from domain.rules.access import Operation
from domain.values.calendar import SHANGHAI
from domain.values.findings import Grade, Incidents
from ops.acting import job_command
from ops.clerk import jobs_clerk
from ops.site import Site
from ops.views import make_views
from projections.every import OF_THE_LOG
from projections.folding import Folding
from scheduler.jobs.review_aid import ReviewAid
from tests.databases import Database
from tests.registering import VILLAGE, a_form, an_office, follow_up, register
from tests.streams import NOON, a_command

ZHEJIANG = "330326001001"


def means(**named: Any) -> Means:
    facts: dict[str, Any] = {
        "as_of": "2026-03-02",
        "low_income": LowIncome.NONE,
        "insurance": Insurance.RESIDENT,
        "can_pay": True,
        "disability_certificate": False,
        "disability_grade": None,
        "real_hardship": False,
        "guardian_agreement": True,
        "source": "演示村委会",
        "valid_until": None,
        **named,
    }
    return Means(**facts)


def record(site: Site, person: UUID, **named: Any) -> None:
    site.runner.run(RecordMeans(person, means(**named)), a_command())


@dataclass(frozen=True, slots=True)
class Die:
    """Record a death, as a follow-up that finds one does."""

    person: UUID

    operation = Operation.RECORD_FOLLOW_UP

    def streams(self) -> Sequence[UUID]:
        return (self.person,)

    def touches(self, found: Found) -> Touched:
        return Touched(divisions=found.get(Person, self.person).divisions())

    def decide(self, found: Found, command: Command) -> None:
        del command
        record_death(found.get(Person, self.person), Death("2026-03-02", 1, 8))


def review(site: Site) -> None:
    """Let a clerk come to the end of the log, and another clerk once more."""
    for _ in range(2):
        clerk = jobs_clerk(site, uuid4())
        while clerk.tick(NOON).is_busy:
            pass
        clerk.leave()


def told(site: Site, person: UUID, scheme: Scheme) -> list[Logged]:
    return list(site.log.stream(Aid.id_for(person, scheme)))


def proposals(site: Site, person: UUID, scheme: Scheme) -> list[tuple[str, str]]:
    return [
        (fact.outcome, fact.because[0]["code"])
        for logged in told(site, person, scheme)
        for fact in [logged.fact]
        if isinstance(fact, Assessed | AssessedAgain)
    ]


@pytest.fixture
def person(site: Site) -> UUID:
    return register(site, an_office(site))


def test_without_means_no_case_is_opened(site: Site, person: UUID) -> None:
    """D-Z4."""
    follow_up(site, person, a_form(risk=Grade.LEVEL_3))
    review(site)

    assert [f for f in site.log.after(0, 1000) if f.topic.startswith("aid.")] == []


def test_what_is_proposed_names_its_clause_and_the_facts_it_rests_on(
    site: Site, person: UUID
) -> None:
    record(site, person, low_income=LowIncome.DIBAO)
    recorded = site.log.stream(person)[-1]
    review(site)

    (first,) = told(site, person, Scheme.INSURANCE_CONTRIBUTION)
    assert isinstance(first.fact, Assessed)
    assert first.person == person
    assert first.fact.outcome == "eligible"
    assert first.fact.because == [
        {"code": "aid.contribution", "clause": "P1 art 68 [P]"}
    ]
    assert first.fact.rests_on == [
        {
            "word": "low_income",
            "value": "dibao",
            "fact": str(recorded.event_id),
            "position": recorded.position,
        }
    ]
    assert first.header["cause"] == str(recorded.event_id)
    assert first.header["editions"] == ["aid-schemes/2026"]


def test_a_changed_fact_is_assessed_again_and_an_unchanged_outcome_is_not(
    site: Site, person: UUID
) -> None:
    record(site, person, low_income=LowIncome.DIBAO)
    review(site)
    record(site, person, low_income=LowIncome.TEKUN)
    review(site)
    record(site, person, low_income=LowIncome.NONE)
    review(site)

    assert proposals(site, person, Scheme.INSURANCE_CONTRIBUTION) == [
        ("eligible", "aid.contribution"),
        ("not_eligible", "aid.contribution_not"),
    ]


def test_t104_an_incident_in_the_year_ends_the_award(site: Site, person: UUID) -> None:
    """D-Z2."""
    follow_up(site, person, a_form(risk=Grade.LEVEL_3))
    record(site, person)
    review(site)
    happened = a_form(
        date(2026, 3, 2), risk=Grade.LEVEL_3, incidents=Incidents(public_order=1)
    )
    follow_up(site, person, happened)
    review(site)

    assert proposals(site, person, Scheme.GUARDIAN_AWARD) == [
        ("eligible", "aid.award"),
        ("not_eligible", "aid.award_incident"),
    ]


def test_a_batch_is_looked_at_once_a_person(site: Site, person: UUID) -> None:
    follow_up(site, person, a_form(risk=Grade.LEVEL_3))
    record(site, person)
    site.runner.run(GradeRisk(person, 4, "演示"), a_command())
    last = site.log.last_position()
    review(site)

    assessed = [f for f in site.log.after(last, 100) if f.topic == "aid.assessed"]
    assert len({f.header["command"]["id"] for f in assessed}) == 1
    assert len(assessed) == len({f.stream for f in assessed})


def test_t101_moving_to_zhejiang_opens_a_case_without_means(
    site: Site, person: UUID
) -> None:
    version = site.log.stream(person)[-1].version
    moved = Residence(ZHEJIANG, "演示路3号", VILLAGE, None, "2026-03-02")
    site.runner.run(RecordMove(person, moved), a_command(seen=version))
    review(site)

    assert proposals(site, person, Scheme.INSURANCE_CONTRIBUTION) == [
        ("eligible", "aid.contribution_zhejiang")
    ]
    assert proposals(site, person, Scheme.MEDICAL_AID) == []


def test_an_officer_decides_and_says_why_when_differing(
    site: Site, person: UUID
) -> None:
    record(site, person, real_hardship=True)
    review(site)
    asked = DecideAid(
        person, Scheme.TEMPORARY_AID, AidOutcome.NOT_ELIGIBLE, AidOutcome.ELIGIBLE
    )

    with pytest.raises(ReasonNeeded):
        site.runner.run(asked, a_command())
    why = DecideAid(
        person,
        Scheme.TEMPORARY_AID,
        AidOutcome.NOT_ELIGIBLE,
        AidOutcome.ELIGIBLE,
        "演示:已由单位解决",
    )
    site.runner.run(why, a_command())
    site.runner.run(why, a_command())

    decided = [
        logged.fact
        for logged in told(site, person, Scheme.TEMPORARY_AID)
        if isinstance(logged.fact, Decided)
    ]
    assert [(d.outcome, d.proposed, d.because[0]["code"]) for d in decided] == [
        ("not_eligible", "eligible", "aid.temporary")
    ]


@pytest.mark.parametrize(
    ("outcome", "seen", "refusal"),
    [
        (AidOutcome.ASK, AidOutcome.ELIGIBLE, DecisionNeeded),
        (AidOutcome.ELIGIBLE, AidOutcome.NOT_ELIGIBLE, ChangedMeanwhile),
    ],
)
def test_a_decision_is_one_and_on_the_proposal_that_stands(
    site: Site,
    person: UUID,
    outcome: AidOutcome,
    seen: AidOutcome,
    refusal: type[Refused],
) -> None:
    record(site, person, real_hardship=True)
    review(site)

    with pytest.raises(refusal):
        site.runner.run(
            DecideAid(person, Scheme.TEMPORARY_AID, outcome, seen, "演示"), a_command()
        )


@pytest.mark.parametrize(
    ("named", "refusal"),
    [
        ({"as_of": "2026-03-03"}, NotYetGiven),
        ({"disability_grade": 2}, CertificateNeeded),
        ({"disability_certificate": True, "disability_grade": 5}, CertificateNeeded),
    ],
)
def test_means_that_cannot_be_are_refused(
    site: Site, person: UUID, named: dict[str, Any], refusal: type[Refused]
) -> None:
    with pytest.raises(refusal):
        record(site, person, **named)


def test_a_recognition_that_ran_out_and_a_new_year_are_looked_at_on_the_first(
    site: Site, person: UUID, database: Database
) -> None:
    make_views(database.owner_url, OF_THE_LOG)
    follow_up(site, person, a_form(risk=Grade.LEVEL_3))
    record(site, person, low_income=LowIncome.DIBAO, valid_until="2026-03-31")
    review(site)
    Folding(site.engine, site.log, OF_THE_LOG).catch_up()
    job = ReviewAid(
        site.engine,
        site.log,
        site.runner,
        lambda what, cause: job_command(site, what, cause),
    )

    def on(year: int, month: int, day: int) -> int:
        return job(datetime(year, month, day, 0, 30, tzinfo=SHANGHAI))

    assert [on(2026, 3, 31), on(2026, 4, 2), on(2026, 4, 1), on(2026, 4, 1)] == [
        *(0, 0, 1, 0)
    ]
    assert on(2027, 1, 1) == 1
    assert proposals(site, person, Scheme.INSURANCE_CONTRIBUTION) == [
        ("eligible", "aid.contribution"),
        ("ask", "aid.contribution"),
    ]
    assert proposals(site, person, Scheme.GUARDIAN_AWARD) == [
        ("eligible", "aid.award"),
        ("ask", "aid.award"),
    ]


def test_a_death_ends_what_is_due_and_nothing_more_is_recorded(
    site: Site, person: UUID
) -> None:
    """D-Z3."""
    record(site, person, real_hardship=True)
    review(site)
    site.runner.run(Die(person), a_command())
    review(site)

    assert proposals(site, person, Scheme.TEMPORARY_AID) == [
        ("eligible", "aid.temporary"),
        ("not_eligible", "aid.dead"),
    ]
    with pytest.raises(AlreadyLeft):
        record(site, person, real_hardship=False)


def test_an_erased_person_is_passed_over(site: Site, person: UUID) -> None:
    record(site, person, real_hardship=True)
    site.keys.destroy(person)
    review(site)

    assert told(site, person, Scheme.TEMPORARY_AID) == []


def test_the_same_means_again_are_noted_once(site: Site, person: UUID) -> None:
    record(site, person)
    before = site.log.last_position()
    record(site, person)

    assert site.log.last_position() == before

"""A clue's life: entered, verified, sent, reviewed, registered, refuted, expired, erased."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.clue import Clue
from domain.errors import (
    ClueIsClosed,
    ClueNotConfirmed,
    NotACase,
    NothingAnswered,
    NotYetGiven,
    PsychiatristNeeded,
)
from domain.fact import Fact, SealedWith
from domain.office import Office
from domain.person.person import Person
from domain.registry.clues import (
    DestroyClueKeys,
    EnterClue,
    ExpireClue,
    ReviewClue,
    Reviewed,
    SendClue,
    Verified,
    VerifyClue,
)
from domain.registry.offices import OpenOffice
from domain.registry.registration import RegisterPerson
from domain.registry.runner import Found, UseCase, person_of
from domain.topics import FACTS
from domain.values.clue import (
    ClueSign,
    ClueSource,
    ClueStage,
    Described,
    ReviewOutcome,
    Verification,
)
from domain.values.registration import Disease
from tests.registering import VILLAGE, a_registration
from tests.streams import NOON, a_command

TODAY = date(2026, 3, 2)
A_CLUE = EnterClue(
    Described(
        name="演示线索",
        sex="1",
        birth_date="1905",
        village=VILLAGE,
        address="演示路9号",
        contact="演示村主任 0000-0000009",
    ),
    ClueSource.COMMITTEE,
    frozenset({ClueSign.ODD, ClueSign.TALKS_TO_SELF}),
    TODAY,
)


def verified(outcome: Verification = Verification.SUSPECTED) -> Verified:
    return Verified(verified_on=TODAY, outcome=outcome, verifiers="演示村医、演示民警")


def said(outcome: ReviewOutcome = ReviewOutcome.CONFIRMED, **named: Any) -> Reviewed:
    facts: dict[str, Any] = {
        "outcome": outcome,
        "reviewed_on": TODAY,
        "hospital": "演示医院",
        "psychiatrist": "演示医生",
        "disease": Disease.SCHIZOPHRENIA,
        "icd10": "F20",
        **named,
    }
    return Reviewed(**facts)


class Life:
    """One clue in memory and what is done to it, days after it was entered."""

    def __init__(self) -> None:
        self.found = Found()
        self.facts: list[Fact] = []
        self.ask(A_CLUE)
        self.clue = next(iter(self.found.streams()))

    def ask(self, use_case: UseCase, days: int = 0, **named: Any) -> list[str]:
        now = NOON + timedelta(days=days)
        use_case.decide(self.found, a_command(id=uuid4(), now=now, **named))
        new = self.found.recorded()
        self.facts += new
        return [fact.TOPIC for fact in new]

    @property
    def stage(self) -> str:
        return self.found.get(Clue, self.clue).stage

    def last(self, name: str) -> Any:
        return next(
            getattr(fact, name) for fact in reversed(self.facts) if hasattr(fact, name)
        )


@pytest.fixture
def life() -> Life:
    return Life()


def confirmed(life: Life) -> None:
    life.ask(VerifyClue(life.clue, verified()))
    life.ask(SendClue(life.clue, "演示医院", TODAY, is_higher=False))
    life.ask(ReviewClue(life.clue, said()), role="psychiatrist")


def test_one_yes_makes_a_clue_and_none_makes_no_clue(life: Life) -> None:
    assert [fact.TOPIC for fact in life.facts] == [
        "clue.entered",
        "clue.described",
        "clue.screened",
    ]
    assert life.last("because")[0]["code"] == "clue.committee"
    nobody = EnterClue(A_CLUE.whom, A_CLUE.source, frozenset(), TODAY)
    with pytest.raises(NothingAnswered):
        life.ask(nobody)
    later = EnterClue(
        A_CLUE.whom, A_CLUE.source, A_CLUE.signs, TODAY + timedelta(days=1)
    )
    with pytest.raises(NotYetGiven):
        life.ask(later)


def test_each_step_has_its_day_and_its_reasons(life: Life) -> None:
    days = [(life.last("step"), life.last("due_on"), life.last("expires_on"))]
    life.ask(VerifyClue(life.clue, verified()))
    days.append((life.last("step"), life.last("due_on"), life.last("expires_on")))
    life.ask(SendClue(life.clue, "演示医院", TODAY, is_higher=False))
    days.append((life.last("step"), life.last("due_on"), life.last("expires_on")))
    life.ask(ReviewClue(life.clue, said(ReviewOutcome.PENDING)), role="psychiatrist")
    days.append((life.last("step"), life.last("due_on"), life.last("expires_on")))
    life.ask(SendClue(life.clue, "演示省医院", TODAY, is_higher=True))
    days.append((life.last("step"), life.last("due_on"), life.last("expires_on")))

    assert days == [
        ("verify", "2026-03-16", "2026-09-02"),
        ("send", "2026-03-16", "2026-09-02"),
        ("diagnose", "2026-09-02", "2027-03-02"),
        ("higher_hospital", "2026-09-02", "2027-03-02"),
        ("diagnose", "2027-03-02", "2027-03-02"),
    ]


def test_a_confirmed_clue_starts_the_card_s_clock_and_never_expires(
    life: Life,
) -> None:
    confirmed(life)

    assert life.last("step") == "report"
    assert life.last("because")[0]["code"] == "report.card"
    assert not life.last("transcribed")
    assert life.ask(ExpireClue(life.clue), days=4000) == []


def test_the_county_copies_a_psychiatrist_s_word_and_must_name_them(
    life: Life,
) -> None:
    nameless = said(psychiatrist=" ")
    with pytest.raises(PsychiatristNeeded):
        life.ask(ReviewClue(life.clue, nameless), role="county_smi")

    life.ask(ReviewClue(life.clue, said()), role="county_smi")

    assert life.last("transcribed")


def test_t60_an_anxiety_disorder_does_not_confirm_a_clue(life: Life) -> None:
    anxiety = said(disease=Disease.OTHER, icd10="F41")
    with pytest.raises(NotACase):
        life.ask(ReviewClue(life.clue, anxiety), role="psychiatrist")

    danger = said(disease=Disease.OTHER, icd10="F41", art_30=True)
    life.ask(ReviewClue(life.clue, danger), role="psychiatrist")

    assert life.stage == ClueStage.CONFIRMED


def open_unit(life: Life) -> UUID:
    opening = OpenOffice(
        "township_hospital",
        "演示镇卫生院",
        "990101001",
        "",
        "2026-01-01",
        (VILLAGE,),
    )
    life.ask(opening, role="administrator")
    return next(s.id for s in life.found.streams().values() if isinstance(s, Office))


def test_a_confirmed_clue_leads_in_one_step_to_a_person_with_the_same_keys(
    life: Life,
) -> None:
    unit = open_unit(life)
    asked = RegisterPerson(a_registration(unit), id_claim=None, clue=life.clue)
    with pytest.raises(ClueNotConfirmed):
        life.ask(asked)
    confirmed(life)

    life.ask(asked)

    subject = life.found.get(Clue, life.clue).person
    person = life.found.get(Person, subject)
    assert person.identity is not None
    assert life.stage == ClueStage.REGISTERED
    assert {person_of(fact) for fact in life.facts if fact.TOPIC[:5] == "clue."} == {
        subject
    }
    with pytest.raises(ClueNotConfirmed):
        life.ask(asked)


@pytest.mark.parametrize(
    ("outcome", "stage"),
    [
        (Verification.NOTHING_FOUND, ClueStage.REFUTED),
        (Verification.NOBODY_THERE, ClueStage.REFUTED),
        (Verification.ON_RECORD, ClueStage.ON_RECORD),
    ],
)
def test_a_verification_without_suspicion_ends_it(
    life: Life, outcome: Verification, stage: ClueStage
) -> None:
    life.ask(VerifyClue(life.clue, verified(outcome)))

    assert (life.stage, life.last("erased_on")) == (stage, "2026-04-01")
    with pytest.raises(ClueIsClosed):
        life.ask(SendClue(life.clue, "演示医院", TODAY, is_higher=False))


def test_without_a_diagnosis_it_expires_and_is_erased_a_month_later(
    life: Life,
) -> None:
    assert life.ask(ExpireClue(life.clue), days=184) == []
    assert life.ask(ExpireClue(life.clue), days=185) == ["clue.ended"]
    assert life.ask(ExpireClue(life.clue), days=186) == []
    assert life.stage == ClueStage.EXPIRED
    assert life.ask(DestroyClueKeys(life.clue), days=200) == []
    assert life.ask(DestroyClueKeys(life.clue), days=215) == ["clue.keys_destroyed"]
    assert life.ask(DestroyClueKeys(life.clue), days=216) == []


def test_what_tells_who_it_is_is_sealed_with_their_own_keys() -> None:
    of_clues = [fact for fact in FACTS if fact.TOPIC.startswith("clue.")]
    own = {f.TOPIC for f in of_clues if f.sealed_with is not SealedWith.SITE}

    assert own == {
        "clue.described",
        "clue.screened",
        "clue.verified",
        "clue.sent_for_review",
        "clue.reviewed",
    }

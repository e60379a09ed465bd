"""Referrals: sent, answered, asked after; beds with their clock; stays that follow."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.bed import Bed
from domain.errors import (
    AlreadyInHospital,
    BedIsAnswered,
    BeforeItWasSent,
    InstitutionNeeded,
    NotYetGiven,
    NotYetReceived,
    ReasonNeeded,
    ReferralIsOver,
)
from domain.office import Office
from domain.person.person import Person
from domain.person.plan import VisitPlanned
from domain.person.residence import Residence, record_residence
from domain.person.stay import current_stay
from domain.referral import Referral
from domain.registry.referrals import (
    AdmitPerson,
    AskBed,
    CancelBed,
    Direction,
    EndReferral,
    HaveNoBed,
    OfferBed,
    ReceiveReferral,
    ReferralForm,
    ReferralOutcome,
    ReferralReason,
    ReferralRefusal,
    RefuseReferral,
    SendReferral,
    StayBasis,
    StayForm,
    WithdrawReferral,
)
from domain.registry.rule_settings import SetOverride
from domain.registry.runner import Found, UseCase
from ops.site import Site
from tests.registering import VILLAGE, an_office, register
from tests.streams import NOON, a_command

TODAY, YESTERDAY = date(2026, 3, 2), date(2026, 3, 1)
OUTPATIENT, ADMITTED = ReferralOutcome.OUTPATIENT, ReferralOutcome.ADMITTED
A_STAY = StayForm("演示医院", TODAY, StayBasis.VOLUNTARY)


class Way:
    """One person and one hospital, in memory."""

    def __init__(self) -> None:
        self.found = Found()
        self.person, self.hospital = uuid4(), uuid4()
        person = Person.register(self.person, "2026-01-01", provisional=False)
        record_residence(
            person, Residence(VILLAGE, "演示路1号", VILLAGE, None, "2026-01-01")
        )
        self.found.begin(person)
        self.found.begin(
            Office.open(
                self.hospital, "hospital", "演示医院", "990101", "", "2026-01-01"
            )
        )
        self.recorded()

    def ask(self, use_case: UseCase) -> list[Any]:
        use_case.decide(self.found, a_command(organisation=uuid4()))
        return self.recorded()

    def recorded(self) -> list[Any]:
        return self.found.recorded()

    def send(self, **named: Any) -> UUID:
        facts: dict[str, Any] = {
            "direction": Direction.UP,
            "reasons": frozenset({ReferralReason.UNSTABLE}),
            "to": self.hospital,
            "institution": "",
            "sent_on": TODAY,
            **named,
        }
        before = set(self.found.streams())
        self.ask(SendReferral(self.person, ReferralForm(**facts)))
        return next(k for k in self.found.streams() if k not in before)

    def bed(self, *, pressing: bool = False) -> UUID:
        before = set(self.found.streams())
        self.ask(AskBed(self.person, self.hospital, pressing=pressing))
        return next(k for k in self.found.streams() if k not in before)

    @property
    def known(self) -> Person:
        return self.found.get(Person, self.person)


@pytest.fixture
def way() -> Way:
    return Way()


def test_a_referral_is_known_in_the_person_s_own_stream_with_its_two_week_check(
    way: Way,
) -> None:
    sent = way.send()

    [kept] = way.known.referrals.values()
    assert (kept.referral, kept.referred_on) == (str(sent), "2026-03-02")
    assert kept.look_by == "2026-03-16"
    assert kept.ended_on is None


def test_it_is_received_then_ended_and_the_stay_begins_with_it(way: Way) -> None:
    sent = way.send()

    with pytest.raises(NotYetReceived):
        way.ask(EndReferral(sent, way.person, OUTPATIENT, TODAY))
    way.ask(ReceiveReferral(sent, way.person, TODAY, "精神科", "演示医师"))
    again = way.ask(ReceiveReferral(sent, way.person, TODAY))
    way.ask(EndReferral(sent, way.person, ADMITTED, TODAY, "住院", A_STAY))

    assert again == []
    assert way.known.referrals[str(sent)].ended_on == "2026-03-02"
    stay = current_stay(way.known)
    assert stay
    assert stay.hospital == "演示医院"
    with pytest.raises(ReferralIsOver):
        way.ask(EndReferral(sent, way.person, OUTPATIENT, TODAY))
    with pytest.raises(AlreadyInHospital):
        way.ask(AdmitPerson(way.person, A_STAY))


def test_it_is_refused_with_a_reason_and_other_needs_words(way: Way) -> None:
    first, second = way.send(), way.send()
    other, no_bed = ReferralRefusal.OTHER, ReferralRefusal.NO_BED

    with pytest.raises(ReasonNeeded):
        way.ask(RefuseReferral(first, way.person, TODAY, other, " "))
    way.ask(RefuseReferral(first, way.person, TODAY, no_bed))

    assert way.found.get(Referral, first).state == "refused"
    assert way.known.referrals[str(first)].ended_on
    assert way.known.referrals[str(second)].ended_on is None


def test_the_sender_takes_it_back_once_and_with_a_reason(way: Way) -> None:
    sent = way.send()

    with pytest.raises(ReasonNeeded):
        way.ask(WithdrawReferral(sent, way.person, ""))
    way.ask(WithdrawReferral(sent, way.person, "家属自行送院"))

    assert way.ask(WithdrawReferral(sent, way.person, "")) == []
    with pytest.raises(ReferralIsOver):
        way.ask(ReceiveReferral(sent, way.person, TODAY))


@pytest.mark.parametrize(
    ("named", "refusal"),
    [
        ({"to": None}, InstitutionNeeded),
        ({"reasons": frozenset[ReferralReason]()}, ReasonNeeded),
        ({"reasons": frozenset({ReferralReason.STABILISED})}, ReasonNeeded),
        ({"out_of_area": True}, ReasonNeeded),
        ({"sent_on": TODAY + timedelta(days=1)}, NotYetGiven),
    ],
)
def test_a_referral_that_cannot_be_is_refused(
    way: Way, named: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        way.send(**named)


def test_out_of_area_is_reimbursed_as_at_the_insured_place(way: Way) -> None:
    form = ReferralForm(
        Direction.UP,
        frozenset({ReferralReason.ACUTE}),
        None,
        "外市精神病医院",
        TODAY,
        out_of_area=True,
        out_of_area_why="统筹地区没有符合条件的机构",
    )

    sent = way.ask(SendReferral(way.person, form))[0]

    assert {"code": "referral.as_at_home", "clause": "S2 二(三)3 [P]"} in (sent.because)


def test_nobody_answers_before_it_was_sent(way: Way) -> None:
    sent = way.send()

    with pytest.raises(BeforeItWasSent):
        way.ask(ReceiveReferral(sent, way.person, YESTERDAY))


def test_down_the_person_comes_back_stabilised(way: Way) -> None:
    down = way.send(
        direction=Direction.DOWN, reasons=frozenset({ReferralReason.STABILISED})
    )

    [kept] = way.known.referrals.values()
    assert (kept.referral, kept.direction) == (str(down), "down")


@pytest.mark.parametrize(("pressing", "hours"), [(True, 2), (False, 24)])
def test_a_bed_has_a_clock_and_an_answer(
    way: Way, *, pressing: bool, hours: int
) -> None:
    asked = way.ask(AskBed(way.person, way.hospital, pressing=pressing))[0]

    assert asked.answer_by == (NOON + timedelta(hours=hours)).isoformat()


def test_a_hospital_without_a_bed_says_when_and_may_find_one_later(way: Way) -> None:
    bed = way.bed()

    with pytest.raises(ReasonNeeded):
        way.ask(HaveNoBed(bed, way.person, ""))
    way.ask(HaveNoBed(bed, way.person, "周五可能有"))
    with pytest.raises(BedIsAnswered):
        way.ask(HaveNoBed(bed, way.person, "还是没有"))
    way.ask(OfferBed(bed, way.person, "二病区", TODAY))

    assert way.found.get(Bed, bed).answer == "offered"
    with pytest.raises(BedIsAnswered):
        way.ask(OfferBed(bed, way.person, "三病区", TODAY))


def test_a_cancelled_bed_is_not_offered(way: Way) -> None:
    bed = way.bed(pressing=True)

    with pytest.raises(ReasonNeeded):
        way.ask(CancelBed(bed, way.person, ""))
    way.ask(CancelBed(bed, way.person, "已转他院"))

    assert way.ask(CancelBed(bed, way.person, "")) == []
    with pytest.raises(BedIsAnswered):
        way.ask(OfferBed(bed, way.person, "二病区", TODAY))


def test_a_place_that_asks_after_referrals_sooner_is_heeded(site: Site) -> None:
    person = register(site, an_office(site))
    sooner = SetOverride(
        "plan.referral", "990101", 7, "2026-03-02", "演示文件", "加密（演示）"
    )
    county = a_command(role="county_smi", purpose="supervision", division="990101")
    site.runner.run(sooner, county)
    form = ReferralForm(
        Direction.UP, frozenset({ReferralReason.UNSTABLE}), None, "演示医院", TODAY
    )

    sent = site.runner.run(SendReferral(person, form), a_command())

    days = [f.fact.planned_on for f in sent.facts if isinstance(f.fact, VisitPlanned)]
    assert days == ["2026-03-09"]

"""Emergencies: the clocks, the checks, form 11 and 12, the admission and who pays."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from domain.emergency import Emergency
from domain.errors import (
    AdmissionNotLawful,
    DisposalNeeded,
    EmergencyIsClosed,
    EmergencyRecordMissing,
    ExplanationNeeded,
    NotYetGiven,
    ReasonNeeded,
    SignerNeeded,
    Unknown,
    ValidityReversed,
    WatchNeeded,
)
from domain.person.means import Means, record_means
from domain.person.person import Person
from domain.person.residence import Residence, record_residence
from domain.registry.emergencies import (
    Admission,
    AdmissionForm,
    AnswerConsent,
    Called,
    CallHelp,
    CheckAfter,
    CloseEmergency,
    ConsentForm,
    Danger,
    DecideAdmission,
    DecideFunding,
    DisposalForm,
    Dispose,
    Effect,
    EndChecks,
    FillRecord,
    Measure,
    OpenEmergency,
    Outcome,
    RecordForm,
    Report,
    Reporter,
    ReportRoute,
    Signer,
    Signing,
    Situation,
    Stance,
    Steadiness,
    Trigger,
    first_step,
)
from domain.registry.runner import Found, UseCase
from domain.values.aid import Insurance, Payer
from tests.streams import NOON, a_command

HOUR = timedelta(hours=1)
OK, BAD = Steadiness.STABLE, Steadiness.UNSTABLE
SHANDONG_TOWN, HERE = "370801001001", "990101001001"


class Case:
    """An emergency of one person, in memory."""

    def __init__(self, village: str = HERE, *, provisional: bool = False) -> None:
        self.found = Found()
        self.person = uuid4()
        person = Person.register(self.person, "2026-03-02", provisional=provisional)
        record_residence(
            person, Residence(village, "演示路1号", village, None, "2026-03-02")
        )
        self.found.begin(person)
        self.ask(OpenEmergency(self.person, a_report()))
        self.id = next(k for k in self.found.streams() if k != self.person)
        self.recorded()

    def ask(self, use_case: UseCase, **named: Any) -> None:
        use_case.decide(self.found, a_command(**named))

    def recorded(self) -> list[Any]:
        return self.found.recorded()

    @property
    def case(self) -> Emergency:
        return self.found.get(Emergency, self.id)

    def on(self, kind: Any, *given: Any, **named: Any) -> Any:
        """Ask for a use case on this case; return the last fact it recorded."""
        self.ask(kind(self.id, self.person, *given, **named), now=NOON + 9 * HOUR)
        return self.recorded()[-1]


def a_report(**named: Any) -> Report:
    facts: dict[str, Any] = {
        "triggers": frozenset({Trigger.SELF_HARM}),
        "happening": "用水果刀划伤手腕",
        "place": "家中",
        "reporter": Reporter.GUARDIAN_OR_FAMILY,
        "route": ReportRoute.TELEPHONE,
        "reported_at": NOON,
        **named,
    }
    return Report(**facts)


def a_disposal(**named: Any) -> DisposalForm:
    facts: dict[str, Any] = {
        "started_at": NOON,
        "ended_at": NOON + HOUR,
        "outcome": Outcome.OBSERVATION,
        "measures": frozenset({Measure.TALKED_DOWN}),
        "effect": Effect.BETTER,
        **named,
    }
    return DisposalForm(**facts)


A_RECORD = RecordForm(
    *("演示镇卫生院", "现场", "", "", "", "", "", "F20"),
    is_confirmed=True,
    filled_by="演示镇医",
)


def a_situation(**named: Any) -> Situation:
    facts: dict[str, Any] = {
        "severe": True,
        "danger": Danger.TO_OTHERS,
        "willing": False,
        "stance": Stance.REFUSES,
        **named,
    }
    return Situation(**facts)


def test_a_grade_with_the_report_is_a_fact_of_the_person_s_own() -> None:
    case = Case()
    case.ask(OpenEmergency(case.person, a_report(), grade=4))

    topics = [fact.TOPIC for fact in case.recorded()]

    assert topics == ["person.risk_graded", "emergency.opened"]


def test_police_and_committee_are_missing_until_they_are_called() -> None:
    case = Case()
    police, committee = Called.POLICE_STATION, Called.VILLAGE_COMMITTEE

    before = first_step(list(case.case.called))[0]
    case.on(CallHelp, police, NOON)
    case.on(CallHelp, committee, NOON)

    assert before == (police, committee)
    assert first_step(list(case.case.called))[0] == ()


def test_what_has_not_happened_yet_or_says_nothing_is_refused() -> None:
    case = Case()

    with pytest.raises(NotYetGiven):
        case.ask(OpenEmergency(case.person, a_report(reported_at=NOON + 99 * HOUR)))
    with pytest.raises(ReasonNeeded):
        case.ask(OpenEmergency(case.person, a_report(happening=" ")))
    with pytest.raises(ValidityReversed):
        case.on(Dispose, a_disposal(ended_at=NOON - HOUR))
    with pytest.raises(Unknown):
        case.ask(CloseEmergency(case.id, uuid4(), "误报"))


@pytest.mark.parametrize(
    ("answer", "signed_by", "why", "refusal"),
    [
        (Signing.SIGNED, None, "", SignerNeeded),
        (Signing.NOT_POSSIBLE, None, "", ReasonNeeded),
        (Signing.REFUSED, None, " ", ReasonNeeded),
        (Signing.SIGNED, Signer.GUARDIAN, "", None),
        (Signing.NOT_POSSIBLE, None, "监护人未到场", None),
    ],
)
def test_form_11_has_a_signer_or_a_reason(
    answer: Signing,
    signed_by: Signer | None,
    why: str,
    refusal: type[Exception] | None,
) -> None:
    form = ConsentForm(answer, signed_by, "演示监护人", why, NOON)

    if refusal is None:
        assert Case().on(AnswerConsent, form).answer == answer
    else:
        with pytest.raises(refusal):
            Case().on(AnswerConsent, form)


def test_form_12_is_due_a_day_after_the_disposal_and_says_whether_it_was_in_time() -> (
    None
):
    case = Case()
    with pytest.raises(DisposalNeeded):
        case.on(FillRecord, A_RECORD)

    disposed = case.on(Dispose, a_disposal())
    in_time = case.on(FillRecord, A_RECORD)
    case.ask(FillRecord(case.id, case.person, A_RECORD, "补正"), now=NOON + 26 * HOUR)

    assert disposed.record_by == (NOON + 25 * HOUR).isoformat()
    assert disposed.check_every_hours is None
    assert in_time.in_time is True
    assert case.recorded()[-1].in_time is False
    with pytest.raises(ReasonNeeded):
        case.on(FillRecord, A_RECORD)


def test_a_case_is_closed_after_form_12_or_as_a_false_report() -> None:
    case, false = Case(), Case()
    case.on(Dispose, a_disposal())

    with pytest.raises(EmergencyRecordMissing):
        case.on(CloseEmergency)
    case.on(FillRecord, A_RECORD)
    case.on(CloseEmergency)
    with pytest.raises(ReasonNeeded):
        false.on(CloseEmergency)
    false.on(CloseEmergency, "误报")

    assert case.case.is_closed
    assert false.case.is_closed
    with pytest.raises(EmergencyIsClosed):
        case.on(CallHelp, Called.HOSPITAL, NOON)


def test_t49_checks_at_two_hours_may_stop_and_one_unstable_begins_anew() -> None:
    case = Case()
    case.on(Dispose, a_disposal(checks=True))

    enough = [
        case.on(CheckAfter, found, NOON + hours * HOUR).enough
        for hours, found in ((2, OK), (6, BAD), (7, OK))
    ]
    with pytest.raises(ReasonNeeded):
        case.on(EndChecks)
    enough.append(case.on(CheckAfter, OK, NOON + 8 * HOUR).enough)
    case.on(EndChecks)

    assert enough == [False, False, False, True]
    assert case.case.check_every_hours is None


def test_checks_entered_late_are_read_in_the_order_of_the_hours() -> None:
    case = Case()
    case.on(Dispose, a_disposal(checks=True))

    case.on(CheckAfter, OK, NOON + 6 * HOUR)
    late = case.on(CheckAfter, BAD, NOON + 4 * HOUR)
    last = case.on(CheckAfter, OK, NOON + 7 * HOUR)

    assert (late.enough, last.enough) == (False, True)


def test_t51_a_refused_admission_of_danger_to_self_needs_a_watch_and_nothing_else() -> (
    None
):
    case = Case()
    situation = a_situation(danger=Danger.TO_SELF)

    with pytest.raises(WatchNeeded):
        case.on(DecideAdmission, AdmissionForm(situation))
    with pytest.raises(AdmissionNotLawful):
        case.on(
            DecideAdmission,
            AdmissionForm(situation, Admission.ADMIT, Signer.GUARDIAN, "甲", why="急"),
        )
    decided = case.on(
        DecideAdmission, AdmissionForm(situation, watched_by="演示监护人")
    )

    assert (decided.decided, decided.watched_by) == ("blocked", "演示监护人")


@pytest.mark.parametrize("village", [HERE, SHANDONG_TOWN])
def test_t52_the_committee_signs_for_a_guardian_who_will_not_and_it_is_noted(
    village: str,
) -> None:
    case, signer = Case(village), Signer.COMMITTEE
    form = AdmissionForm(a_situation(), signed_by=signer, signer="演示村委会")

    with pytest.raises(SignerNeeded):
        case.on(DecideAdmission, AdmissionForm(a_situation()))
    if village == SHANDONG_TOWN:
        with pytest.raises(ExplanationNeeded):
            case.on(DecideAdmission, form)
        form = AdmissionForm(
            a_situation(),
            signed_by=signer,
            signer="演示村委会",
            explanation="书面说明存病历",
        )
    decided = case.on(DecideAdmission, form)

    assert (decided.decided, decided.is_noted) == ("admit", True)
    assert decided.because[0] == {
        "code": "admission.others_refused",
        "clause": "P1 art 36(2) [P]",
    }


def test_who_may_not_sign_takes_a_reason_and_so_does_another_decision() -> None:
    relative = AdmissionForm(
        a_situation(), signed_by=Signer.RELATIVE, signer="演示叔父"
    )
    waits = AdmissionForm(a_situation(), Admission.FIND_GUARDIAN)

    with pytest.raises(SignerNeeded):
        Case().on(DecideAdmission, relative)
    with pytest.raises(ReasonNeeded):
        Case().on(DecideAdmission, waits)


def means(*, can_pay: bool | None) -> Means:
    return Means(
        "2026-03-02",
        None,
        Insurance.UNKNOWN,
        can_pay=can_pay,
        disability_certificate=None,
        disability_grade=None,
        real_hardship=None,
        guardian_agreement=None,
        source="演示民政所",
        valid_until=None,
    )


@pytest.mark.parametrize(
    ("provisional", "can_pay", "is_emergency", "payer"),
    [
        pytest.param(True, None, True, Payer.EMERGENCY_FUND, id="T96"),
        pytest.param(False, False, True, Payer.EMERGENCY_FUND, id="T97"),
        pytest.param(True, None, False, Payer.VAGRANT_FUND, id="T98"),
        pytest.param(False, True, True, Payer.ORDINARY, id="can pay"),
    ],
)
def test_the_table_of_payers_proposes_and_an_officer_decides(
    *, provisional: bool, can_pay: bool | None, is_emergency: bool, payer: Payer
) -> None:
    case = Case(provisional=provisional)
    record_means(
        case.found.get(Person, case.person), means(can_pay=can_pay), NOON.date()
    )

    decided = case.on(DecideFunding, is_emergency=is_emergency)

    assert decided.payers[0] == payer.value
    assert decided.identity_known is not provisional
    with pytest.raises(ReasonNeeded):
        case.on(DecideFunding, is_emergency=is_emergency, payers=(Payer.TRAFFIC_FUND,))


def test_nobody_is_named_while_nobody_knows_whether_the_person_can_pay() -> None:
    case = Case()

    with pytest.raises(ReasonNeeded):
        case.on(DecideFunding, is_emergency=True)
    said = case.on(DecideFunding, is_emergency=True, can_pay=False)

    assert said.payers == [Payer.EMERGENCY_FUND.value]

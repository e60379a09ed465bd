"""Lives that together hold every fact there is, made by the use cases themselves.

Invented people of the demonstration county, born in 1905. A new fact gets a line here;
`python -m tests.golden.collect` then adds it to the corpus.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID, uuid5

from domain.account import Account, Grant
from domain.alarm import Alarm
from domain.bed import Bed
from domain.claim import Claim
from domain.clue import Clue
from domain.danger_report import DangerReport
from domain.division import DivisionChange
from domain.emergency import Emergency
from domain.fact import Fact, Stream
from domain.handover import Handover
from domain.notice import Notice
from domain.paper_report import PaperReport
from domain.person.check_up import CheckUpForm
from domain.person.consent import Consent
from domain.person.contact import Attempt
from domain.person.means import Means
from domain.person.person import Person
from domain.person.reporting import report_card
from domain.reading import Reading
from domain.referral import Referral
from domain.registry import (
    accounts,
    alarms,
    case_reports,
    channels,
    clues,
    danger_reports,
    divisions,
    emergencies,
    exclusion,
    merging,
    national,
    notice_acceptance,
    notice_expiry,
    notice_redelivery,
    notices,
    offices,
    referrals,
    reporting,
    responsibility,
    reviews,
    shifts,
    standing,
)
from domain.registry import notice_escalation as ladder
from domain.registry import notice_storms as storms
from domain.registry.aid import AssessAid, DecideAid, Judged, RecordMeans
from domain.registry.away import (
    AwayForm,
    LossReport,
    NoteAway,
    NoteBack,
    ReportLoss,
)
from domain.registry.check_ups import RecordCheckUp
from domain.registry.confirmation import ConfirmFollowUp
from domain.registry.contacts import NoteContact
from domain.registry.danger import (
    CorrectIncident,
    IncidentForm,
    Investigate,
    LockingForm,
    RecordIncident,
    RecordLocking,
    RecordRelease,
    ReleaseForm,
)
from domain.registry.digests import DigestLine, MakeDigest
from domain.registry.dispensing import (
    CountStock,
    Delivery,
    HandOutForm,
    HandOutMedicine,
    ReceiveStock,
    ReturnForm,
    ReturnMedicine,
    Stock,
    TakeOffStock,
)
from domain.registry.erasure import ErasePerson, ProposeErasure
from domain.registry.follow_up import (
    CorrectFollowUp,
    GradeRisk,
    QuickReport,
    RecordFollowUp,
)
from domain.registry.lowering import ConfirmLowering, DeclineLowering
from domain.registry.medication import (
    EnterResult,
    GiveInjection,
    InjectionForm,
    JoinProgramme,
    LabForm,
    NoteReaction,
    ReactionForm,
    SetRegimen,
    TellOfLateInjection,
    ToldForm,
)
from domain.registry.notice_changes import AcceptChange, Change, TellOfChange
from domain.registry.record import (
    AssessGuardian,
    RecordBasicInformation,
    RecordConsent,
    RecordReportCard,
    RecordSupplement,
    RemoveTag,
    TagPerson,
)
from domain.registry.registration import (
    CorrectIdentity,
    RawRow,
    RecordMove,
    RegisterPerson,
)
from domain.registry.reminders import SendReminder
from domain.registry.residual import (
    GiveOpinion,
    Residual,
    ResidualForm,
    TakeOpinionBack,
)
from domain.registry.responsibility import HandoverCause
from domain.registry.rule_settings import (
    EndOverride,
    InForce,
    LoadYear,
    SetOverride,
    Year,
)
from domain.registry.runner import Found, UseCase
from domain.registry.services import (
    ApplyForRehabilitation,
    DeliverService,
    GiveGuidance,
    GuidanceForm,
    ServiceForm,
    Step,
    StepForm,
    TakeRehabilitationStep,
)
from domain.registry.taking_back import Entry, RetractFact
from domain.rehabilitation import Rehabilitation
from domain.rules.parameters import NATIONAL
from domain.values.acceptance import slip_code
from domain.values.aid import AidOutcome, Insurance, LowIncome, Scheme
from domain.values.away import AwayFor
from domain.values.channels import WayOut
from domain.values.check_up import AgreedBy, CheckUpItem, ItemResult, Results
from domain.values.clue import Verification
from domain.values.contacts import ContactOutcome, ContactWay
from domain.values.danger import (
    IncidentCause,
    IncidentKind,
    Investigation,
    LockedUpBy,
    ReleasedTo,
)
from domain.values.danger_report import Assessment, DangerChannel, DangerTold
from domain.values.findings import Findings, Grade, Incidents, Level
from domain.values.injection import Told
from domain.values.laboratory import LabCheck
from domain.values.medication import DrugUse, RegimenSource, Severity
from domain.values.national import RecordKey, RecordKind
from domain.values.reporting import ReportWhat
from domain.values.review import CallBackResult, ReviewKind
from domain.values.services import (
    ApplyWay,
    Audience,
    Progress,
    Service,
    ServiceWay,
    Stage,
    Topic,
)
from domain.values.stock import OffCause, Programme, Receiver
from domain.values.visit_details import Repeatable
from tests.domain.registry.test_clues import A_CLUE, said, verified
from tests.domain.registry.test_record import (
    A_CARD,
    A_SUPPLEMENT,
    A_TAG,
    BASICS,
    HEALTH,
    an_assessment,
)
from tests.domain.registry.test_reporting import A_SHEET
from tests.registering import AN_ID, TOWNSHIP, VILLAGE, a_form, a_registration
from tests.streams import NOON, a_command, an_identity

NAMESPACE: Final = UUID("00000000-0000-4000-8000-0000000060ed")
TODAY: Final = date(2026, 3, 2)
TOMORROW: Final = TODAY + timedelta(days=1)


@dataclass(slots=True)
class World:
    """Streams in memory, and use cases deciding on them; nobody asks for rights."""

    found: Found = field(default_factory=Found)
    asked: int = 0

    def ask(self, use_case: UseCase, **named: Any) -> list[Stream]:
        """Let a use case decide; return the streams it began."""
        self.asked += 1
        before = set(self.found.streams())
        command = a_command(id=uuid5(NAMESPACE, str(self.asked)), **named)
        use_case.decide(self.found, command)
        return [s for key, s in self.found.streams().items() if key not in before]

    def lives(self) -> dict[UUID, Sequence[Fact]]:
        """Return every stream's facts in order."""
        return {
            key: [fact for fact in stream.collect_events() if isinstance(fact, Fact)]
            for key, stream in self.found.streams().items()
        }


def lives() -> dict[UUID, Sequence[Fact]]:
    """Return streams that together hold every fact, each as a use case made it."""
    world = World()
    unit = _offices(world)
    _accounts(world, unit)
    person = _registered(world, unit)
    _record(world, person)
    _visits(world, person, unit)
    _danger(world, person)
    _opinion(world, person)
    _medicine(world, person)
    _dispensing(world, person, unit)
    _services(world, person)
    _aid(world, person)
    _clues(world, unit)
    _danger_reports(world, person)
    _case_reports(world, unit)
    _referred(world, person, unit)
    _emergency(world, person)
    _leave(world, unit)
    _handovers(world, person)
    _divisions(world, person, unit)
    _notices(world, person, unit)
    _channels(world, unit)
    _rules(world)
    _alarms(world)
    _system(world, person, unit)
    _two_records(world, unit)
    _step_taken_back(world, unit)
    return world.lives()


def _id(name: str) -> UUID:
    return uuid5(NAMESPACE, name)


def _first(began: Sequence[Stream], kind: type[Stream]) -> UUID:
    return next(stream.id for stream in began if isinstance(stream, kind))


def _offices(world: World) -> UUID:
    opening = offices.OpenOffice(
        "township_hospital",
        "演示镇卫生院",
        TOWNSHIP,
        "0000-0000000",
        "2026-01-01",
        (VILLAGE,),
    )
    unit, other = world.ask(opening)[0].id, world.ask(opening)[0].id
    world.ask(offices.AssignVillage(other, VILLAGE, "2026-03-01", serves=False))
    world.ask(offices.CloseOffice(other, "2026-03-01", "并入演示镇卫生院", unit))
    world.ask(offices.ReopenOffice(other, "2026-03-02"))
    return unit


def _accounts(world: World, unit: UUID) -> None:
    grant = Grant("township_doctor", str(unit), TOWNSHIP, "2026-01-01")
    opening = accounts.OpenAccount(
        _id("sign-in name"), "yanshi", "演示镇医", "an argon2id hash", grant
    )
    account = _first(world.ask(opening), Account)
    world.found.get(Account, account).withdraw_role("调离")
    world.ask(accounts.GrantRole(account, replace(grant, from_on="2026-03-02")))
    world.ask(accounts.DisableAccount(account, "离职"))
    claim = world.found.get(Claim, opening.name_claim)
    claim.release(account, "离职")
    claim.take(_id("another account"))


def _registered(world: World, unit: UUID) -> UUID:
    row = RawRow("演示登记簿", "患者", 2, {"姓名": "演示甲"}, {"诊断": "F20"}, "v1")
    unknown = RegisterPerson(
        a_registration(unit, name=""),
        id_claim=None,
        row=row,
        row_claim=_id("row"),
        numbers=_id("numbers"),
        alike=(_id("somebody alike"),),
        not_the_same="年龄不符",
    )
    person = _first(world.ask(unknown), Person)
    known = an_identity(id_kind="resident_id", id_number=AN_ID)
    world.ask(CorrectIdentity(person, known, "查到身份证", None, _id("ID number")))
    return person


def _record(world: World, person: UUID) -> None:
    world.ask(RecordReportCard(person, A_CARD))
    world.ask(RecordBasicInformation(person, BASICS, HEALTH))
    world.ask(RecordSupplement(person, A_SUPPLEMENT))
    _reported(world, person)
    world.ask(AssessGuardian(person, an_assessment()))
    withdrawn = Consent("withdrawn", "演示监护人", "2026-03-02", None)
    world.ask(RecordConsent(person, withdrawn))
    world.ask(RecordConsent(person, replace(withdrawn, answer="agreed")))
    world.ask(TagPerson(person, A_TAG))
    [tag] = world.found.get(Person, person).tags
    world.ask(RemoveTag(person, UUID(tag), "不再属于"))


def _reported(world: World, person: UUID) -> None:
    world.ask(reporting.RecordDischargeSheet(person, A_SHEET))
    of = A_SHEET.discharged_on.isoformat()
    sheet = ReportWhat.DISCHARGE_SHEET
    world.ask(reporting.ReceiveReport(person, sheet, of))
    report_card(
        world.found.get(Person, person), TODAY, TODAY, TODAY, NATIONAL, on_paper=True
    )
    world.ask(reporting.MissAddress(person))
    world.ask(reporting.SendBack(person, "公安机关协查无果"))
    world.ask(reporting.FileCase(person, TODAY))


def _visits(world: World, person: UUID, unit: UUID) -> None:
    attempt = Attempt(TODAY, ContactWay.PHONE, ContactOutcome.NOT_REACHED)
    world.ask(NoteContact(person, attempt))
    due = world.found.get(Person, person).due_on or ""
    late = (date.fromisoformat(due) + timedelta(days=30)).isoformat()
    for kind in ("due_soon", "overdue", "overdue_unit"):
        world.ask(SendReminder(person, due, kind, unit, late))
    harm = a_form(
        incidents=Incidents(criminal=1), grade_why="已核实为误报", sleep=Level.FAIR
    )
    world.ask(RecordFollowUp(person, harm))
    [visit] = world.found.get(Person, person).visits
    world.ask(ConfirmFollowUp(person, UUID(visit), "看过"), role="township_doctor")
    world.ask(CorrectFollowUp(person, UUID(visit), a_form(risk=Grade.LEVEL_1), "笔误"))
    same = a_form(TOMORROW, sleep=None, same_as_last=frozenset({Repeatable.SLEEP}))
    world.ask(RecordFollowUp(person, same), now=NOON + timedelta(days=1))
    sheet = a_form(TOMORROW, paper_number="260303-3FA9C1")
    world.ask(RecordFollowUp(person, sheet), now=NOON + timedelta(days=1))
    world.ask(GradeRisk(person, 3, "演示", QuickReport(place_now="演示村口")))
    results = Results({item: ItemResult() for item in tuple(CheckUpItem)[:7]})
    world.ask(RecordCheckUp(person, CheckUpForm(TODAY, results, AgreedBy.PERSON)))


def _danger(world: World, person: UUID) -> None:
    happened = IncidentForm(IncidentKind.PUBLIC_ORDER, TODAY, "摔物", grade_why="误报")
    world.ask(RecordIncident(person, happened))
    [incident] = world.found.get(Person, person).danger.incidents
    right = IncidentForm(IncidentKind.SELF_HARM, TODAY, "自伤")
    world.ask(CorrectIncident(person, UUID(incident), right, "问错"))
    form = Investigation(
        investigated_on=TODAY.isoformat(),
        triggers=(IncidentCause.QUARREL,),
        managed=True,
    )
    world.ask(Investigate(person, UUID(incident), form))
    locked = LockingForm(TODAY, LockedUpBy.FAMILY, "夜间外走")
    world.ask(RecordLocking(person, locked))
    freed = ReleaseForm(TODAY, ReleasedTo.TREATMENT, "送治", "演示民警")
    world.ask(RecordRelease(person, freed))
    later = NOON + timedelta(days=2)
    world.ask(GradeRisk(person, 3, "演示"), now=later)
    for use_case in (DeclineLowering, ConfirmLowering):
        world.ask(GradeRisk(person, 1, "已缓解"), now=later)
        waiting = world.found.get(Person, person).danger.lowering
        assert waiting is not None
        world.ask(use_case(person, UUID(waiting.grading), "看过"), actor=_id("second"))


def _opinion(world: World, person: UUID) -> None:
    form = ResidualForm(
        frozenset({Residual.INSIGHT}), TODAY, "演示医师", "演示医院", "慢性残留"
    )
    world.ask(GiveOpinion(person, form))
    world.ask(TakeOpinionBack(person, "病情变化"))


def _medicine(world: World, person: UUID) -> None:
    depot = DrugUse(drug="haloperidol_decanoate", every_weeks=3, each_mg="50")
    source = RegimenSource.HOSPITAL
    world.ask(SetRegimen(person, (depot,), TODAY, source, "出院带药"))
    given = InjectionForm(
        drug="haloperidol_decanoate", mg="50", given_on=TODAY, given_by="演示护士"
    )
    world.ask(GiveInjection(person, given))
    late = replace(given, given_on=TODAY + timedelta(days=42))
    in_time = NOON + timedelta(days=42)
    world.ask(GiveInjection(person, late), now=in_time)
    told = ToldForm(
        name="癸酸氟哌啶醇",
        told=Told.GUARDIAN,
        who="演示监护人",
        told_on=TODAY,
        answer="明日来院",
    )
    world.ask(TellOfLateInjection(person, told))
    oral = DrugUse(drug="clozapine", evening_mg="100")
    world.ask(SetRegimen(person, (depot, oral), TODAY, source, "加用"))
    count = LabForm(
        check=LabCheck.BLOOD_COUNT,
        taken_on=TODAY,
        value="5.2",
        unit="10^9/L",
        abnormal=False,
    )
    world.ask(EnterResult(person, count))
    free = Programme.FREE_MEDICINE
    world.ask(JoinProgramme(person, free, TODAY, "县残联批准"))
    world.ask(JoinProgramme(person, free, TODAY, "自愿退出", leaves=True))
    noted = ReactionForm(
        drug="haloperidol_decanoate",
        reaction="嗜睡",
        severity=Severity.MILD,
        noted_on=TODAY,
    )
    world.ask(NoteReaction(person, noted))


def _dispensing(world: World, person: UUID, unit: UUID) -> None:
    delivery = Delivery(
        medicine="奥氮平",
        strength="5 mg/片",
        unit="片",
        batch="A1",
        expires_on=date(2027, 6, 30),
        quantity=100,
        source="演示县精神卫生中心",
        received_on=TODAY,
    )
    world.ask(ReceiveStock(unit, delivery))
    [lot] = world.found.get(Stock, Stock.id_for(unit)).lots
    given = HandOutForm(
        lot=lot,
        quantity=28,
        handed_on=TODAY,
        received_by=Receiver.GUARDIAN,
        receiver_name="演示监护人",
        programme=Programme.FREE_MEDICINE,
        days=28,
        reason="出院首次发药",
    )
    world.ask(HandOutMedicine(person, unit, given))
    [hand_out] = world.found.get(Person, person).hand_outs
    back = ReturnForm(quantity=7, returned_on=TODAY, is_usable=True, reason="换药")
    world.ask(ReturnMedicine(person, unit, UUID(hand_out), back))
    world.ask(TakeOffStock(unit, UUID(lot), 2, OffCause.DAMAGED, TODAY, "受潮"))
    world.ask(CountStock(unit, UUID(lot), 76, TODAY, "少一片"))


def _services(world: World, person: UUID) -> None:
    served = ServiceForm(
        services=(Service.LIVING, Service.PEER),
        delivered_on=TODAY,
        by="演示康复师",
        place="演示社区康复站",
        minutes=60,
        way=ServiceWay.GROUP,
        progress=Progress.BETTER,
    )
    world.ask(DeliverService(person, served))
    guided = GuidanceForm(
        topics=(Topic.MEDICINE, Topic.RELAPSE_SIGNS),
        given_on=TODAY,
        audience=Audience.GUARDIAN,
        audience_name="演示监护人",
        by="演示镇医",
        way=ServiceWay.HOME,
        minutes=20,
    )
    world.ask(GiveGuidance(person, guided))

    def case() -> UUID:
        asked = ApplyForRehabilitation(person, ApplyWay.SELF, "演示甲", "职业", TODAY)
        return _first(world.ask(asked), Rehabilitation)

    def step(case: UUID, taken: Step, **named: Any) -> None:
        form = StepForm(step=taken, on=TODAY, **named)
        world.ask(TakeRehabilitationStep(person, case, form))

    served_case = case()
    step(served_case, Step.ACCEPT)
    step(served_case, Step.REFER, institution="演示社区康复站")
    step(served_case, Step.ASSESS, stage=Stage.FIRST, progress=Progress.SAME)
    step(served_case, Step.CLOSE, remark="已就业")
    step(case(), Step.DECLINE, remark="不在本辖区")


def _aid(world: World, person: UUID) -> None:
    means = Means(
        "2026-03-02",
        LowIncome.DIBAO,
        Insurance.RESIDENT,
        can_pay=False,
        disability_certificate=True,
        disability_grade=2,
        real_hardship=False,
        guardian_agreement=True,
        source="演示村委会",
        valid_until=None,
    )
    world.ask(RecordMeans(person, means))
    asked = Judged(
        Scheme.MEDICAL_AID,
        AidOutcome.ASK,
        {"code": "aid.ask", "clause": "演示"},
        ("low_income",),
        ({"word": "low_income", "value": None, "fact": None, "position": None},),
        "aid/1",
    )
    due = replace(
        asked,
        outcome=AidOutcome.ELIGIBLE,
        missing=(),
        rests_on=(
            {
                "word": "low_income",
                "value": "dibao",
                "fact": str(_id("a fact")),
                "position": 7,
            },
        ),
    )
    world.ask(AssessAid(person, (asked,)))
    world.ask(AssessAid(person, (due,)))
    scheme, eligible = Scheme.MEDICAL_AID, AidOutcome.ELIGIBLE
    world.ask(DecideAid(person, scheme, eligible, eligible))


def _danger_reports(world: World, person: UUID) -> None:
    told = DangerTold(VILLAGE, "持刀", "演示甲", "村口", "演示网格员", "0000-0000001")
    take = danger_reports.TakeDangerReport(told, DangerChannel.GUARDIAN)
    report = _first(world.ask(take), DangerReport)
    world.ask(danger_reports.LinkDangerReport(report, person))
    found = danger_reports.AssessDangerReport(report, Assessment.NO_DANGER, "误会")
    world.ask(found)
    world.ask(danger_reports.CloseDangerReport(report))
    destroy = danger_reports.DestroyDangerReportKeys(report)
    world.ask(destroy, now=NOON + timedelta(days=60))


def _case_reports(world: World, unit: UUID) -> None:
    asked = case_reports.ReceivePaper("990101", "演示医院", "演示0008", TODAY)
    paper = _first(world.ask(asked), PaperReport)
    known = a_registration(unit)
    reporting_it = case_reports.ReportPerson(known, None, card=A_CARD, paper=paper)
    world.ask(reporting_it)


def _clues(world: World, unit: UUID) -> None:
    clue = _first(world.ask(A_CLUE), Clue)
    world.ask(clues.VerifyClue(clue, verified()))
    world.ask(clues.SendClue(clue, "演示医院", TODAY, is_higher=False))
    world.ask(clues.ReviewClue(clue, said()), role="psychiatrist")
    world.ask(RegisterPerson(a_registration(unit), id_claim=None, clue=clue))
    gone = _first(world.ask(A_CLUE), Clue)
    world.ask(clues.VerifyClue(gone, verified(Verification.NOTHING_FOUND)))
    world.ask(clues.DestroyClueKeys(gone), now=NOON + timedelta(days=31))


def _referred(world: World, person: UUID, unit: UUID) -> None:
    def send(**named: Any) -> UUID:
        facts: dict[str, Any] = {
            "direction": referrals.Direction.UP,
            "reasons": frozenset({referrals.ReferralReason.UNSTABLE}),
            "to": unit,
            "institution": "",
            "sent_on": TODAY,
            **named,
        }
        form = referrals.ReferralForm(**facts)
        return _first(world.ask(referrals.SendReferral(person, form)), Referral)

    stay = referrals.StayForm(
        "演示医院", TODAY, referrals.StayBasis.VOLUNTARY, "二病区"
    )
    up = send()
    world.ask(referrals.ReceiveReferral(up, person, TODAY, "精神科", "演示医师"))
    admitted = referrals.ReferralOutcome.ADMITTED
    world.ask(referrals.EndReferral(up, person, admitted, TODAY, "住院治疗", stay))
    gone = referrals.AbscondedForm(
        TODAY, whereabouts_known=False, guardian_told=True, remark="查房发现"
    )
    world.ask(referrals.NoteAbsconding(person, gone))
    abroad = send(
        to=None, institution="外市医院", out_of_area=True, out_of_area_why="无"
    )
    no_bed = referrals.ReferralRefusal.NO_BED
    world.ask(referrals.RefuseReferral(abroad, person, TODAY, no_bed, "下周再联系"))
    world.ask(referrals.WithdrawReferral(send(), person, "病情平稳"))

    def ask_bed() -> UUID:
        return _first(world.ask(referrals.AskBed(person, unit, pressing=True)), Bed)

    offered = ask_bed()
    world.ask(referrals.OfferBed(offered, person, "二病区", TOMORROW))
    world.ask(referrals.CancelBed(offered, person, "已在他院住院"))
    world.ask(referrals.HaveNoBed(ask_bed(), person, "周五可能有床"))


def _emergency(world: World, person: UUID) -> None:
    report = emergencies.Report(
        frozenset({emergencies.Trigger.SELF_HARM}),
        "用水果刀划伤手腕",
        "演示一村家中",
        emergencies.Reporter.GUARDIAN_OR_FAMILY,
        emergencies.ReportRoute.TELEPHONE,
        NOON,
    )
    began = world.ask(emergencies.OpenEmergency(person, report, 4))
    case = _first(began, Emergency)
    police = emergencies.Called.POLICE_STATION
    world.ask(emergencies.CallHelp(case, person, police, NOON, "值班民警"))
    consent = emergencies.ConsentForm(
        emergencies.Signing.SIGNED, emergencies.Signer.GUARDIAN, "演示监护人", "", NOON
    )
    world.ask(emergencies.AnswerConsent(case, person, consent))
    disposal = emergencies.DisposalForm(
        NOON,
        NOON,
        emergencies.Outcome.OBSERVATION,
        frozenset({emergencies.Measure.TALKED_DOWN}),
        emergencies.Effect.BETTER,
        "演示医院",
        checks=True,
    )
    world.ask(emergencies.Dispose(case, person, disposal))
    form = emergencies.RecordForm(
        *("演示镇卫生院", "家中持刀", "演示民警", "演示精防", "演示医师", "演示护士"),
        *("无", "F20", True, "演示镇医"),
    )
    world.ask(emergencies.FillRecord(case, person, form))
    stable = emergencies.Steadiness.STABLE
    world.ask(emergencies.CheckAfter(case, person, stable, NOON))
    world.ask(emergencies.EndChecks(case, person, "已住院"))
    situation = emergencies.Situation(
        severe=True,
        danger=emergencies.Danger.TO_SELF,
        willing=False,
        stance=emergencies.Stance.REFUSES,
    )
    blocked = emergencies.AdmissionForm(situation, watched_by="演示监护人")
    world.ask(emergencies.DecideAdmission(case, person, blocked))
    world.ask(emergencies.DecideFunding(case, person, is_emergency=True))
    world.ask(emergencies.CloseEmergency(case, person, "办结"))


def _leave(world: World, unit: UUID) -> None:
    def somebody() -> UUID:
        registering = RegisterPerson(a_registration(unit), id_claim=None)
        return _first(world.ask(registering), Person)

    lost = somebody()
    world.ask(standing.RecordLoss(lost, "2026-03-02", standing.Loss(5, "去向不明")))
    world.ask(ReportLoss(lost, LossReport(TODAY, "演示1号", "已走访")))
    world.ask(standing.RecordFound(lost, "2026-03-02"))
    gone = AwayForm(TODAY, AwayFor.WORK, "演示市", "0000-0000003", TOMORROW, TOMORROW)
    world.ask(NoteAway(lost, gone))
    world.ask(NoteBack(lost, TODAY, TOMORROW))
    dead = a_form(
        findings=Findings(),
        spoke_with=frozenset({2}),
        death=standing.Death("2026-03-02", 1, 3),
    )
    world.ask(RecordFollowUp(lost, dead))
    world.ask(ProposeErasure(lost, "保存期满"))
    world.ask(ErasePerson(lost, None), actor=_id("confirms"))
    _enter_twice(world, somebody())
    _review(world, somebody())
    _exclude(world, somebody())


def _two_records(world: World, unit: UUID) -> None:
    def somebody() -> UUID:
        registering = RegisterPerson(a_registration(unit), id_claim=None)
        return _first(world.ask(registering), Person)

    stays, goes = somebody(), somebody()
    proposing = merging.ProposeMerge(goes, stays, merging.Side.SURVIVOR, "同一人")
    world.ask(proposing)
    world.ask(merging.DeclineMerge(goes, stays, "再核实"))
    world.ask(proposing)
    confirming = merging.ConfirmMerge(goes, stays, merging.Claims())
    world.ask(confirming, actor=_id("confirms"))
    world.ask(merging.UndoMerge(goes, stays, "并非同一人", merging.Claims()))
    wrong = (Entry(str(_id("a loss")), "person.lost_to_follow_up"),)
    world.ask(RetractFact(stays, wrong, "录错人"))


def _step_taken_back(world: World, unit: UUID) -> None:
    registering = RegisterPerson(a_registration(unit), id_claim=None)
    person = _first(world.ask(registering), Person)
    asked = _first(world.ask(referrals.AskBed(person, unit)), Bed)
    world.ask(referrals.OfferBed(asked, person, "二病区", TOMORROW))
    wrong = (Entry(str(_id("a bed offered")), "bed.offered", asked),)
    world.ask(RetractFact(person, wrong, "录错人"))


def _review(world: World, person: UUID) -> None:
    case = reviews.Case(
        person,
        _id("a death"),
        ReviewKind.DEATH,
        str(_id("sender")),
        str(_id("office")),
        TODAY,
        InForce(),
    )
    result = CallBackResult.CONFIRMED
    world.ask(reviews.CallBack(case, result, "患者母亲", "与报告一致"))
    world.ask(reviews.ReturnCase(case, "死亡日期不符"))
    world.ask(reviews.AnswerCase(case, "已更正"))
    world.ask(reviews.CallBack(case, result, "患者母亲", "与报告一致"))
    world.ask(reviews.AcceptCase(case, "通过"))


def _enter_twice(world: World, person: UUID) -> None:
    registration = RecordKey(RecordKind.REGISTRATION)
    world.ask(national.EnterNational(person, (registration,), "9901010001"))
    world.ask(national.UndoNational(person, registration, "误标记"))
    world.ask(national.NoteExport("national/follow_up", "录入", [person], 1, "990101"))


def _exclude(world: World, person: UUID) -> None:
    opinion = exclusion.Opinion(
        "forensic_opinion", "2026-03-02", "演示医院", "不是严重精神障碍"
    )
    other = _id("confirms")
    world.ask(exclusion.ProposeExclusion(person, opinion))
    world.ask(exclusion.DeclineExclusion(person, "缺少鉴定报告"), actor=other)
    world.ask(exclusion.ProposeExclusion(person, opinion))
    world.ask(exclusion.ConfirmExclusion(person, "已核对"), actor=other)
    world.ask(exclusion.UndoExclusion(person, "鉴定有误"), actor=other)


def _divisions(world: World, person: UUID, unit: UUID) -> None:
    changing = divisions.ChangeDivisionCode(
        TOWNSHIP, "990101009", "演示新镇", "2026-03-02", "行政区划调整"
    )
    change = _first(world.ask(changing), DivisionChange)
    back = replace(changing, old="990101009", new=TOWNSHIP, name="演示镇")
    undone = _first(world.ask(back), DivisionChange)
    for each in (change, undone):
        world.ask(divisions.Renumber(each, unit))
        world.ask(divisions.Renumber(each, person))


def _handovers(world: World, person: UUID) -> None:
    opening = offices.OpenOffice(
        "township_hospital", "演示东镇卫生院", TOWNSHIP, "", "2026-01-01", (VILLAGE,)
    )
    there = world.ask(opening)[0].id

    def offered() -> str:
        world.ask(
            responsibility.OfferHandover(
                person, there, HandoverCause.MOVED, "随子女居住"
            )
        )
        return world.found.get(Handover, Handover.id_for(person)).opened_id

    refusing = responsibility.RefuseHandover(person, there, offered(), "查无此人")
    world.ask(refusing)
    world.ask(responsibility.TakeBackHandover(person, offered(), "又搬回"))
    lapsing = responsibility.LapseHandover(person, offered())
    world.ask(lapsing, now=NOON + timedelta(days=30))
    world.ask(responsibility.AcceptHandover(person, there, offered()))
    residence = world.found.get(Person, person).residence
    assert residence is not None
    away = replace(residence, village="990102", address="演示县")
    leaving = responsibility.OfferOutside(person, away, "演示县精神卫生中心")
    world.ask(leaving)
    handover = world.found.get(Handover, Handover.id_for(person)).opened_id
    world.ask(responsibility.ConfirmOutside(person, handover, "电话"))
    world.ask(RecordMove(person, residence))
    world.ask(responsibility.DecideResponsibility(person, there, "裁定"))


def _channels(world: World, unit: UUID) -> None:
    webhook = WayOut.WEBHOOK
    world.ask(
        channels.ChooseChannel(unit, webhook, "https://duty.example/suian", 1, 10)
    )
    world.ask(channels.DisableChannel(unit, webhook))
    world.ask(channels.EnableChannel(unit, webhook))
    world.ask(channels.RotateSecret(unit))


def _rules(world: World) -> None:
    first = SetOverride(
        "interval.stable", "990101", 30, "2026-05-01", "演示县卫健发2026年1号", "加密"
    )
    world.ask(first)
    world.ask(EndOverride("interval.stable", "990101", "2026-06-01", "到期"))
    year = Year(2026, ("2026-01-01",), ("2026-01-04",), "国务院办公厅")
    world.ask(LoadYear(year, "年度安排"))


def _notices(world: World, person: UUID, unit: UUID) -> None:
    receiver = notices.Receiver(
        unit,
        "police_station",
        "response",
        ("name", "address", "grade"),
        (NOON + timedelta(hours=2)).isoformat(),
        stands_in=False,
        edition="notice/1",
    )

    def issue(fact: str) -> UUID:
        issuing = notices.IssueNotices(person, _id(fact), 9, (receiver,))
        return _first(world.ask(issuing), Notice)

    answered = issue("a grade")
    world.ask(notices.NoteDelivery(answered, "inbox"))
    world.ask(notices.OpenNotice(answered))
    world.ask(notices.AcceptNotice(answered))
    world.ask(notices.ReportOutcome(answered, "calm", "已上门"))
    world.ask(notices.CloseNotice(answered, person, "办结"))
    back = issue("another grade")
    world.ask(notices.NoteDelivery(back, "inbox", "no such inbox"))
    world.ask(notices.ReturnNotice(back, "不在辖区"))
    changed = issue("a grade put right")
    world.ask(TellOfChange(changed, _change("a correction", "put_right"), ("grade",)))
    world.ask(AcceptChange(changed, _id("a correction")))
    world.ask(TellOfChange(changed, _change("a retraction", "retracted")))
    unanswered = issue("a fifth grade")
    third, fourth = issue("a third grade"), issue("a fourth grade")
    _accepted_otherwise(world, person, unit, (third, fourth, unanswered))
    _ladder(world, person, unit)
    _brought_again(world, issue("a sixth grade"), receiver.office)


def _brought_again(world: World, notice: UUID, office: UUID) -> None:
    world.ask(notices.NoteDelivery(notice, "webhook", "timeout"))
    world.ask(
        notice_redelivery.RedeliverNotice(notice, office, "webhook", "对方已修复(演示)")
    )
    world.ask(notices.NoteDelivery(notice, "webhook"))
    world.ask(
        notice_redelivery.NoteLapse(
            notice, _id("a reminder"), "notice.reminded", "webhook"
        )
    )


def _change(cause: str, why: str) -> Change:
    return Change(
        str(_id(cause)),
        9,
        why,
        "clock.change",
        (NOON + timedelta(hours=12)).isoformat(),
        (NOON + timedelta(hours=24)).isoformat(),
        ["notice-policy/ours-2026"],
    )


def _accepted_otherwise(
    world: World, person: UUID, unit: UUID, issued: tuple[UUID, UUID, UUID]
) -> None:
    by_telephone, by_slip, unanswered = issued
    call = notice_acceptance.Call("值班民警甲", "0467-000000", NOON)
    entering = notice_acceptance.EnterOnBehalf(by_telephone, person, call)
    world.ask(entering)
    world.ask(notice_acceptance.RefuseOnBehalf(by_telephone, person, "打错号码"))
    world.ask(entering)
    world.ask(
        notice_acceptance.ConfirmOnBehalf(by_telephone, person), actor=_id("another")
    )
    world.ask(shifts.TakeOverShift(unit, (by_slip,), "0467-000000"))
    world.ask(shifts.HandOverShift(unit, (by_slip,)))
    world.ask(
        notice_expiry.ExpireNotice(
            unanswered, person, date(2026, 1, 5), rungs_left=False, is_answered=True
        )
    )
    code = slip_code(by_slip, b"a key")
    world.ask(notice_acceptance.PrintSlip(by_slip, person, code))
    world.ask(
        notice_acceptance.AcceptBySlip(
            by_slip, person, code, "值班民警乙", "2026-03-02"
        )
    )


def _ladder(world: World, person: UUID, unit: UUID) -> None:
    """A notice nobody accepts: rung about, passed over, told higher up, taken on."""
    opening = offices.OpenOffice(
        "police_station", "演示派出所", TOWNSHIP, "", "2026-01-01", ()
    )
    police = world.ask(opening)[0]
    told = notices.Receiver(
        police.id,
        "police_station",
        "response",
        ("reference", "id_number_masked", "grade"),
        NOON.isoformat(),
        stands_in=False,
        edition="notice/1",
        clock="clock.highest",
        remind_at=NOON.isoformat(),
    )
    issuing = notices.IssueNotices(person, _id("a silent grade"), 9, (told,))
    notice = _first(world.ask(issuing), Notice)

    def climb(rung: ladder.Rung, office: UUID | None, lacking: str = "") -> None:
        world.ask(ladder.TakeRung(notice, police.id, rung, office, lacking))

    climb(ladder.Rung.SENDER, unit)
    world.ask(ladder.NoteCall(notice, ladder.CallOutcome.NO_ANSWER))
    climb(ladder.Rung.STAND_IN, None, ladder.Lacking.MISSING)
    climb(ladder.Rung.COUNTY, unit)
    world.ask(ladder.TakeOn(notice, unit))
    _storm(world, person, police.id, told)


def _storm(world: World, person: UUID, police: UUID, told: notices.Receiver) -> None:
    """The same level again and again: the first go singly, the rest waits."""
    held: list[UUID] = []
    for number in range(7):
        again = replace(told, trigger="unchanged", clock="clock.three")
        issuing = notices.IssueNotices(person, _id(f"the same {number}"), 9, (again,))
        held.append(_first(world.ask(issuing), Notice))
        world.ask(
            storms.WeighNotice(
                held[-1], police, "unchanged", "clock.three", NOON - timedelta(hours=8)
            )
        )
    shift = "2026-03-01/night"
    world.ask(storms.IssueDigest(police, shift, tuple(held)))


def _alarms(world: World) -> None:
    def ring() -> list[Stream]:
        return world.ask(
            alarms.RaiseAlarm(
                _id("a matter"),
                "view_parked",
                "administrator",
                None,
                "",
                {"view": "due_list"},
                NOON.isoformat(),
            )
        )

    alarm = _first(ring(), Alarm)
    world.ask(alarms.AcknowledgeAlarm(alarm, "在看"))
    world.ask(alarms.ClearAlarm(_id("a matter"), "view_parked", "unparked"))
    ring()


def _system(world: World, person: UUID, unit: UUID) -> None:
    line = DigestLine(str(person), "2026-03-16", "unit", "overdue_unit")
    world.ask(MakeDigest(unit, "2026-03-20", (line,)))
    reading = Reading.begin(_id("reading"), "read_chart", [person], "", 40, "")
    world.found.begin(reading)

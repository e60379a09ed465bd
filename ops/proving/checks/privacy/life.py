"""Somebody's whole record, with a canary in every field that takes words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from domain.log import Command, Logged
from domain.person.check_up import CheckUpForm
from domain.person.consent import Consent
from domain.person.contact import Attempt
from domain.person.diagnosis import Diagnosis
from domain.person.follow_up import FollowUpForm, FollowUpRecorded
from domain.person.guardian import Assessment, Guardian
from domain.person.identity import Identity
from domain.person.means import Means
from domain.person.medication import InjectionForm, ReactionForm
from domain.person.residence import Residence
from domain.registry.aid import RecordMeans
from domain.registry.case_reports import ReportKnown
from domain.registry.check_ups import RecordCheckUp
from domain.registry.clues import (
    EnterClue,
    ReviewClue,
    Reviewed,
    SendClue,
    Verified,
    VerifyClue,
)
from domain.registry.contacts import NoteContact
from domain.registry.follow_up import CorrectFollowUp, RecordFollowUp
from domain.registry.medication import GiveInjection, NoteReaction, SetRegimen
from domain.registry.record import (
    AssessGuardian,
    RecordBasicInformation,
    RecordReportCard,
    RecordSupplement,
    TagPerson,
)
from domain.registry.registration import (
    CorrectIdentity,
    RawRow,
    RegisterPerson,
    Registration,
)
from domain.registry.reporting import (
    MissAddress,
    NoteDischarge,
    RecordDischargeSheet,
    SendBack,
)
from domain.registry.runner import UseCase
from domain.values.aid import Insurance, LowIncome
from domain.values.basic_information import BasicInformation, HealthHistory
from domain.values.calendar import shanghai_day
from domain.values.check_up import AgreedBy, CheckUpItem, ItemResult, Results
from domain.values.clue import (
    ClueSign,
    ClueSource,
    Described,
    ReviewOutcome,
    Verification,
)
from domain.values.contacts import ContactOutcome, ContactWay
from domain.values.discharge_sheet import DischargeSheet
from domain.values.findings import Findings, FollowUpClass, Grade, Symptom, Symptoms
from domain.values.groups import SpecialGroup, Tag
from domain.values.medication import DrugUse, RegimenSource, Severity
from domain.values.people import Purpose, Role
from domain.values.registration import Disease
from domain.values.report_card import ReportCard
from domain.values.supplement import Supplement
from domain.values.visit_details import Laboratory, Reaction, Referral
from ops.acting import operator_command
from ops.demo.township import COUNTY, VILLAGES, demo_id_number
from ops.proving.checks.privacy.canaries import Canaries
from ops.site import Site

DEPOT: Final = "haloperidol_decanoate"
NOBODY: Final = UUID(int=0)
BORN: Final = date(1905, 7, 7)


@dataclass(slots=True)
class Life:
    """One person, the unit that looks after them, and the canaries in the record."""

    site: Site
    unit: UUID
    canaries: Canaries
    number: int
    person: UUID = NOBODY
    name: str = ""
    id_number: str = ""

    def live(self) -> None:
        """Let everything happen to the person that happens to one, up to a level 4."""
        self.register(self.find())
        self.report()
        word = self.canaries.word
        for use_case in (
            RecordReportCard(self.person, a_card(word, self.today)),
            RecordBasicInformation(self.person, some_basics(word), a_history(word)),
            RecordSupplement(self.person, a_supplement(word, self.today)),
            AssessGuardian(self.person, an_assessment(word, self.today)),
            TagPerson(self.person, a_tag(word, self.today)),
            NoteContact(self.person, an_attempt(word, self.today)),
            RecordMeans(self.person, some_means(word, self.today)),
            RecordCheckUp(self.person, a_check_up(word, self.today)),
        ):
            self.ask(use_case)
        self.follow_up()
        self.medicate()

    def find(self) -> UUID:
        """Let somebody tell of the person, look, and a psychiatrist confirm it."""
        word, day = self.canaries.word, self.today - timedelta(days=9)
        whom = Described(
            name=self.canaries.name(),
            sex="1",
            birth_date=BORN.isoformat(),
            village=VILLAGES[0],
            address=word(),
            phone=word(),
            contact=word(),
        )
        signs = frozenset({ClueSign.ODD})
        entering = EnterClue(whom, ClueSource.COMMITTEE, signs, day, word())
        clue = self.ask(entering)[0].stream
        looked = Verified(
            verified_on=day,
            outcome=Verification.SUSPECTED,
            verifiers=word(),
            told_diagnosis=word(),
            remark=word(),
        )
        self.ask(VerifyClue(clue, looked))
        self.ask(SendClue(clue, word(), day, is_higher=False))
        said = Reviewed(
            outcome=ReviewOutcome.CONFIRMED,
            reviewed_on=day,
            hospital=word(),
            psychiatrist=word(),
            disease=Disease.SCHIZOPHRENIA,
            remark=word(),
        )
        self.ask(ReviewClue(clue, said))
        return clue

    def report(self) -> None:
        """Report the case, send the card back for want of an address, and discharge."""
        word, day = self.canaries.word, self.today
        self.ask(ReportKnown(self.person, a_card(word, day), day))
        self.ask(MissAddress(self.person))
        self.ask(SendBack(self.person, word()))
        self.ask(NoteDischarge(self.person, day - timedelta(days=3), word()))
        sheet = DischargeSheet(
            hospital=word(),
            case_number=word(),
            admitted_on=day - timedelta(days=30),
            discharged_on=day - timedelta(days=3),
            diagnosis=word(),
            drugs=(word(),),
            drug_guidance=word(),
            rehabilitation_other=word(),
            remark=word(),
            doctor=word(),
            phone=word(),
            filled_on=day,
        )
        self.ask(RecordDischargeSheet(self.person, sheet))

    def register(self, clue: UUID) -> None:
        """Register the person from a row of a sheet, and put the identity right."""
        word = self.canaries.word
        self.name = self.canaries.name()
        self.id_number = self.canaries.keep(demo_id_number(BORN, 700 + self.number))
        identity = self.identity(word())
        registering = RegisterPerson(
            self.registration(identity),
            self.site.claim("ID number", self.id_number),
            row=RawRow(
                "登记簿", "患者", self.number, {"姓名": word()}, {"备注": word()}, "1"
            ),
            row_claim=self.site.claim("row", str(self.number)),
            clue=clue,
        )
        recorded = self.ask(registering)
        self.person = next(f.stream for f in recorded if f.person == f.stream)
        corrected = replace(identity, name=self.canaries.name(), phone=word())
        self.name = corrected.name
        claim = self.site.claim("ID number", self.id_number)
        self.ask(CorrectIdentity(self.person, corrected, word(), claim, claim))

    def follow_up(self) -> None:
        """Find the person at level 1, correct the form, and find them at level 4."""
        word, day = self.canaries.word, self.today
        calm = a_visit(word, day - timedelta(days=1), Grade.LEVEL_1, self.ask_for(word))
        recorded = self.ask(RecordFollowUp(self.person, calm))
        facts = [logged.fact for logged in recorded]
        form = next(f.follow_up for f in facts if isinstance(f, FollowUpRecorded))
        again = replace(calm, remark=word())
        self.ask(CorrectFollowUp(self.person, UUID(form), again, word()))
        harm = a_visit(word, day, Grade.LEVEL_4, self.ask_for(word))
        self.ask(RecordFollowUp(self.person, harm))

    def medicate(self) -> None:
        """Prescribe a depot and something nobody knows, inject, and note a reaction."""
        word, day = self.canaries.word, self.today
        depot = DrugUse(drug=DEPOT, every_weeks=3, each_mg="50")
        other = DrugUse(name=word(), morning_mg="5")
        source = RegimenSource.HOSPITAL
        self.ask(SetRegimen(self.person, (depot, other), day, source, word()))
        given = InjectionForm(
            drug=DEPOT, mg="50", given_on=day, given_by=word(), place=word()
        )
        self.ask(GiveInjection(self.person, given))
        noted = ReactionForm(
            name=word(),
            reaction=word(),
            severity=Severity.MILD,
            noted_on=day,
            action=word(),
        )
        self.ask(NoteReaction(self.person, noted))

    def ask_for(self, word: Callable[[], str]) -> dict[str, Any]:
        """Return what a form asks for in words."""
        return {"why": word(), "remark": word(), "grade_why": word()}

    @property
    def today(self) -> date:
        """Return the day it is in Shanghai."""
        return shanghai_day(self.site.clock())

    def identity(self, phone: str) -> Identity:
        """Return who the person is."""
        born = BORN.isoformat()
        return Identity(self.name, "1", born, "resident_id", self.id_number, phone)

    def registration(self, identity: Identity) -> Registration:
        """Return everything that is asked at the first entry."""
        word = self.canaries.word
        day = (self.today - timedelta(days=9)).isoformat()
        return Registration(
            identity=identity,
            residence=Residence(VILLAGES[0], word(), VILLAGES[0], word(), day),
            diagnosis=Diagnosis("schizophrenia", "F20", word(), day, art_30=False),
            consent=Consent("agreed", word(), day, None),
            guardian=Guardian(word(), "spouse", word(), "statutory", "strong"),
            unit=self.unit,
            registered_on=day,
        )

    def ask(self, use_case: UseCase) -> Sequence[Logged]:
        """Run a use case as the county's office, which looks after everybody."""
        command = acting(self.site, Role.COUNTY_SMI, Purpose.CARE, self.unit)
        stream = self.site.log.stream(self.person)
        seen = stream[-1].version if stream else 0
        return self.site.runner.run(use_case, replace(command, seen=seen)).facts


def acting(site: Site, role: Role, purpose: Purpose, office: UUID) -> Command:
    """Return a command of somebody in a role for an office of the county."""
    return operator_command(
        site, COUNTY, role=role, purpose=purpose, organisation=office
    )


def a_visit(
    word: Callable[[], str], day: date, grade: Grade, words: dict[str, Any]
) -> FollowUpForm:
    """Return a visit whose findings are told in words wherever the form has room."""
    findings = Findings(
        risk=grade,
        symptoms=Symptoms.PRESENT,
        symptom_codes=frozenset({Symptom.OTHER}),
        symptom_other=word(),
        laboratory=Laboratory.DONE,
        laboratory_content=word(),
        reactions=(Reaction(word(), word(), Severity.MILD),),
        referral=Referral(
            advised=True, reason=word(), institution=word(), department=word()
        ),
        rehabilitation_other=word(),
        taking=(DrugUse(name=word(), morning_mg="5"),),
        advised=(DrugUse(name=word(), evening_mg="5"),),
    )
    judged = FollowUpClass.UNSTABLE
    return FollowUpForm(day, 2, frozenset({1}), findings, judged, **words)


def a_card(word: Callable[[], str], day: date) -> ReportCard:
    """Return form 3."""
    return ReportCard(
        card_number=word(),
        sender_other=word(),
        drugs=(word(),),
        reporter=word(),
        reported_on=day,
        reporting_unit=word(),
        reporting_department=word(),
        reporting_phone=word(),
    )


def some_basics(word: Callable[[], str]) -> BasicInformation:
    """Return the identity half of form 6."""
    return BasicInformation(
        work_unit=word(),
        contact=word(),
        contact_phone=word(),
        guardian_address=word(),
        guardian_second_phone=word(),
        committee_contact=word(),
        committee_phone=word(),
    )


def a_history(word: Callable[[], str]) -> HealthHistory:
    """Return the clinical half of form 6; long enough to be compressed."""
    return HealthHistory(
        allergies_other=word(),
        illnesses_remark="同前。" * 1500 + word() + "同前。" * 1500,
        operations=word(),
        injuries=word(),
        transfusions=word(),
        hereditary=word(),
    )


def a_supplement(word: Callable[[], str], day: date) -> Supplement:
    """Return form 7."""
    return Supplement(past_symptoms_other=word(), filled_on=day)


def an_assessment(word: Callable[[], str], day: date) -> Assessment:
    """Return the yearly look at the guardian."""
    return Assessment(
        assessed_on=day.isoformat(),
        alive=True,
        able=True,
        willing=True,
        ability="strong",
        stand_in=word(),
        stand_in_relation="sibling",
        stand_in_phone=word(),
        remark=word(),
    )


def an_attempt(word: Callable[[], str], day: date) -> Attempt:
    """Return an attempt to reach the person."""
    return Attempt(day, ContactWay.PHONE, ContactOutcome.NOT_REACHED, remark=word())


def a_tag(word: Callable[[], str], day: date) -> Tag:
    """Return a tag on some office's word."""
    return Tag(group=SpecialGroup.VETERAN, source_office=word(), valid_from=day)


def some_means(word: Callable[[], str], day: date) -> Means:
    """Return what the household lives on."""
    return Means(
        as_of=day.isoformat(),
        low_income=LowIncome.DIBAO,
        insurance=Insurance.RESIDENT,
        can_pay=False,
        disability_certificate=True,
        disability_grade=2,
        real_hardship=False,
        guardian_agreement=True,
        source=word(),
        valid_until=None,
    )


def a_check_up(word: Callable[[], str], day: date) -> CheckUpForm:
    """Return an annual check-up with words at each item."""
    items = tuple(CheckUpItem)[:7]
    results = Results({item: ItemResult(text=word()) for item in items})
    return CheckUpForm(day, results, AgreedBy.PERSON, remark=word())

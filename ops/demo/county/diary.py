"""The diary of a demo county: every command of its two years, day by day, in order.

A pure list: who asks for what, on which evening. The use cases decide what comes of it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import chain
from operator import attrgetter
from typing import Final
from uuid import UUID

from domain.log import Command
from domain.person.consent import Consent
from domain.person.diagnosis import Diagnosis
from domain.person.follow_up import FollowUpForm
from domain.person.guardian import Guardian
from domain.person.identity import Identity
from domain.person.residence import Residence
from domain.registry.danger_reports import AssessDangerReport, CloseDangerReport
from domain.registry.follow_up import CorrectFollowUp, GradeRisk, RecordFollowUp
from domain.registry.lowering import ConfirmLowering
from domain.registry.registration import RecordMove, RegisterPerson, Registration
from domain.registry.runner import UseCase
from domain.rules.notice_policy import must_be_told
from domain.values.calendar import SHANGHAI
from domain.values.danger_report import Assessment
from domain.values.findings import Grade, Level
from domain.values.people import Channel, Purpose, Role
from domain.values.registration import ConsentAnswer, GuardianBasis, IdKind
from ops.acting import OPERATOR
from ops.demo import local_rules
from ops.demo.county import moving, offices
from ops.demo.county.county_desk import EXCLUDED_EVERY, CountyDesk
from ops.demo.county.course import Course, Seen, course
from ops.demo.county.crises import By, Crises
from ops.demo.county.finding import FEWEST, Reports, clue_stories
from ops.demo.county.leaving import Happened, Leaving
from ops.demo.county.people import Invented, people
from ops.demo.county.pharmacy import shelf
from ops.demo.county.places import (
    COUNTY,
    any_village,
    name_of,
    township_of,
    townships,
)
from ops.demo.county.plan import Plan, evening
from ops.demo.county.services import Services
from ops.demo.county.watch import Watch, reports_an_incident
from ops.demo.danger import danger_told, quick_report
from ops.demo.two_records import Twice, by_mistake, retracting

HAPPENING: Final = ("夜不眠,骂人摔物", "拒服药,追打家人", "独自外出,言语威胁邻居")
HOSPITAL: Final = "演示县精神卫生中心"
A_TOLD: Final = 5
"""One quick report of so many began with a report from elsewhere."""
PEOPLE_FOR_A_REPORT: Final = 60
A_LATE: Final = 11
"""One quick report of so many was written on paper and entered late."""
PHONE: Final = "0000-0000001"
ID_NUMBER, SIGN_IN_NAME = "ID number", "sign-in name"

CHECKED: Final = "已核实,病情缓解"
COUNTY_OFFICER: Final = "jingfang"
WAITING: Final = timedelta(days=20)
"""How long before the last day lower grades still wait for a second person."""

DAY: Final = timedelta(days=1)
TWICE_EVERY, MISTAKEN_EVERY = 211, 307
"""Of how many people one is on record twice, or was mistaken for another."""

Claim = Callable[[str, str], UUID]
"""The site's own naming of what only one may hold."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One command of a day; `changes` asks for that stream's newest version as seen."""

    day: date
    command: Command
    use_case: UseCase
    changes: UUID | None = None


def set_up(plan: Plan, claim: Claim, hashed: str) -> list[Entry]:
    """Return the first day's rules, offices and accounts; all share one password's hash."""
    entries = _rules(plan)
    for staffed in offices.offices(plan.label):
        key = staffed.office.key
        entered = _administrator(plan, f"office/{key}")
        entries.append(
            Entry(plan.since, entered, offices.open_office(plan, staffed.office))
        )
        for account in staffed.accounts:
            use_case = offices.open_account(
                plan,
                account,
                offices.office_id(plan, key),
                claim(SIGN_IN_NAME, account.sign_in_name),
                hashed,
            )
            command = _administrator(plan, f"account/{account.sign_in_name}")
            entries.append(Entry(plan.since, command, use_case))
    return entries


def _rules(plan: Plan) -> list[Entry]:
    """Return the calendar's years, and the county's own rule from the second year on."""
    use_cases: list[UseCase] = [
        *local_rules.years(plan.since, plan.until),
        local_rules.sooner_first_visit(plan.since + timedelta(days=365)),
    ]
    return [
        Entry(plan.since, _administrator(plan, f"rule/{n}"), use_case)
        for n, use_case in enumerate(use_cases)
    ]


def diary(plan: Plan, claim: Claim) -> list[Entry]:
    """Return what is entered about everybody, in the order of the days."""
    everybody = (_Pages(plan, person, claim).entries() for person in people(plan))
    all_of_it = chain(
        _shelves(plan), chain.from_iterable(everybody), _clues(plan), _strangers(plan)
    )
    return sorted(all_of_it, key=attrgetter("day"))


def _shelves(plan: Plan) -> Iterator[Entry]:
    for township in townships():
        for day, key, use_case in shelf(plan, township):
            yield Entry(day, township_doctor(plan, key, township, day, day), use_case)


def person_id(plan: Plan, number: int) -> UUID:
    """Return the id of a person of the county."""
    command = _administrator(plan, f"person/{number}/register")
    return command.new_id("person")


def _clues(plan: Plan) -> Iterator[Entry]:
    def clue_id(key: str) -> UUID:
        return _administrator(plan, key).new_id("clue")

    for story in clue_stories(plan, clue_id):
        township = township_of(story.village)
        for day, role, key, use_case in story.steps():
            command = township_doctor(plan, f"{story.key}/{key}", township, day, day)
            if role is not Role.TOWNSHIP_DOCTOR:
                command = specialist(plan, command)
            yield Entry(day, command, use_case)


def _strangers(plan: Plan) -> Iterator[Entry]:
    """Yield danger reports about people who are not on the register, as far as each came."""
    for number in range(max(FEWEST, plan.people // PEOPLE_FOR_A_REPORT)):
        key = f"stranger/{number}"
        chance = plan.chance(key)
        village, day = any_village(chance), plan.until - timedelta(days=3 * number)
        township = township_of(village)
        told = township_doctor(plan, f"{key}/told", township, day, day)
        report = told.new_id("danger_report")
        yield Entry(day, told, danger_told(number, village, f"演示路人{number}"))
        outcome = (Assessment.NOT_REGISTERED, Assessment.NO_DANGER)[number % 2]
        steps = (
            AssessDangerReport(report, outcome, "演示:已到场核实"),
            CloseDangerReport(report),
        )
        for step, use_case in enumerate(steps[:number]):
            command = township_doctor(plan, f"{key}/{step}", township, day, day)
            yield Entry(day, command, use_case)


def specialist(plan: Plan, command: Command) -> Command:
    """Return a command as the county's psychiatrist sends it."""
    return replace(
        command,
        actor=offices.account_id(plan, "zhuanke"),
        role=Role.PSYCHIATRIST,
        organisation=offices.office_id(plan, "smi"),
        division=COUNTY,
    )


def township_doctor(
    plan: Plan, key: str, township: str, entered_on: date, happened_on: date
) -> Command:
    """Return a command of a township's doctor on a day."""
    name = offices.sign_in_name(Role.TOWNSHIP_DOCTOR, township)
    return Command(
        id=plan.command_id(key),
        body={"demo": key},
        actor=offices.account_id(plan, name),
        role=Role.TOWNSHIP_DOCTOR,
        organisation=offices.office_id(plan, f"hospital-{township}"),
        division=township,
        purpose=Purpose.CARE,
        channel=Channel.SCREEN,
        now=evening(entered_on),
        happened_at=happened_on.isoformat(),
    )


def _administrator(plan: Plan, key: str) -> Command:
    now = evening(plan.since)
    return Command(
        id=plan.command_id(key),
        body={"demo": key},
        actor=OPERATOR,
        role=Role.ADMINISTRATOR,
        organisation=None,
        division=COUNTY,
        purpose=Purpose.ADMINISTRATION,
        channel=Channel.SCREEN,
        now=now,
        happened_at=now.isoformat(),
    )


@dataclass(frozen=True, slots=True)
class _Pages:
    """One person's entries."""

    plan: Plan
    person: Invented
    claim: Claim

    def entries(self) -> Iterator[Entry]:
        """Yield them in the order in which they are entered."""
        found = course(self.plan, self.person)
        later = chain(
            self._moves(found),
            self._quick_reports(found),
            self._crises(found),
            self._incidents(found),
            self._visits(found),
            self._services(found),
            self._leaving(found),
            self._last_day(found),
            self._watched(found),
            self._reports(found),
        )
        first = self._registration()
        entered = [first, *sorted(later, key=attrgetter("day"))]
        extra = (
            *self._desk(entered),
            *self._two_records(found),
            *self._mistakes(found),
        )
        yield from sorted([*entered, *extra], key=attrgetter("day"))

    @property
    def _id(self) -> UUID:
        return person_id(self.plan, self.person.number)

    def _registration(self) -> Entry:
        person, day = self.person, self.person.enters_on
        registered_on = person.registered_on.isoformat()
        consent = Consent(
            ConsentAnswer.AGREED if person.agreed else ConsentAnswer.REFUSED,
            person.name,
            registered_on,
            None if person.agreed else (day + timedelta(days=365)).isoformat(),
        )
        known = Registration(
            Identity(
                person.name,
                person.sex,
                person.born.isoformat(),
                IdKind.RESIDENT_ID,
                person.id_number,
                PHONE,
            ),
            self._residence(person.village, registered_on),
            Diagnosis(person.disease, None, HOSPITAL, registered_on, art_30=False),
            consent,
            Guardian(
                person.guardian,
                person.relation,
                "0000-0000002",
                GuardianBasis.STATUTORY,
                person.ability,
            ),
            self._hospital(person.village),
            registered_on,
        )
        channel = Channel.SCREEN if person.is_new else Channel.IMPORT
        command = self._doctor("register", person.village, day, person.registered_on)
        use_case = RegisterPerson(known, self.claim(ID_NUMBER, person.id_number))
        return Entry(day, replace(command, channel=channel), use_case)

    def _desk(self, entered: Sequence[Entry]) -> Iterator[Entry]:
        asked = [(each.day, each.command, each.use_case) for each in entered]
        desk = CountyDesk(self.plan, self.person, self._id, asked)
        return (Entry(day, command, use) for day, command, use in desk.all())

    def _two_records(self, found: Course) -> Iterator[Entry]:
        """Yield a second record, that is merged, parted again, or waits for an answer."""
        village, number = self.person.village, self.person.number
        day = self.plan.until - timedelta(days=40)
        if number % TWICE_EVERY != 3 or not self._stays(found, day):  # noqa: PLR2004
            return
        twice = Twice(
            self._id, self._hospital(village), village, self.person.sex, self.claim
        )
        registering = self._doctor("second", village, day, day)
        other = registering.new_id("person")
        yield Entry(day, registering, twice.registering(day))
        steps: list[tuple[str, UseCase, UUID | None]] = [
            ("second/visit", twice.visiting(other, day + DAY), None),
            ("second/propose", twice.proposing(other), None),
        ]
        if number % 2:
            steps.append(("second/confirm", twice.confirming(other), other))
            if number % 5 == 1:
                steps.append(("second/part", twice.parting(other), self._id))
        for key, use_case, changes in steps:
            day += 2 * DAY
            command = self._doctor(key, village, day, day)
            if changes:
                command = moving.by_county(self.plan, command)
            yield Entry(day, command, use_case, changes)

    def _mistakes(self, found: Course) -> Iterator[Entry]:
        """Yield a loss and a death that never were, each retracted soon after."""
        village, day = self.person.village, self.plan.until - timedelta(days=30)
        if self.person.number % MISTAKEN_EVERY != 7 or not self._stays(found, day):  # noqa: PLR2004
            return
        for key, wrong, topic in by_mistake(self._id, day):
            command = self._doctor(key, village, day, day)
            yield Entry(day, command, wrong)
            day += DAY
            back = self._doctor(f"{key}/back", village, day, day)
            yield Entry(day, back, retracting(self._id, command, topic), self._id)
            day += DAY

    def _stays(self, found: Course, day: date) -> bool:
        """Return whether the person is here on a day, on record for long, and stays."""
        return (
            self.person.enters_on < day - timedelta(days=30)
            and found.died_on is None
            and found.lost_on is None
            and not found.moves
            and self.person.number % EXCLUDED_EVERY != 4  # noqa: PLR2004
        )

    def _moves(self, found: Course) -> Iterator[Entry]:
        village = self.person.village
        for index, (day, there) in enumerate(found.moves):
            command = self._doctor(f"move/{index}", village, day, day)
            unit = self._hospital(there)
            offered = moving.is_offered(found, index, village, there)
            use_case = RecordMove(
                self._id,
                self._residence(there, day.isoformat()),
                unit if offered else None,
            )
            yield Entry(day, command, use_case, self._id)
            if offered:
                yield from self._answers(found, command, day, there)
            village = there

    def _answers(
        self, found: Course, move: Command, moved_on: date, there: str
    ) -> Iterator[Entry]:
        """Yield what came of the offer, while the person is there to be taken on."""
        unit = self._hospital(there)
        asked = moving.answers(self.person, self._id, move, moved_on, unit)
        for day, key, use_case in asked:
            if day <= self.plan.until and (
                found.died_on is None or day < found.died_on
            ):
                command = self._doctor(f"handover/{key}", there, day, day)
                if key == "decide":
                    command = moving.by_county(self.plan, command)
                yield Entry(day, command, use_case, self._id)

    def _last_day(self, found: Course) -> Iterator[Entry]:
        """Yield who withdraws consent or moves to another county on the last day."""
        if found.died_on is not None or found.moves:
            return
        here = self._residence(self.person.village, self.plan.until.isoformat())
        for key, asked in (
            ("withdraw", moving.withdraws(self.plan, self.person, self._id)),
            ("outside", moving.goes_outside(self.plan, self.person, self._id, here)),
        ):
            if asked:
                day, use_case = asked
                command = self._doctor(key, self.person.village, day, day)
                yield Entry(day, command, use_case, self._id)

    def _quick_reports(self, found: Course) -> Iterator[Entry]:
        for index, crisis in enumerate(found.crises):
            if crisis.quick_report:
                yield from self._quick_report(found, index)

    def _quick_report(self, found: Course, index: int) -> Iterator[Entry]:
        """Yield a quick report; some began with a report from elsewhere, some are late."""
        crisis, number = found.crises[index], self.person.number + index
        day, entered = crisis.begins, self._reported_on(found, index)
        here = self._village_on(found, entered)
        led: UUID | None = None
        if number % A_TOLD == 0 and entered == day:
            told = self._doctor(f"danger/{index}", here, day, day)
            led = told.new_id("danger_report")
            yield Entry(day, told, danger_told(number, here, self.person.name))
        late = datetime.combine(day, time(10), SHANGHAI) if entered > day else None
        quick = quick_report(number, late, str(led) if led else None)
        happening = HAPPENING[number % len(HAPPENING)]
        use_case = GradeRisk(self._id, crisis.grade, happening, quick)
        yield Entry(
            entered, self._doctor(f"quick/{index}", here, entered, day), use_case
        )
        if led and day < self.plan.until and number % 2 == 0:
            after = day + timedelta(days=1)
            back = self._doctor(f"told_back/{index}", here, after, after)
            yield Entry(after, back, CloseDangerReport(led))

    def _reported_on(self, found: Course, index: int) -> date:
        """Return when a crisis was reported: some on paper, entered two days late (迟报)."""
        crisis = found.crises[index]
        late = crisis.begins + timedelta(days=2)
        is_late = (self.person.number + index) % A_LATE == 0
        last = min(self.plan.until, found.died_on or self.plan.until)
        return (
            late if crisis.quick_report and is_late and late < last else crisis.begins
        )

    def _incidents(self, found: Course) -> Iterator[Entry]:
        watch = Watch(self.plan, self.person, self._id, found)
        for day, key, use_case in watch.incidents():
            command = self._doctor(key, self._village_on(found, day), day, day)
            yield Entry(day, command, use_case)
            about = command.new_id("incident")
            form_13 = watch.investigation(key, about, use_case)
            if form_13:
                yield self._happened(found, form_13)

    def _watched(self, found: Course) -> Iterator[Entry]:
        watch = Watch(self.plan, self.person, self._id, found)
        yield from (self._happened(found, happened) for happened in watch.rest())

    def _happened(self, found: Course, happened: Happened) -> Entry:
        known_on, day, key, use_case = happened
        here = self._village_on(found, known_on)
        return Entry(known_on, self._doctor(key, here, known_on, day), use_case)

    def _crises(self, found: Course) -> Iterator[Entry]:
        """Yield what is done in crises, by whoever cares for the person on the day."""

        def command(day: date, key: str, by: By) -> Command:
            made = self._doctor(key, self._village_on(found, day), day, day)
            return _by(self.plan, made, by)

        unit = self._hospital(self._village_on(found, self.plan.until))
        mental = offices.office_id(self.plan, "mental")
        crises = Crises(
            self.plan, self.person.number, self._id, found, mental, unit, command
        )
        for day, key, by, use_case in crises.all():
            yield Entry(day, command(day, key, by), use_case)

    def _services(self, found: Course) -> Iterator[Entry]:
        services = Services(self.plan, self.person, self._id, found)
        for day, key, use_case in services.all():
            here = self._village_on(found, day)
            yield Entry(day, self._doctor(key, here, day, day), use_case)

    def _reports(self, found: Course) -> Iterator[Entry]:
        reports = Reports(self.plan, self.person, self._id, found)
        for day, role, key, use_case in reports.steps():
            here = self._village_on(found, day)
            command = self._doctor(f"report/{key}", here, day, day)
            if role is not Role.TOWNSHIP_DOCTOR:
                command = specialist(self.plan, command)
            yield Entry(day, command, use_case)

    def _leaving(self, found: Course) -> Iterator[Entry]:
        leaving = Leaving(self.plan, self.person, self._id, found)
        yield from (self._happened(found, happened) for happened in leaving.all())

    def _visits(self, found: Course) -> Iterator[Entry]:
        for index, seen in enumerate(found.visits):
            here = self._village_on(found, seen.entered_on)
            command = self._entered_by(index, seen, here)
            form = _form(seen)
            yield Entry(seen.entered_on, command, RecordFollowUp(self._id, form))
            if self._lowers(found, index) and seen.entered_on < self._last_confirmed:
                yield self._confirmation(index, command, seen.entered_on)
            if seen.corrected_on:
                yield self._correction(found, index, command, seen.corrected_on, form)

    @property
    def _last_confirmed(self) -> date:
        """Return from which day on lower grades still wait for a second person."""
        return self.plan.until - WAITING

    def _lowers(self, found: Course, index: int) -> bool:
        """Return whether a visit's grade lowers one of 3 or more that stands by then."""
        seen = found.visits[index]
        at_once = [
            (self._reported_on(found, n), crisis.begins, crisis.grade)
            for n, crisis in enumerate(found.crises)
            if crisis.quick_report or reports_an_incident(self.person, n, crisis)
        ]
        earlier = [
            (other.entered_on, other.visited_on, other.findings.risk.value)
            for n, other in enumerate(found.visits)
            if (other.entered_on, n) < (seen.entered_on, index)
        ]
        graded = sorted(
            (each for each in (*at_once, *earlier) if each[2] is not None),
            key=lambda each: each[0],
        )
        known = [each for each in graded if each[0] <= seen.entered_on]
        standing = max(reversed(known), key=lambda each: each[1], default=None)
        risk = seen.findings.risk
        return (
            standing is not None
            and must_be_told(Grade(standing[2]))
            and risk.is_assessed
            and not must_be_told(risk)
            and seen.visited_on >= standing[1]
        )

    def _confirmation(self, index: int, graded: Command, day: date) -> Entry:
        """Return the second person's word on a lower grade: the county SMI office's."""
        key = f"person/{self.person.number}/lowered/{index}"
        command = replace(
            graded,
            id=self.plan.command_id(key),
            body={"demo": key},
            actor=offices.account_id(self.plan, COUNTY_OFFICER),
            role=Role.COUNTY_SMI,
            organisation=offices.office_id(self.plan, "smi"),
            division=COUNTY,
            channel=Channel.SCREEN,
        )
        grading = graded.new_id("grading")
        return Entry(day, command, ConfirmLowering(self._id, grading, "已电话核实"))

    def _correction(
        self, found: Course, index: int, wrong: Command, day: date, form: FollowUpForm
    ) -> Entry:
        use_case = CorrectFollowUp(
            self._id,
            wrong.new_id("follow_up"),
            replace(form, findings=replace(form.findings, diet=Level.FAIR)),
            "录入有误,按纸质记录更正",
        )
        here = self._village_on(found, day)
        command = self._doctor(f"correct/{index}", here, day, form.visited_on)
        return Entry(day, command, use_case, self._id)

    def _entered_by(self, index: int, seen: Seen, village: str) -> Command:
        """Return the command of whoever entered a visit, from paper if it was later."""
        command = self._doctor(
            f"visit/{index}", village, seen.entered_on, seen.visited_on
        )
        clinic = offices.clinic_key(village)
        if clinic and (self.person.number + index) % 2:
            name = offices.sign_in_name(Role.VILLAGE_DOCTOR, village)
            command = replace(
                command,
                actor=offices.account_id(self.plan, name),
                role=Role.VILLAGE_DOCTOR,
                organisation=offices.office_id(self.plan, clinic),
                division=village,
            )
        was_late = seen.entered_on > seen.visited_on
        return replace(command, channel=Channel.PAPER) if was_late else command

    def _village_on(self, found: Course, day: date) -> str:
        """Return where the person lives once a day's moves are entered."""
        return next(
            (there for moved_on, there in reversed(found.moves) if moved_on <= day),
            self.person.village,
        )

    def _residence(self, village: str, since: str) -> Residence:
        address = f"演示路{self.person.number % 97 + 1}号"
        domicile = f"{name_of(self.person.village)}{address}"
        return Residence(village, address, self.person.village, domicile, since)

    def _hospital(self, village: str) -> UUID:
        return offices.office_id(self.plan, f"hospital-{township_of(village)}")

    def _doctor(
        self, key: str, village: str, entered_on: date, happened_on: date
    ) -> Command:
        key = f"person/{self.person.number}/{key}"
        township = township_of(village)
        return township_doctor(self.plan, key, township, entered_on, happened_on)


def _by(plan: Plan, command: Command, by: By) -> Command:
    if by is By.COUNTY:
        return moving.by_county(plan, command)
    if by is By.PSYCHIATRIST:
        return replace(
            command,
            actor=offices.account_id(plan, "zhuanke"),
            role=Role.PSYCHIATRIST,
            organisation=offices.office_id(plan, "mental"),
            division=COUNTY,
        )
    return command


def _form(seen: Seen) -> FollowUpForm:
    return FollowUpForm(
        seen.visited_on,
        seen.form,
        seen.spoke_with,
        seen.findings,
        settling=seen.settling,
        remark=seen.remark,
        grade_why=CHECKED,
    )


def days(entries: Sequence[Entry]) -> Iterator[tuple[date, list[Entry]]]:
    """Yield each day that has entries, with them."""
    day: list[Entry] = []
    for entry in entries:
        if day and entry.day != day[0].day:
            yield day[0].day, day
            day = []
        day.append(entry)
    if day:
        yield day[0].day, day

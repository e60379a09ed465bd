"""A small invented township (演示镇): offices, accounts and a dozen people with follow-ups.

Everything goes through the use cases. The county code 990101 was never assigned and the
ID numbers are of people born in 1905, so nobody living is meant.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from argon2 import PasswordHasher

from domain.account import Grant
from domain.log import Command, Recorded
from domain.person.consent import Consent
from domain.person.diagnosis import Diagnosis
from domain.person.follow_up import FollowUpForm
from domain.person.guardian import Guardian
from domain.person.identity import Identity
from domain.person.residence import Residence
from domain.registry.accounts import OpenAccount
from domain.registry.follow_up import RecordFollowUp
from domain.registry.offices import OpenOffice
from domain.registry.registration import RegisterPerson, Registration
from domain.registry.responsibility import HandoverCause, OfferHandover
from domain.registry.runner import UseCase
from domain.registry.taking_back import RetractFact, entries_of
from domain.values.calendar import shanghai_day
from domain.values.findings import (
    Findings,
    Grade,
    Symptoms,
)
from domain.values.identity import check_digit
from domain.values.people import OfficeKind, Purpose, Role
from domain.values.registration import ConsentAnswer, IdKind
from ops.acting import operator_command
from ops.demo import local_rules, planning
from ops.demo.cases import Cases
from ops.demo.finding import Finding
from ops.demo.medicine import Medicine
from ops.demo.two_records import WRONG, Twice, by_mistake
from ops.demo.visit import found
from ops.site import Site

COUNTY: Final = "990101"
TWO_YEARS: Final = timedelta(days=730)
TOWNSHIP: Final = "990101001"
VILLAGES: Final = tuple(f"{TOWNSHIP}{n:03d}" for n in range(1, 7))
EAST, WEST = VILLAGES[:3], VILLAGES[3:]


@dataclass(frozen=True, slots=True)
class DemoOffice:
    """An invented office and the villages it serves."""

    key: str
    kind: OfficeKind
    name: str
    division: str
    villages: tuple[str, ...]


OFFICES: Final = (
    DemoOffice("smi", OfficeKind.COUNTY_SMI, "演示县精神卫生中心", COUNTY, VILLAGES),
    DemoOffice(
        "hospital", OfficeKind.TOWNSHIP_HOSPITAL, "演示镇卫生院", TOWNSHIP, VILLAGES
    ),
    DemoOffice(
        "clinic", OfficeKind.VILLAGE_CLINIC, "演示一村卫生室", VILLAGES[0], VILLAGES[:1]
    ),
    DemoOffice(
        "police-east", OfficeKind.POLICE_STATION, "演示镇东派出所", TOWNSHIP, EAST
    ),
    DemoOffice(
        "police-west", OfficeKind.POLICE_STATION, "演示镇西派出所", TOWNSHIP, WEST
    ),
    DemoOffice(
        "grid", OfficeKind.GRID_CENTRE, "演示镇网格化服务管理中心", TOWNSHIP, VILLAGES
    ),
    DemoOffice("civil", OfficeKind.CIVIL_AFFAIRS, "演示镇民政办", TOWNSHIP, VILLAGES),
    DemoOffice(
        "disabled", OfficeKind.DISABILITY_FEDERATION, "演示镇残联", TOWNSHIP, VILLAGES
    ),
    DemoOffice("mental", OfficeKind.HOSPITAL, "演示县精神病医院", COUNTY, VILLAGES),
    DemoOffice("bureau", OfficeKind.POLICE_STATION, "演示县公安局", COUNTY, ()),
    DemoOffice("meeting", OfficeKind.JOINT_MEETING, "演示县联席会议办公室", COUNTY, ()),
    DemoOffice("audit", OfficeKind.AUDIT, "演示县审计局", COUNTY, ()),
    DemoOffice("health", OfficeKind.HEALTH_COMMISSION, "演示县卫生健康局", COUNTY, ()),
)


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An invented account: what to sign in with, and who that is."""

    sign_in_name: str
    name: str
    role: Role
    office: str
    division: str


ACCOUNTS: Final = (
    DemoAccount("cunyi", "演示村医", Role.VILLAGE_DOCTOR, "clinic", VILLAGES[0]),
    DemoAccount("zhenyi", "演示镇医", Role.TOWNSHIP_DOCTOR, "hospital", TOWNSHIP),
    DemoAccount("zhuanke", "演示精神科医师", Role.PSYCHIATRIST, "mental", COUNTY),
    DemoAccount("jingfang", "演示精防员", Role.COUNTY_SMI, "smi", COUNTY),
    DemoAccount("minjing", "演示民警(东)", Role.POLICE, "police-east", TOWNSHIP),
    DemoAccount("minjing2", "演示民警(西)", Role.POLICE, "police-west", TOWNSHIP),
    DemoAccount("wangge", "演示网格员", Role.GRID, "grid", TOWNSHIP),
    DemoAccount("minzheng", "演示民政干事", Role.CIVIL_AFFAIRS, "civil", TOWNSHIP),
    DemoAccount(
        "canlian",
        "演示残疾人专职委员",
        Role.DISABILITY_COMMISSIONER,
        "disabled",
        TOWNSHIP,
    ),
    DemoAccount("gongan", "演示公安局值班员", Role.POLICE, "bureau", COUNTY),
    DemoAccount("lianxi", "演示联席办秘书", Role.JOINT_MEETING, "meeting", COUNTY),
    DemoAccount("shenji", "演示审计员", Role.AUDITOR, "audit", COUNTY),
    DemoAccount("guanli", "演示管理员", Role.ADMINISTRATOR, "health", COUNTY),
)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """An invented person: follow-ups as (days ago, grade, symptoms)."""

    name: str
    village: str
    born: date
    disease: str
    visits: tuple[tuple[int, Grade, Symptoms], ...]


QUIET, SOME, MARKED = Symptoms.GONE, Symptoms.PRESENT, Symptoms.MARKED
G0, G1, G2, G3 = Grade.LEVEL_0, Grade.LEVEL_1, Grade.LEVEL_2, Grade.LEVEL_3
STEADY: Final = ((270, G0, QUIET), (180, G0, QUIET), (90, G0, QUIET), (5, G0, QUIET))

PEOPLE: Final = (
    DemoPerson("李演示", VILLAGES[0], date(1905, 1, 11), "schizophrenia", STEADY),
    DemoPerson("曾演安", VILLAGES[0], date(1905, 2, 12), "bipolar", STEADY),
    DemoPerson("王演国", VILLAGES[0], date(1905, 3, 13), "schizophrenia",
               ((120, G0, QUIET),)),
    DemoPerson("尉迟演", VILLAGES[1], date(1905, 4, 14), "schizophrenia",
               ((40, G1, SOME), (26, G1, SOME))),
    DemoPerson("单演平", VILLAGES[1], date(1905, 5, 15), "epilepsy", STEADY),
    DemoPerson("仇演和", VILLAGES[2], date(1905, 6, 16), "schizophrenia",
               ((30, G2, SOME), (16, G2, SOME), (2, G1, SOME))),
    DemoPerson("区演明", VILLAGES[3], date(1905, 7, 17), "intellectual", STEADY),
    DemoPerson("朴演顺", VILLAGES[3], date(1905, 8, 18), "schizoaffective",
               ((200, G0, QUIET), (100, G0, QUIET))),
    DemoPerson("查演清", VILLAGES[4], date(1905, 9, 19), "schizophrenia", STEADY),
    DemoPerson("赵演山", VILLAGES[4], date(1905, 10, 20), "delusional",
               ((60, G0, QUIET), (1, G3, MARKED))),
    DemoPerson("钱演海", VILLAGES[5], date(1905, 11, 21), "schizophrenia", ()),
    DemoPerson("孙演河", VILLAGES[5], date(1905, 12, 22), "bipolar", STEADY),
)  # fmt: skip


WANTS_ANOTHER_UNIT: Final = "孙演河"
TO_BE_ASKED: Final = "钱演海"
MERGED, PROPOSED, MISTAKEN = 1, 2, 6
"""By their place in `PEOPLE`: whose second record is merged, waits, who was mistaken."""
COUNTY_OFFICER: Final = UUID("00000000-0000-5000-8000-00000000000c")
"""Another person than the operator: a merge takes two."""
NOT_ASKED: Final = ConsentAnswer.NOT_ASKED


def load(site: Site, password: str) -> None:
    """Enter offices, accounts and people; once, into an empty register."""
    offices = {office.key: _open_office(site, office) for office in OFFICES}
    hashed = PasswordHasher().hash(password)
    for account in ACCOUNTS:
        _open_account(site, account, offices[account.office], hashed)
    today = shanghai_day(site.clock())
    people: dict[str, UUID] = {}
    for number, person in enumerate(PEOPLE):
        registered = _register(site, person, number, offices["hospital"], today)
        people[person.name] = registered
        if person.name == WANTS_ANOTHER_UNIT:
            _offer(site, registered, offices)
    Cases(site, people, offices, TOWNSHIP).load()
    for use_case in (
        *local_rules.years(today - TWO_YEARS, today),
        local_rules.sooner_first_visit(today),
    ):
        site.runner.run(use_case, operator_command(site, COUNTY))
    finding = Finding(
        site, COUNTY, TOWNSHIP, VILLAGES, offices["hospital"], offices["smi"], today
    )
    Medicine(site, TOWNSHIP, offices["hospital"], people, today).load()
    known = list(people.values())
    finding.load(reported=known[10], discharged=known[7])
    finding.load_danger(
        known[9], next(n for n, key in people.items() if key == known[9])
    )
    finding.load_late(known[8])
    hospital = offices["hospital"]
    planning.load(
        site,
        people,
        today,
        lambda day: _doctor(site, hospital, day.isoformat()),
        lambda day: _county(site, offices["smi"], day.isoformat()),
    )
    _two_records(site, known, offices, today)


def demo_id_number(born: date, sequence: int) -> str:
    """Return an ID number of the demonstration county, valid in form, nobody's."""
    digits = f"{COUNTY}{born:%Y%m%d}{sequence:03d}"
    return digits + check_digit(digits)


def _open_office(site: Site, office: DemoOffice) -> UUID:
    opened = OpenOffice(
        office.kind, office.name, office.division, "0000-0000000", "2026-01-01",
        office.villages,
    )  # fmt: skip
    return site.runner.run(opened, operator_command(site, COUNTY)).facts[0].stream


def _open_account(site: Site, account: DemoAccount, office: UUID, hashed: str) -> None:
    grant = Grant(account.role, str(office), account.division, "2026-01-01")
    use_case = OpenAccount(
        site.claim("sign-in name", account.sign_in_name),
        account.sign_in_name,
        account.name,
        hashed,
        grant,
    )
    site.runner.run(use_case, operator_command(site, COUNTY))


def _register(
    site: Site, person: DemoPerson, number: int, unit: UUID, today: date
) -> UUID:
    id_number = demo_id_number(person.born, number + 1)
    first = max((ago for ago, *_ in person.visits), default=3)
    registered_on = (today - timedelta(days=first)).isoformat()
    registration = Registration(
        Identity(
            person.name,
            "1" if (number + 1) % 2 else "2",
            person.born.isoformat(),
            IdKind.RESIDENT_ID,
            id_number,
            "0000-0000001",
        ),
        Residence(
            person.village, f"演示路{number + 1}号", person.village, None, registered_on
        ),
        Diagnosis(
            person.disease, None, "演示县精神卫生中心", registered_on, art_30=False
        ),
        Consent(
            NOT_ASKED if person.name == TO_BE_ASKED else ConsentAnswer.AGREED,
            person.name,
            registered_on,
            None,
        ),
        Guardian("演示监护人", "spouse", "0000-0000002", "statutory", "strong"),
        unit,
        registered_on,
    )
    recorded = site.runner.run(
        RegisterPerson(registration, site.claim("ID number", id_number)),
        _doctor(site, unit, registered_on),
    )
    person_id = next(f.stream for f in recorded.facts if f.person == f.stream)
    for visited_on, findings in _visits(person, today):
        form = FollowUpForm(visited_on, 2, frozenset({1, 2}), findings)
        day = visited_on.isoformat()
        site.runner.run(RecordFollowUp(person_id, form), _doctor(site, unit, day))
    return person_id


def _offer(site: Site, person: UUID, offices: dict[str, UUID]) -> None:
    """Offer somebody to the county SMI office, whose answer waits."""
    offering = OfferHandover(
        person, offices["smi"], HandoverCause.WANTED, "家属要求由县级管理"
    )
    today = shanghai_day(site.clock()).isoformat()
    seen = site.log.stream(person)[-1].version
    asking = replace(_doctor(site, offices["hospital"], today), seen=seen)
    site.runner.run(offering, asking)


def _two_records(
    site: Site, people: list[UUID], offices: dict[str, UUID], today: date
) -> None:
    """Let one second record be merged, one wait, and a wrong loss and death be retracted."""
    unit, county = offices["hospital"], offices["smi"]
    day = today - timedelta(days=3)

    def ask(use_case: UseCase, *, by_county: bool = False) -> Recorded:
        changed = getattr(use_case, "changes", None)
        command = replace(
            _doctor(site, unit, day.isoformat()),
            seen=site.log.stream(changed)[-1].version if changed else None,
        )
        if by_county:
            command = replace(
                command,
                actor=COUNTY_OFFICER,
                role=Role.COUNTY_SMI,
                organisation=county,
                division=COUNTY,
            )
        return site.runner.run(use_case, command)

    for number, is_merged in ((MERGED, True), (PROPOSED, False)):
        village = PEOPLE[number].village
        twice = Twice(people[number], unit, village, "2", site.claim)
        registered = ask(twice.registering(day))
        other = next(f.stream for f in registered.facts if f.person == f.stream)
        ask(twice.visiting(other, day))
        ask(twice.proposing(other))
        if is_merged:
            ask(twice.confirming(other), by_county=True)
    mistaken = people[MISTAKEN]
    for _, wrong, topic in by_mistake(mistaken, day):
        fact = next(fact for fact in ask(wrong).facts if fact.topic == topic)
        entries = entries_of(site.log, mistaken, fact.event_id)
        ask(RetractFact(mistaken, entries, WRONG), by_county=True)


def _doctor(site: Site, unit: UUID, day: str) -> Command:
    return replace(
        operator_command(site, TOWNSHIP, happened_at=day),
        role=Role.TOWNSHIP_DOCTOR,
        organisation=unit,
        purpose=Purpose.CARE,
    )


def _county(site: Site, unit: UUID, day: str) -> Command:
    return replace(
        operator_command(site, COUNTY, happened_at=day),
        role=Role.COUNTY_SMI,
        organisation=unit,
        purpose=Purpose.CARE,
    )


def _visits(person: DemoPerson, today: date) -> Iterator[tuple[date, Findings]]:
    for ago, grade, symptoms in person.visits:
        yield today - timedelta(days=ago), found(grade, symptoms)

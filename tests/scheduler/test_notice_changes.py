"""A receiver who was told hears of what makes it untrue, once, and of nothing else."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar
from uuid import UUID, uuid4

import pytest

from domain.fact import Fact
from domain.notice import ChangeAccepted, Corrected, Issued, Withdrawn
from domain.person.exclusion import Opinion
from domain.person.guardian import Guardian
from domain.person.residence import Residence
from domain.person.standing import Death
from domain.registry.danger_reports import (
    AssessDangerReport,
    LinkDangerReport,
    TakeDangerReport,
)
from domain.registry.exclusion import (
    ConfirmExclusion,
    ProposeExclusion,
    UndoExclusion,
)
from domain.registry.follow_up import CorrectFollowUp, GradeRisk, QuickReport
from domain.registry.notice_acceptance import AcceptBySlip, PrintSlip
from domain.registry.notice_changes import AcceptChange
from domain.registry.notices import CloseNotice, ReturnNotice
from domain.registry.record import RecordGuardian
from domain.registry.registration import CorrectIdentity, RecordMove
from domain.registry.runner import UseCase
from domain.registry.standing import RecordDeath
from domain.registry.taking_back import RetractFact, entries_of
from domain.values.danger_report import Assessment, DangerChannel, DangerTold
from domain.values.findings import Grade
from domain.values.notice_changes import ChangeReason
from domain.values.notices import Trigger
from domain.values.people import OfficeKind
from ops.clerk import watch_clerk
from ops.site import Site
from projections.alarms import AlarmRow, ringing
from projections.folding import Folding
from scheduler.change_watch import KIND
from tests.projections.test_joining import ANOTHER, LATER, merge, part, seen
from tests.registering import VILLAGE, a_form, an_office, follow_up, register
from tests.scheduler.test_notice_follower import (
    OTHER_VILLAGE,
    RECEIVERS,
    folding,
    follow,
)
from tests.streams import a_command, an_identity

__all__ = ["folding"]

F = TypeVar("F", bound=Fact)

ROLES = {
    "county_smi": "county_smi",
    "police_station": "police",
    "grid_centre": "grid",
    "civil_affairs": "civil_affairs",
    "disability_federation": "disability_commissioner",
}
DOCTOR = {"role": "psychiatrist", "division": "9901"}
OPINION = Opinion("second_diagnosis", "2026-03-10", "演示医院", "未见精神病性症状")


@dataclass
class Told:
    """Somebody of level 3, whose five offices were told."""

    site: Site
    folding: Folding
    person: UUID
    visit: UUID
    offices: dict[OfficeKind, UUID]

    def follow(self) -> None:
        follow(self.site, self.folding)

    def facts(self, kind: type[F]) -> list[F]:
        facts = [each.fact for each in self.site.log.after(0, 2000)]
        return [fact for fact in facts if isinstance(fact, kind)]

    def notices(self) -> list[UUID]:
        return [
            f.stream for f in self.site.log.after(0, 2000) if isinstance(f.fact, Issued)
        ]

    def whys(self) -> set[str]:
        changed = (*self.facts(Corrected), *self.facts(Withdrawn))
        return {change.why for change in changed}

    def close_all(self) -> None:
        for notice in self.notices():
            closing = CloseNotice(notice, self.person, "办结")
            self.site.runner.run(closing, a_command())


@dataclass
class Reported:
    """A guardian's report, and two people one village's police and grid may be told of."""

    site: Site
    folding: Folding
    report: UUID
    people: tuple[UUID, UUID]

    @classmethod
    def of(cls, site: Site, folding: Folding) -> "Reported":
        for kind in RECEIVERS:
            an_office(site, kind)
        unit = an_office(site)
        people = register(site, unit, name="演示甲"), register(site, unit)
        told = DangerTold(VILLAGE, "演示经过")
        taking = TakeDangerReport(told, DangerChannel.GUARDIAN)
        taken = site.runner.run(taking, a_command(now=LATER))
        return cls(site, folding, taken.facts[0].stream, people)

    def ask(self, use_case: UseCase) -> None:
        self.site.runner.run(use_case, a_command(now=LATER, **DOCTOR))
        follow(self.site, self.folding)

    def link(self, person: UUID) -> None:
        self.ask(LinkDangerReport(self.report, person))

    def whys(self) -> set[str]:
        return Told(self.site, self.folding, self.report, self.report, {}).whys()

    def standing(self) -> set[UUID]:
        """Return whom the notices that were not withdrawn are about."""
        told = Told(self.site, self.folding, self.report, self.report, {})
        gone = {fact.originator_id for fact in told.facts(Withdrawn)}
        return {n.person for n in told.facts(Issued) if n.originator_id not in gone}


@pytest.fixture
def told(site: Site, folding: Folding) -> Told:
    offices = {kind: an_office(site, kind) for kind in RECEIVERS}
    person = register(site, an_office(site))
    form = a_form(date(2026, 3, 10), risk=Grade.LEVEL_3)
    visit = follow_up(site, person, form, now=LATER).facts[0].event_id
    follow(site, folding)
    return Told(site, folding, person, visit, offices)


def lower(told: Told) -> None:
    form = a_form(date(2026, 3, 12), risk=Grade.LEVEL_1)
    follow_up(told.site, told.person, form, now=LATER, **DOCTOR)


def correct(told: Told) -> None:
    first = next(
        f for f in told.site.log.stream(told.person) if f.event_id == told.visit
    )
    right = CorrectFollowUp(
        told.person,
        UUID(first.fact.follow_up),  # type: ignore[union-attr] - a follow-up
        a_form(date(2026, 3, 10), risk=Grade.LEVEL_1),
        "录入有误",
    )
    version = seen(told.site, told.person)
    told.site.runner.run(right, a_command(seen=version, now=LATER, **DOCTOR))


def retract(told: Told) -> None:
    wrong = entries_of(told.site.log, told.person, told.visit)
    version = seen(told.site, told.person)
    told.site.runner.run(
        RetractFact(told.person, wrong, "录错人"),
        a_command(seen=version, now=LATER, actor=uuid4()),
    )


def die(told: Told) -> None:
    dying = RecordDeath(told.person, Death("2026-03-12", 1, 1))
    told.site.runner.run(dying, a_command(now=LATER))


def exclude(told: Told) -> None:
    told.site.runner.run(ProposeExclusion(told.person, OPINION), a_command(now=LATER))
    confirming = a_command(
        actor=ANOTHER, now=LATER, role="county_smi", division="990101"
    )
    told.site.runner.run(ConfirmExclusion(told.person), confirming)


@pytest.mark.parametrize(
    ("happens", "why", "fact"),
    [
        (lower, ChangeReason.LOWERED, Corrected),
        (correct, ChangeReason.PUT_RIGHT, Corrected),
        (retract, ChangeReason.RETRACTED, Withdrawn),
        (die, ChangeReason.DIED, Withdrawn),
        (exclude, ChangeReason.EXCLUDED, Withdrawn),
    ],
)
def test_every_receiver_of_an_open_notice_is_told_that_it_holds_no_more(
    told: Told, happens: Callable[[Told], None], why: str, fact: type[Fact]
) -> None:
    happens(told)
    told.follow()

    changed = [f for f in told.site.log.after(0, 2000) if isinstance(f.fact, fact)]
    assert {f.stream for f in changed} == set(told.notices())
    assert len(changed) == len(RECEIVERS)
    assert told.whys() == {why}


@pytest.mark.parametrize(
    ("happens", "hears"),
    [(lower, False), (correct, True), (retract, True), (die, False), (exclude, True)],
)
def test_who_is_done_with_a_notice_hears_only_of_what_was_wrong(
    told: Told, happens: Callable[[Told], None], *, hears: bool
) -> None:
    told.close_all()

    happens(told)
    told.follow()

    assert bool(told.whys()) is hears


def test_who_sent_it_back_and_accepted_it_by_slip_hears_of_a_lower_grade(
    told: Told,
) -> None:
    notice = next(
        f for f in told.facts(Issued) if f.receiver_kind == OfficeKind.POLICE_STATION
    )
    key, signed_on = notice.originator_id, LATER.date().isoformat()
    told.site.runner.run(
        ReturnNotice(key, "查无此人"),
        a_command(
            role="police",
            purpose="response",
            organisation=UUID(notice.receiver),
            now=LATER,
        ),
    )
    for step in (
        PrintSlip(key, told.person, "123456788"),
        AcceptBySlip(key, told.person, "123456788", "演示民警", signed_on),
    ):
        told.site.runner.run(step, a_command(now=LATER))

    lower(told)
    told.follow()

    assert key in {change.originator_id for change in told.facts(Corrected)}


def test_a_lowered_grade_names_the_field_and_never_the_level(told: Told) -> None:
    lower(told)
    told.follow()

    named = {field for change in told.facts(Corrected) for field in change.fields}
    assert named == {"grade", "level_band"}


def test_a_grade_confirmed_again_tells_anew_and_corrects_nothing(told: Told) -> None:
    form = a_form(date(2026, 3, 12), risk=Grade.LEVEL_4)
    follow_up(told.site, told.person, form, now=LATER)
    told.follow()

    assert told.whys() == set()
    assert len(told.notices()) == 2 * len(RECEIVERS)


def test_a_corrected_name_is_told_on_open_notices_once(told: Told) -> None:
    command = a_command(seen=seen(told.site, told.person), now=LATER)
    named = CorrectIdentity(
        told.person, an_identity(name="演示乙"), "姓名录入有误", None, None
    )
    told.site.runner.run(named, command)
    told.follow()
    told.follow()

    assert told.whys() == {ChangeReason.DETAILS}
    assert {tuple(c.fields) for c in told.facts(Corrected)} == {("name",)}
    assert len(told.facts(Corrected)) == len(RECEIVERS)


def test_a_new_telephone_of_the_guardian_reaches_who_may_ring_it(told: Told) -> None:
    other = Guardian("演示监护人", "spouse", "0000-0000009", "statutory", "strong")
    told.site.runner.run(RecordGuardian(told.person, other), a_command(now=LATER))
    told.follow()

    assert len(told.facts(Corrected)) == len(RECEIVERS) - 1
    assert {tuple(c.fields) for c in told.facts(Corrected)} == {("guardian_phone",)}


def test_offices_told_anew_of_a_move_are_not_told_of_the_address_too(
    told: Told,
) -> None:
    there = an_office(told.site, OfficeKind.POLICE_STATION, villages=(OTHER_VILLAGE,))
    moved = Residence(OTHER_VILLAGE, "演示路2号", VILLAGE, None, "2026-03-12")
    version = seen(told.site, told.person)
    told.site.runner.run(
        RecordMove(told.person, moved), a_command(seen=version, now=LATER)
    )
    told.follow()

    by_news = {(n.trigger, n.receiver) for n in told.facts(Issued)}
    old_police = told.offices[OfficeKind.POLICE_STATION]
    assert (Trigger.MOVED, str(there)) in by_news
    assert (Trigger.LEFT, str(old_police)) in by_news
    assert (Trigger.MOVED, str(old_police)) not in by_news


def test_what_was_withdrawn_is_told_anew_when_it_stands_again(told: Told) -> None:
    exclude(told)
    told.follow()
    assert len(told.notices()) == len(RECEIVERS)

    undoing = a_command(now=LATER, role="county_smi", division="990101")
    told.site.runner.run(UndoExclusion(told.person, "排除有误"), undoing)
    told.follow()

    assert len(told.notices()) == 2 * len(RECEIVERS)
    assert len(told.facts(Withdrawn)) == len(RECEIVERS)


def test_what_was_told_during_a_wrong_merge_is_withdrawn_and_told_anew(
    site: Site, folding: Folding
) -> None:
    for kind in RECEIVERS:
        an_office(site, kind)
    unit = an_office(site)
    goes, stays = register(site, unit, name="无名氏07"), register(site, unit)
    merge(site, goes, stays)
    follow_up(site, stays, a_form(date(2026, 3, 10), risk=Grade.LEVEL_3), now=LATER)
    follow(site, folding)
    told = Told(site, folding, stays, uuid4(), {})
    assert len(told.notices()) == len(RECEIVERS)

    part(site, goes, stays)
    told.follow()

    assert told.whys() == {ChangeReason.WRONG_MERGE}
    assert len(told.facts(Withdrawn)) == len(RECEIVERS)
    assert len(told.notices()) == 2 * len(RECEIVERS)


def test_what_a_guardian_reported_is_withdrawn_where_it_was_about_somebody_else(
    site: Site, folding: Folding
) -> None:
    """The police are not left with the wrong person, even where they are done with it."""
    reported = Reported.of(site, folding)
    wrong, right = reported.people
    reported.link(wrong)
    Told(site, folding, wrong, uuid4(), {}).close_all()

    reported.link(right)

    assert reported.standing() == {right}
    assert reported.whys() == {ChangeReason.WRONG_PERSON}
    reported.link(wrong)

    assert reported.standing() == {wrong}


@pytest.mark.parametrize(
    ("outcome", "why"),
    [
        (Assessment.NO_DANGER, ChangeReason.NO_DANGER),
        (Assessment.NOT_REGISTERED, ChangeReason.WRONG_PERSON),
    ],
)
def test_what_a_guardian_reported_is_withdrawn_where_a_doctor_finds_nothing_in_it(
    site: Site, folding: Folding, outcome: Assessment, why: str
) -> None:
    reported = Reported.of(site, folding)
    reported.link(reported.people[0])

    reported.ask(AssessDangerReport(reported.report, outcome, "已核实（演示）"))

    assert reported.standing() == set()
    assert reported.whys() == {why}


def test_a_doctors_grade_of_somebody_else_withdraws_what_a_guardian_reported(
    site: Site, folding: Folding
) -> None:
    reported = Reported.of(site, folding)
    wrong, right = reported.people
    reported.link(wrong)

    led = QuickReport(danger_report=str(reported.report))
    reported.ask(GradeRisk(right, 4, "演示", led))

    assert reported.standing() == {right}
    assert reported.whys() == {ChangeReason.WRONG_PERSON}


def test_a_doctors_grade_of_whom_it_is_about_leaves_what_a_guardian_reported(
    site: Site, folding: Folding
) -> None:
    reported = Reported.of(site, folding)
    reported.link(reported.people[0])

    led = QuickReport(danger_report=str(reported.report))
    reported.ask(GradeRisk(reported.people[0], 4, "演示", led))

    assert reported.whys() == set()


def test_a_report_linked_to_somebody_erased_can_be_linked_on(
    site: Site, folding: Folding
) -> None:
    """Nobody is told anything about who is erased, and the follower goes on."""
    reported = Reported.of(site, folding)
    wrong, right = reported.people
    reported.link(wrong)
    site.keys.destroy(wrong)

    reported.link(right)
    reported.ask(AssessDangerReport(reported.report, Assessment.NO_DANGER, "演示"))

    assert reported.standing() == {wrong}
    assert reported.whys() == {ChangeReason.NO_DANGER}


def test_the_receiver_accepts_a_correction_once(told: Told) -> None:
    lower(told)
    told.follow()
    notice = told.notices()[0]
    [change] = [
        f.fact for f in told.site.log.stream(notice) if isinstance(f.fact, Corrected)
    ]
    receiver = next(n for n in told.facts(Issued) if n.originator_id == notice)
    officer = {
        "role": "county_smi",
        "purpose": "report",
        "organisation": UUID(receiver.receiver),
        "now": LATER,
    }
    for _ in range(2):
        told.site.runner.run(
            AcceptChange(notice, UUID(change.cause)), a_command(**officer)
        )

    accepted = [
        f for f in told.site.log.stream(notice) if isinstance(f.fact, ChangeAccepted)
    ]
    assert len(accepted) == 1


def test_a_receiver_that_accepts_no_withdrawal_in_time_rings_at_the_county(
    told: Told,
) -> None:
    retract(told)
    told.follow()
    [change] = {f.accept_by for f in told.facts(Withdrawn)}
    late = datetime.fromisoformat(change) + timedelta(minutes=1)

    def watch() -> list[AlarmRow]:
        clerk = watch_clerk(told.site, uuid4())
        clerk.tick(late)
        clerk.leave()
        told.folding.catch_up()
        with told.site.engine.begin() as connection:
            return [row for _, row in ringing(connection) if row.kind == KIND]

    alarms = watch()
    assert len(alarms) == len(RECEIVERS)
    assert {row.owner_role for row in alarms} == {"county_smi"}
    for notice in told.notices():
        receiver = next(n for n in told.facts(Issued) if n.originator_id == notice)
        told.site.runner.run(
            AcceptChange(notice, UUID(told.facts(Withdrawn)[0].cause)),
            a_command(
                role=ROLES[receiver.receiver_kind],
                purpose=receiver.purpose,
                organisation=UUID(receiver.receiver),
                now=LATER,
            ),
        )
    told.folding.catch_up()
    assert watch() == []

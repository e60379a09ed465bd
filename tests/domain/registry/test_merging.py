"""What a merge and a correction mean for notices, aid, standing and erasure."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from domain.aid import Aid
from domain.errors import ChangedMeanwhile, NotRetractable
from domain.registry.aid import AidOutcome, DecideAid, Scheme
from domain.registry.aid_plan import case_of
from domain.registry.erasure import ErasePerson, ProposeErasure
from domain.registry.follow_up import CorrectFollowUp
from domain.registry.known import known, person_known
from domain.registry.national import EnterNational
from domain.registry.notice_content import since
from domain.registry.notices import AcceptNotice, ReportOutcome
from domain.registry.standing import Death, Loss
from domain.registry.taking_back import RetractFact, entries_of, standing_told_by
from domain.values.findings import Findings, Grade
from domain.values.national import EntryState, RecordKey, RecordKind
from domain.values.people import OfficeKind
from ops.site import Site
from projections.aid import aid_of
from projections.chart import chart
from projections.due_list import due_list
from projections.folding import Folding
from projections.management import management
from projections.national_entries import entries_of as entries_of_national
from projections.national_entries import national_of
from projections.notice_box import of_person
from projections.person_card import person_card
from tests.projections.test_joining import ANOTHER, LATER, merge, part, seen
from tests.registering import a_form, an_office, follow_up, register
from tests.scheduler.test_aid_follower import record, review
from tests.scheduler.test_notice_follower import (
    RECEIVERS,
    folding,
    follow,
    issued,
)
from tests.streams import a_command

__all__ = ["folding"]


@pytest.fixture
def pair(site: Site) -> tuple[UUID, UUID]:
    """Somebody on record twice: the record that will retire, and the one that stays."""
    unit = an_office(site)
    return register(site, unit, name="无名氏07"), register(site, unit, name="演示甲")


def test_open_notices_of_both_records_go_on_and_nobody_is_told_twice(
    site: Site, folding: Folding, pair: tuple[UUID, UUID]
) -> None:
    goes, stays = pair
    offices = {kind: an_office(site, kind) for kind in RECEIVERS}
    for person, day in ((goes, 10), (stays, 12)):
        form = a_form(date(2026, 3, day), risk=Grade.LEVEL_3)
        follow_up(site, person, form, now=LATER)
    follow(site, folding)
    before = issued(site)

    merge(site, goes, stays)
    follow(site, folding)

    assert issued(site) == before
    with site.engine.begin() as connection:
        found = of_person(connection, stays)
    assert len(found) == 2 * len(RECEIVERS)
    assert all(row.closed_at is None for _, row in found)
    police = offices[OfficeKind.POLICE_STATION]
    notice, row = next(
        (key, row)
        for key, row in found
        if row.receiver == police and row.fact_position < found[0][1].fact_position
    )
    officer = {
        "role": "police",
        "purpose": "response",
        "organisation": police,
        "now": LATER,
    }
    site.runner.run(AcceptNotice(notice), a_command(**officer))
    site.runner.run(ReportOutcome(notice, "visited", "平稳"), a_command(**officer))
    shown = chart(known(site.log, stays))
    assert shown is not None
    assert dict(shown.notices)[notice].outcome_remark == "平稳"
    told = since(site.log, goes, row.fact, row.fact_position, ["name", "grade"])
    assert (told.is_merged, told.now) == (True, {"name": "演示甲"})


def test_a_merge_tells_the_offices_of_the_surviving_village_for_the_first_time(
    site: Site, folding: Folding, pair: tuple[UUID, UUID]
) -> None:
    goes, stays = pair
    form = a_form(date(2026, 3, 10), risk=Grade.LEVEL_4)
    follow_up(site, goes, form, now=LATER)
    an_office(site, OfficeKind.COUNTY_SMI)
    follow(site, folding)
    told = {notice.receiver for notice in issued(site)}
    police = an_office(site, OfficeKind.POLICE_STATION)

    merge(site, goes, stays)
    follow(site, folding)

    assert str(police) not in told
    assert [n.receiver for n in issued(site)].count(str(police)) == 1


def test_receivers_see_that_what_they_were_told_was_taken_back(
    site: Site, folding: Folding, pair: tuple[UUID, UUID]
) -> None:
    _, person = pair
    an_office(site, OfficeKind.POLICE_STATION)
    form = a_form(date(2026, 3, 10), risk=Grade.LEVEL_3)
    visit = follow_up(site, person, form, now=LATER).facts[0]
    follow(site, folding)
    notice = issued(site)[0]
    wrong = entries_of(site.log, person, visit.event_id)

    site.runner.run(
        RetractFact(person, wrong, "录错人"),
        a_command(seen=seen(site, person), now=LATER, actor=uuid4()),
    )

    told = since(
        site.log, person, UUID(notice.fact), notice.fact_position, ["name", "grade"]
    )
    assert told.is_retracted
    assert told.now == {"grade": ""}


def test_nobody_has_two_cases_of_one_scheme(
    site: Site, pair: tuple[UUID, UUID]
) -> None:
    goes, stays = pair
    for person in pair:
        record(site, person)
    review(site)
    scheme = Scheme.MEDICAL_AID
    assert site.log.stream(Aid.id_for(goes, scheme))

    merge(site, goes, stays)
    review(site)

    assert case_of(site.log, stays, scheme) == Aid.id_for(stays, scheme)
    cases = aid_of(known(site.log, stays))
    assert cases is not None
    again = aid_of(known(site.log, stays))
    assert again == cases
    positions = {f.position for f in site.log.stream(Aid.id_for(stays, scheme))}
    assert cases.cases[scheme]["position"] in positions


def test_a_case_of_the_merged_record_alone_is_decided_on_the_surviving_one(
    site: Site, pair: tuple[UUID, UUID]
) -> None:
    goes, stays = pair
    record(site, goes)
    review(site)
    merge(site, goes, stays)
    review(site)
    cases = aid_of(known(site.log, stays))
    assert cases is not None
    scheme = next(
        s for s, case in cases.cases.items() if case["outcome"] == AidOutcome.ELIGIBLE
    )
    case = case_of(site.log, stays, Scheme(scheme))

    assert case == Aid.id_for(goes, scheme)
    eligible = AidOutcome.ELIGIBLE
    deciding = DecideAid(stays, Scheme(scheme), eligible, eligible, "", case)
    site.runner.run(deciding, a_command())
    decided = aid_of(known(site.log, stays))
    assert decided is not None
    assert decided.cases[scheme]["decided"] == eligible


def test_a_correction_adds_and_withdraws_a_death(
    site: Site, pair: tuple[UUID, UUID]
) -> None:
    _, person = pair
    form = a_form(date(2026, 3, 10))
    visit = follow_up(site, person, form, now=LATER).facts[0].fact
    follow = UUID(getattr(visit, "follow_up"))  # noqa: B009
    dead = a_form(
        date(2026, 3, 10),
        findings=Findings(),
        spoke_with=frozenset({2}),
        death=Death("2026-03-09", 2, None),
    )

    def correct(correction: CorrectFollowUp) -> None:
        by = a_command(seen=seen(site, person), now=LATER)
        site.runner.run(correction, by)

    correct(CorrectFollowUp(person, follow, dead, "实已死亡"))
    assert person_known(site.log, person).death == Death("2026-03-09", 2, None)
    told = standing_told_by(site.log, person, follow)
    with pytest.raises(NotRetractable):
        entries_of(site.log, person, UUID(told[0].fact))

    correct(CorrectFollowUp(person, follow, form, "误报死亡", withdrawn=told))
    alive = person_known(site.log, person)
    assert alive.death is None
    assert alive.due_on is not None


def test_a_correction_adds_a_loss(site: Site, pair: tuple[UUID, UUID]) -> None:
    _, person = pair
    visit = follow_up(site, person, a_form(date(2026, 3, 10)), now=LATER).facts[0].fact
    lost = a_form(
        date(2026, 3, 10),
        findings=Findings(),
        spoke_with=frozenset({2}),
        lost=Loss(5, "去向不明"),
    )
    follow = UUID(getattr(visit, "follow_up"))  # noqa: B009
    by = a_command(seen=seen(site, person), now=LATER)

    site.runner.run(CorrectFollowUp(person, follow, lost, "实未访到"), by)

    assert person_known(site.log, person).lost_on == "2026-03-10"


def test_erasing_somebody_takes_every_record_of_theirs(
    site: Site, folding: Folding, pair: tuple[UUID, UUID]
) -> None:
    goes, stays = pair
    merge(site, goes, stays)
    folding.catch_up()
    admin = {"role": "administrator", "purpose": "administration", "division": "9901"}
    site.runner.run(ProposeErasure(stays, "保存期满"), a_command(**admin))

    with pytest.raises(ChangedMeanwhile):
        site.runner.run(ErasePerson(stays, None), a_command(actor=ANOTHER, **admin))
    site.runner.run(
        ErasePerson(stays, None, (goes,)),
        a_command(id=uuid4(), actor=ANOTHER, **admin),
    )
    for record_ in (goes, stays):
        site.keys.destroy(record_)
    folding.catch_up()

    with site.engine.begin() as connection:
        for view in (person_card, due_list, management):
            assert connection.execute(view.table.select()).all() == []


def test_what_was_recorded_since_the_merge_stays_with_the_surviving_record(
    site: Site, pair: tuple[UUID, UUID]
) -> None:
    goes, stays = pair
    merge(site, goes, stays)
    follow_up(site, stays, a_form(date(2026, 3, 10)), now=LATER)

    part(site, goes, stays)

    assert len(person_known(site.log, stays).visits) == 1
    assert person_known(site.log, goes).visits == {}


def test_what_was_retracted_here_is_to_be_withdrawn_in_the_national_system(
    site: Site, pair: tuple[UUID, UUID]
) -> None:
    _, person = pair
    fact = follow_up(site, person, a_form(date(2026, 3, 10)), now=LATER).facts[0]
    key = RecordKey(RecordKind.FOLLOW_UP, getattr(fact.fact, "follow_up"))  # noqa: B009

    def enter() -> None:
        site.runner.run(EnterNational(person, (key,), "990101-7"), a_command(now=LATER))

    def states() -> list[EntryState]:
        row = national_of(known(site.log, person))
        assert row is not None
        return [each.state for each in entries_of_national(row) if each.key == key]

    enter()
    before = states()
    wrong = entries_of(site.log, person, fact.event_id)
    site.runner.run(
        RetractFact(person, wrong, "录错人"),
        a_command(seen=seen(site, person), now=LATER),
    )
    after = states()
    enter()

    assert (before, after) == ([EntryState.ENTERED], [EntryState.CHANGED])
    assert states() == []

"""A history in words: every kind of fact, as of any moment, never raw."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from api.console.pages import written
from api.console.sentences import SENTENCES, Speaker
from api.language import language
from domain.log import Logged
from domain.registry.follow_up import CorrectFollowUp, RecordFollowUp
from domain.topics import FACTS
from domain.values.findings import FollowUpClass, Grade
from projections.history import Line
from projections.history import lines as lines_of
from tests.api.console.browsing import CANARY, CHINESE, a_person, browser, told
from tests.api.township import Township
from tests.golden.lives import lives
from tests.registering import a_form
from tests.streams import NOON, a_command


@pytest.fixture
def person(township: Township) -> UUID:
    return a_person(township)


def test_every_fact_about_a_person_has_a_sentence() -> None:
    about_people = {
        fact.TOPIC
        for fact in FACTS
        if fact.of_person or "person" in fact.__annotations__
    }

    assert about_people == set(SENTENCES)


def test_every_fact_there_is_can_be_said() -> None:
    speaker = Speaker(language("zh-CN"), {}, written)
    header = {
        "actor": str(UUID(int=1)),
        "role": "township_doctor",
        "purpose": "care",
        "channel": "screen",
        "organisation": None,
        "happened_at": "2026-03-02",
    }
    said: dict[str, str] = {}
    for stream, facts in lives().items():
        for number, fact in enumerate(facts, 1):
            logged = Logged(
                *(number, UUID(int=number), stream, number, stream, fact.TOPIC),
                *(NOON, header, b"", fact),
            )
            for line in lines_of([logged]):
                said[line.topic] = speaker.sentence(line)
                assert all(speaker.further(line))

    assert set(SENTENCES) <= set(said)
    assert [topic for topic in SENTENCES if said[topic] == topic] == []


def test_a_follow_up_says_class_proposal_next_day_reasons_and_who(
    township: Township, person: UUID
) -> None:
    form = a_form(
        risk=Grade.LEVEL_1,
        judged=FollowUpClass.UNSTABLE,
        why="演示理由",
        remark="演示备注",
    )
    told(township, person)
    township.run(
        RecordFollowUp(person, form),
        actor=township.accounts["doctor"],
        organisation=township.offices["hospital"],
    )

    shown = browser(township, "doctor").get(
        f"/people/{person}/history", headers=CHINESE
    )

    assert shown.status_code == 200
    for said in (
        "登记建档",
        "分类 不稳定，系统建议 基本稳定",
        "分类与建议不同的理由：演示理由",
        "备注：演示备注",
        "危险性评估 3 级（快速上报）",
        "告知演示police_station（处置）",
        "演示township_doctor",
        "follow-up-interval",
    ):
        assert said in shown.text
    for raw in ("{&#39;", "person.follow", "notice.issued", "None"):
        assert raw not in shown.text


def test_what_was_put_right_stays_beside_what_it_was(
    township: Township, person: UUID
) -> None:
    visit = township.run(RecordFollowUp(person, a_form())).facts[0].fact
    seen = township.web.clerk.log.stream(person)[-1].version
    township.run(
        CorrectFollowUp(
            person, UUID(vars(visit)["follow_up"]), a_form(date(2026, 3, 2)), "演示更正"
        ),
        seen=seen,
    )

    shown = browser(township, "doctor").get(f"/people/{person}/history").text

    assert "Follow-up of 2026-03-02" in shown
    assert "Follow-up put right: 2026-03-02" in shown
    assert "Why: 演示更正" in shown


def test_a_history_is_as_of_a_position_or_a_moment_in_china(
    township: Township, person: UUID
) -> None:
    before = township.web.clerk.log.last_position()
    township.run(RecordFollowUp(person, a_form()), now=NOON + timedelta(hours=1))
    doctor, address = browser(township, "doctor"), f"/people/{person}/history"

    def tells(as_of: str) -> bool:
        shown = doctor.get(address, params={"as_of": as_of})
        assert shown.status_code == 200
        return "Follow-up of" in shown.text

    assert not tells(str(before))
    assert tells(str(before + 1))
    assert not tells("2026-03-02T12:30")
    assert tells("2026-03-02T13:30")
    assert not tells("2026-03-02T04:30:00Z")
    assert tells("9" * 40)


def test_what_is_no_moment_is_said_at_its_field(
    township: Township, person: UUID
) -> None:
    doctor = browser(township, "doctor")

    shown = doctor.get(f"/people/{person}/history", params={"as_of": CANARY})

    assert shown.status_code == 422
    assert 'id="as_of-error"' in shown.text
    assert CANARY not in shown.text


def test_an_older_page_goes_on_where_the_newer_ends(
    township: Township, person: UUID
) -> None:
    first = date(2026, 3, 2)
    for day in range(60):
        on = first + timedelta(days=day)
        later = NOON + timedelta(days=day)
        township.web.clerk.runner.run(
            RecordFollowUp(person, a_form(on)),
            a_command(now=later, happened_at=on.isoformat()),
        )
    township.fold()
    doctor, address = browser(township, "doctor"), f"/people/{person}/history"

    newer = doctor.get(address).text
    link = newer.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    older = doctor.get(link).text

    def rows(page: str) -> list[int]:
        return [
            int(part.split('"')[0])
            for part in page.split("history?as_of=")[1:]
            if part.split('"')[0].isdigit()
        ]

    everything = [f.position for f in township.web.clerk.log.person(person)]
    assert rows(newer) + rows(older) == everything[::-1]


def test_what_is_erased_says_so_and_nothing_else() -> None:
    line = Line(
        position=1,
        topic="person.identity_recorded",
        happened_at="2026-03-02",
        recorded_at=NOON,
        actor=uuid4(),
        role="township_doctor",
        purpose="care",
        channel="screen",
        organisation=None,
        editions=(),
        details={},
        entry=uuid4(),
        record=None,
        is_erased=True,
        hash="",
    )
    speaker = Speaker(language("zh-CN"), {}, written)

    assert speaker.sentence(line) == "已销毁密钥，任何人不能再读"
    assert speaker.further(line) == []


def test_a_name_is_shown_as_text_and_never_translated(township: Township) -> None:
    canary, home = a_person(township, name=CANARY), a_person(township, name="Home")
    doctor = browser(township, "doctor")

    assert CANARY not in doctor.get(f"/people/{canary}/history").text
    shown = doctor.get(f"/people/{home}/history", headers=CHINESE).text
    assert "身份：Home" in shown


def test_an_id_number_is_masked(township: Township) -> None:
    person = a_person(township, id_kind="resident_id", id_number="990101190505050013")

    shown = browser(township, "doctor").get(f"/people/{person}/history").text

    assert "990101190505050013" not in shown
    assert "Identity recorded" in shown


@pytest.mark.parametrize(
    ("who", "status"), [("auditor", 200), ("officer", 403), ("admin", 403)]
)
def test_auditors_read_histories_and_offices_told_do_not(
    township: Township, person: UUID, who: str, status: int
) -> None:
    answer = browser(township, who).get(f"/people/{person}/history")

    assert answer.status_code == status

"""The rule book's pages: tables, what places set, the calendar."""

from domain.rules.book import TABLES
from tests.api.console.browsing import actions, browser, send
from tests.api.township import Township

TABLE = "/rules/follow_up_interval"
CHINESE = {"Accept-Language": "zh-CN"}


def test_everybody_reads_the_book_and_only_the_county_sets_rules(
    township: Township,
) -> None:
    doctor, county = browser(township, "doctor"), browser(township, "county")

    book = doctor.get("/rules", params={"words": "10个工作日"}, headers=CHINESE).text
    shown = doctor.get(TABLE, headers=CHINESE)

    assert "规则手册" in book
    assert "10个工作日内首次随访" in book
    assert "未核实" in shown.text
    assert f"{TABLE}/overrides" not in actions(shown)
    assert f"{TABLE}/overrides" in actions(county.get(TABLE))
    assert doctor.get("/rules/nothing").status_code == 404


def test_the_county_sets_a_rule_and_ends_it(township: Township) -> None:
    county = browser(township, "county")
    asked = {
        "parameter": "interval.stable",
        "level": "6",
        "value": "30",
        "from_on": "2099-01-01",
        "source": "演示县 2026年1号",
        "reason": "加密随访",
    }

    sent = send(county, county.get(TABLE), f"{TABLE}/overrides", **asked)
    shown = county.get(TABLE, headers=CHINESE).text
    lacking = send(
        county, county.get(TABLE), f"{TABLE}/overrides", **{**asked, "reason": ""}
    )

    assert sent.status_code == 303
    assert "30天" in shown
    assert "演示县 2026年1号" in shown
    assert lacking.status_code == 422
    ended = send(
        county,
        county.get(TABLE),
        f"{TABLE}/endings",
        parameter="interval.stable",
        division="990101",
        until_on="2099-06-01",
        reason="到期",
    )
    assert ended.status_code == 303
    assert "2099-06-01" in county.get("/rules", headers=CHINESE).text


def test_a_year_is_loaded_on_the_page(township: Township) -> None:
    county = browser(township, "county")

    sent = send(
        county,
        county.get("/rules"),
        "/rules/years",
        year="2027",
        holidays="2027-01-01\r\n2027-01-02",
        worked_weekends="2027-01-09",
        source="国务院办公厅通知",
        reason="年度安排",
    )

    assert sent.status_code == 303
    assert "2027-01-09" in county.get("/rules").text


def test_the_county_tries_a_changed_rule_and_nothing_is_written(
    township: Township,
) -> None:
    county, doctor = browser(township, "county"), browser(township, "doctor")
    asked = {"parameter": "interval.stable", "value": "30", "year": "2026"}
    before = township.web.clerk.log.last_position()

    shown = county.get(f"{TABLE}/what-if", params=asked, headers=CHINESE)

    assert shown.status_code == 200
    assert "应随访次数" in shown.text
    assert doctor.get(f"{TABLE}/what-if", params=asked).status_code == 403
    assert (
        county.get(f"{TABLE}/what-if", params={**asked, "value": "91"}).status_code
        == 409
    )
    assert township.web.clerk.log.last_position() == before


def test_only_what_the_replay_looks_at_is_offered_and_anything_else_is_refused_by_name(
    township: Township,
) -> None:
    county = browser(township, "county")
    trial = {"parameter": "notice.joint_unstable", "value": "1", "year": "2026"}

    refused = county.get("/rules/notice_policy/what-if", params=trial, headers=CHINESE)
    policy, clocks = (
        county.get(f"/rules/{name}").text.partition('id="try-parameter"')[2]
        for name in ("notice_policy", "notice_clocks")
    )
    offered = policy.partition("</select>")[0]

    assert refused.status_code == 409
    assert "notice.joint_unstable不能试算" in refused.text
    assert 'value="notice.joint_civil_affairs.level"' in offered
    assert "notice.joint_unstable" not in offered
    assert clocks == ""


def test_every_table_has_its_page(township: Township) -> None:
    auditor = browser(township, "auditor")
    links = {line.name for line in TABLES}

    for name in sorted(links):
        shown = auditor.get(f"/rules/{name}", headers=CHINESE)
        assert shown.status_code == 200, name
        assert "规则手册" in shown.text

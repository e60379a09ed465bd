"""The main path as people walk it: a register comes in, a level 3 is told and answered.

Everything is real: `suian up`, its database, its clerk, the command line, a browser.
"""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from domain.registry.township_register.people import PersonRow
from domain.registry.township_register.reading import read_register
from domain.registry.township_register.terms import Terms
from ops.demo.register import VILLAGE_NAMES, write_register
from ops.demo.township import EAST, PEOPLE, TOWNSHIP
from ops.register.workbook import open_register
from ops.settings import CHECKOUT
from projections.name_index import initials
from tests.end_to_end.walk import Walk, walk
from tests.ops.installations import up

WELL = {
    "form": "2",
    "spoke_with": "1",
    "insight": "2",
    "sleep": "2",
    "diet": "1",
    "self_care": "1",
    "housework": "2",
    "work": "2",
    "study": "2",
    "relations": "3",
    "happened": "no",
    "hospital": "0",
    "locked": "1",
    "adherence": "2",
    "adverse_reaction": "none",
    "treatment_effect": "3",
    "physical_illness": "none_or_stable",
    "other_abnormality": "no",
}


def suian(*words: str | Path) -> str:
    """Run a subcommand and return what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "ops.commands", *map(str, words)],
        cwd=CHECKOUT,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def somebody(register: Path, today: date) -> PersonRow:
    """Return a person of the register whose name nobody else bears."""
    terms = Terms("", today, scope=TOWNSHIP, villages=VILLAGE_NAMES)
    people = read_register(open_register([register]), terms).people
    borne = Counter([p.identity.name for p in people] + [p.name for p in PEOPLE])
    return next(p for p in people if borne[p.identity.name] == 1)


def fill(page: Page, answers: dict[str, str]) -> None:
    for name, value in answers.items():
        page.check(f"#follow-up-form input[name={name}][value='{value}']")


def lines_of(person: str, data: Path, *options: str) -> Sequence[dict[str, str]]:
    return json.loads(suian("history", person, "--json", "--data", data, *options))


@pytest.mark.alone
def test_from_the_register_to_the_answer_and_back_in_time(tmp_path: Path) -> None:
    data, register = tmp_path / "data", tmp_path / "登记簿.xlsx"
    today = datetime.now(UTC).date()
    write_register(register, 1, today)
    person = somebody(register, today)
    with up(data, "--demo") as installation:
        installation.await_ready()
        said = suian("import", register, "--data", data, "--json")
        assert json.loads(said)["recorded"]["people"] > 40
        password = json.loads((data / "demo.json").read_text())["password"]
        address = f"http://127.0.0.1:{installation.port}"
        with walk(address, password) as way:
            _walk(way, person, data)


def _walk(way: Walk, person: PersonRow, data: Path) -> None:
    doctor = way.sign_in("zhenyi")
    way.picture(doctor, "0-home")
    chart = _found(way, doctor, person.identity.name)
    before = datetime.now(UTC)
    _followed_up(way, doctor, chart)
    _answered(way, person)
    _seen_in_chart_and_lists(way, doctor, chart)
    _replayed(way, chart.rpartition("/")[2], before, data)
    _looked_after(way, doctor, chart)
    _administered(way)
    assert way.complaints == []


def _looked_after(way: Walk, doctor: Page, chart: str) -> None:
    """See medicine, aid and the rest of the record of the same person."""
    for number, name, words in (
        (8, "medication", "用药"),
        (9, "aid", "救助"),
        (10, "record", "档案"),
    ):
        doctor.goto(f"{chart}/{name}")
        expect(doctor.locator("h1")).to_contain_text(words)
        way.picture(doctor, f"{number}-{name}")


def _administered(way: Walk) -> None:
    """See who may sign in, and the figures without a name in them."""
    administrator = way.sign_in("guanli")
    administrator.goto("/accounts")
    expect(administrator.locator("main")).to_contain_text("演示镇医")
    way.picture(administrator, "11-accounts")


def _found(way: Walk, doctor: Page, name: str) -> str:
    """Search by initials as one types and return the chart's address."""
    doctor.goto("/people")
    doctor.locator("#words").press_sequentially(initials(name)[0])
    found = doctor.locator("#found").get_by_role("link", name=name, exact=True)
    expect(found).to_be_visible()
    way.picture(doctor, "1-search")
    found.click()
    expect(doctor.locator("h1")).to_contain_text(name)
    return doctor.url


def _followed_up(way: Walk, doctor: Page, chart: str) -> None:
    """Record a level 3; the class is proposed with its reason while filling in."""
    doctor.goto(f"{chart}/follow-ups/new")
    fill(doctor, {**WELL, "grade": "3", "symptoms": "marked"})
    expect(doctor.locator("#proposal")).to_contain_text("危险性评估为3~5级")
    way.picture(doctor, "2-follow-up")
    doctor.click("#follow-up-form button.btn-lg")
    doctor.wait_for_url(lambda url: "/follow-ups/" not in url)


def _answered(way: Walk, person: PersonRow) -> None:
    """See the notice within five seconds, accept it, and report an outcome."""
    name = person.identity.name
    is_east = person.residence.village in EAST
    officer = way.sign_in("minjing" if is_east else "minjing2")
    officer.goto("/inbox")
    notice = officer.locator("#inbox").get_by_role("link", name=name)
    expect(notice).to_be_visible(timeout=5000)
    way.picture(officer, "3-inbox")
    notice.click()
    officer.click("form[action$='/accept'] button")
    officer.locator("select[name=outcome]").select_option(index=1)
    officer.fill("[name=remark]", "已上门,情绪平稳")
    way.picture(officer, "3-notice")
    officer.click("form[action$='/outcome'] button.btn")
    expect(officer.locator(".suian-outcome")).to_contain_text("已上门")


def _seen_in_chart_and_lists(way: Walk, doctor: Page, chart: str) -> None:
    doctor.goto(chart)
    for words in ("签收", "已上门,情绪平稳"):
        expect(doctor.locator("main")).to_contain_text(words)
    way.picture(doctor, "4-chart")
    doctor.goto("/due")
    expect(doctor.locator("main")).to_contain_text("王演国")
    way.picture(doctor, "5-due")
    doctor.goto("/rates")
    expect(doctor.locator("main")).to_contain_text("规范管理率")
    way.picture(doctor, "6-rates")


def _replayed(way: Walk, person: str, before: datetime, data: Path) -> None:
    """Read the history now and as of before, on the page and on the command line."""
    auditor = way.sign_in("shenji")
    auditor.goto(f"/people/{person}/history")
    expect(auditor.locator("main")).to_contain_text("签收")
    way.picture(auditor, "7-history")
    auditor.goto(f"/people/{person}/history?as_of={before:%Y-%m-%dT%H:%M:%SZ}")
    expect(auditor.locator("main")).to_contain_text("登记")
    expect(auditor.locator("main")).not_to_contain_text("签收")

    now_known = lines_of(person, data)
    then_known = lines_of(person, data, "--as-of", before.isoformat())
    assert now_known[: len(then_known)] == then_known
    since = {line["topic"] for line in now_known[len(then_known) :]}
    assert {"person.risk_graded", "notice.accepted", "notice.outcome_reported"} <= since
    assert {line["channel"] for line in then_known} == {"import"}

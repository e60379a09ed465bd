"""An untrained duty sergeant with a phone: told of somebody, accepts in three taps or fewer."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.end_to_end.walk import NARROW, Walk, walk
from tests.ops.installations import up

MOST_TAPS = 3


def told_of(way: Walk, name: str) -> None:
    """Let a doctor send a quick report about somebody of the demo township."""
    page = way.sign_in("zhenyi")
    page.goto("/people")
    page.locator("#words").fill(name)
    page.keyboard.press("Enter")
    page.locator("#found").get_by_role("link", name=name).first.click()
    page.wait_for_url(lambda url: "/people/" in url)
    page.goto(page.url.partition("?")[0] + "/quick-report")
    page.check("input[name=grade][value='4']")
    page.fill("#happening", "演示速报：持棍在村口")
    page.locator(".suian-send button").click()
    page.wait_for_load_state()
    page.context.close()


def tapping(page: Page) -> tuple[Callable[[str], None], list[str]]:
    """Return what taps something by its words or selector, and the taps so far."""
    taps: list[str] = []

    def tap(what: str) -> None:
        page.locator(what).first.click()
        page.wait_for_load_state()
        taps.append(what)

    return tap, taps


@pytest.mark.alone
@pytest.mark.timeout(300)
def test_the_sergeant_accepts_within_three_taps_and_sees_what_is_needed(
    tmp_path: Path,
) -> None:
    data = tmp_path / "data"
    with up(data, "--demo") as installation:
        installation.await_ready()
        password = json.loads((data / "demo.json").read_text())["password"]
        with walk(f"http://127.0.0.1:{installation.port}", password) as way:
            told_of(way, "李演示")
            page = way.sign_in("minjing")
            page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
            link = page.locator("a[href^='/notices/']", has_text="李演示")
            expect(link.first).to_be_visible(timeout=15_000)
            tap, taps = tapping(page)

            tap("a[href^='/notices/']:has-text('李演示')")
            shown = page.locator("main").inner_text()
            for said in ("李演示", "现住址", "请您做什么"):
                assert said in shown
            assert page.locator("main a[href^='tel:']").count() > 0
            accept = page.locator(".suian-at-hand button")
            expect(accept).to_be_in_viewport()
            way.picture(page, "sergeant-notice")
            page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
            tap(".suian-at-hand button")

            expect(page.locator("main")).to_contain_text("本单位账号签收")
            way.picture(page, "sergeant-accepted")
            page.goto("/shift")
            way.picture(page, "sergeant-shift")
            assert len(taps) <= MOST_TAPS
    assert way.complaints == []

"""Every page that leads from a role's home, and from a person's chart, opens in a browser.

Each is looked at as wide as a phone and as a desk; nothing runs over the edge, and the
browser's console says nothing. New pages come along by being linked.
"""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page

from ops.demo.township import ACCOUNTS
from tests.end_to_end.walk import Walk, walk
from tests.ops.installations import up

SEARCHED = "李演示"
"""Somebody of the demo township whom every doctor there may see."""
NOT_OPENED = ("/sign-out", "/language", "/static/", "/api/")


@pytest.mark.alone
@pytest.mark.timeout(300)
def test_each_role_opens_every_page_it_is_led_to(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with up(data, "--demo") as installation:
        installation.await_ready()
        password = json.loads((data / "demo.json").read_text())["password"]
        address = f"http://127.0.0.1:{installation.port}"
        with walk(address, password) as way:
            opened = {a.sign_in_name: _opened(way, a.sign_in_name) for a in ACCOUNTS}

    assert way.complaints == []
    assert all(len(pages) > 2 for pages in opened.values()), opened
    assert any("/follow-ups/new" in page for page in opened["zhenyi"])
    assert "/accounts" in opened["guanli"]


def _opened(way: Walk, name: str) -> list[str]:
    page = way.sign_in(name)
    pages = _links(page)
    if "/people" in pages:
        page.goto("/people")
        page.locator("#words").fill(SEARCHED)
        page.keyboard.press("Enter")
        found = page.locator("#found").get_by_role("link", name=SEARCHED)
        found.first.click()
        page.wait_for_url(lambda url: "/people/" in url)
        pages = list(dict.fromkeys([*pages, *_links(page)]))
    for at in pages:
        answer = page.goto(at)
        assert answer, at
        assert answer.status == 200, f"{name} {at} {answer.status}"
        way.picture(page, f"{name}{_kind(at)}")
    page.context.close()
    return pages


def _links(page: Page) -> list[str]:
    """Return where the links of a page lead within the product, each once."""
    found: list[str] = page.locator("a[href^='/']").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    return [at for at in dict.fromkeys(found) if not at.startswith(NOT_OPENED)]


def _kind(at: str) -> str:
    """Return a page's address as the name of a picture, ids left out."""
    parts = at.partition("?")[0].split("/")
    return "-".join("id" if len(part) == 36 else part for part in parts)

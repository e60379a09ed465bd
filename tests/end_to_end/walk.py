"""A browser that walks the product as people would, and can keep pictures of the way."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from os import environ
from pathlib import Path
from shutil import which

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SILENT = "AudioContext was not allowed to start"
"""What the browser says of the inbox's bell before anybody has touched the page; the page
then offers the button that turns it on (`ringing.js`)."""
WIDE, NARROW = (1366, 900), (360, 740)


@dataclass
class Walk:
    """A browser on one installation; `complaints` is what its console said."""

    browser: Browser
    address: str
    password: str
    pictures: Path | None
    complaints: list[str] = field(default_factory=list[str])

    def sign_in(self, name: str) -> Page:
        """Return a page of its own, signed in."""
        width, height = WIDE
        context = self.browser.new_context(
            base_url=self.address,
            locale="zh-CN",
            viewport={"width": width, "height": height},
        )
        page = context.new_page()
        page.on("console", self._listen)
        page.goto("/sign-in")
        page.fill("input[name=sign_in_name]", name)
        page.fill("input[name=password]", self.password)
        page.click("main button.btn-primary")
        page.wait_for_url(f"{self.address}/")
        return page

    def picture(self, page: Page, name: str) -> None:
        """See that nothing runs over the edge of a phone, and keep both pictures."""
        for suffix, (width, height) in (("-phone", NARROW), ("", WIDE)):
            page.set_viewport_size({"width": width, "height": height})
            over = page.locator("html").evaluate("e => e.scrollWidth - e.clientWidth")
            assert over <= 0, f"{name} is {over} px too wide at {width}"
            if self.pictures:
                page.screenshot(path=self.pictures / f"{name}{suffix}.png")

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and SILENT not in message.text:
            self.complaints.append(message.text)


@contextmanager
def walk(address: str, password: str) -> Generator[Walk]:
    """Give a walk through an installation; skipped by name where there is no browser."""
    chromium = which("chromium") or which("chromium-browser")
    if not chromium:
        pytest.skip("no Chromium here: apt-get install chromium fonts-noto-cjk")
    kept = environ.get("SUIAN_WALK")
    pictures = Path(kept) if kept else None
    if pictures:
        pictures.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield Walk(browser, address, password, pictures)
        browser.close()

"""The web as its tests see it: a site, a clock that can be set, and browsers."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from secrets import token_urlsafe
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from argon2 import PasswordHasher
from fastapi import FastAPI
from httpx2 import Response
from sqlalchemy import create_engine
from starlette.testclient import TestClient

from api.app import create_app
from api.passwords import Passwords
from api.services import Pinged, Services, Ways
from domain.account import Grant
from domain.registry.accounts import DisableAccount, OpenAccount
from domain.registry.runner import UseCase
from ops.site import Site
from projections.accounts import accounts
from projections.folding import Folding
from projections.offices import offices
from tests.registering import TOWNSHIP, an_office
from tests.streams import NOON, a_command

HTTPS = "https://suian.test"
PASSWORD = "演示 password 1"
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, span: timedelta) -> None:
        self.now += span


@dataclass
class Web:
    """An application over a real database, and ways to act in it."""

    clerk: Site
    site: Site
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        self.services = a_services(self.site, self.clock)
        self.app = create_app(self.services)
        self._folding = Folding(self.clerk.engine, self.clerk.log, [accounts, offices])

    def browser(self, address: str = HTTPS, **named: Any) -> TestClient:
        return TestClient(self.app, base_url=address, follow_redirects=False, **named)

    def open_account(self, name: str = "doctor", role: str = "township_doctor") -> UUID:
        office = an_office(self.clerk, villages=())
        recorded = self._run(
            OpenAccount(
                self.clerk.claim("sign-in name", name),
                name,
                f"演示{role}",
                QUICK.hash(PASSWORD),
                Grant(role, str(office), TOWNSHIP, "2026-01-01"),
            )
        )
        return next(f.stream for f in recorded.facts if f.topic == "account.opened")

    def disable(self, account: UUID) -> None:
        self._run(DisableAccount(account, "演示"))

    def signed_in(
        self, name: str = "doctor", role: str = "township_doctor"
    ) -> TestClient:
        self.open_account(name, role)
        browser = self.browser()
        assert sign_in(browser, name).status_code == 303
        return browser

    def bearer(self, name: str = "doctor", role: str = "township_doctor") -> TestClient:
        self.open_account(name, role)
        begun = self.browser().post(
            "/api/v1/sessions", json={"sign_in_name": name, "password": PASSWORD}
        )
        token = begun.json()["token"]
        return self.browser(headers={"Authorization": f"Bearer {token}"})

    def _run(self, use_case: UseCase) -> Any:
        recorded = self.clerk.runner.run(
            use_case,
            a_command(role="administrator", purpose="administration", division="9901"),
        )
        self._folding.catch_up()
        return recorded


def a_way_out() -> Ways:
    return Ways(
        shown_secret=lambda office, id_: f"whsec_of_{office}_{id_}",
        ping=lambda _: Pinged("", 204, 3),
        usable=frozenset({"webhook", "email"}),
    )


def a_services(site: Site, clock: Clock, **named: Any) -> Services:
    services = Services(
        clock=clock,
        new_id=uuid4,
        new_token=token_urlsafe,
        engine=site.engine,
        runner=site.awaitable_runner,
        claim=site.claim,
        log=site.log,
        reading_log=site.reading_log,
        words_key=bytes(32),
        passwords=Passwords(QUICK),
        cursor_key=bytes(32),
        ways=a_way_out(),
    )
    return replace(services, **named)


def an_app(**named: Any) -> FastAPI:
    """Return an application whose database is away."""
    away = create_engine("postgresql+psycopg://nobody@127.0.0.1:1/none")
    site: Any = SimpleNamespace(
        engine=away, awaitable_runner=None, claim=None, log=None, reading_log=None
    )
    return create_app(a_services(site, Clock(), **named))


def sign_in(
    browser: TestClient, name: str = "doctor", password: str = PASSWORD
) -> Response:
    return browser.post("/sign-in", data={"sign_in_name": name, "password": password})

"""A small invented township behind the web: offices, accounts, people, views folded."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from starlette.testclient import TestClient

from domain.account import Grant
from domain.log import Recorded
from domain.registry.accounts import OpenAccount
from domain.registry.registration import RecordMove, Residence
from domain.registry.runner import UseCase
from projections.every import OF_THE_LOG, OF_THE_READING_LOG
from projections.folding import Folding
from tests.api.web import HTTPS, PASSWORD, QUICK, Web
from tests.registering import TOWNSHIP, an_office, person_of
from tests.streams import a_command

COUNTY = "990101"
HERE, THERE = "990101001001", "990101001004"

OFFICES = {
    "clinic": ("village_clinic", (HERE,)),
    "hospital": ("township_hospital", (HERE, THERE)),
    "smi": ("county_smi", (HERE, THERE)),
    "police": ("police_station", (HERE,)),
    "other_police": ("police_station", (THERE,)),
    "audit": ("audit", ()),
    "mental": ("hospital", (HERE, THERE)),
}
ACCOUNTS = {
    "village": ("village_doctor", "clinic", HERE),
    "doctor": ("township_doctor", "hospital", TOWNSHIP),
    "county": ("county_smi", "smi", COUNTY),
    "officer": ("police", "police", TOWNSHIP),
    "other_officer": ("police", "other_police", TOWNSHIP),
    "psychiatrist": ("psychiatrist", "mental", COUNTY),
    "auditor": ("auditor", "audit", COUNTY),
    "admin": ("administrator", "audit", COUNTY),
}


@dataclass
class Township:
    """The township: offices and accounts by their keys, and clients that act as them."""

    web: Web
    offices: dict[str, UUID] = field(default_factory=dict[str, UUID])
    accounts: dict[str, UUID] = field(default_factory=dict[str, UUID])

    def __post_init__(self) -> None:
        clerk = self.web.clerk
        self._views = Folding(clerk.engine, clerk.log, OF_THE_LOG)
        self._readings = Folding(clerk.engine, clerk.reading_log, OF_THE_READING_LOG)
        for key, (kind, villages) in OFFICES.items():
            self.offices[key] = an_office(clerk, kind, villages=villages)
        for key in ACCOUNTS:
            self.accounts[key] = self._open_account(key)
        self.fold()

    def fold(self) -> None:
        """Let every view take in what has been recorded."""
        self._views.catch_up()
        self._readings.catch_up()

    def token(self, key: str) -> str:
        """Sign an account in and return its bearer token."""
        begun = self.web.browser().post(
            "/api/v1/sessions", json={"sign_in_name": key, "password": PASSWORD}
        )
        return begun.json()["token"]

    def client(self, key: str, **headers: str) -> TestClient:
        """Return a client of an account; it sends no key of its own."""
        return TestClient(
            self.web.app,
            base_url=HTTPS,
            headers={"Authorization": f"Bearer {self.token(key)}", **headers},
        )

    def run(self, use_case: UseCase, **named: Any) -> Recorded:
        """Carry out a use case beside the web, and fold."""
        recorded = self.web.clerk.runner.run(use_case, a_command(id=uuid4(), **named))
        self.fold()
        return recorded

    def register(self, use_case: UseCase, **named: Any) -> UUID:
        """Register somebody beside the web."""
        return person_of(self.run(use_case, **named))

    def move(self, person: UUID, residence: Residence) -> None:
        """Let somebody live elsewhere from now on."""
        seen = self.web.clerk.log.stream(person)[-1].version
        self.run(RecordMove(person, residence), seen=seen)

    def _open_account(self, key: str) -> UUID:
        role, office, division = ACCOUNTS[key]
        clerk = self.web.clerk
        recorded = clerk.runner.run(
            OpenAccount(
                clerk.claim("sign-in name", key),
                key,
                f"演示{role}",
                QUICK.hash(PASSWORD),
                Grant(role, str(self.offices[office]), division, "2026-01-01"),
            ),
            a_command(role="administrator", purpose="administration", division="9901"),
        )
        return next(f.stream for f in recorded.facts if f.topic == "account.opened")


def key() -> dict[str, str]:
    """Return the header of a new command."""
    return {"Idempotency-Key": str(uuid4())}

"""No route without an operation, no operation without a row, no change from elsewhere."""

from typing import Annotated, Any
from uuid import UUID, uuid4

import pytest
from fastapi import APIRouter
from starlette.testclient import TestClient

from api import app as app_module
from api.acting import Acting, acting
from api.app import UnguardedRoute
from api.open_routes import OWN_SESSION, PUBLIC, named, routes
from api.principal import Principal, guards, operation, serving
from domain.registry.offices import OpenOffice
from domain.rules.access import TABLE, Operation
from tests.api.test_sessions import csrf
from tests.api.web import HTTPS, Web, an_app
from tests.registering import TOWNSHIP

router = APIRouter(prefix="/api/v1/trial")
DOING: dict[str, Any] = {
    "kind": "police_station",
    "name": "演示派出所",
    "division": TOWNSHIP,
    "phone": "",
    "opened_on": "2026-01-01",
}


@router.get("/looks")
def looks(
    principal: Annotated[Principal, operation(Operation.READ_DUE_LIST)],
) -> dict[str, Any]:
    other = serving(principal, Operation.READ_OWN_ACCOUNT)
    return {
        "role": principal.role,
        "purpose": principal.purpose,
        "division": principal.division,
        "other": other.purpose,
    }


@router.post("/records")
async def records(
    act: Annotated[Acting, acting(Operation.OPEN_OFFICE)],
) -> dict[str, Any]:
    recorded = await act.run(OpenOffice(**DOING), DOING)
    return {
        "office": str(recorded.facts[0].stream),
        "actor": recorded.facts[0].header["actor"],
        "channel": recorded.facts[0].channel,
    }


@pytest.fixture
def trial(web: Web) -> Web:
    web.app.include_router(router)
    return web


def test_every_route_names_an_operation_with_a_policy_row_or_is_listed_as_open() -> (
    None
):
    granted = {op for row in TABLE for op in row.operations}
    seen = {named(route): list(guards(route.dependant)) for route in routes(an_app())}

    open_ones = {route for route, found in seen.items() if not found}

    assert open_ones == PUBLIC | OWN_SESSION
    assert {g.operation for found in seen.values() for g in found} <= granted
    assert set(Operation) == granted


def test_the_application_does_not_start_with_a_route_nobody_guards(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    forgotten = APIRouter()
    forgotten.add_api_route("/forgotten", lambda: None)
    monkeypatch.setattr(app_module, "PAGES", (forgotten,))

    with pytest.raises(UnguardedRoute, match="GET /forgotten"):
        an_app()


def test_without_a_session_nothing_is_open_but_the_open_routes() -> None:
    browser = TestClient(an_app(), base_url=HTTPS, follow_redirects=False)

    for route in routes(an_app()):
        if named(route) in PUBLIC:
            continue
        method, path = named(route).split()
        status = browser.request(method, path).status_code
        assert status == (401 if path.startswith("/api/") else 303), path


def test_who_asks_is_who_signed_in_with_the_usual_purpose(trial: Web) -> None:
    assert trial.bearer().get("/api/v1/trial/looks").json() == {
        "role": "township_doctor",
        "purpose": "care",
        "division": TOWNSHIP,
        "other": "administration",
    }


def test_another_purpose_is_taken_only_if_the_policy_table_has_it(trial: Web) -> None:
    client = trial.bearer()

    def asking(purpose: str) -> tuple[int, str]:
        answer = client.get("/api/v1/trial/looks", headers={"X-Purpose": purpose})
        return answer.status_code, answer.json().get(
            "purpose", answer.json().get("type")
        )

    assert asking("joint_follow_up") == (200, "joint_follow_up")
    assert asking("audit") == (403, "/problems/not-allowed")
    assert asking("curiosity") == (400, "/problems/unknown-purpose")


def test_a_role_without_a_row_is_refused(trial: Web) -> None:
    client = trial.bearer("officer", "police")

    assert client.get("/api/v1/trial/looks").status_code == 403


def test_a_command_sent_twice_is_done_once_and_names_its_actor(trial: Web) -> None:
    client = trial.bearer("admin", "administrator")
    key = {"Idempotency-Key": str(uuid4())}

    first = client.post("/api/v1/trial/records", headers=key)
    again = client.post("/api/v1/trial/records", headers=key)

    assert first.status_code == 200
    assert first.json() == again.json()
    assert first.json()["channel"] == "screen"
    me = client.get("/api/v1/sessions/current").json()["account"]
    assert UUID(first.json()["actor"]) == UUID(me)
    assert client.post("/api/v1/trial/records").status_code == 400


def test_a_form_carries_its_command_s_id_in_a_field(trial: Web) -> None:
    browser = trial.signed_in("admin", "administrator")
    form = {"csrf": csrf(browser.get("/")), "command_id": str(uuid4())}
    trial.app.router.routes.clear()
    pages = APIRouter()
    pages.add_api_route("/records", records, methods=["POST"])
    trial.app.include_router(pages)

    first = browser.post("/records", data=form)
    again = browser.post("/records", data=form)

    assert (first.status_code, first.json()) == (200, again.json())


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-CSRF-Token": "x"},
        {"X-CSRF-Token": "é"},
        {"Origin": "https://evil.test"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_a_cookie_alone_changes_nothing(web: Web, headers: dict[str, str]) -> None:
    browser = web.signed_in()
    right = {"X-CSRF-Token": csrf(browser.get("/"))}
    wrong = (right | headers).items() if headers else ()
    sent = {name.encode(): value.encode() for name, value in wrong}

    assert browser.post("/sign-out", headers=sent).status_code == 403
    assert browser.get("/").status_code == 200
    ours = right | {"Origin": HTTPS, "Sec-Fetch-Site": "same-origin"}
    assert browser.post("/sign-out", headers=ours).status_code == 303
    assert browser.get("/").status_code == 303


def test_signing_in_from_another_site_s_page_is_refused(web: Web) -> None:
    web.open_account()
    form = {"sign_in_name": "doctor", "password": "x"}

    answer = web.browser().post(
        "/sign-in", data=form, headers={"Origin": "https://evil.test"}
    )

    assert answer.status_code == 403

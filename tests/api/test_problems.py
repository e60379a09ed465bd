"""Every refusal in the form its asker can read, without what was sent."""

from collections.abc import Callable
from typing import Annotated

import pytest
from fastapi import APIRouter, FastAPI, Query
from pydantic import Field
from starlette.testclient import TestClient

from api.problems import STATUS_OF, TITLES, name_of
from api.v1.models import Body
from domain.errors import TooManyAtOnce, Unknown, Unreadable
from tests.api.web import HTTPS, an_app

SECRET = "990101199001011234"


class Inner(Body):
    number: Annotated[str, Field(max_length=3)]


class Sent(Body):
    count: Annotated[int, Field(ge=1)]
    inner: Inner


def an_app_that(does: Callable[..., object], path: str = "/api/v1/x") -> TestClient:
    app: FastAPI = an_app()
    router = APIRouter()
    router.add_api_route(path, does, methods=["POST", "GET"])
    app.include_router(router)
    return TestClient(app, base_url=HTTPS, raise_server_exceptions=False)


def raising(fault: Exception) -> Callable[[], None]:
    def does() -> None:
        raise fault

    return does


def test_every_status_has_a_title_and_every_refusal_a_name_of_its_own() -> None:
    assert set(STATUS_OF.values()) <= set(TITLES)
    assert len({name_of(kind) for kind in STATUS_OF}) == len(STATUS_OF)


def test_a_refusal_is_a_problem_document_in_the_asker_s_language() -> None:
    client = an_app_that(raising(Unknown(kind="person")))

    chinese = client.get("/api/v1/x", headers={"Accept-Language": "zh"})
    english = client.get("/api/v1/x", headers={"Accept-Language": "en"})

    assert chinese.status_code == 404
    assert chinese.headers["content-type"] == "application/problem+json"
    assert chinese.headers["content-language"] == "zh-CN"
    assert chinese.json() | {"request_id": ""} == {
        "type": "/problems/unknown",
        "title": "未找到",
        "status": 404,
        "detail": "没有这个人员。请核对地址或重新查找。",
        "request_id": "",
    }
    assert english.json()["detail"].startswith("There is no such person.")
    assert english.json()["request_id"] == english.headers["x-request-id"]


def test_faults_name_their_places_and_never_what_was_sent() -> None:
    def takes(body: Sent, limit: Annotated[int, Query(le=200)] = 1) -> None: ...

    answer = an_app_that(takes).post(
        "/api/v1/x?limit=201",
        json={"count": SECRET, "inner": {"number": SECRET, "a/b": SECRET}},
        headers={"Accept-Language": "en"},
    )

    assert answer.status_code == 422
    assert SECRET not in answer.text
    assert answer.json()["errors"] == [
        {"in": "query", "parameter": "limit", "detail": "It must be at most 200."},
        {"pointer": "#/count", "detail": "A whole number is needed."},
        {
            "pointer": "#/inner/number",
            "detail": "At most 3 characters are possible.",
        },
        {"pointer": "#/inner/a~1b", "detail": "This is not known here."},
    ]


@pytest.mark.parametrize(
    ("method", "path", "status", "name"),
    [
        ("GET", "/api/v1/nowhere", 404, "not-found"),
        ("DELETE", "/api/v1/x", 405, "method-not-allowed"),
        ("GET", "/api/v1/sessions/current", 401, "not-signed-in"),
    ],
)
def test_the_framework_s_own_refusals_look_like_ours(
    method: str, path: str, status: int, name: str
) -> None:
    answer = an_app_that(raising(TooManyAtOnce())).request(method, path)

    assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{name}")
    assert answer.headers["content-type"] == "application/problem+json"


def test_broken_json_is_a_fault_of_the_body() -> None:
    def takes(body: Sent) -> None: ...

    answer = an_app_that(takes).post(
        "/api/v1/x", content="{", headers={"Content-Type": "application/json"}
    )

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["detail"] == "不是有效的 JSON。"


def test_busy_says_when_to_come_back() -> None:
    answer = an_app_that(raising(TooManyAtOnce())).get("/api/v1/x")

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")


def test_without_its_database_the_web_is_busy_not_broken() -> None:
    client = TestClient(an_app(), base_url=HTTPS)

    answer = client.get(
        "/api/v1/sessions/current", headers={"Authorization": "Bearer x"}
    )

    assert answer.status_code == 503
    assert answer.json()["type"] == "/problems/busy"


def test_a_fault_of_ours_tells_nothing_of_itself(
    capsys: pytest.CaptureFixture[str],
) -> None:
    answer = an_app_that(raising(ValueError(SECRET))).get("/api/v1/x")

    assert (answer.status_code, answer.json()["type"]) == (500, "/problems/broken")
    noted = capsys.readouterr()
    assert SECRET not in answer.text + noted.out + noted.err
    assert "ValueError" in noted.out
    assert answer.headers["content-security-policy"]


def test_people_get_the_same_refusal_as_a_page() -> None:
    client = an_app_that(raising(Unreadable()), "/x")

    page = client.get("/x")
    part = client.get("/x", headers={"HX-Request": "true"})

    assert page.status_code == part.status_code == 410
    assert "<html" in page.text
    assert "此人的记录已销毁" in page.text
    assert "<html" not in part.text
    assert "此人的记录已销毁" in part.text


def test_every_type_leads_to_a_page_that_explains_it() -> None:
    client = TestClient(an_app(), base_url=HTTPS)

    listed = client.get("/problems").text

    for kind in STATUS_OF:
        assert f'href="/problems/{name_of(kind)}"' in listed
        assert client.get(f"/problems/{name_of(kind)}").status_code == 200
    assert client.get("/problems/none-such").status_code == 404

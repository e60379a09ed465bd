"""What every answer carries, and what is noted about every request."""

import json

import pytest
import structlog
from starlette.testclient import TestClient

from api.bodies import LIMIT_BYTES
from tests.api.web import HTTPS, an_app

JSON = {"Content-Type": "application/json"}


def client(address: str = HTTPS) -> TestClient:
    return TestClient(an_app(), base_url=address, follow_redirects=False)


@pytest.mark.parametrize(
    "path", ["/healthz", "/sign-in", "/nowhere", "/api/v1/nowhere"]
)
def test_every_answer_is_strict_with_browsers_and_kept_by_none(path: str) -> None:
    headers = client().get(path).headers

    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["strict-transport-security"].startswith("max-age=31536000")


def test_over_plain_http_no_promise_of_tls_is_made() -> None:
    assert (
        "strict-transport-security" not in client("http://localhost").get("/").headers
    )


def test_static_files_may_be_kept_and_their_addresses_change_with_them() -> None:
    browser = client()
    page = browser.get("/sign-in").text
    address = page.split('rel="stylesheet" href="')[2].split('"')[0]

    answer = browser.get(address)

    assert address.startswith("/static/suian.css?v=")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "public, max-age=3600"


@pytest.mark.parametrize("path", ["/sign-in", "/problems", "/nowhere"])
def test_no_page_holds_script_or_style_of_its_own(path: str) -> None:
    page = client().get(path).text

    assert "<style" not in page
    assert " style=" not in page
    assert " onclick" not in page
    assert page.count("<script") == page.count("<script src=")


def test_a_request_id_is_taken_over_or_made() -> None:
    given = client().get("/healthz", headers={"X-Request-ID": "abc-12345"})
    made = client().get("/healthz", headers={"X-Request-ID": "a\tb<script>"})

    assert given.headers["x-request-id"] == "abc-12345"
    assert len(made.headers["x-request-id"]) == 36


def test_one_line_is_noted_with_ids_and_the_pattern_only() -> None:
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    with structlog.testing.capture_logs(
        processors=[structlog.contextvars.merge_contextvars]
    ) as noted:
        client().get(
            "/problems/secret-name?q=secret",
            headers={"traceparent": f"00-{trace}-00f067aa0ba902b7-01"},
        )

    assert len(noted) == 1
    line = noted[0]
    assert (line["event"], line["route"]) == ("request", "/problems/{name}")
    assert (line["method"], line["status"]) == ("GET", 404)
    assert line["trace_id"] == trace
    assert "secret" not in json.dumps(line)


def test_a_body_too_large_is_refused_whether_or_not_its_length_is_told() -> None:
    body = b" " * (LIMIT_BYTES + 1)

    told = client().post("/api/v1/sessions", content=body, headers=JSON)
    untold = client().post("/api/v1/sessions", content=iter([body]), headers=JSON)

    assert told.status_code == untold.status_code == 413
    assert told.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/api/v1/sessions", "text/plain"),
        ("/api/v1/sessions", "application/x-www-form-urlencoded"),
        ("/sign-in", "application/json"),
    ],
)
def test_a_body_of_another_media_type_is_refused(path: str, sent: str) -> None:
    answer = client().post(path, content="{}", headers={"Content-Type": sent})

    assert answer.status_code == 415

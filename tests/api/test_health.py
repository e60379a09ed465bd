"""Alive, ready, counted."""

from starlette.testclient import TestClient

from api.services import Check, Reading, State
from api.v1.health import exposition
from tests.api.web import HTTPS, an_app


def raises() -> State:
    raise RuntimeError


def ready(*checks: Check) -> tuple[int, object]:
    answer = TestClient(an_app(checks=checks), base_url=HTTPS).get("/readyz")
    return answer.status_code, answer.json()


def test_alive_means_the_process_answers() -> None:
    assert TestClient(an_app(), base_url=HTTPS).get("/healthz").json() == {
        "status": "ok"
    }


def test_ready_names_each_part_and_an_alarm_only_warns() -> None:
    assert ready(
        Check("database", lambda: State.OK), Check("alarms", lambda: State.WARN)
    ) == (200, {"status": "warn", "checks": {"database": "ok", "alarms": "warn"}})


def test_a_part_that_fails_or_raises_makes_the_process_unready() -> None:
    failing = Check("views", lambda: State.FAIL)

    assert ready(failing) == (503, {"status": "fail", "checks": {"views": "fail"}})
    assert ready(Check("database", raises))[0] == 503


def test_requests_are_counted_by_pattern_for_those_who_may_scrape() -> None:
    def meter() -> list[Reading]:
        return [Reading("suian_alarms_open", 2)]

    app = an_app(meters=(meter,), scrapers=frozenset({"10.0.0.9"}))
    scraper = TestClient(app, base_url=HTTPS, client=("10.0.0.9", 1))
    scraper.get("/problems/secret")
    scraper.request("WONDER", "/healthz")

    text = scraper.get("/metrics").text

    assert "suian_alarms_open 2\n" in text
    assert (
        'suian_requests_total{method="GET",route="/problems/{name}",status="404"} 1\n'
        in text
    )
    assert 'method="OTHER"' in text
    assert "secret" not in text
    assert TestClient(app, base_url=HTTPS).get("/metrics").status_code == 404


def test_labels_are_escaped() -> None:
    told = exposition([Reading("x", 1, (("a", 'q"\\\n'),))])

    assert told == 'x{a="q\\"\\\\\\n"} 1\n'

"""Twenty equal commands at once over HTTP have one effect and twenty equal answers."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import UUID

import httpx2
import pytest

from domain.registry.follow_up import GradeRisk
from domain.registry.registration import RegisterPerson
from tests.api.township import Township, key
from tests.api.v1.bodies import a_registration, an_identity, unknown
from tests.api.v1.following_up import a_follow_up
from tests.api.v1.served import served
from tests.api.v1.test_notices import tell_police
from tests.registering import a_registration as known

AT_ONCE = 20


def at_once(
    township: Township, who: str, path: str, requests: list[dict[str, Any]]
) -> list[httpx2.Response]:
    """Send requests at the same moment, each on a connection of its own."""
    ready, bearer = Barrier(len(requests)), f"Bearer {township.token(who)}"

    def send(request: dict[str, Any]) -> httpx2.Response:
        headers = {"Authorization": bearer, **request.pop("headers")}
        with httpx2.Client(base_url=address, timeout=60) as client:
            ready.wait()
            return client.post(path, headers=headers, **request)

    with served(township.web.app) as address, ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(send, requests))


def equal(body: dict[str, Any]) -> list[dict[str, Any]]:
    once = key()
    return [{"json": body, "headers": dict(once)} for _ in range(AT_ONCE)]


def topics(township: Township) -> list[str]:
    return [logged.topic for logged in township.web.clerk.log.after(0, 500)]


def all_equal(answers: list[httpx2.Response]) -> None:
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert len({answer.headers["location"] for answer in answers}) == 1


@pytest.mark.parametrize("identity", [an_identity(), unknown()], ids=["id", "unknown"])
def test_one_registration_sent_twenty_times_enters_one_person(
    township: Township, identity: dict[str, Any]
) -> None:
    body = a_registration(township.offices["hospital"], identity=identity)

    answers = at_once(township, "doctor", "/api/v1/people", equal(body))

    all_equal(answers)
    assert topics(township).count("person.registered") == 1
    assert topics(township).count("person.identity_recorded") == 1


def test_twenty_registrations_of_one_number_enter_one_person(
    township: Township,
) -> None:
    body = a_registration(township.offices["hospital"])
    requests = [{"json": body, "headers": key()} for _ in range(AT_ONCE)]

    answers = at_once(township, "doctor", "/api/v1/people", requests)

    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == [201] + [409] * (AT_ONCE - 1)
    assert topics(township).count("person.registered") == 1


def test_one_follow_up_sent_twenty_times_is_recorded_once(township: Township) -> None:
    person = somebody(township)

    answers = at_once(
        township, "doctor", f"/api/v1/people/{person}/follow-ups", equal(a_follow_up())
    )

    all_equal(answers)
    assert topics(township).count("person.follow_up_recorded") == 1
    assert topics(township).count("person.risk_graded") == 1


def test_one_notice_accepted_twenty_times_is_accepted_once(township: Township) -> None:
    graded = township.run(GradeRisk(somebody(township), 3, "演示")).facts[0]
    notice = tell_police(township, graded.stream, graded.event_id, graded.position)
    requests = [{"headers": key()} for _ in range(AT_ONCE)]

    answers = at_once(
        township, "officer", f"/api/v1/notices/{notice}/acceptance", requests
    )

    assert {answer.status_code for answer in answers} == {201}
    assert topics(township).count("notice.accepted") == 1
    assert topics(township).count("notice.opened") == 1


def somebody(township: Township) -> UUID:
    unit = township.offices["hospital"]
    return township.register(RegisterPerson(known(unit), id_claim=None))

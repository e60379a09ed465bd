"""Who sets how an office is told, and what each may see of it."""

from typing import Any
from uuid import uuid4

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from tests.api.township import Township

WEBHOOK = {
    "channel": "webhook",
    "address": "https://duty.example/suian",
    "place": 1,
    "after_minutes": 10,
}


def channels(township: Township, office: str = "police") -> str:
    return f"/api/v1/offices/{township.offices[office]}/channels"


def post(by: TestClient, where: str, **body: Any) -> Response:
    return by.post(where, json=body, headers={"Idempotency-Key": str(uuid4())})


def test_a_secret_is_shown_to_whoever_makes_it_and_nowhere_again(
    township: Township,
) -> None:
    admin, at = township.client("admin"), channels(township)

    first = post(admin, at, **WEBHOOK)
    again = post(admin, at, **{**WEBHOOK, "address": "https://other.example/"})
    renewed = post(admin, f"{at}/webhook/secret", overlap_hours=1)

    assert first.status_code == 201
    assert first.json()["secret"].startswith("whsec_")
    assert again.json()["secret"] is None
    assert renewed.json()["secret"] not in {None, first.json()["secret"]}
    shown = admin.get(at)
    assert shown.json()["secrets"] == 2
    assert "whsec_" not in shown.text


def test_ways_are_listed_in_their_order_and_say_whether_they_are_used(
    township: Township,
) -> None:
    county, at = township.client("county"), channels(township)
    post(county, at, **{**WEBHOOK, "place": 2})
    post(county, at, channel="email", address="duty@police.example", place=1)
    post(county, f"{at}/webhook/disabling")

    ways = county.get(at).json()["ways"]
    assert [(w["channel"], w["is_on"], w["off_because"]) for w in ways] == [
        ("email", True, None),
        ("webhook", False, "by_hand"),
    ]
    post(county, f"{at}/webhook/enabling")
    assert all(way["is_on"] for way in county.get(at).json()["ways"])


@pytest.mark.parametrize(
    ("channel", "address"),
    [
        ("webhook", "http://duty.example/"),
        ("webhook", "https://user:word@duty.example/"),
        ("webhook", "ftp://duty.example/"),
        ("webhook", "https://"),
        ("webhook", "https://duty.example/\r\nX-Other: 1"),
        ("email", "duty@police.example\r\nBcc: x@y.example"),
        ("email", "duty"),
        ("sms", "110; rm"),
    ],
)
def test_an_address_its_way_cannot_use_is_refused(
    township: Township, channel: str, address: str
) -> None:
    sent = post(
        township.client("admin"),
        channels(township),
        **{**WEBHOOK, "channel": channel, "address": address},
    )

    assert (sent.status_code, sent.json()["type"]) == (
        409,
        "/problems/address-not-usable",
    )


def test_a_test_by_hand_says_what_came_back(township: Township) -> None:
    admin, at = township.client("admin"), channels(township)
    post(admin, at, **WEBHOOK)

    pinged = post(admin, f"{at}/webhook/ping")

    assert pinged.json() == {"failure": "", "status": 204, "millis": 3}
    assert admin.get(f"{at}/tries").json() == {"items": []}


@pytest.mark.parametrize("who", ["doctor", "officer", "village"])
def test_nobody_else_sees_or_sets_where_notices_go(
    township: Township, who: str
) -> None:
    by, at = township.client(who), channels(township)

    assert by.get(at).status_code == 403
    assert post(by, at, **WEBHOOK).status_code == 403
    assert post(by, f"{at}/webhook/ping").status_code == 403


def test_the_auditor_sees_and_sets_nothing(township: Township) -> None:
    auditor, at = township.client("auditor"), channels(township)

    assert auditor.get(at).status_code == 200
    assert post(auditor, at, **WEBHOOK).status_code == 403


def test_an_office_nobody_has_is_out_of_sight(township: Township) -> None:
    admin = township.client("admin")
    nowhere = f"/api/v1/offices/{uuid4()}/channels"

    assert admin.get(nowhere).status_code == 404
    assert post(admin, nowhere, **WEBHOOK).status_code == 404

"""The reference receiver believes only what is signed, and has each message once."""

from datetime import timedelta
from pathlib import Path

import httpx2
import pytest

from ops.receiver.signature import PREFIX, NotGenuine, sign, verify
from tests.ops.receiver.calling import NOW, SECRET, a_receiver


def test_it_signs_as_the_published_example_of_standard_webhooks_does() -> None:
    body = b'{"test": 2432232314}'
    message, sent = "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330"

    assert sign(SECRET, message, sent, body) == (
        "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    )


def test_a_message_is_kept_once_however_often_it_is_brought(tmp_path: Path) -> None:
    with a_receiver(tmp_path / "kept.db") as line:
        answers = [line.bring("one").status_code for _ in range(3)]
        line.bring("two")

        assert answers == [204, 204, 204]
        assert line.ids() == ["one", "two"]


def test_what_was_kept_outlives_the_process(tmp_path: Path) -> None:
    file = tmp_path / "kept.db"
    with a_receiver(file) as line:
        line.bring("one")

    with a_receiver(file) as line:
        line.bring("one")
        assert line.ids() == ["one"]
        assert line.kept.body("one") is not None


def test_a_receiver_that_ignores_ids_has_repeats(tmp_path: Path) -> None:
    with a_receiver(tmp_path / "kept.db", honours_ids=False) as line:
        line.bring("one")
        line.bring("one")

        assert line.ids() == ["one", "one"]


def test_both_secrets_count_while_one_is_replaced(tmp_path: Path) -> None:
    with a_receiver(tmp_path / "kept.db") as line:
        assert line.bring("by the new one").status_code == 204
        line.secret = f"{PREFIX}AAAA"
        assert line.bring("by nobody's").status_code == 401
        assert line.ids() == ["by the new one"]


@pytest.mark.parametrize("age", [timedelta(minutes=6), timedelta(minutes=-6)])
def test_a_call_from_another_time_is_not_believed(
    tmp_path: Path, age: timedelta
) -> None:
    with a_receiver(tmp_path / "kept.db") as line:
        assert line.bring("one", age=age).status_code == 401


def test_a_changed_body_or_id_is_not_genuine() -> None:
    sent = str(int(NOW.timestamp()))
    signed = {
        "Webhook-Id": "one",
        "Webhook-Timestamp": sent,
        "Webhook-Signature": f"v1a,none v1,{sign(SECRET, 'one', sent, b'body')}",
    }

    assert verify(signed, b"body", [SECRET], NOW) == "one"
    for headers, body in (
        (signed, b"another"),
        ({**signed, "Webhook-Id": "two"}, b"body"),
        ({**signed, "Webhook-Signature": ""}, b"body"),
        ({}, b"body"),
    ):
        with pytest.raises(NotGenuine):
            verify(headers, body, [SECRET], NOW)


def test_a_ping_is_answered_and_not_kept(tmp_path: Path) -> None:
    with a_receiver(tmp_path / "kept.db") as line:
        assert line.bring("ping", type_="suian.ping").status_code == 204
        assert line.ids() == []


def test_a_body_too_large_and_a_strange_address_are_refused(tmp_path: Path) -> None:
    with a_receiver(tmp_path / "kept.db") as line:
        large = httpx2.post(f"{line.address}/webhook", content=b"x" * 70_000)
        assert large.status_code == 413
        assert httpx2.get(f"{line.address}/other").status_code == 404


def test_the_list_of_ids_is_for_who_bears_the_token_and_goes_on_after_a_number(
    tmp_path: Path,
) -> None:
    with a_receiver(tmp_path / "kept.db", token="let-me") as line:
        line.bring("one")
        line.bring("two")
        bearing = {"Authorization": "Bearer let-me"}

        assert httpx2.get(f"{line.address}/ids").status_code == 401
        whole = httpx2.get(f"{line.address}/ids", headers=bearing).json()["items"]
        rest = httpx2.get(f"{line.address}/ids?after=1", headers=bearing).json()
        assert [item["id"] for item in whole] == ["one", "two"]
        assert rest["items"] == whole[1:]


@pytest.mark.parametrize(
    ("fault", "status", "kept"), [("500", 500, []), ("503", 503, []), ("410", 410, [])]
)
def test_on_demand_it_refuses(
    tmp_path: Path, fault: str, status: int, kept: list[str]
) -> None:
    with a_receiver(tmp_path / "kept.db") as line:
        line.break_by(**{fault: 1.0})

        answer = line.bring("one")

        assert (answer.status_code, line.ids()) == (status, kept)
        assert ("retry-after" in answer.headers) == (status == 503)


@pytest.mark.parametrize(
    ("fault", "kept"), [("drop", []), ("reset", ["one"]), ("stall", ["one"])]
)
def test_on_demand_the_answer_does_not_come(
    tmp_path: Path, fault: str, kept: list[str]
) -> None:
    with a_receiver(tmp_path / "kept.db") as line:
        line.patience = 0.5
        line.break_by(**{fault: 1.0})

        with pytest.raises(httpx2.TransportError):
            line.bring("one")

        assert line.ids() == kept


@pytest.mark.parametrize("fault", ["duplicate", "late"])
def test_on_demand_it_comes_twice_or_late_and_is_kept_once(
    tmp_path: Path, fault: str
) -> None:
    with a_receiver(tmp_path / "kept.db") as line:
        line.break_by(**{fault: 1.0})

        assert line.bring("one").status_code == 204
        assert line.ids() == ["one"]

"""No address inside is reached, whatever it is called, and nothing is followed there."""

import socket
from collections.abc import Sequence
from ipaddress import ip_network
from pathlib import Path
from threading import Thread

import pytest

from scheduler.channels import outside
from scheduler.channels.outside import MOST_ANSWERED, NotReached, Outside
from tests.scheduler.channels.certificates import a_certificate
from tests.scheduler.channels.receivers import listening

HERE = (ip_network("127.0.0.0/8"),)
INSIDE = (
    *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254"),
    *("100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255"),  # noqa: S104 - an address
    *("::1", "::", "fc00::1", "fe80::1", "ff02::1", "::ffff:10.0.0.1"),
    *("64:ff9b::a00:1", "2002:a00:1::", "2001:0:1::"),
)


def means(*addresses: str) -> outside.Resolve:
    """Return a resolver by which every name means these addresses."""

    def resolve(host: str, port: int) -> Sequence[str]:
        del host, port
        return addresses

    return resolve


def refused(world: Outside, url: str) -> str:
    with pytest.raises(NotReached) as caught:
        world.send("POST", url, {}, b"{}")
    return caught.value.reason


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_not_reached(address: str) -> None:
    host = f"[{address}]" if ":" in address else address

    assert refused(Outside(), f"https://{host}/hook") == "address_not_allowed"


@pytest.mark.parametrize("address", INSIDE)
def test_a_name_that_means_an_address_inside_is_not_reached(address: str) -> None:
    world = Outside(resolve=means("93.184.216.34", address))

    assert refused(world, "https://duty.example/hook") == "address_not_allowed"


def test_numbers_that_are_read_as_an_address_inside_are_not_reached() -> None:
    for host in ("2130706433", "0x7f.1", "127.1", "localhost"):
        reason = refused(Outside(), f"https://{host}/hook")
        assert reason in {"address_not_allowed", "name_unknown"}


def test_the_connection_goes_to_the_address_that_was_checked() -> None:
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    world = Outside(HERE, resolve=lambda _, __: next(answers))
    with listening() as receiver:
        answered = world.send(
            "POST", f"http://duty.example:{receiver.port}/hook", {}, b"{}"
        )

    assert answered.status == 204
    assert receiver.received[0].headers["host"] == f"duty.example:{receiver.port}"


def test_what_the_operator_opened_is_reached_and_nothing_beside_it() -> None:
    world = Outside((ip_network("10.20.0.0/16"),))

    assert str(world.checked("10.20.3.4", 443)) == "10.20.3.4"
    assert refused(world, "https://10.21.0.1/") == "address_not_allowed"


def test_a_redirect_inside_is_an_answer_and_is_not_followed() -> None:
    with listening() as inside, listening(statuses=[302]) as receiver:
        receiver.headers["Location"] = f"{inside.address}/secret"
        answered = Outside(HERE).send("POST", f"{receiver.address}/hook", {}, b"{}")

    assert answered.status == 302
    assert inside.received == []


def test_nothing_is_sent_in_plain_but_to_this_very_machine() -> None:
    world = Outside((ip_network("10.0.0.0/8"),), resolve=means("10.0.0.1"))

    assert refused(world, "http://duty.example/hook") == "not_encrypted"


def test_an_answer_is_read_up_to_a_bound() -> None:
    with listening(statuses=[200], body=b"x" * (MOST_ANSWERED * 2)) as receiver:
        answered = Outside(HERE).send("POST", receiver.address, {}, b"{}")

    assert len(answered.body) == MOST_ANSWERED


def test_an_answer_that_trickles_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside, "JOURNEY", 0.3)
    listener = socket.create_server(("127.0.0.1", 0))

    def trickle() -> None:
        line, _ = listener.accept()
        with line:
            line.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            while line.recv(1024):
                line.sendall(b"x")

    thread = Thread(target=trickle)
    thread.start()
    port = listener.getsockname()[1]

    with listener:
        assert refused(Outside(HERE), f"http://127.0.0.1:{port}/") == "timed_out"
        thread.join()


def test_a_receiver_that_asks_for_time_is_heard() -> None:
    with listening(statuses=[503], headers={"Retry-After": "120"}) as receiver:
        answered = Outside(HERE).send("POST", receiver.address, {}, b"{}")

    assert answered.retry_after is not None
    assert answered.retry_after.total_seconds() == 120


def test_a_line_is_encrypted_under_the_name_and_to_nobody_else_s_name(
    tmp_path: Path,
) -> None:
    made = a_certificate(tmp_path, "duty.example")
    world = Outside(HERE, means("127.0.0.1"), made.client)
    with listening(made.server) as receiver:
        there = f"https://duty.example:{receiver.port}/"
        assert world.send("POST", there, {}, b"{}").status == 204
        other = f"https://other.example:{receiver.port}/"
        assert refused(world, other) == "no_trust"
        assert refused(Outside(HERE, means("127.0.0.1")), there) == "no_trust"

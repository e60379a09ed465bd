"""E-mail and SMS say that something waits, and nothing about anybody."""

import json
import socket
from dataclasses import replace
from pathlib import Path
from random import Random
from uuid import UUID, uuid4

import pytest

from domain.registry.channels import DisableChannel
from domain.values.channels import WayOut
from ops.channels import channels
from ops.settings import Outgoing
from ops.site import Site
from projections.folding import Folding
from scheduler.channels import mail
from scheduler.channels.mail import Encryption, Mail
from scheduler.channels.neutral import Hint, reference
from scheduler.message import Delivered, Failed, Gone, Message, Underway
from tests.registering import an_office
from tests.scheduler.channels.certificates import a_certificate
from tests.scheduler.channels.mailboxes import Mailbox, taking_mail
from tests.scheduler.channels.receivers import listening
from tests.scheduler.channels.test_webhook import (
    a_danger,
    administer,
    choose,
    folding,
    turn,
)

__all__ = ["folding"]

HOUSE = "演示镇东派出所"
AT = "https://suian.example"
MESSAGES = 10_000


def over(box: Mailbox, **named: str) -> Outgoing:
    return Outgoing.model_validate(
        {
            "smtp_host": "127.0.0.1",
            "smtp_port": box.port,
            "smtp_from": "suian@county.example",
            "smtp_encryption": "none",
            "public_url": AT,
            **named,
        }
    )


def mail_of(site: Site, outgoing: Outgoing) -> Mail:
    mail = channels(site, outgoing)[WayOut.EMAIL]
    assert isinstance(mail, Mail)
    return mail


def a_station(site: Site) -> UUID:
    station = an_office(site, "police_station", name=HOUSE)
    choose(site, station, "duty@police.example", channel=WayOut.EMAIL)
    return station


def a_message(station: UUID) -> Message:
    notice = uuid4()
    return Message(notice, notice, station)


def test_a_notice_is_mailed_as_a_number_a_house_and_a_link(
    site: Site, folding: Folding
) -> None:
    with taking_mail() as box:
        station = a_danger(site, name=HOUSE)
        choose(site, station, "duty@police.example", channel=WayOut.EMAIL)
        folding.catch_up()
        turn(site, folding, outgoing=over(box))

    (mail,) = box.received
    notice = UUID(str(mail["Message-ID"])[1:37])
    text = mail.get_payload(decode=True)
    assert isinstance(text, bytes)
    assert mail["To"] == "duty@police.example"
    assert str(mail["Subject"]) == f"随安：有通知待签收（{reference(notice)}）"
    assert text.decode().replace("\r\n", "\n") == (
        f"{HOUSE}：\n\n"
        f"贵单位有一条通知待签收，编号 {reference(notice)}。\n"
        f"请登录查看：{AT}/inbox\n\n"
        "本邮件不含个人信息，由系统发出，请勿回复。\n"
    )


def test_what_ten_thousand_messages_say_differs_in_their_numbers_alone() -> None:
    chance = Random(5)
    said: set[str] = set()
    for _ in range(MESSAGES):
        number = reference(UUID(int=chance.getrandbits(128)))
        hint = Hint(HOUSE, number, AT)
        whole = f"{hint.subject}\n{hint.mail}\n{hint.short}"
        assert whole.count(number) == 3
        said.add(whole.replace(number, "#"))

    assert len(said) == 1


@pytest.mark.parametrize("encryption", [Encryption.STARTTLS, Encryption.TLS])
@pytest.mark.usefixtures("folding")
def test_the_line_is_encrypted_and_signed_in(
    site: Site, tmp_path: Path, encryption: Encryption
) -> None:
    certificate = a_certificate(tmp_path)
    at_once = encryption is Encryption.TLS
    with taking_mail(certificate.server, at_once=at_once) as box:
        outgoing = over(
            box,
            smtp_encryption=encryption,
            smtp_user="suian",
            smtp_password="opens-nothing",
        )
        mail = mail_of(site, outgoing)
        trusting = replace(mail.server, context=certificate.client)
        answer = replace(mail, server=trusting).deliver(a_message(a_station(site)))

    assert answer == Delivered()
    assert box.encrypted == [True]
    assert box.signed_in == ["\0suian\0opens-nothing"]


@pytest.mark.usefixtures("folding")
def test_nothing_is_mailed_to_a_server_nobody_vouches_for(
    site: Site, tmp_path: Path
) -> None:
    with taking_mail(a_certificate(tmp_path).server) as box:
        mail = mail_of(site, over(box, smtp_encryption="starttls"))
        answer = mail.deliver(a_message(a_station(site)))

    assert (answer, box.received) == (Failed("no_trust"), [])


@pytest.mark.usefixtures("folding")
def test_a_server_that_does_not_encrypt_is_sent_nothing(site: Site) -> None:
    with taking_mail() as box:
        mail = mail_of(site, over(box, smtp_encryption="starttls"))
        answer = mail.deliver(a_message(a_station(site)))

    assert (answer, box.received) == (Failed("SMTPNotSupportedError"), [])


@pytest.mark.parametrize("encryption", Encryption)
@pytest.mark.usefixtures("folding")
def test_a_server_that_takes_the_call_and_says_nothing_is_cut_off(
    site: Site, encryption: Encryption, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time promised begins with connecting, not with the server's first word."""
    monkeypatch.setattr(mail, "JOURNEY", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        box = Mailbox(port=silent.getsockname()[1])
        sending = mail_of(site, over(box, smtp_encryption=encryption))
        answer = sending.deliver(a_message(a_station(site)))

    assert answer == Failed("timed_out")


@pytest.mark.usefixtures("folding")
def test_a_refused_mail_is_a_failure_and_is_tried_again(site: Site) -> None:
    with taking_mail(refuses="550 no such box") as box:
        answer = mail_of(site, over(box)).deliver(a_message(a_station(site)))

    assert answer == Failed("recipient_refused")


@pytest.mark.usefixtures("folding")
def test_a_way_that_is_off_mails_nothing(site: Site) -> None:
    with taking_mail() as box:
        station = a_station(site)
        administer(site, DisableChannel(station, WayOut.EMAIL))
        answer = mail_of(site, over(box)).deliver(a_message(station))

    assert (answer, box.received) == (Gone("switched_off"), [])


@pytest.mark.usefixtures("folding")
def test_an_sms_is_delivered_when_its_receipt_is_there_and_is_sent_once(
    site: Site,
) -> None:
    with listening(statuses=[200]) as gateway:
        station = an_office(site, "police_station", name=HOUSE)
        choose(site, station, "00000000000", channel=WayOut.SMS)
        outgoing = Outgoing.model_validate(
            {
                "sms_url": f"{gateway.address}/messages",
                "sms_key": "shown-to-the-gateway",
            }
        )
        sms, message = channels(site, outgoing)[WayOut.SMS], a_message(station)
        gateway.body = b'{"state": "queued"}'
        waiting = sms.deliver(message)
        gateway.body = b'{"state": "delivered"}'
        there = sms.deliver(message)
        gateway.body = b'{"state": "failed"}'
        lost = sms.deliver(message)

    assert isinstance(waiting, Underway)
    assert (there, lost) == (Delivered(), Failed("not_received"))
    assert {r.path for r in gateway.received} == {f"/messages/{message.id}"}
    assert {r.method for r in gateway.received} == {"PUT"}
    body = json.loads(gateway.received[0].body)
    assert body["to"] == "00000000000"
    assert reference(message.notice) in body["text"]

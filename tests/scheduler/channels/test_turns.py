"""Whoever is turned to while nobody accepts is told by their own ways, too (催办, 督办)."""

import json
from datetime import timedelta
from email.message import Message as Mail
from typing import Any
from uuid import UUID

import pytest

from domain.registry.channels import ChooseChannel
from domain.values.channels import WayOut
from scheduler.channels.neutral import reference
from tests.scheduler.channels.mailboxes import taking_mail
from tests.scheduler.channels.receivers import Receiver, listening
from tests.scheduler.channels.test_webhook import administer
from tests.scheduler.test_escalation import (
    MINUTE,
    Offices,
    Turning,
    offices,
    told,
    turning,
)
from tests.streams import NOON

__all__ = ["offices", "turning"]

SECRETARIAT = {"name", "residence", "id_number_masked", "guardian_phone", "grade"}


def about(notice: UUID, receiver: Receiver) -> list[dict[str, Any]]:
    events = [json.loads(each.body) for each in receiver.received]
    return [event for event in events if event["subject"] == str(notice)]


def text(mail: Mail) -> str:
    body = mail.get_payload(decode=True)
    assert isinstance(body, bytes)
    return body.decode()


def test_silence_rings_at_the_sender_and_climbs_by_each_office_s_own_way(
    turning: Turning, offices: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = turning.site

    def choose(office: Any, channel: WayOut, address: str) -> None:
        administer(site, ChooseChannel(office, channel, address, 1, 10))

    with taking_mail() as box, listening() as stand_in, listening() as secretariat:
        for name, value in {
            "WEBHOOK_NETWORKS": "127.0.0.0/8",
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(box.port),
            "SMTP_ENCRYPTION": "none",
            "SMTP_FROM": "suian@county.example",
            "PUBLIC_URL": "https://suian.example",
        }.items():
            monkeypatch.setenv(f"SUIAN_{name}", value)
        choose(offices.hospital, WayOut.EMAIL, "doctor@hospital.example")
        choose(offices.beside, WayOut.WEBHOOK, stand_in.address)
        choose(offices.secretariat, WayOut.WEBHOOK, secretariat.address)
        notice = told(turning, offices).originator_id
        for minutes in (15, 60, 90, 120):
            turning.go(NOON + minutes * MINUTE)
        turning.go(NOON + timedelta(days=1))

    (mail,) = [each for each in box.received if reference(notice) in text(each)]
    assert "有一条催办待处理" in text(mail)
    assert "https://suian.example/\r\n" in text(mail)
    (to_stand_in,) = about(notice, stand_in)
    (to_secretariat,) = about(notice, secretariat)
    for event in (to_stand_in, to_secretariat):
        assert event["type"] == "suian.notice.escalated"
        assert event["subject"] == event["data"]["reference"] == str(notice)
        assert event["id"] != str(notice)
    assert to_stand_in["data"]["name"]
    assert not SECRETARIAT & set(to_secretariat["data"])

"""Alarms: one a matter; what happens once more rings again where somebody had taken care."""

from dataclasses import replace
from uuid import uuid4

import pytest

from domain.alarm import Alarm
from domain.registry.alarms import AcknowledgeAlarm, RaiseAlarm
from domain.registry.runner import Found
from domain.values.people import Role
from tests.streams import a_command

GOES_ON = RaiseAlarm(
    about=uuid4(),
    kind="channel_stuck",
    owner_role=Role.ADMINISTRATOR,
    owner_office=None,
    division="990101",
    details={},
    answer_by="2026-03-03T00:00:00+00:00",
)
HAPPENED = replace(GOES_ON, kind="receiver_closed", is_news=True)


@pytest.mark.parametrize(
    ("wish", "topics"),
    [
        (GOES_ON, ["alarm.raised", "alarm.acknowledged"]),
        (HAPPENED, ["alarm.raised", "alarm.acknowledged", "alarm.raised_again"]),
    ],
    ids=["goes on", "happened again"],
)
def test_what_happens_again_rings_again_once_it_was_taken_care_of(
    wish: RaiseAlarm, topics: list[str]
) -> None:
    found = Found()
    wish.decide(found, a_command())
    wish.decide(found, a_command())
    [alarm] = found.streams()
    AcknowledgeAlarm(alarm).decide(found, a_command())
    wish.decide(found, a_command())
    wish.decide(found, a_command())

    assert isinstance(found.streams()[alarm], Alarm)
    assert [fact.TOPIC for fact in found.recorded()] == topics

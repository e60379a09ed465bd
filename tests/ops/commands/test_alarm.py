"""Alarms from the command line, the site's own ones too."""

from uuid import uuid4

from domain.registry.alarms import RaiseAlarm
from ops.acting import job_command
from ops.clerk import ring
from scheduler.trouble import Kind, Trouble
from tests.ops.terminal import Terminal
from tests.registering import TOWNSHIP


def rung(terminal: Terminal) -> None:
    site = terminal.site
    ring(site, Trouble(Kind.FOLLOWER, "notices", "Bug", 3), site.clock())
    alarm = RaiseAlarm(
        about=uuid4(),
        kind="receiver_missing",
        owner_role="county_smi",
        owner_office=None,
        division=TOWNSHIP,
        details={"office_kind": "police_station"},
        answer_by="2030-01-01T00:00:00+08:00",
    )
    site.runner.run(alarm, job_command(site, "alarm"))


def test_what_rings_is_listed_and_acknowledged(terminal: Terminal) -> None:
    rung(terminal)

    listed = terminal.read("alarm", "list")
    for row in listed:
        done = terminal.suian("alarm", "acknowledge", row["id"], "--remark", "演示")
        assert done.exit_code == 0, done.output

    assert {row["division"] for row in listed} == {"", TOWNSHIP}
    assert all(row["acknowledged_at"] for row in terminal.read("alarm", "list"))
    assert "已有人处理" in terminal.suian("alarm", "list").stdout


def test_an_unknown_alarm_ends_with_1_and_no_id_with_2(terminal: Terminal) -> None:
    assert terminal.suian("alarm", "acknowledge", str(uuid4())).exit_code == 1
    assert terminal.suian("alarm", "acknowledge", "x").exit_code == 2


def test_looking_at_alarms_is_noted(terminal: Terminal) -> None:
    terminal.suian("alarm", "list")

    assert [r["operation"] for r in terminal.readings()] == ["read_alarms"]

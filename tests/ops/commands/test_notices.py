"""`suian notices`: what was given up, and asking for it once more."""

from datetime import timedelta
from uuid import UUID, uuid4

from domain.registry.notices import IssueNotices, NoteDelivery, Receiver
from scheduler.delivery import enlist
from scheduler.message import Message
from tests.ops.terminal import Terminal
from tests.registering import an_office, register
from tests.scheduler.desks import ask
from tests.streams import NOON, a_command

JOB = {"role": "system", "purpose": "report"}


def a_dead_letter(terminal: Terminal) -> UUID:
    site = terminal.site
    station = an_office(site, "police_station")
    person = register(site, an_office(site))
    receiver = Receiver(
        station,
        "police_station",
        "response",
        ("name",),
        (NOON + timedelta(hours=1)).isoformat(),
        stands_in=False,
        edition="notice-policy/ours-2026",
    )
    issue = IssueNotices(person, uuid4(), 1, (receiver,))
    notice = site.runner.run(issue, a_command(**JOB)).facts[0].stream
    given_up = NoteDelivery(notice, "webhook", "http_500")
    site.runner.run(given_up, a_command(id=uuid4(), **JOB))
    with site.engine.begin() as connection:
        enlist(connection, Message(notice, notice, station), "webhook", NOON)
    ask(
        site.engine,
        "UPDATE desk.attempt SET state = 'undeliverable', failure = 'http_500',"
        " ended_at = next_at",
    )
    return notice


def test_dead_letters_are_listed_with_the_reason_and_the_look_is_noted(
    terminal: Terminal,
) -> None:
    notice = a_dead_letter(terminal)

    (line,) = terminal.read("notices", "dead")

    assert (line["notice"], line["reason"]) == (str(notice), "http_500")
    assert terminal.readings()[-1]["operation"] == "read_deliveries"


def test_one_is_asked_for_again_once_and_the_reason_is_kept(terminal: Terminal) -> None:
    notice = str(a_dead_letter(terminal))

    first = terminal.suian("notices", "replay", notice, "--reason", "对方已修复(演示)")
    second = terminal.suian("notices", "replay", notice, "--reason", "再来(演示)")

    assert first.exit_code == 0, first.output
    assert second.exit_code == 1
    assert terminal.site.log.stream(UUID(notice))[-1].topic == "notice.redelivery_asked"


def test_a_notice_nobody_knows_is_said_to_be_unknown(terminal: Terminal) -> None:
    answer = terminal.suian("notices", "replay", str(uuid4()), "--reason", "演示")

    assert answer.exit_code == 1
    assert "没有这份告知" in answer.output

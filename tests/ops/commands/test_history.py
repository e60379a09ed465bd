"""A person's history from the command line."""

from uuid import uuid4

from tests.ops.terminal import Terminal
from tests.registering import an_office, register


def test_a_history_is_shown_and_the_reading_noted(terminal: Terminal) -> None:
    person = register(terminal.site, an_office(terminal.site), name="演示丁")

    shown = terminal.read("history", str(person))

    assert shown[0]["topic"] == "person.registered"
    assert "演示丁" in {line["details"].get("name") for line in shown}
    (reading,) = terminal.readings()
    assert reading["operation"] == "read_history"
    assert reading["people"] == [str(person)]
    assert reading["position"] == terminal.position()


def test_looking_for_nobody_is_noted_too(terminal: Terminal) -> None:
    assert terminal.suian("history", str(uuid4())).exit_code == 1
    assert len(terminal.readings()) == 1

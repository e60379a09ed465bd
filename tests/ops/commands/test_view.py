"""Views from the command line: how far, afresh, and going on after a stop."""

from uuid import UUID

from sqlalchemy import insert

from ops.site import Site
from projections.folding import parked
from projections.person_card import Card, card
from tests.ops.terminal import Terminal
from tests.registering import an_office, register


def a_card(site: Site, person: UUID) -> Card | None:
    with site.engine.begin() as connection:
        return card(connection, person)


def park(site: Site, person: UUID) -> None:
    with site.engine.begin() as connection:
        connection.execute(
            insert(parked).values(
                view="person_card", lane=person, position=1, failure="Bug"
            )
        )


def test_how_far_behind_each_view_is_is_listed(terminal: Terminal) -> None:
    register(terminal.site, an_office(terminal.site))

    before = {v["name"]: v for v in terminal.read("view", "list")}
    terminal.fold()
    after = {v["name"]: v for v in terminal.read("view", "list")}

    assert before["person_card"]["behind"] == terminal.position() > 0
    assert {v["behind"] for v in after.values()} == {0}
    assert "person_card" in terminal.suian("view", "list").stdout


def test_a_rebuilt_view_is_what_it_was(terminal: Terminal) -> None:
    person = register(terminal.site, an_office(terminal.site))
    terminal.fold()
    before = a_card(terminal.site, person)

    rebuilt = terminal.suian("view", "rebuild", "person_card", "--yes")

    assert rebuilt.exit_code == 0
    assert a_card(terminal.site, person) == before
    assert before is not None


def test_a_view_is_not_rebuilt_without_a_yes(terminal: Terminal) -> None:
    register(terminal.site, an_office(terminal.site))

    assert terminal.suian("view", "rebuild", "person_card", typed="n\n").exit_code == 1
    assert terminal.suian("view", "rebuild", "no_such", "--yes").exit_code == 2
    assert terminal.read("view", "list")[0]["position"] == 0


def test_a_parked_person_goes_on(terminal: Terminal) -> None:
    person = register(terminal.site, an_office(terminal.site))
    park(terminal.site, person)
    terminal.fold()
    assert a_card(terminal.site, person) is None
    assert str(person) in terminal.suian("view", "list").stdout

    unparked = terminal.suian("view", "unpark", "person_card", str(person))

    assert unparked.exit_code == 0
    assert a_card(terminal.site, person) is not None
    again = terminal.suian("view", "unpark", "person_card", str(person))
    assert again.exit_code == 1


def test_seeing_who_is_parked_is_noted(terminal: Terminal) -> None:
    person = register(terminal.site, an_office(terminal.site))
    park(terminal.site, person)

    terminal.suian("view", "list")

    assert [r["people"] for r in terminal.readings()] == [[str(person)]]

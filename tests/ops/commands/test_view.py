"""Views from the command line: how far, afresh, and going on after a stop."""

from uuid import UUID

from sqlalchemy import insert, update

from ops.site import Site
from projections.folding import parked
from projections.person_card import Card, card, person_card
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

    rebuilt = terminal.suian("view", "rebuild", "person_card")

    assert rebuilt.exit_code == 0
    assert "已替换" in rebuilt.stdout
    assert a_card(terminal.site, person) == before
    assert before is not None


def test_all_views_are_rebuilt_and_the_same(terminal: Terminal) -> None:
    register(terminal.site, an_office(terminal.site))
    terminal.fold()

    rebuilt = terminal.read("view", "rebuild", "all")

    assert {each["count"] for each in rebuilt} == {0}
    assert all(each["swapped"] for each in rebuilt)
    assert len(rebuilt) == len(terminal.read("view", "list"))


def test_a_view_that_differs_is_swapped_only_when_accepted(terminal: Terminal) -> None:
    person = register(terminal.site, an_office(terminal.site))
    terminal.fold()
    with terminal.site.engine.begin() as connection:
        connection.execute(update(person_card.table).values(phone="1"))

    refused = terminal.suian("view", "rebuild", "person_card")
    kept = a_card(terminal.site, person)
    accepted = terminal.suian("view", "rebuild", "person_card", "--accept")
    now = a_card(terminal.site, person)

    assert (refused.exit_code, accepted.exit_code) == (1, 0)
    assert kept is not None
    assert now is not None
    assert (kept.phone, now.phone) == ("1", None)


def test_only_what_is_a_view_is_rebuilt(terminal: Terminal) -> None:
    assert terminal.suian("view", "rebuild", "no_such").exit_code == 2


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

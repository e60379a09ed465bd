"""Views held against the log folded afresh, on any installation, from the command line."""

import json

import psycopg

from domain.registry.follow_up import GradeRisk
from projections.every import OF_THE_LOG, OF_THE_READING_LOG
from tests.databases import Database
from tests.ops.terminal import Terminal
from tests.registering import a_form, an_office, follow_up, register
from tests.streams import a_command

VIEWS = {view.name for view in (*OF_THE_LOG, *OF_THE_READING_LOG)}


def a_log(terminal: Terminal, *names: str) -> None:
    """Record some people with visits and grades, and let every view take it in."""
    unit = an_office(terminal.site)
    for name in names:
        person = register(terminal.site, unit, name=name)
        follow_up(terminal.site, person, a_form())
        terminal.site.runner.run(GradeRisk(person, 3, "演示"), a_command())
    terminal.fold()


def spoil(database: Database, statement: str) -> None:
    with psycopg.connect(database.clerk_url) as connection:
        assert connection.execute(statement.encode()).rowcount


def tables(database: Database) -> set[str]:
    with psycopg.connect(database.owner_url) as connection:
        found = connection.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'view'::regnamespace"
        )
        return {name for (name,) in found}


def test_every_view_is_row_for_row_what_the_log_makes_and_stays_as_it_is(
    terminal: Terminal, database: Database
) -> None:
    a_log(terminal, "演示甲", "演示乙")
    before = tables(database)

    found = {each["view"]: each for each in terminal.read("view", "compare")}

    assert set(found) == VIEWS
    assert [name for name, each in found.items() if not each["equal"]] == []
    assert found["person_card"]["same"] > 0
    assert found["person_card"]["position"] == terminal.position()
    assert tables(database) == before


def test_rows_more_fewer_or_other_are_counted_named_by_id_and_end_in_exit_code_1(
    terminal: Terminal, database: Database
) -> None:
    a_log(terminal, "演示甲", "演示乙")
    spoil(
        database,
        "DELETE FROM view.due_list WHERE ctid IN"
        " (SELECT ctid FROM view.due_list WHERE to_position IS NULL LIMIT 1)",
    )
    spoil(
        database,
        "UPDATE view.due_list SET due_on = '1999-01-01' WHERE to_position IS NULL",
    )
    spoil(
        database,
        "UPDATE view.due_list SET from_position = 2 WHERE ctid IN"
        " (SELECT ctid FROM view.due_list WHERE from_position > 2 LIMIT 1)",
    )

    result = terminal.suian("view", "compare", "due_list", "--json")
    [found] = json.loads(result.stdout)

    assert result.exit_code == 1
    assert not found["equal"]
    assert (found["changed"], found["missing"], found["extra"]) == (1, 1, 2)
    assert len(found["examples"]) == 4
    assert "due_list" in result.stderr
    assert "演示" not in result.stdout


def test_what_is_left_of_somebody_erased_is_a_difference(
    terminal: Terminal, database: Database
) -> None:
    a_log(terminal, "演示甲")
    spoil(
        database, "INSERT INTO view.erased SELECT person FROM view.person_card LIMIT 1"
    )

    result = terminal.suian("view", "compare", "person_card", "--json")
    [found] = json.loads(result.stdout)

    assert (result.exit_code, found["equal"]) == (1, False)
    assert found["erased"] > 0


def test_a_difference_is_told_in_words_without_what_a_row_says(
    terminal: Terminal, database: Database
) -> None:
    a_log(terminal, "演示甲")
    spoil(database, "UPDATE view.person_card SET name = '别人'")

    result = terminal.suian("view", "compare", "person_card")

    assert result.exit_code == 1
    assert "不一致 / DIFFERENT" in result.stdout
    assert "别人" not in result.output
    assert terminal.suian("view", "compare", "no_such").exit_code == 2

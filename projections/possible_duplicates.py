"""Who on the register may be the person somebody is about to enter (D-F4)."""

from uuid import UUID

from sqlalchemy import Connection

from domain.values.alike import YEAR, same_birth, township_of
from projections.name_index import grams, pinyin_keys
from projections.person_card import Card, person_card


def possible_duplicates(
    connection: Connection, village: str, name: str, birth_date: str | None
) -> dict[UUID, Card]:
    """Return the cards, within sight, of whom the name, birth and township may mean.

    A name is alike when its characters or one of its likely readings are the same. Whose
    birth is unknown is like nobody.
    """
    if not birth_date:
        return {}
    columns = person_card.table.c
    rows = connection.execute(
        person_card.rows().where(
            columns.division.startswith(township_of(village)),
            columns.birth_date.startswith(birth_date[:YEAR]),
        )
    )
    return {
        row.key: card
        for row in rows
        if same_birth(
            (card := person_card.from_columns(row)).birth_date or "", birth_date
        )
        and same_name(card.name, name)
    }


def same_name(one: str, other: str) -> bool:
    """Return whether two names are written alike or may be read alike."""
    return grams(one) == grams(other) or not set(pinyin_keys(one)).isdisjoint(
        key for key in pinyin_keys(other) if key
    )

"""Finds people by name: characters, pinyin or initials, within divisions.

One function in the database does the search with its owner's rights, takes divisions and
returns ids only; under row-level security the index would not be used. Names then come
from tables with policies.
"""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import Column, Connection, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY

from domain.log import Logged
from domain.person.identity import IdentityCorrected, IdentityRecorded, Registered
from domain.person.residence import ResidenceRecorded
from projections.name_index import grams, latin_prefixes, query_terms, sort_key
from projections.view import Scope, View, by_person, changed, versioned


@dataclass(frozen=True)
class Indexed:
    """What one person can be found by; never shown as the name."""

    person: UUID
    division: str
    sort_key: str
    grams: list[str]
    latin: list[str]


def fold(row: Indexed | None, logged: Logged) -> Indexed | None:
    """Keep the index in step with name and residence."""
    fact = logged.fact
    match fact:
        case Registered() if logged.person:
            return Indexed(logged.person, "", "", [], [])
        case IdentityRecorded() | IdentityCorrected() if row:
            return changed(
                row,
                sort_key=sort_key(fact.name),
                grams=grams(fact.name),
                latin=latin_prefixes(fact.name),
            )
        case ResidenceRecorded() if row:
            return changed(row, division=fact.village)
        case _:
            return row


name_index: Final = View(
    name="name_index",
    edition=1,
    row=Indexed,
    table=versioned(
        "name_index",
        Column("person", Uuid, nullable=False),
        Column("division", Text, nullable=False),
        Column("sort_key", Text(collation="C"), nullable=False),
        Column("grams", ARRAY(Text), nullable=False),
        Column("latin", ARRAY(Text), nullable=False),
    ),
    scope=Scope.DIVISION,
    key=by_person,
    fold=fold,
    indexes=(
        "CREATE INDEX ON view.name_index USING gin (grams) WHERE to_position IS NULL",
        "CREATE INDEX ON view.name_index USING gin (latin) WHERE to_position IS NULL",
    ),
)


def search(
    connection: Connection, divisions: list[str], words: str, limit: int = 20
) -> list[UUID]:
    """Return whom the words may mean, by pinyin order; at most `limit` people."""
    terms = query_terms(words)
    if not terms.grams and not terms.latin:
        return []
    rows = connection.execute(
        text(
            "SELECT person FROM view.search_people(:divisions, :grams, :latin, :most)"
        ),
        {
            "divisions": divisions,
            "grams": list(terms.grams),
            "latin": list(terms.latin),
            "most": limit,
        },
    )
    return [row.person for row in rows]

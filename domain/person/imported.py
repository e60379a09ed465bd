"""The raw row a person or visit was imported from, kept so that a map can be put right.

Two facts for each row, because identity and clinical columns have different keys.
"""

from typing import TYPE_CHECKING, ClassVar

from domain.fact import PersonFact, SealedWith

if TYPE_CHECKING:
    from domain.person.person import Person


class IdentityRowKept(PersonFact):
    """The identity columns of an imported row, as they were found."""

    TOPIC = "person.identity_row_kept"
    sealed_with: ClassVar = SealedWith.IDENTITY

    source: str
    sheet: str
    row: int
    columns: dict[str, str]

    def apply(self, aggregate: "Person") -> None:
        """Count the row."""
        aggregate.kept_rows += 1


class ClinicalRowKept(PersonFact):
    """The clinical columns of an imported row, and the map they were read with."""

    TOPIC = "person.clinical_row_kept"
    sealed_with: ClassVar = SealedWith.CLINICAL

    source: str
    sheet: str
    row: int
    columns: dict[str, str]
    map: str

    def apply(self, aggregate: "Person") -> None:
        """Count the row."""
        aggregate.kept_rows += 1

"""Rows of medicine in a form: several lists of the same length, one value a row.

`medicine_of` says for each row which table it stands in, so that one form may have two.
"""

from collections.abc import Iterable, Mapping
from itertools import zip_longest
from typing import Annotated, Any, Final

from pydantic import Field, field_validator

from api.console.forms import Form
from domain.values.medication import LONGEST_TEXT, MOST_DRUGS, PRINTED_ROWS, DrugUse

TAKING, ADVISED, REGIMEN = "taking", "advised", "regimen"

COLUMNS: Final = (
    *("name", "strength", "morning_mg", "noon_mg", "evening_mg"),
    *("every_weeks", "each_mg"),
)
"""A row's cells, in the order of form 8."""

Cells = Annotated[
    list[Annotated[str, Field(max_length=LONGEST_TEXT)]],
    Field(max_length=2 * MOST_DRUGS),
]
Weeks = Annotated[
    list[Annotated[str, Field(pattern=r"^[0-9]{0,2}$")]],
    Field(max_length=2 * MOST_DRUGS),
]


class MedicineFields(Form):
    """The rows of a form's tables of medicine; an empty row is no row."""

    medicine_of: Cells = Field(default_factory=list[str])
    medicine_name: Cells = Field(default_factory=list[str])
    medicine_strength: Cells = Field(default_factory=list[str])
    medicine_morning_mg: Cells = Field(default_factory=list[str])
    medicine_noon_mg: Cells = Field(default_factory=list[str])
    medicine_evening_mg: Cells = Field(default_factory=list[str])
    medicine_every_weeks: Weeks = Field(default_factory=list[str])
    medicine_each_mg: Cells = Field(default_factory=list[str])

    @field_validator("medicine_of")
    @classmethod
    def not_too_many(cls, tables: list[str]) -> list[str]:
        """Refuse more rows of one table than are kept."""
        if max(map(tables.count, tables), default=0) > MOST_DRUGS:
            msg = "too many rows"
            raise ValueError(msg)
        return tables

    def drugs(self, of: str) -> tuple[DrugUse, ...]:
        """Return the rows of one table in the domain's words."""
        cells = {
            f"medicine_{name}": getattr(self, f"medicine_{name}") for name in COLUMNS
        }
        rows = _rows({"medicine_of": self.medicine_of, **cells}, of)
        return tuple(_use(row) for row in rows if any(row.values()))


def typed_rows(fields: Mapping[str, Any], of: str) -> list[dict[str, str]]:
    """Return the rows of one table as typed, at least as many as form 8 prints."""
    rows = list(_rows(fields, of))
    empty = dict.fromkeys(COLUMNS, "")
    return rows + [empty] * (PRINTED_ROWS - len(rows))


def values_of_drugs(tables: Mapping[str, Iterable[DrugUse]]) -> dict[str, list[str]]:
    """Return drugs on record as the fields their form would have been sent with."""
    uses = [(of, use) for of, rows in tables.items() for use in rows]
    if not uses:
        return {}
    cells = {
        f"medicine_{name}": [str(getattr(use, name) or "") for _, use in uses]
        for name in COLUMNS
    }
    return {
        **cells,
        "medicine_name": [use.title for _, use in uses],
        "medicine_of": [of for of, _ in uses],
    }


def _rows(fields: Mapping[str, Any], of: str) -> Iterable[dict[str, str]]:
    columns = [fields.get(f"medicine_{name}", ()) for name in COLUMNS]
    for table, *cells in zip_longest(
        fields.get("medicine_of", ()), *columns, fillvalue=""
    ):
        if table == of:
            yield dict(zip(COLUMNS, cells, strict=True))


def _use(row: Mapping[str, str]) -> DrugUse:
    weeks = row["every_weeks"]
    return DrugUse.called(
        row["name"],
        strength=row["strength"],
        morning_mg=row["morning_mg"],
        noon_mg=row["noon_mg"],
        evening_mg=row["evening_mg"],
        every_weeks=int(weeks) if weeks else None,
        each_mg=row["each_mg"],
    )

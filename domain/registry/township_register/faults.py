"""What can be the matter with a row.

A refused row is not recorded; a doubt is recorded and shown. The words name the column
and, where another row matters, its number, so that no report repeats a person's data.
"""

from dataclasses import dataclass

from domain.registry.township_register.fault_texts import REFUSALS, TEXTS, FaultCode


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of a row: its code, the heading it concerns, another row it rests on."""

    code: FaultCode
    heading: str = ""
    other_row: int = 0

    @property
    def refuses(self) -> bool:
        """Return whether the row cannot be recorded."""
        return self.code in REFUSALS

    @property
    def zh(self) -> str:
        """Return what is the matter and what to do, in Chinese."""
        return TEXTS[self.code].zh.format(heading=self.heading, row=self.other_row)

    @property
    def en(self) -> str:
        """Return the same in English."""
        return TEXTS[self.code].en.format(heading=self.heading, row=self.other_row)


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that is not recorded, and everything that speaks against it."""

    sheet: str
    number: int
    faults: tuple[Fault, ...]

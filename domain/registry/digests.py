"""Digests: one for each office and day with anything due, references only."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Final
from uuid import UUID

from domain.digest import Digest
from domain.log import Command
from domain.office import Office
from domain.registry.runner import Found, Touched
from domain.rules.access import Operation
from domain.rules.overdue_ladder import edition_on

LONGEST: Final = 500
"""How many lines a digest holds; the counts are of all (D-O3)."""


@dataclass(frozen=True, slots=True)
class DigestLine:
    """One person's visit that waits: the due day, the rung reached, and its kind."""

    person: str
    due_on: str
    rung: str
    kind: str


@dataclass(frozen=True, slots=True)
class MakeDigest:
    """Write down what waits for an office on a day; nothing happens if it was."""

    office: UUID
    day: str
    lines: tuple[DigestLine, ...]

    operation = Operation.MAKE_DIGEST

    def touches(self, found: Found) -> Touched:
        """Touch nobody: the system itself counts."""
        return Touched()

    def streams(self) -> Sequence[UUID]:
        """Rest on the office and the one digest there can be."""
        return (self.office, Digest.id_for(self.office, self.day))

    def decide(self, found: Found, command: Command) -> None:
        """Make it once, longest waiting first."""
        found.get(Office, self.office)
        if found.maybe(Digest, Digest.id_for(self.office, self.day)) or not self.lines:
            return
        lines = sorted(self.lines, key=lambda line: (line.due_on, line.person))
        found.begin(
            Digest.make(
                self.office,
                self.day,
                [asdict(line) for line in lines[:LONGEST]],
                dict(Counter(line.kind for line in lines)),
                edition_on(date.fromisoformat(self.day)),
            )
        )

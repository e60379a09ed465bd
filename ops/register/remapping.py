"""Puts an imported register right that was read with the wrong map, person by person.

The facts come by the channel *import* as the wrong ones did: nobody is sent a notice, and
whoever is at level 3 or above then stands in the hand-over list (存量交接名册). Whatever is
right already is left as it is, so a run that was stopped is simply started again.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final
from uuid import UUID, uuid5

from domain.log import Command
from domain.registry.township_register.reading_again import (
    Kept,
    LeftAlone,
    ReadAgain,
    read_again,
)
from domain.registry.township_register.terms import Terms
from domain.values.people import Channel, Purpose, Role
from ops.acting import operator_command
from ops.site import Site

PEOPLE: Final = 50
"""So many people are read and saved at once: some hundreds of follow-ups."""

HIGH: Final = 3


@dataclass(slots=True)
class Remapped:
    """What remapping comes to, or would.

    `rose` and `fell` count people whose grade crosses level 3; `now_high` are those
    changed who are at level 3 or above now.
    """

    people: int = 0
    rows: int = 0
    people_changed: int = 0
    follow_ups: int = 0
    grades: int = 0
    rose: int = 0
    fell: int = 0
    now_high: list[UUID] = field(default_factory=list[UUID])
    left_alone: list[LeftAlone] = field(default_factory=list[LeftAlone])
    refused: list[str] = field(default_factory=list[str])

    def count(self, again: ReadAgain) -> None:
        """Count one person."""
        self.people += 1
        self.rows += again.rows
        self.left_alone += again.left_alone
        if again.corrections:
            was, now = _is_high(again.before), _is_high(again.after)
            self.people_changed += 1
            self.follow_ups += len(again.corrections)
            self.grades += again.grades
            self.rose += now and not was
            self.fell += was and not now
            self.now_high += [again.person] if now else []


@dataclass(frozen=True, slots=True)
class Remapper:
    """Reads the kept rows of these people again, on these terms."""

    site: Site
    terms: Terms

    def run(
        self, people: Sequence[UUID], done: Callable[[int], None], *, dry_run: bool
    ) -> Remapped:
        """Put right whoever is not; `done` is told how many people have been seen."""
        outcome = Remapped()
        for first in range(0, len(people), PEOPLE):
            some = people[first : first + PEOPLE]
            read = list(self._read(some))
            for again in read:
                outcome.count(again)
            if not dry_run:
                self._record(read, outcome)
            done(len(some))
        return outcome

    def _read(self, people: Sequence[UUID]) -> Iterator[ReadAgain]:
        for facts in self.site.log.streams(people).values():
            again = read_again(facts, self.terms, self._command)
            if again is not None:
                yield again

    def _record(self, read: Sequence[ReadAgain], outcome: Remapped) -> None:
        asked = [correction for again in read for correction in again.corrections]
        if asked:
            answers = self.site.batch_runner.run(asked, self.site.clock())
            outcome.refused += [
                type(answer.refusal).__name__ for answer in answers if answer.refusal
            ]

    def _command(self, row: Kept, village: str) -> Command:
        """Act as the unit that imported the row, because of that row."""
        standing, map_name = row.standing, self.terms.map_name
        return replace(
            operator_command(self.site, village, happened_at=row.fact.visited_on),
            id=uuid5(standing.event_id, f"remap/{map_name}"),
            body={"row": str(row.logged.event_id), "map": map_name},
            role=Role.TOWNSHIP_DOCTOR,
            organisation=UUID(row.logged.header["organisation"]),
            purpose=Purpose.CARE,
            channel=Channel.IMPORT,
            cause=row.logged.event_id,
        )


def _is_high(grade: int | None) -> bool:
    return grade is not None and grade >= HIGH

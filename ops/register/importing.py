"""Records what a register says, a command for each row; a row imported again is known.

Facts come by the channel *import* and tell nobody: each office gets its list of existing
cases instead (存量交接名册). A row that changed since it was imported is refused by name,
and the person's new follow-ups are recorded all the same.

The rows go to the log in batches. Ids derive from the source and the row, so an import
that was killed is simply started again: what is there is known, the rest is recorded.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, Final
from uuid import UUID

from api.language import language
from domain.errors import Refused, Unknown
from domain.log import Command
from domain.person.imported import ClinicalRowKept
from domain.registry.follow_up import RecordFollowUp
from domain.registry.many import Answer
from domain.registry.registration import (
    PROVISIONAL,
    RawRow,
    RegisterPerson,
    Registration,
)
from domain.registry.runner import UseCase
from domain.registry.township_register.fault_texts import FaultCode
from domain.registry.township_register.faults import Fault
from domain.registry.township_register.people import PersonRow
from domain.registry.township_register.reading import RegisterReading
from domain.registry.township_register.visits import VisitRow
from domain.values.people import Channel, Purpose, Role
from domain.values.registration import IdKind
from ops.acting import operator_command
from ops.site import Site

BATCH: Final = 500
"""Rows in one save: more gain nothing here, and a conflict repeats the whole batch."""


@dataclass(frozen=True, slots=True)
class NotRecorded:
    """A row that could be read and was refused on recording; `refusal` names why."""

    sheet: str
    number: int
    refusal: str
    zh: str
    en: str


@dataclass(slots=True)
class Outcome:
    """What an import came to, in rows; `warned` are those recorded in spite of doubts.

    `people` and `visits` count what is on record now, `known_before` how much of it was
    there before this run, `other_map` how many of those were read with another map.
    """

    people: int = 0
    visits: int = 0
    warned: int = 0
    known_before: int = 0
    other_map: int = 0
    not_recorded: list[NotRecorded] = field(default_factory=list[NotRecorded])

    def count(self, asked: "_Asked", answer: Answer) -> None:
        """Count the row by its answer."""
        row = asked.read
        if answer.refusal is not None:
            self.not_recorded.append(_not_recorded(asked, answer.refusal))
            return
        self.people += isinstance(row, PersonRow)
        self.visits += isinstance(row, VisitRow)
        self.warned += bool(row.doubts)
        self.known_before += answer.repeated
        self.other_map += answer.repeated and any(
            isinstance(logged.fact, ClinicalRowKept) and logged.fact.map != row.row.map
            for logged in answer.recorded.facts
        )


@dataclass(frozen=True, slots=True)
class _Asked:
    """A row as a command; `person_row` is the number of its person's own row."""

    read: PersonRow | VisitRow
    use_case: UseCase
    command: Command
    person_row: int


@dataclass(frozen=True, slots=True)
class Importer:
    """Imports for one responsible unit, in the division it stands for."""

    site: Site
    unit: UUID
    division: str
    batch: int = BATCH

    def run(
        self,
        source: str,
        reading: RegisterReading,
        done: Callable[[int, Outcome], None],
    ) -> Outcome:
        """Record every accepted row; after each batch `done` is told how many it had."""
        outcome = Outcome()
        rows = self._asked(source, reading)
        while batch := list(islice(rows, self.batch)):
            asked = [(row.use_case, row.command) for row in batch]
            answers = self.site.batch_runner.run(asked, self.site.clock())
            for row, answer in zip(batch, answers, strict=True):
                outcome.count(row, answer)
            done(len(batch), outcome)
        return outcome

    def _asked(self, source: str, reading: RegisterReading) -> Iterator[_Asked]:
        for person in reading.people:
            asked = self._register(source, person)
            yield asked
            registered = asked.command.new_id("person")
            for visit in reading.visits.get(person.key, ()):
                yield self._follow_up(source, registered, person, visit)

    def _register(self, source: str, person: PersonRow) -> _Asked:
        number = person.identity.id_number
        is_resident = person.identity.id_kind == IdKind.RESIDENT_ID
        use_case = RegisterPerson(
            Registration(
                person.identity,
                person.residence,
                person.diagnosis,
                person.consent,
                person.guardian,
                self.unit,
                person.registered_on.isoformat(),
            ),
            self.site.claim("ID number", number) if number and is_resident else None,
            person.row,
            self.site.claim("imported row", f"{source}\n{person.key}"),
            self.site.claim(PROVISIONAL, ""),
        )
        key = f"{source}\n{person.key}\nperson"
        command = self._command(key, person.row, person.registered_on.isoformat())
        return _Asked(person, use_case, command, person.row.number)

    def _follow_up(
        self, source: str, registered: UUID, person: PersonRow, visit: VisitRow
    ) -> _Asked:
        key = f"{source}\n{visit.visit_key}\nvisit"
        day = visit.form.visited_on.isoformat()
        command = self._command(key, visit.row, day)
        use_case = RecordFollowUp(registered, visit.form, visit.row)
        return _Asked(visit, use_case, command, person.row.number)

    def _command(self, key: str, row: RawRow, happened_at: str) -> Command:
        body: dict[str, Any] = {
            "identity": dict(row.identity),
            "clinical": dict(row.clinical),
        }
        return replace(
            operator_command(self.site, self.division, happened_at=happened_at),
            id=self.site.claim("import command", key),
            body=body,
            role=Role.TOWNSHIP_DOCTOR,
            organisation=self.unit,
            purpose=Purpose.CARE,
            channel=Channel.IMPORT,
        )


def _not_recorded(asked: _Asked, refusal: Refused) -> NotRecorded:
    row = asked.read.row
    if isinstance(asked.read, VisitRow) and isinstance(refusal, Unknown):
        fault = Fault(FaultCode.PERSON_REFUSED, other_row=asked.person_row)
        words = fault.code.value, fault.zh, fault.en
    else:
        zh = language("zh-CN").text(refusal.message, **refusal.details)
        words = type(refusal).__name__, zh, str(refusal)
    return NotRecorded(row.sheet, row.number, *words)

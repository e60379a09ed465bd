"""Records what a register says, a command for each row; a row imported again is known.

Facts come by the channel *import* and tell nobody: each office gets its list of existing
cases instead (存量交接名册). A row that changed since it was imported is refused by name,
and the person's new follow-ups are recorded all the same.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from domain.errors import CommandIdReused, Refused
from domain.log import Command
from domain.registry.follow_up import RecordFollowUp
from domain.registry.registration import RawRow, RegisterPerson, Registration
from domain.registry.runner import UseCase
from domain.registry.township_register.people import PersonRow
from domain.registry.township_register.reading import RegisterReading
from domain.registry.township_register.visits import VisitRow
from domain.values.people import Channel, Purpose, Role
from domain.values.registration import IdKind
from ops.acting import operator_command
from ops.site import Site


@dataclass(frozen=True, slots=True)
class NotRecorded:
    """A row that could be read and was refused on recording; `refusal` names why."""

    sheet: str
    number: int
    refusal: str
    words: str


@dataclass(slots=True)
class Outcome:
    """What an import came to, in rows."""

    people: int = 0
    visits: int = 0
    known_before: int = 0
    not_recorded: list[NotRecorded] = field(default_factory=list[NotRecorded])


@dataclass(frozen=True, slots=True)
class Importer:
    """Imports for one responsible unit, in the division it stands for."""

    site: Site
    unit: UUID
    division: str

    def run(
        self, source: str, reading: RegisterReading, done: Callable[[], None]
    ) -> Outcome:
        """Record every accepted row; `done` is called after each."""
        outcome = Outcome()
        for person in reading.people:
            registered = self._register(source, person, outcome)
            done()
            for visit in reading.visits.get(person.key, ()):
                if registered is not None:
                    self._follow_up(source, registered, visit, outcome)
                done()
        return outcome

    def _register(
        self, source: str, person: PersonRow, outcome: Outcome
    ) -> UUID | None:
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
        )
        key = f"{source}\n{person.key}\nperson"
        command = self._command(key, person.row, person.registered_on.isoformat())
        refusal = self._record(use_case, command, person.row, outcome)
        outcome.people += refusal is None
        known = refusal is None or isinstance(refusal, CommandIdReused)
        return command.new_id("person") if known else None

    def _follow_up(
        self, source: str, person: UUID, visit: VisitRow, outcome: Outcome
    ) -> None:
        key = f"{source}\n{visit.visit_key}\nvisit"
        day = visit.form.visited_on.isoformat()
        command = self._command(key, visit.row, day)
        use_case = RecordFollowUp(person, visit.form, visit.row)
        refusal = self._record(use_case, command, visit.row, outcome)
        outcome.visits += refusal is None

    def _record(
        self, use_case: UseCase, command: Command, row: RawRow, outcome: Outcome
    ) -> Refused | None:
        known = bool(self.site.log.with_ids([command.event_id(0)]))
        try:
            self.site.runner.run(use_case, command)
        except Refused as refusal:
            name = type(refusal).__name__
            outcome.not_recorded.append(
                NotRecorded(row.sheet, row.number, name, str(refusal))
            )
            return refusal
        outcome.known_before += known
        return None

    def _command(self, key: str, row: RawRow, happened_at: str) -> Command:
        body: dict[str, Any] = {
            "identity": dict(row.identity),
            "clinical": dict(row.clinical),
            "map": row.map,
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

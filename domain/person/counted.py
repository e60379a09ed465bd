"""Which facts count for a person: those of every record of theirs, less what was taken back.

Merging copies nothing. Whoever wants to know how a person stands, an aggregate, a view, a
chart, reads the facts of all records that are merged into one as if they had been recorded
on that one, in the order of the log. `domain/rules/taking_back.py` says which of two
records' facts count where only one can.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from domain.fact import Fact
from domain.log import Erased, Logged
from domain.person.consent import ConsentRecorded
from domain.person.identity import Registered
from domain.person.merging import Absorbed, Parted, Restored, Retired
from domain.person.taking_back import FactRetracted
from domain.rules.taking_back import Joins, joins
from domain.values.merging import Side
from domain.values.registration import ConsentAnswer

TURNING: Final = frozenset({Absorbed.TOPIC, Parted.TOPIC, FactRetracted.TOPIC})
"""From these facts on, earlier facts count otherwise than before."""
LINKING: Final = TURNING | {Retired.TOPIC, Restored.TOPIC}
"""A person without any of these is read as recorded."""

Read = Callable[[Sequence[UUID]], Iterable[Logged]]
"""Reads the facts of several records."""


@dataclass(frozen=True, slots=True)
class Merge:
    """A merge that stands: into which record, from which position, whose identity is right."""

    survivor: UUID
    position: int
    identity_of: str


def component(read: Read, record: UUID) -> list[Logged]:
    """Return the facts of every record ever merged with this one, by position."""
    facts: list[Logged] = []
    seen: set[UUID] = set()
    wanted = [record]
    while wanted:
        found = list(read(wanted))
        facts += found
        seen.update(wanted)
        wanted = [other for other in linked(found) if other not in seen]
    return sorted(facts, key=lambda logged: logged.position)


def linked(facts: Iterable[Logged]) -> list[UUID]:
    """Return the records these facts tie others to, each once."""
    found: dict[UUID, None] = {}
    for logged in facts:
        match logged.fact:
            case Absorbed() | Parted():
                found[UUID(logged.fact.retired)] = None
            case Retired():
                found[UUID(logged.fact.survivor)] = None
            case _:
                pass
    return list(found)


def merges(facts: Iterable[Logged]) -> dict[UUID, Merge]:
    """Return the merges that stand after these facts, by the record that was retired."""
    standing: dict[UUID, Merge] = {}
    for logged in facts:
        match logged.fact:
            case Absorbed() as fact:
                standing[UUID(fact.retired)] = Merge(
                    logged.fact.originator_id, logged.position, fact.identity_of
                )
            case Parted() as fact:
                standing.pop(UUID(fact.retired), None)
            case _:
                pass
    return standing


def surviving(record: UUID, standing: Mapping[UUID, Merge]) -> UUID:
    """Return the record a record is read under."""
    while record in standing:
        record = standing[record].survivor
    return record


def retracted(facts: Iterable[Logged]) -> set[str]:
    """Return the event ids of what was taken back by these facts."""
    return {
        fact
        for logged in facts
        if isinstance(logged.fact, FactRetracted)
        for fact in logged.fact.facts
    }


def counted(facts: Sequence[Logged], person: UUID) -> list[Logged]:
    """Return the facts that count for a person, as facts of that person's own record.

    `facts` are those of all records ever merged with it, by position (`component`).
    """
    if not any(logged.topic in LINKING for logged in facts):
        return [logged for logged in facts if logged.person == person]
    taken = retracted(facts)
    lanes: dict[UUID, list[Logged]] = {}
    for logged in facts:
        if logged.person and str(logged.event_id) not in taken:
            lanes.setdefault(logged.person, []).append(logged)
    return _as_of(_lines(lanes, merges(facts), person), person)


def _lines(
    lanes: Mapping[UUID, list[Logged]], standing: Mapping[UUID, Merge], record: UUID
) -> list[Logged]:
    lines = lanes.get(record, [])
    into = [(other, how) for other, how in standing.items() if how.survivor == record]
    for other, how in sorted(into, key=lambda each: each[1].position):
        lines = _joined(lines, _lines(lanes, standing, other), how)
    return lines


def _joined(own: list[Logged], other: list[Logged], how: Merge) -> list[Logged]:
    """Join another record's facts to those of the surviving one."""
    if not other or not own:
        return own
    before = [logged for logged in own if logged.position < how.position]
    after = own[len(before) :]
    other_is_first = _registered(other) < _registered(before)
    out_of_own: set[Joins] = set()
    out_of_other = {Joins.PLACE, Joins.OWN}
    (out_of_own if other_is_first else out_of_other).add(Joins.FIRST)
    is_others = how.identity_of == Side.RETIRED
    (out_of_own if is_others else out_of_other).add(Joins.IDENTITY)
    cases = {case for logged in before if (case := _case(logged))}
    kept = [logged for logged in before if joins(logged.topic) not in out_of_own]
    kept += [
        logged
        for logged in other
        if joins(logged.topic) not in out_of_other
        and _case(logged) not in cases
        and not _is_no_answer(logged)
    ]
    return [*sorted(kept, key=_place), *after]


def _registered(facts: Sequence[Logged]) -> tuple[str, int]:
    for logged in facts:
        if isinstance(logged.fact, Registered):
            return logged.fact.registered_on, logged.position
    return "~", 0


def _place(logged: Logged) -> tuple[bool, int]:
    return logged.topic != Registered.TOPIC, logged.position


def _is_no_answer(logged: Logged) -> bool:
    """Return whether it says that nobody was asked: another record may know the answer."""
    fact = logged.fact
    return isinstance(fact, ConsentRecorded) and fact.answer == ConsentAnswer.NOT_ASKED


def _case(logged: Logged) -> str | None:
    """Return the scheme of an aid case: nobody has two cases of one scheme."""
    if logged.topic.startswith("aid."):
        return getattr(logged.fact, "scheme", None)
    return None


def _as_of(lines: Sequence[Logged], person: UUID) -> list[Logged]:
    """Return facts as if they had been recorded on this person's own record."""
    version = 0
    found: list[Logged] = []
    for logged in lines:
        if logged.stream == person:
            version = logged.version
        found.append(told_of(logged, person, version))
    return found


def told_of(logged: Logged, person: UUID, version: int = 0) -> Logged:
    """Return a fact as one about another record; `version` is where that one stands."""
    if logged.person == person:
        return logged
    if logged.stream != logged.person:
        return logged._replace(person=person, fact=_about(logged.fact, person=person))
    return logged._replace(
        person=person,
        stream=person,
        version=version,
        fact=_about(logged.fact, originator_id=person),
    )


def _about(fact: Fact | Erased, **values: Any) -> Fact | Erased:
    if isinstance(fact, Erased):
        return fact
    other = object.__new__(type(fact))
    vars(other).update(vars(fact), **values)
    return other

"""Runs use cases: load what they name, let them decide, append; on conflict again.

A use case is pure: it names its streams and decides on them. Both runners, the plain one
for jobs and the command line and the awaitable one for HTTP, are these few steps. A
repeated command is recognised by the ids of its facts and answered from the log.
"""

import asyncio
import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Protocol, TypeVar, cast
from uuid import UUID

from eventsourcing.persistence import IntegrityError

from domain.errors import (
    ChangedMeanwhile,
    CommandIdReused,
    NotAllowed,
    RecordMerged,
    Refused,
    SeenVersionMissing,
    TooManyAtOnce,
    Unknown,
    Unreadable,
)
from domain.fact import Fact, Stream
from domain.log import Command, Erased, Head, Log, Logged, Recorded, Write
from domain.office import Office
from domain.overrides import OVERRIDES, Overrides
from domain.person.counted import LINKING, component, counted, merges, surviving
from domain.person.person import Person
from domain.retraction import StepRetracted
from domain.rules.access import Operation, Relation, decide
from domain.rules.parameters import NATIONAL, InForce
from domain.values.calendar import shanghai_day
from domain.values.people import Channel, Purpose, Role
from domain.values.places import is_within
from domain.working_calendar import CALENDAR, WorkingCalendar

ATTEMPTS: Final = 40
"""How often a decision is made again before the caller is asked to come back."""

BESIDE: Final = (OVERRIDES, CALENDAR)
"""What every decision may rest on beside the streams it names; loaded in the same asking."""

S = TypeVar("S", bound=Stream)


class Found:
    """The streams a use case named, as loaded, and those it begins."""

    def __init__(self, in_force: InForce = NATIONAL) -> None:
        """Start with nothing loaded; `in_force` is what places and the calendar say."""
        self._streams: dict[UUID, Stream] = {}
        self.in_force = in_force

    def get(self, kind: type[S], stream: UUID) -> S:
        """Return a stream that must exist; `Unknown` if it doesn't."""
        found = self.maybe(kind, stream)
        if found is None:
            raise Unknown(kind=kind.TOPIC)
        return found

    def maybe(self, kind: type[S], stream: UUID) -> S | None:
        """Return a stream if it exists and is of this kind."""
        found = self._streams.get(stream)
        return found if isinstance(found, kind) else None

    def begin(self, stream: S) -> S:
        """Add a stream the use case begins and return it."""
        self._streams[stream.id] = stream
        return stream

    def find(self, name: UUID, stream: Stream) -> None:
        """Add a loaded stream under the id it was asked for by.

        A record that was merged into another is found as the surviving one.
        """
        self._streams[name] = stream

    def streams(self) -> Mapping[UUID, Stream]:
        """Return every stream loaded or begun, by id."""
        return self._streams

    def recorded(self) -> list[Fact]:
        """Return the facts recorded and not yet appended, stream by stream."""
        return [
            fact
            for stream in self._streams.values()
            for fact in stream.collect_events()
            if isinstance(fact, Fact)
        ]


@dataclass(frozen=True, slots=True)
class Touched:
    """What a use case touches, as the policy table's relations are measured by."""

    divisions: tuple[str, ...] = ()
    """The villages of the people, or the divisions of the offices, that are touched."""
    office: str = ""
    """The office a notice or an alarm is addressed to."""
    whole_site: bool = False
    """Whether it is the site's own matter, which lies in everybody's division."""


class UseCase(Protocol):
    """One thing somebody may ask for."""

    @property
    def operation(self) -> Operation:
        """Return its name in the policy table."""
        ...

    def touches(self, found: Found) -> Touched:
        """Return what it touches, once its streams are loaded."""
        ...

    def streams(self) -> Sequence[UUID]:
        """Name the streams the decision rests on."""
        ...

    def decide(self, found: Found, command: Command) -> None:
        """Decide on the loaded streams; refuse by raising, or let them record facts."""
        ...


class ActsOnRecords(Protocol):
    """A use case that means records themselves, whatever they were merged into."""

    @property
    def records(self) -> Sequence[UUID]:
        """Return the records that are loaded as they are, apart from one another."""
        ...


class ChangesWhatWasSeen(Protocol):
    """A use case that overwrites what its sender was looking at names that stream."""

    @property
    def changes(self) -> UUID:
        """Return the stream whose seen version must still be the newest."""
        ...


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a command has decided to record, and where its streams stood."""

    writes: Sequence[Write]
    heads: Mapping[UUID, Head]


class Beside:
    """What holds beside the tables, folded anew only when its streams have moved."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        self._last: tuple[tuple[bytes, ...], InForce] = ((), NATIONAL)

    def of(self, loaded: Mapping[UUID, Sequence[Logged]]) -> InForce:
        """Return what the loaded streams tell of."""
        there = [loaded[stream] for stream in BESIDE if stream in loaded]
        heads = tuple(facts[-1].hash for facts in there)
        last = self._last
        if last[0] != heads:
            last = (heads, in_force_of(map(folded, there)))
            self._last = last
        return last[1]


@dataclass(frozen=True, slots=True)
class Steps:
    """What both runners share: the log and the key of the commands' digests."""

    log: Log
    digest_key: bytes
    beside: Beside = field(default_factory=Beside, compare=False)

    def digest(self, command: Command) -> str:
        """Return the HMAC of the command's canonical body, as hex."""
        body = json.dumps(
            command.body, sort_keys=True, separators=(",", ":"), ensure_ascii=False
        )
        return hmac.digest(self.digest_key, body.encode(), hashlib.sha256).hex()

    def repeated(self, command: Command) -> Recorded | None:
        """Return what this command came to before, None when it is new."""
        first = self.log.with_ids([command.event_id(0)])
        if not first:
            return None
        self.check_digest(command, first[0])
        rest = _further_ids(command, first[0])
        return Recorded((*first, *(self.log.with_ids(rest) if rest else ())))

    def repeated_many(
        self, commands: Sequence[Command]
    ) -> dict[UUID, Sequence[Logged]]:
        """Return what each command that is not new came to before, by its id."""
        firsts = {command.event_id(0): command for command in commands}
        facts = {
            firsts[first.event_id].id: [first]
            for first in self.log.with_ids(list(firsts))
        }
        rest = {
            event_id: command.id
            for command in firsts.values()
            if command.id in facts
            for event_id in _further_ids(command, facts[command.id][0])
        }
        for fact in self.log.with_ids(list(rest)) if rest else ():
            facts[rest[fact.event_id]].append(fact)
        return dict(facts)

    def check_digest(self, command: Command, first: Logged) -> None:
        """Refuse a command whose id was used for another body (`CommandIdReused`)."""
        if first.header["command"]["digest"] != self.digest(command):
            raise CommandIdReused

    def prepare(
        self, use_case: UseCase, command: Command, *, was_taken: bool
    ) -> Recorded | Prepared:
        """Return what is to be appended, or what the command came to before.

        A new command is the usual one, so it is decided without asking first: a repeated
        one is refused, or wants nothing, or finds its fact's id taken, and only then is
        the log asked for it. One that begins a stream is asked for at once, because that
        stream's keys may have been destroyed since. `was_taken` tells that the last append
        was a conflict.
        """
        if was_taken and (before := self.repeated(command)):
            return before
        try:
            writes, heads = self.decide(use_case, command)
        except Refused:
            if before := self.repeated(command):
                return before
            raise
        begins = any(write.fact.originator_version == 1 for write in writes)
        if (begins or not writes) and (before := self.repeated(command)):
            return before
        return Prepared(writes, heads) if writes else Recorded()

    def decide(
        self, use_case: UseCase, command: Command
    ) -> tuple[list[Write], dict[UUID, Head]]:
        """Load, decide, and return what is to be appended to which heads."""
        heads: dict[UUID, Head] = {}
        named = streams_of(use_case, command)
        loaded = self.log.streams(tuple(dict.fromkeys((*named, *BESIDE))))
        found = Found(self.beside.of(loaded))
        for stream in named:
            facts = loaded.get(stream, ())
            if any(fact.topic in LINKING for fact in facts):
                self._find_merged(use_case, stream, found, heads)
            elif facts:
                heads[stream] = Head(facts[-1].version, facts[-1].hash)
                if not never_was(facts):
                    found.begin(folded(facts))
        if aimed := retargeted(use_case, command, found):
            return self.decide(aimed, command)
        permit(use_case, command, found, heads)
        use_case.decide(found, command)
        return self.writes(found, command), heads

    def _find_merged(
        self, use_case: UseCase, stream: UUID, found: Found, heads: dict[UUID, Head]
    ) -> None:
        """Find a record as the one it was merged into, unless the record is meant."""
        facts = records(self.log, stream)
        is_meant = stream in getattr(use_case, "records", ())
        record = stream if is_meant else surviving(stream, merges(facts))
        last = [fact for fact in facts if fact.stream == record][-1]
        heads[record] = Head(last.version, last.hash)
        again = found.maybe(Stream, record)
        found.find(stream, again or folded(facts, record))
        found.find(record, found.streams()[stream])

    def writes(self, found: Found, command: Command) -> list[Write]:
        """Return the facts the streams have recorded, headed, ready to be appended."""
        recorded = found.recorded()
        digest = self.digest(command)
        return [
            Write(
                event_id=command.event_id(index),
                person=person_of(fact),
                header=command.header(fact, index, len(recorded), digest),
                fact=fact,
            )
            for index, fact in enumerate(recorded)
        ]


class Runner:
    """The plain runner: jobs and the command line."""

    def __init__(self, log: Log, digest_key: bytes) -> None:
        """Take the log and the key of the commands' digests."""
        self.log = log
        self._steps = Steps(log, digest_key)

    def run(self, use_case: UseCase, command: Command) -> Recorded:
        """Carry out a use case once, however often its command is sent."""
        for attempt in range(ATTEMPTS):
            match self._steps.prepare(use_case, command, was_taken=attempt > 0):
                case Recorded() as before:
                    return before
                case Prepared(writes, heads):
                    try:
                        return Recorded(self.log.append(writes, heads, command.now))
                    except IntegrityError:
                        continue
        raise TooManyAtOnce


class AwaitableRunner:
    """The awaitable runner: commands over HTTP."""

    def __init__(self, log: Log, digest_key: bytes) -> None:
        """Take the log and the key of the commands' digests."""
        self.log = log
        self._steps = Steps(log, digest_key)

    async def run(self, use_case: UseCase, command: Command) -> Recorded:
        """Carry out a use case once, however often its command is sent."""
        for attempt in range(ATTEMPTS):
            prepared = await asyncio.to_thread(
                self._steps.prepare, use_case, command, was_taken=attempt > 0
            )
            match prepared:
                case Recorded() as before:
                    return before
                case Prepared(writes, heads):
                    try:
                        return Recorded(
                            await self.log.append_soon(writes, heads, command.now)
                        )
                    except IntegrityError:
                        continue
        raise TooManyAtOnce


def retargeted(use_case: UseCase, command: Command, found: Found) -> UseCase | None:
    """Return a wish about a merged record as one about the surviving record.

    A device that was offline cannot know: what happened at the bedside is recorded on the
    surviving record. The system's own jobs go on about the record their fact stands in.
    Everybody else is told which one it is, and so is a device that overwrites what it saw.
    """
    person = getattr(use_case, "person", None)
    stream = found.streams().get(person) if isinstance(person, UUID) else None
    if stream is None or stream.id == person or hasattr(use_case, "notice"):
        return None
    if command.channel == Channel.JOB:
        return None
    if command.channel != Channel.DEVICE or hasattr(use_case, "changes"):
        raise RecordMerged(survivor=str(stream.id))
    return cast("UseCase", replace(cast("Any", use_case), person=stream.id))


def records(log: Log, record: UUID, upto: int | None = None) -> list[Logged]:
    """Return the own facts of every record ever merged with one, by position."""

    def read(wanted: Sequence[UUID]) -> list[Logged]:
        found = log.streams(wanted).values()
        return [each for facts in found for each in facts]

    return [
        fact
        for fact in component(read, record)
        if upto is None or fact.position <= upto
    ]


def folded(facts: Sequence[Logged], record: UUID | None = None) -> Stream:
    """Return the stream these facts tell of; `Unreadable` when a key is destroyed.

    Of `records` that were merged, `record` says which one is meant.
    """
    if any(fact.topic in LINKING for fact in facts):
        return _joined(facts, record or facts[-1].stream)
    stream: Stream | None = None
    gone = steps_retracted(facts)
    for logged in facts:
        if isinstance(logged.fact, Erased):
            raise Unreadable
        if not gone:
            stream = logged.fact.mutate(stream)
        elif str(logged.event_id) not in gone:
            stream = _and_then(stream, logged.fact)
    if stream is None:
        raise Unknown(kind="stream")
    stream.version = facts[-1].version
    return stream


def never_was(facts: Sequence[Logged]) -> bool:
    """Return whether another party's stream was taken back from its first step on."""
    return str(facts[0].event_id) in steps_retracted(facts)


def steps_retracted(facts: Sequence[Logged]) -> set[str]:
    """Return the event ids of the steps of a stream that never were."""
    return {
        step
        for logged in facts
        if isinstance(logged.fact, StepRetracted)
        for step in logged.fact.facts
    }


def _and_then(stream: Stream | None, fact: Fact) -> Stream | None:
    """Apply a fact whose version does not follow on, because a step before it is left out."""
    if stream is None:
        return fact.mutate(None)
    fact.apply(stream)
    return stream


def in_force_of(streams: Iterable[Stream]) -> InForce:
    """Return what holds beside the tables, from the streams that tell of it."""
    found = NATIONAL
    for stream in streams:
        if isinstance(stream, Overrides):
            found = replace(found, overrides=stream.all)
        elif isinstance(stream, WorkingCalendar):
            found = replace(found, calendar=stream.working_days())
    return found


def _joined(facts: Sequence[Logged], record: UUID) -> Stream:
    """Return a record as what counts of all that were merged into it leaves it."""
    own = [logged for logged in facts if logged.stream == record]
    stream: Stream | None = None
    if isinstance(own[0].fact, Fact):
        stream = own[0].fact.mutate(stream)
    if stream is None:
        raise Unreadable
    for logged in counted(facts, record):
        if isinstance(logged.fact, Erased):
            raise Unreadable
        logged.fact.apply(stream)
    stream.version = own[-1].version
    return stream


def person_of(fact: Fact) -> UUID | None:
    """Return whom a fact is about: its stream's person, or the one it names."""
    return fact.originator_id if fact.of_person else getattr(fact, "person", None)


def streams_of(use_case: UseCase, command: Command) -> tuple[UUID, ...]:
    """Return the streams to be loaded: those the use case names and the actor's office."""
    return tuple(dict.fromkeys((*use_case.streams(), *_own_office(command))))


def permit(
    use_case: UseCase, command: Command, found: Found, heads: Mapping[UUID, Head]
) -> None:
    """Refuse what the actor may not do, and a change to what has changed since."""
    _check_rights(use_case, command, found)
    _check_seen(use_case, command, heads)


def _further_ids(command: Command, first: Logged) -> list[UUID]:
    count = first.header["command"]["count"]
    return [command.event_id(n) for n in range(1, count)]


def _check_seen(
    use_case: UseCase, command: Command, heads: Mapping[UUID, Head]
) -> None:
    changed = getattr(use_case, "changes", None)
    if changed is None:
        return
    if command.seen is None:
        raise SeenVersionMissing
    if heads.get(changed, Head()).version != command.seen:
        raise ChangedMeanwhile


def relations(touched: Touched, command: Command, found: Found) -> set[Relation]:
    """Return how the actor stands to what is touched."""
    held: set[Relation] = set()
    divisions, day = touched.divisions, shanghai_day(command.now).isoformat()
    if divisions and command.division:
        reached = [_reached_by(division, found) for division in divisions]
        if all(any(is_within(d, command.division) for d in by) for by in reached):
            held.add(Relation.OWN_DIVISION)
        office = command.organisation and found.maybe(Office, command.organisation)
        if office and all(any(office.serves(v, day) for v in by) for by in reached):
            held.add(Relation.OWN_VILLAGE)
    if touched.whole_site:
        held.add(Relation.OWN_DIVISION)
    if touched.office and touched.office == str(command.organisation):
        held.add(Relation.OWN_OFFICE)
    return held


def _reached_by(division: str, found: Found) -> set[str]:
    """Return whose people reach a touched division: its own, and whose unit still holds.

    Who moved and is not handed over yet is reached from where the unit took over.
    """
    held_from = {
        stream.entrusted_in
        for stream in found.streams().values()
        if isinstance(stream, Person) and division in stream.divisions()
    }
    return {division, *(held_from if len(held_from) == 1 else ())} - {""}


def _own_office(command: Command) -> tuple[UUID, ...]:
    """Load the actor's office where the policy asks which villages it serves."""
    needed = command.role == Role.VILLAGE_DOCTOR and command.organisation
    return (command.organisation,) if needed and command.organisation else ()


def _check_rights(use_case: UseCase, command: Command, found: Found) -> None:
    decision = decide(
        Role(command.role),
        Purpose(command.purpose),
        use_case.operation,
        relations(use_case.touches(found), command, found),
    )
    if not decision.is_allowed:
        raise NotAllowed(lacking=str(decision.lacking))

"""Many commands in one save: an import, a generator, a whole day's entries.

Each command is decided on what the ones before it in the same batch came to, exactly as
if they had been sent one after the other; then all their facts are appended at once. A
refused command leaves nothing behind, and the others go on without it. A repeated command
is answered from the log.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from eventsourcing.persistence import IntegrityError

from domain.errors import CommandIdReused, RecordMerged, Refused, TooManyAtOnce
from domain.fact import Fact, Stream
from domain.log import Command, Head, Log, Logged, Recorded, Write
from domain.person.counted import LINKING
from domain.registry.runner import (
    ATTEMPTS,
    BESIDE,
    Found,
    Steps,
    UseCase,
    folded,
    in_force_of,
    never_was,
    permit,
    records,
    streams_of,
)
from domain.rules.parameters import InForce

Asked = tuple[UseCase, Command]


@dataclass(frozen=True, slots=True)
class Answer:
    """What one command of a batch came to: its facts, or why it was refused.

    `repeated` tells that it had been carried out before this batch.
    """

    recorded: Recorded = field(default_factory=Recorded)
    refusal: Refused | None = None
    repeated: bool = False


@dataclass(slots=True)
class _Batch:
    """The streams of a batch as they stand after the commands decided so far."""

    loaded: Mapping[UUID, Sequence[Logged]]
    streams: dict[UUID, Stream] = field(default_factory=dict[UUID, Stream])
    facts: dict[UUID, list[Fact]] = field(default_factory=dict[UUID, list[Fact]])
    writes: list[Write] = field(default_factory=list[Write])
    beside: InForce | None = None

    def found(self, streams: Sequence[UUID]) -> Found:
        """Return the streams a use case named, as they stand now."""
        found = Found(self.in_force())
        for stream in streams:
            is_there = stream in self.loaded and not never_was(self.loaded[stream])
            if stream not in self.streams and is_there:
                self.streams[stream] = self._folded(stream)
            if stream in self.streams:
                found.begin(self.streams[stream])
        return found

    def in_force(self) -> InForce:
        """Return what holds beside the tables, what this batch has set included."""
        if self.beside is None:
            standing = (self.streams.get(stream) for stream in BESIDE)
            loaded = (folded(self.loaded[s]) for s in BESIDE if s in self.loaded)
            self.beside = in_force_of(s for s in (*loaded, *standing) if s)
        return self.beside

    def versions(self, streams: Sequence[UUID]) -> dict[UUID, Head]:
        """Return where the named streams stand, those begun in this batch included."""
        return {
            stream: Head(self.streams[stream].version)
            for stream in streams
            if stream in self.streams
        }

    def keep(self, found: Found, writes: Sequence[Write]) -> None:
        """Let a command's facts stand for the commands after it."""
        for write in writes:
            stream = write.fact.originator_id
            self.facts.setdefault(stream, []).append(write.fact)
        self.streams.update(found.streams())
        self.writes += writes
        if any(write.fact.originator_id in BESIDE for write in writes):
            self.beside = None

    def forget(self, streams: Sequence[UUID]) -> None:
        """Undo what a refused command did to the streams it named."""
        for stream in streams:
            if self.streams.pop(stream, None) is None:
                continue
            restored: Stream | None = (
                self._folded(stream) if stream in self.loaded else None
            )
            for fact in self.facts.get(stream, ()):
                restored = fact.mutate(restored)
            if restored is not None:
                self.streams[stream] = restored

    def _folded(self, stream: UUID) -> Stream:
        return folded(self.loaded[stream], stream)


class BatchRunner:
    """Carries out many commands with one load and one append."""

    def __init__(self, log: Log, digest_key: bytes) -> None:
        """Take the log and the key of the commands' digests."""
        self.log = log
        self._steps = Steps(log, digest_key)

    def run(self, asked: Sequence[Asked], now: datetime) -> list[Answer]:
        """Carry out commands in their order; return an answer for each, in that order.

        All facts of the batch are recorded at `now`. Raises `TooManyAtOnce` when others
        keep writing to the same streams.
        """
        for _ in range(ATTEMPTS):
            answers, writes, heads = self._decide(asked)
            if not writes:
                return [answer or Answer() for answer in answers]
            try:
                logged = self.log.append(writes, heads, now)
            except IntegrityError:
                continue
            return _answered(asked, answers, logged)
        raise TooManyAtOnce

    def _decide(
        self, asked: Sequence[Asked]
    ) -> tuple[list[Answer | None], list[Write], dict[UUID, Head]]:
        before = self._steps.repeated_many([command for _, command in asked])
        named = [streams_of(use_case, command) for use_case, command in asked]
        wanted = list(dict.fromkeys((*BESIDE, *(s for each in named for s in each))))
        batch = _Batch(self._whole(self.log.streams(wanted)))
        answers: list[Answer | None] = []
        first: dict[UUID, int] = {}
        for index, (use_case, command) in enumerate(asked):
            if command.id in before:
                answers.append(self._before(command, before))
            elif command.id in first:
                answers.append(
                    self._again(
                        asked[first[command.id]][1], command, answers[first[command.id]]
                    )
                )
            else:
                first[command.id] = index
                answers.append(self._one(batch, use_case, command, named[index]))
        heads = {
            stream: Head(last.version, last.hash)
            for stream, facts in batch.loaded.items()
            for last in [[fact for fact in facts if fact.stream == stream][-1]]
        }
        return answers, batch.writes, heads

    def _whole(
        self, loaded: Mapping[UUID, Sequence[Logged]]
    ) -> dict[UUID, Sequence[Logged]]:
        """Return streams with what was merged into them."""
        return {
            stream: records(self.log, stream)
            if any(fact.topic in LINKING for fact in facts)
            else facts
            for stream, facts in loaded.items()
        }

    def _before(
        self, command: Command, before: Mapping[UUID, Sequence[Logged]]
    ) -> Answer:
        try:
            self._steps.check_digest(command, before[command.id][0])
        except Refused as refusal:
            return Answer(refusal=refusal)
        return Answer(Recorded(before[command.id]), repeated=True)

    def _again(
        self, first: Command, command: Command, answer: Answer | None
    ) -> Answer | None:
        """Answer a command that stands in the same batch twice like its first."""
        if self._steps.digest(first) != self._steps.digest(command):
            return Answer(refusal=CommandIdReused())
        return answer

    def _one(
        self,
        batch: _Batch,
        use_case: UseCase,
        command: Command,
        streams: Sequence[UUID],
    ) -> Answer | None:
        """Decide one command; None while its facts wait to be appended."""
        found = Found()
        try:
            found = batch.found(streams)
            check_not_merged(found)
            permit(use_case, command, found, batch.versions(streams))
            use_case.decide(found, command)
        except Refused as refusal:
            batch.forget([*streams, *found.streams()])
            return Answer(refusal=refusal)
        writes = self._steps.writes(found, command)
        batch.keep(found, writes)
        return None if writes else Answer()


def check_not_merged(found: Found) -> None:
    """Refuse a record that was merged into another: a batch does not go on elsewhere."""
    for stream in found.streams().values():
        if survivor := getattr(stream, "merged_into", ""):
            raise RecordMerged(survivor=survivor)


def _answered(
    asked: Sequence[Asked], answers: Sequence[Answer | None], logged: Sequence[Logged]
) -> list[Answer]:
    of: dict[str, list[Logged]] = {}
    for fact in logged:
        of.setdefault(fact.header["command"]["id"], []).append(fact)
    return [
        answer or Answer(Recorded(of[str(command.id)]))
        for (_, command), answer in zip(asked, answers, strict=True)
    ]

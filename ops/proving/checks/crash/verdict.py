"""What the log shows of every command, held against what its sender was told."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID, uuid5

from ops.proof.chain import Break, ChainCheck
from ops.proving.checks.crash.wishes import Wish
from ops.store.records import Entry


@dataclass(frozen=True, slots=True)
class Trace:
    """One fact as its command sees it."""

    position: int
    stream: str
    version: int
    event_id: UUID
    recorded_at: float
    index: int
    count: int


@dataclass(slots=True)
class Traces:
    """The facts of a log by the command that recorded them, and where its chain breaks."""

    of: dict[UUID, list[Trace]] = field(default_factory=dict[UUID, list[Trace]])
    breaks: list[Break] = field(default_factory=list[Break])
    facts: int = 0


def traced(entries: Iterable[Entry]) -> Traces:
    """Walk a log from its first entry, in order of position."""
    found, chain = Traces(), ChainCheck()
    for entry in entries:
        found.breaks += chain.breaks([entry])
        found.facts += 1
        command = json.loads(entry.header)["command"]
        trace = Trace(
            entry.id,
            str(entry.originator_id),
            entry.originator_version,
            entry.event_id,
            entry.recorded_at.timestamp(),
            command["index"],
            command["count"],
        )
        found.of.setdefault(UUID(command["id"]), []).append(trace)
    return found


@dataclass(frozen=True, slots=True)
class Verdict:
    """The commands that are not as they must be, by what is wrong with them."""

    lost: tuple[UUID, ...]
    """Acknowledged, and not in the log."""
    doubled: tuple[UUID, ...]
    """A fact of theirs is in the log more than once."""
    half: tuple[UUID, ...]
    """Some of their facts are in the log and not the others, or not side by side."""
    otherwise: tuple[UUID, ...]
    """Answered with a position or version that is not that of their facts."""
    haunting: tuple[UUID, ...]
    """Refused, and in the log nevertheless."""


def judge(wishes: Iterable[Wish], traces: Mapping[UUID, list[Trace]]) -> Verdict:
    """Hold what senders were told against the log; whole or not at all goes for everybody."""
    told = list(wishes)
    acknowledged = [wish for wish in told if wish.is_acknowledged]
    return Verdict(
        lost=tuple(w.command for w in acknowledged if w.command not in traces),
        doubled=tuple(c for c, facts in traces.items() if _is_doubled(c, facts)),
        half=tuple(c for c, facts in traces.items() if not _is_whole(facts)),
        otherwise=tuple(
            w.command
            for w in acknowledged
            if w.command in traces and not _is_as_told(w, traces[w.command])
        ),
        haunting=tuple(w.command for w in told if w.is_refused and w.command in traces),
    )


def told_later(
    wishes: Iterable[Wish], traces: Mapping[UUID, list[Trace]]
) -> Iterator[UUID]:
    """Yield what was recorded before it was last asked for: the first answer was lost."""
    for wish in wishes:
        facts = traces.get(wish.command)
        if facts and wish.is_acknowledged and facts[0].recorded_at < wish.asked_at:
            yield wish.command


def _is_doubled(command: UUID, facts: list[Trace]) -> bool:
    ids = [fact.event_id for fact in facts]
    expected = [uuid5(command, str(fact.index)) for fact in facts]
    return len(set(ids)) != len(ids) or ids != expected


def _is_whole(facts: list[Trace]) -> bool:
    indexes = sorted({fact.index for fact in facts})
    first, last = facts[0], facts[-1]
    return (
        indexes == list(range(first.count))
        and {fact.count for fact in facts} == {first.count}
        and last.position - first.position < len(facts)
    )


def _is_as_told(wish: Wish, facts: list[Trace]) -> bool:
    versions: dict[str, int] = {}
    for fact in facts:
        versions[fact.stream] = max(versions.get(fact.stream, 0), fact.version)
    return (
        wish.answer["position"] == facts[-1].position
        and wish.answer["version"] in versions.values()
    )


def spelled(whatever: Iterable[UUID | str]) -> Iterator[str]:
    """Yield at most five, for the note of a figure."""
    for number, each in enumerate(whatever):
        if number == 5:  # noqa: PLR2004 - enough to look into
            yield "…"
            return
        yield str(each)

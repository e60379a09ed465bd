"""The golden corpus: every version of every fact as it was stored, and what it means.

`streams/*.json` holds whole streams, fact by fact: `state` is the very text that is
sealed, `outside` what the header and the columns keep, `read` the values a program of each
class version reads, `then` what of the stream's state the fact changed. Nothing that is
there is ever changed; a new version of a class adds what it reads of the old ones.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from os import urandom
from pathlib import Path
from typing import Any, Final, cast
from uuid import UUID

from eventsourcing.persistence import StoredEvent

from domain.errors import ProgramTooOld
from domain.fact import NOT_YET, Fact, Stream
from domain.log import Erased
from ops.store.mapper import DataKey, SealingMapper

STREAMS: Final = Path(__file__).with_name("streams")

OUTSIDE: Final = ("happened_at", "editions", "person")
"""Kept in the header and in columns; of no version of their own."""

_OF_THE_LIBRARY: Final = {"originator_id", "originator_version", "timestamp"}


class NoKeys:
    """A key ring that is never asked."""

    def at_hand(self, wanted: object) -> Mapping[Any, DataKey]:
        """Have none."""
        del wanted
        return {}

    def question(self, people: object) -> None:
        """Have nothing to ask."""
        del people

    def take_in(self, rows: object) -> None:
        """Keep nothing."""
        del rows

    def for_sealing(self, wanted: object) -> Mapping[Any, DataKey]:
        """Have none."""
        del wanted
        return {}

    def for_reading(self, names: object, generation: int) -> Mapping[str, DataKey]:
        """Have none."""
        del names, generation
        return {}

    def forget(self, generation: int) -> None:
        """Have nothing to forget."""


MAPPER: Final = SealingMapper(NoKeys(), urandom, Erased, ProgramTooOld)


@dataclass(frozen=True, slots=True)
class Entry:
    """One stored fact of a stream of the corpus."""

    file: str
    stream: UUID
    number: int
    values: Mapping[str, Any]

    @property
    def topic(self) -> str:
        """The stored name."""
        return str(self.values["topic"])

    @property
    def version(self) -> int:
        """The class version it was stored as."""
        return int(self.values["class_version"])

    @property
    def place(self) -> str:
        """Where it stands in the corpus."""
        return f"{self.file}#{self.number} {self.topic} v{self.version}"

    @property
    def names(self) -> set[str]:
        """The names of the parts that were stored, in the state and outside it."""
        return {*json.loads(self.values["state"]), *self.values["outside"]} - {
            "class_version"
        }

    def fact(self) -> Fact:
        """Return the fact as this program reads it."""
        state = self.values["state"].encode()
        stored = StoredEvent(self.stream, self.number, self.topic, state)
        read: Any = MAPPER.to_domain_event(stored)
        lifted: dict[str, Any] = {**self.values["outside"], "timestamp": NOT_YET}
        if person := lifted.get("person"):
            lifted["person"] = UUID(person)
        for name, value in lifted.items():
            object.__setattr__(read, name, value)
        assert isinstance(read, Fact)
        return read


def files() -> dict[str, list[Entry]]:
    """Return every stream of the corpus by its file's name, its facts in order."""
    found: dict[str, list[Entry]] = {}
    for path in sorted(STREAMS.glob("*.json")):
        kept = json.loads(path.read_text(encoding="utf-8"))
        found[path.stem] = [
            Entry(path.stem, UUID(kept["stream"]), number, values)
            for number, values in enumerate(kept["facts"], start=1)
        ]
    return found


def entries() -> list[Entry]:
    """Return every stored fact of the corpus."""
    return [entry for stream in files().values() for entry in stream]


def version_of(kind: type[Fact]) -> int:
    """Return the class version this program writes."""
    return int(getattr(kind, "class_version", 1))


def parts_of(kind: type[Fact]) -> set[str]:
    """Return the names of a class's own parts."""
    declared: Any = kind
    return {each.name for each in fields(declared)} - _OF_THE_LIBRARY


def values_of(fact: Fact) -> dict[str, Any]:
    """Return what a fact says, in plain values."""
    return {
        name: plain(value)
        for name, value in sorted(vars(fact).items())
        if name not in _OF_THE_LIBRARY
    }


def standing_of(stream: Stream) -> dict[str, Any]:
    """Return what a stream holds in memory, in plain values."""
    return {
        name: plain(value)
        for name, value in vars(stream).items()
        if not name.startswith("_") and name not in {"created_on", "modified_on"}
    }


def replayed(facts: Sequence[Fact]) -> Iterator[dict[str, Any]]:
    """Yield, fact by fact, what each changed of the stream it belongs to."""
    stream: Stream | None = None
    before: dict[str, Any] = {}
    for fact in facts:
        stream = fact.mutate(stream)
        assert isinstance(stream, Stream)
        after = standing_of(stream)
        yield {
            name: value
            for name, value in after.items()
            if name not in before or before[name] != value
        }
        before = after


def plain(value: Any) -> Any:
    """Return a value as JSON holds it."""
    return json.loads(json.dumps(value, default=_plain))


def _plain(value: Any) -> Any:
    if isinstance(value, set | frozenset):
        return sorted(cast("frozenset[Any]", value))
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: getattr(value, each.name) for each in fields(value)}
    return str(value)

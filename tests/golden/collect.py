"""Adds to the golden corpus what it lacks; never changes what is there.

`python -m tests.golden.collect` writes a new file for each stream of `lives` that holds a
class version the corpus has not seen, and adds to every entry what a class whose version
went up reads of it now: look at that before committing. `--states` renews what streams
hold in memory (`then`), which is on no disk and may change its shape.
"""

import json
import sys
from collections.abc import Sequence
from typing import Any

from domain.fact import Fact
from tests.golden.corpus import (
    MAPPER,
    OUTSIDE,
    STREAMS,
    Entry,
    entries,
    files,
    parts_of,
    plain,
    replayed,
    values_of,
    version_of,
)
from tests.golden.lives import lives


def collect(*, states: bool) -> list[str]:
    """Add what is lacking; return what was added or renewed."""
    return [*_read_again(states=states), *_new_streams()]


def _new_streams() -> list[str]:
    seen = {(entry.topic, entry.version) for entry in entries()}
    added: list[str] = []
    for stream, facts in lives().items():
        holds = {(fact.TOPIC, version_of(type(fact))) for fact in facts}
        if holds - seen:
            seen |= holds
            kind = facts[0].TOPIC.partition(".")[0]
            number = 1 + len(list(STREAMS.glob(f"{kind}-*.json")))
            kept = {"stream": str(stream), "facts": _kept(facts)}
            _write(f"{kind}-{number}", kept)
            added.append(f"{kind}-{number}")
    return added


def _kept(facts: Sequence[Fact]) -> list[dict[str, Any]]:
    return [
        {
            "topic": fact.TOPIC,
            "class_version": version_of(type(fact)),
            "state": MAPPER.to_stored_event(fact).state.decode(),
            "outside": {
                name: plain(getattr(fact, name))
                for name in OUTSIDE
                if name in parts_of(type(fact))
            },
            "read": {str(version_of(type(fact))): values_of(fact)},
            "then": then,
        }
        for fact, then in zip(facts, replayed(facts), strict=True)
    ]


def _read_again(*, states: bool) -> list[str]:
    renewed: list[str] = []
    for name, stream in files().items():
        facts = [entry.fact() for entry in stream]
        thens = list(replayed(facts))
        kept = [
            _renewed(entry, fact, then if states else entry.values["then"])
            for entry, fact, then in zip(stream, facts, thens, strict=True)
        ]
        if kept != [entry.values for entry in stream]:
            _write(name, {"stream": str(stream[0].stream), "facts": kept})
            renewed.append(name)
    return renewed


def _renewed(entry: Entry, fact: Fact, then: dict[str, Any]) -> dict[str, Any]:
    read = {str(version_of(type(fact))): values_of(fact), **entry.values["read"]}
    return {**entry.values, "read": dict(sorted(read.items())), "then": then}


def _write(name: str, kept: dict[str, Any]) -> None:
    text = json.dumps(kept, ensure_ascii=False, indent=1)
    (STREAMS / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    print("\n".join(collect(states="--states" in sys.argv)))  # noqa: T201

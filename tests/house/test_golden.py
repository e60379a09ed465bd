"""Every version of every fact that was ever stored is read as it was meant, for ever."""

import json
import subprocess
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain import topics
from domain.log import Logged
from domain.person.risk import RiskGraded
from domain.registry.runner import person_of
from projections.every import OF_THE_LOG, OF_THE_READING_LOG
from projections.view import View
from tests.golden.corpus import (
    STREAMS,
    Entry,
    entries,
    files,
    parts_of,
    standing_of,
    values_of,
    version_of,
)
from tests.house.tree import ROOT
from tests.streams import NOON, a_command

VIEWS = (*OF_THE_LOG, *OF_THE_READING_LOG)


def unlike(stream: list[Entry]) -> list[str]:
    """Return where a stream's facts say or do something else than they did."""
    found: list[str] = []
    standing: Any = None
    expected: dict[str, Any] = {}
    for entry in stream:
        fact = entry.fact()
        said = entry.values["read"].get(str(version_of(type(fact))))
        if values_of(fact) != said:
            found.append(f"{entry.place}: says {values_of(fact)}, not {said}")
        standing = fact.mutate(standing)
        expected |= entry.values["then"]
        now = standing_of(standing)
        found += [
            f"{entry.place}: {name} is {now.get(name)}, not {value}"
            for name, value in expected.items()
            if name not in now or now[name] != value
        ]
    return found


def logged(entry: Entry, position: int) -> Logged:
    fact = entry.fact()
    return Logged(
        position=position,
        event_id=uuid4(),
        stream=entry.stream,
        version=entry.number,
        person=person_of(fact),
        topic=entry.topic,
        recorded_at=NOON,
        header=a_command().header(fact, 0, 1, "digest"),
        hash=b"",
        fact=fact,
    )


def test_every_version_of_every_fact_is_in_the_corpus() -> None:
    """A new fact gets a line in `tests/golden/lives.py`; then collect."""
    stored = {(entry.topic, entry.version) for entry in entries()}
    asked = {
        (fact.TOPIC, version)
        for fact in topics.FACTS
        for version in range(1, version_of(fact) + 1)
    }

    assert asked == stored


@pytest.mark.parametrize("name", sorted(files()))
def test_what_was_stored_is_read_and_applied_as_it_was(name: str) -> None:
    """Renamed parts need a class version and an upcast; old bytes stay as they are."""
    assert unlike(files()[name]) == []


def test_the_newest_entry_has_the_parts_the_class_has_now() -> None:
    """A part more, less or renamed without a new class version is found here."""
    newest = {e.topic: e.names for e in sorted(entries(), key=lambda e: e.version)}

    assert newest == {fact.TOPIC: parts_of(fact) for fact in topics.FACTS}


@pytest.mark.parametrize("view", VIEWS, ids=[view.name for view in VIEWS])
def test_every_view_folds_all_that_was_ever_stored(view: View[Any]) -> None:
    """An old fact that a fold cannot take would park its person."""
    rows: dict[UUID, Any] = {}
    for position, entry in enumerate(entries(), start=1):
        fact = logged(entry, position)
        key = view.key(fact)
        if key is not None:
            rows[key] = view.fold(rows.get(key), fact)

    assert rows


def test_nothing_stored_is_ever_changed() -> None:
    """In the history of the repository no stored text and nothing read of it is gone."""
    history = subprocess.run(
        [
            *("git", "log", "--format=", "--unified=0", "-p", "--no-color"),
            *("--", str(STREAMS.relative_to(ROOT))),
        ],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    present = {json.dumps(e.values["state"], ensure_ascii=False) for e in entries()}
    gone = {
        text
        for line in history.splitlines()
        if line.startswith("-") and (text := line[1:].strip()).startswith('"state": ')
    }

    assert {text.removeprefix('"state": ').rstrip(",") for text in gone} <= present


def of_a_person() -> list[Entry]:
    return next(
        stream
        for stream in files().values()
        if any(entry.topic == RiskGraded.TOPIC for entry in stream)
    )


def test_a_fact_that_applies_otherwise_than_it_did_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def forget(self: RiskGraded, aggregate: object) -> None:
        del self, aggregate

    monkeypatch.setattr(RiskGraded, "apply", forget)

    assert any("gradings is" in line for line in unlike(of_a_person()))


def test_an_upcast_nobody_has_looked_at_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What version 2 reads of a fact of version 1 has to be in the corpus too."""

    def upcast(state: dict[str, Any]) -> None:
        state["by"] = ""

    monkeypatch.setattr(RiskGraded, "class_version", 2, raising=False)
    monkeypatch.setattr(RiskGraded, "upcast_v1_v2", staticmethod(upcast), raising=False)

    assert any("not None" in line for line in unlike(of_a_person()))


def test_a_part_renamed_without_a_version_is_found() -> None:
    """The stored text keeps the name it had."""
    graded = next(e for e in of_a_person() if e.topic == RiskGraded.TOPIC)
    state = graded.values["state"].replace('"grade":', '"level":')
    renamed = Entry(graded.file, graded.stream, 1, {**graded.values, "state": state})

    assert renamed.names != parts_of(RiskGraded)
    assert values_of(renamed.fact()) != renamed.values["read"]["1"]

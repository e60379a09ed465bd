"""Names on disk are for ever: every class has its own, and what is listed stays."""

import dataclasses
import subprocess
from pathlib import Path
from typing import Any, get_type_hints

from eventsourcing.utils import construct_topic, resolve_topic

from domain import topics
from domain.fact import SealedWith
from tests.house.stored_names import facts, lines, streams
from tests.house.tree import ROOT

LISTED = Path(__file__).with_name("stored_names.txt")


def listed() -> list[str]:
    return LISTED.read_text(encoding="utf-8").splitlines()


def test_every_fact_has_a_name_of_its_own() -> None:
    assert [fact for fact in facts() if "TOPIC" not in vars(fact)] == []


def test_every_stream_and_its_nested_events_have_names_of_their_own() -> None:
    """The library lays its own class over a nested one, which inherits the name."""
    named = {
        stream: (
            vars(stream).get("TOPIC"),
            stream.Event.TOPIC.removeprefix(stream.TOPIC),
            stream.Created.TOPIC.removeprefix(stream.TOPIC),
        )
        for stream in streams()
    }

    assert named == {
        stream: (stream.TOPIC, ".event", ".created") for stream in streams()
    }


def test_no_two_classes_share_a_name() -> None:
    names = [
        *(fact.TOPIC for fact in facts()),
        *(n.TOPIC for s in streams() for n in (s, s.Event, s.Created)),
    ]

    assert sorted(names) == sorted(set(names))


def test_a_fact_is_named_after_its_stream() -> None:
    owners = {stream.TOPIC for stream in streams()}

    assert [f.TOPIC for f in facts() if f.TOPIC.partition(".")[0] not in owners] == []


def test_no_module_path_reaches_the_log() -> None:
    named = [*facts(), *(n for s in streams() for n in (s, s.Event, s.Created))]

    assert [each for each in named if ":" in construct_topic(each)] == []


def test_every_class_is_registered() -> None:
    assert set(topics.FACTS) == facts()
    assert set(topics.STREAMS) == streams()
    assert all(resolve_topic(fact.TOPIC) is fact for fact in facts())
    assert all(resolve_topic(stream.TOPIC) is stream for stream in streams())


def test_every_fact_says_whose_key_seals_it() -> None:
    unsealed = [
        fact
        for fact in facts()
        if not isinstance(vars(fact).get("sealed_with"), SealedWith)
    ]

    assert unsealed == []


PLAIN = (str, int, bool, dict[str, int], dict[str, str], dict[str, Any])
LISTS = (int, str, dict[str, str], dict[str, Any])
ALLOWED = {*PLAIN, *(t | None for t in PLAIN), *(list[t] for t in LISTS)}
"""What JSON gives back as it was; the store holds a class to it by its first fact."""
OUTSIDE = {"originator_id", "originator_version", "timestamp", "person"}
"""Kept in columns and the header."""


def test_a_fact_holds_plain_values_only() -> None:
    """A day, a set or an enum would come back as something else."""
    fields = {
        f"{fact.TOPIC}.{field.name}": get_type_hints(fact)[field.name]
        for fact in facts()
        for field in dataclasses.fields(fact)
        if field.name not in OUTSIDE
    }

    assert {name: kind for name, kind in fields.items() if kind not in ALLOWED} == {}


def test_every_listed_name_still_resolves() -> None:
    gone = [
        name
        for name in (line.split()[0] for line in listed())
        if ":" in construct_topic(resolve_topic(name))
    ]

    assert gone == []


def test_what_the_log_keeps_is_what_is_listed() -> None:
    """A new class is a new line; a changed one needs a version and an upcast."""
    assert lines() == listed()


def test_the_list_only_grows() -> None:
    history = subprocess.run(
        [
            *("git", "log", "--format=", "--unified=0", "-p", "--no-color"),
            *("--", str(LISTED.relative_to(ROOT))),
        ],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    removed = {
        line[1:].split()[0]
        for line in history.splitlines()
        if line.startswith("-") and not line.startswith("---")
    }

    assert removed - {line.split()[0] for line in listed()} == set()

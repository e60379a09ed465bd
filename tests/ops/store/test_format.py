"""The log's bytes: one spelling for ever, whoever writes it."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ops.store.format import canonical, plain, spelled

TEXTS = st.text(st.characters(exclude_categories=("Cs",)))
LEAVES = st.none() | st.booleans() | st.integers() | TEXTS
VALUES = st.recursive(LEAVES, lambda v: st.lists(v) | st.dictionaries(TEXTS, v))
OBJECTS = st.dictionaries(TEXTS, VALUES)


@given(OBJECTS)
def test_a_header_is_spelled_as_the_standard_library_spells_it(
    header: dict[str, Any],
) -> None:
    said = json.dumps(header, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert canonical(header) == said


@given(OBJECTS)
def test_a_state_is_spelled_as_the_standard_library_spells_it(
    state: dict[str, Any],
) -> None:
    said = json.dumps(state, separators=(",", ":"), ensure_ascii=False)
    assert spelled(state) == said.encode()


@given(OBJECTS)
def test_what_was_spelled_in_any_way_reads_as_it_was(values: dict[str, Any]) -> None:
    for said in (json.dumps(values), json.dumps(values, ensure_ascii=False)):
        assert plain(said) == values


def test_an_integer_of_any_size_is_read_to_its_last_digit() -> None:
    assert plain('{"n":123456789012345678901234567890}') == {
        "n": 123456789012345678901234567890
    }

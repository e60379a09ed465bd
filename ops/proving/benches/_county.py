"""An invented log of any length: a demo county, and its people again and again.

The county is made by the use cases. Each copy has its own people, notices and claims,
every id another one, before the same offices and accounts; it is sealed by the real
mapper under keys of its own and appended thousands of facts at a time.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from os import urandom
from typing import Any, Final
from uuid import UUID

from eventsourcing.persistence import JSONTranscoder

from domain.errors import ProgramTooOld
from domain.fact import Fact
from domain.log import Erased, Logged, Write
from domain.values.calendar import shanghai_day
from ops.clerk import foldings
from ops.clock import now
from ops.demo.county.diary import diary
from ops.demo.county.load import CountyClock, Loader
from ops.demo.county.plan import Plan, Profile, evening
from ops.proving.bed import Bed
from ops.site import Site, open_site
from ops.store.mapper import SealingMapper

PASSWORD: Final = "demo-bench"  # noqa: S105 - of an invented county that is thrown away
AT_ONCE: Final = 2000
"""Facts appended together."""
SHARED: Final = ("office.", "account.", "numbering.")
"""What a copy leaves as it is."""
_OUTSIDE: Final = frozenset({"originator_id", "originator_version", "timestamp"})
_UUID: Final = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A fact with the places in its text where ids stand."""

    kind: type[Fact]
    event_id: UUID
    stream: UUID
    version: int
    person: UUID | None
    text: list[str]


def plan_of(people: int) -> Plan:
    """Return the plan of a county of so many people, up to yesterday."""
    yesterday = shanghai_day(now()) - timedelta(days=1)
    return Plan.of_two_years(1, people, Profile.USUAL, yesterday)


def found(bed: Bed, plan: Plan) -> list[Logged]:
    """Make the county in an empty bed, its views folded; return its facts."""
    clock = CountyClock(evening(plan.since))
    site = open_site(bed.url("clerk"), bed.keys, clock=clock)
    try:
        Loader(site, clock, plan).run(diary(plan, site.claim), PASSWORD, lambda _: None)
        foldings(site)[0].catch_up()
        return list(site.log.after(0, site.log.last_position()))
    finally:
        site.close()


def copy(site: Site, county: Sequence[Logged], facts: int) -> int:
    """Append copies of a county's people until the log holds so many facts."""
    copying = _Copying(site, county)
    length = site.log.last_position()
    while length < facts:
        length += copying.once(facts - length)
    return length


class _Copying:
    def __init__(self, site: Site, county: Sequence[Logged]) -> None:
        self._site = site
        self._mapper = SealingMapper(site.keys, urandom, Erased, ProgramTooOld)
        self._recorder = site.log.recorder
        self._patterns = [
            _pattern(fact) for fact in county if not fact.topic.startswith(SHARED)
        ]
        self._kept = {
            str(fact.stream) for fact in county if fact.topic.startswith(SHARED)
        }

    def once(self, most: int) -> int:
        """Append one copy, or its first `most` facts; return how many they were."""
        mask = int.from_bytes(urandom(16))
        heads: dict[UUID, bytes] = {}
        patterns = self._patterns[:most]
        for start in range(0, len(patterns), AT_ONCE):
            writes = list(self._writes(patterns[start : start + AT_ONCE], mask))
            sealed = self._mapper.seal(writes, heads)
            self._recorder.append(sealed, self._site.clock())
            heads.update({UUID(str(s.originator_id)): s.hash for s in sealed})
        return len(patterns)

    def _writes(self, patterns: Sequence[_Pattern], mask: int) -> Iterator[Write]:
        others: dict[str, str] = {each: each for each in self._kept}
        for pattern in patterns:
            text = list(pattern.text)
            for place in range(1, len(text), 2):
                text[place] = others.get(text[place]) or others.setdefault(
                    text[place], str(_other(UUID(text[place]), mask))
                )
            header, state = json.loads("".join(text))
            fact = object.__new__(pattern.kind)
            person = pattern.person and _other(pattern.person, mask)
            vars(fact).update(
                state,
                originator_id=_other(pattern.stream, mask),
                originator_version=pattern.version,
            )
            if "person" in pattern.kind.__dataclass_fields__:
                vars(fact)["person"] = person
            yield Write(_other(pattern.event_id, mask), person, header, fact)


def _pattern(logged: Logged) -> _Pattern:
    kind: Any = type(logged.fact)
    values = {n: v for n, v in vars(logged.fact).items() if n not in _OUTSIDE}
    values.pop("person", None)
    header = {n: v for n, v in logged.header.items() if n not in {"key", "algorithm"}}
    text = JSONTranscoder().encode([header, values]).decode()
    return _Pattern(
        kind,
        logged.event_id,
        logged.stream,
        logged.version,
        logged.person,
        _UUID.split(text),
    )


def _other(known: UUID, mask: int) -> UUID:
    return UUID(int=known.int ^ mask)

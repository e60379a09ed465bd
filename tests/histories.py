"""Generated histories of two records of one person, made of the facts of the golden corpus.

Every fact there is stands in the corpus, so a new fact and a new view meet here without
anybody thinking of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any, Final
from uuid import UUID, uuid5

from domain.fact import NOT_YET, Fact
from domain.log import Logged
from domain.person.counted import LINKING, TURNING
from domain.person.merging import Absorbed, Parted, Restored, Retired
from domain.person.taking_back import FactRetracted
from projections.joining import everything, joined, parts, turned
from projections.view import View
from tests.golden.corpus import files
from tests.streams import NOON

NAMES: Final = UUID("00000000-0000-4000-8000-00000000b0b0")
SURVIVOR: Final = uuid5(NAMES, "survivor")
RETIRED: Final = uuid5(NAMES, "retired")
OUTSIDER: Final = uuid5(NAMES, "somebody else")
LEFT_OUT: Final = LINKING | {"person.keys_destroyed"}
OPENING: Final = 8
"""How many facts a registration is at least taken to have."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """Facts in memory, read the way a log is."""

    facts: Sequence[Logged]

    def of_topics(
        self, topics: Sequence[str], people: Sequence[UUID] | None = None
    ) -> list[Logged]:
        """Return those of these names, of all or of some people."""
        return [
            fact
            for fact in self.facts
            if fact.topic in topics and (people is None or fact.person in people)
        ]

    def about(self, people: Sequence[UUID], upto: int) -> list[Logged]:
        """Return those about these people up to a position."""
        return [f for f in self.facts if f.person in people and f.position <= upto]


@dataclass(slots=True)
class History:
    """Facts one after another, each with the position and hour of its turn."""

    facts: list[Logged] = field(default_factory=list[Logged])
    versions: dict[UUID, int] = field(default_factory=dict[UUID, int])

    def add(self, stream: UUID, person: UUID | None, fact: Fact) -> Logged:
        """Let a fact happen next."""
        position = len(self.facts) + 1
        self.versions[stream] = version = self.versions.get(stream, 0) + 1
        own: Any = object.__new__(type(fact))
        values: dict[str, Any] = own.__dict__
        values.update(vars(fact), originator_id=stream, originator_version=version)
        if not fact.of_person and "person" in values:
            values["person"] = person
        logged = Logged(
            position,
            uuid5(NAMES, f"{stream}/{version}"),
            stream,
            version,
            person,
            fact.TOPIC,
            NOON + timedelta(hours=position),
            {
                "actor": str(OUTSIDER),
                "role": "village_doctor",
                "purpose": "care",
                "channel": "screen",
                "happened_at": "2026-03-02",
                "command": {"id": str(uuid5(NAMES, str(position))), "index": 0},
            },
            b"",
            own,
        )
        self.facts.append(logged)
        return logged

    def merge(self, identity_of: str) -> None:
        """Merge the one record into the other."""
        retired = made(Retired, survivor=str(SURVIVOR))
        self.add(RETIRED, RETIRED, retired)
        absorbed = made(Absorbed, retired=str(RETIRED), identity_of=identity_of)
        self.add(SURVIVOR, SURVIVOR, absorbed)

    def part(self) -> None:
        """Part them again."""
        self.add(RETIRED, RETIRED, made(Restored, reason="并非同一人"))
        self.add(SURVIVOR, SURVIVOR, made(Parted, retired=str(RETIRED)))

    def retract(self, logged: Logged) -> None:
        """Take a fact back."""
        said = made(
            FactRetracted,
            facts=[str(logged.event_id)],
            topics=[logged.topic],
            reason="录错人",
        )
        self.add(SURVIVOR, SURVIVOR, said)


def made(kind: type[Fact], **values: Any) -> Fact:
    """Return a fact that stands in no stream yet."""
    fact: Any = object.__new__(kind)
    held: dict[str, Any] = fact.__dict__
    held.update(originator_id=NAMES, originator_version=0, timestamp=NOT_YET, **values)
    return fact


def lane(chance: Random, record: UUID) -> list[tuple[UUID, UUID, Fact]]:
    """Return what happens on one record and in others' streams about it, in order."""
    streams = [
        [entry.fact() for entry in stream]
        for name, stream in files().items()
        if name.startswith("person-")
    ]
    first = chance.choice(streams)
    begin = next(n for n, f in enumerate(first) if f.TOPIC == "person.first_visit_due")
    later = [
        fact
        for stream in streams
        for fact in stream[OPENING:]
        if fact.TOPIC not in LEFT_OUT and chance.random() < 1 / 2
    ]
    own = [(record, record, fact) for fact in (*first[: begin + 1], *later)]
    others = [
        [(uuid5(record, name), record, entry.fact()) for entry in stream]
        for name, stream in files().items()
        if "person" in stream[0].values["outside"] and chance.random() < 3 / 4
    ]
    return interleaved(chance, [own, *others])


def interleaved(
    chance: Random, lanes: Sequence[list[tuple[UUID, UUID, Fact]]]
) -> list[tuple[UUID, UUID, Fact]]:
    """Return the lanes' happenings in one order that keeps each lane's own."""
    turns = [number for number, each in enumerate(lanes) for _ in each]
    chance.shuffle(turns)
    left = [iter(each) for each in lanes]
    return [next(left[turn]) for turn in turns]


def a_history(seed: int) -> tuple[Random, History]:
    """Return a history of two records and of somebody else, and the chance behind it."""
    chance = Random(seed)
    history = History()
    lanes = [lane(chance, who) for who in (SURVIVOR, RETIRED, OUTSIDER)]
    for happening in interleaved(chance, lanes):
        history.add(*happening)
    return chance, history


def rows_of(view: View[Any], facts: Sequence[Logged]) -> dict[UUID, Row]:
    """Return a view's rows after these facts, folded as the clerk folds them."""
    rows: dict[UUID, Any] = {}
    told: Any = Told(facts)
    for part in parts(facts):
        if part[0].topic in TURNING and part[0].person:
            rows |= turned(view, everything(told, part[0].person, part[0].position))
            continue
        for logged in joined(told, part):
            if (key := view.key(logged)) is not None:
                rows[key] = view.fold(rows.get(key), logged)
    return {key: as_shown(row) for key, row in rows.items() if row is not None}


def as_shown(row: Any) -> Row:
    """Return a row without the version of the stream, which the merge itself raises."""
    held: dict[str, Any] = row.__dict__
    return {name: value for name, value in held.items() if name != "version"}

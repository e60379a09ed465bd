"""Taking a fact back: it is named as never having been, and no longer counts.

The fact stays in the history, marked; charts, lists and figures are what they would be
without it (`counted.py`). What may be taken back, and how else a fact is put right, is
`domain/rules/taking_back.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from domain.errors import NotRetractable, ReasonNeeded
from domain.fact import PersonFact, SealedWith
from domain.rules.taking_back import BY_TOPIC

if TYPE_CHECKING:
    from domain.person.person import Person


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact on record, by its event id and stored name.

    `stream` is the other party's stream it stands in, None for the person's own; `high_by`
    who gave the level of 3 or higher that goes with it, empty where none does.
    """

    fact: str
    topic: str
    stream: UUID | None = None
    high_by: str = ""


class FactRetracted(PersonFact):
    """Facts on record never were; `facts` are event ids, `topics` their stored names."""

    TOPIC = "person.fact_retracted"
    sealed_with: ClassVar = SealedWith.CLINICAL

    facts: list[str]
    topics: list[str]
    reason: str

    def apply(self, aggregate: "Person") -> None:
        """Remember that they do not count."""
        aggregate.retracted = [*aggregate.retracted, *self.facts]


def retract(person: "Person", entries: Sequence[Entry], reason: str) -> Sequence[Entry]:
    """Say that the first of these facts never was; the others went with it.

    Return what is taken back by that: nothing when it was said before.
    """
    answer = BY_TOPIC.get(entries[0].topic)
    if answer is None or not answer.is_retractable:
        raise NotRetractable
    if not reason.strip():
        raise ReasonNeeded
    new = [entry for entry in entries if entry.fact not in person.retracted]
    if entries[0] not in new:
        return ()
    person.record(
        FactRetracted,
        facts=[entry.fact for entry in new],
        topics=[entry.topic for entry in new],
        reason=reason.strip(),
    )
    return new

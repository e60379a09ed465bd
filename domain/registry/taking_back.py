"""Taking back what never was: any entry of a person's record the table lets go."""

from dataclasses import dataclass
from uuid import UUID

from domain.errors import NotRetractable, Unknown
from domain.log import Command, Log
from domain.person.person import Person
from domain.person.standing import DeathRecorded, LostToFollowUp
from domain.person.taking_back import Entry, retract
from domain.registry.known import facts_of, taken_back
from domain.registry.one_person import OnePerson
from domain.registry.runner import Found, records
from domain.rules.access import Operation
from domain.rules.taking_back import BY_TOPIC, Answer, Way, goes_with

__all__ = ["Answer", "Entry", "RetractFact", "Way", "answer_of", "entries_of"]


@dataclass(frozen=True, slots=True)
class RetractFact(OnePerson):
    """Say of an entry that it never was; what was recorded with it goes along."""

    entries: tuple[Entry, ...]
    reason: str

    operation = Operation.RETRACT_FACT

    @property
    def changes(self) -> UUID:
        """Overwrite what the sender saw of this person."""
        return self.person

    def decide(self, found: Found, command: Command) -> None:
        """Retract the entries."""
        retract(found.get(Person, self.person), self.entries, self.reason)


def entries_of(log: Log, person: UUID, fact: UUID) -> tuple[Entry, ...]:
    """Return an entry of a person's record and what goes with it; `Unknown` if none is.

    An entry of a record merged into this person's is theirs. What was taken back before
    stays out, but for the entry itself: asking twice is no error. A death a follow-up told
    of is withdrawn by putting that follow-up right, which sets the next day again.
    """
    facts = records(log, person)
    main = next((logged for logged in facts if logged.event_id == fact), None)
    if main is None or main.person is None:
        raise Unknown(kind="entry")
    if isinstance(main.fact, DeathRecorded) and main.fact.follow_up:
        raise NotRetractable
    gone = taken_back(facts)
    command = main.header["command"]["id"]
    others = [
        logged
        for logged in facts
        if logged.header["command"]["id"] == command
        and logged.event_id != fact
        and str(logged.event_id) not in gone
        and goes_with(logged.topic, main.topic)
    ]
    return tuple(Entry(str(f.event_id), f.topic) for f in (main, *others))


def standing_told_by(log: Log, person: UUID, follow_up: UUID) -> tuple[Entry, ...]:
    """Return the loss or death a follow-up told of; `Unknown` when it told of neither."""
    facts = facts_of(log, person)
    found = tuple(
        Entry(str(logged.event_id), logged.topic)
        for logged in facts
        if isinstance(logged.fact, DeathRecorded | LostToFollowUp)
        and logged.fact.follow_up == str(follow_up)
    )
    if not found:
        raise Unknown(kind="entry")
    return found


def answer_of(topic: str) -> Answer | None:
    """Return how an entry is put right; None for one of another party's."""
    return BY_TOPIC.get(topic)


def ways_of(topic: str) -> list[str]:
    """Return the ways an entry is put right; none for one of another party's."""
    answer = answer_of(topic)
    return [way.value for way in answer.ways] if answer else []

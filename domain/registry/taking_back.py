"""Taking back what never was: any entry about a person the table lets go.

One command says so in the person's own stream, which views and charts read, and in every
other party's stream a step is taken out of, which whoever goes on with it loads.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from domain.errors import NotRetractable, SecondPersonRetracts, Unknown
from domain.fact import Stream
from domain.log import Command, Log, Logged
from domain.person.person import Person
from domain.person.risk import RiskGraded
from domain.person.standing import DeathRecorded, LostToFollowUp
from domain.person.taking_back import Entry, retract
from domain.registry.known import everything, facts_of, taken_back
from domain.registry.one_person import OnePerson
from domain.registry.runner import Found
from domain.retraction import StepRetracted
from domain.rules.access import Operation
from domain.rules.lowering import TWO_PEOPLE
from domain.rules.notice_policy import must_be_told
from domain.rules.parameters import InForce
from domain.rules.taking_back import BY_TOPIC, Answer, Way, goes_with
from domain.values.calendar import shanghai_day
from domain.values.findings import Grade
from domain.values.people import Role

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

    def streams(self) -> Sequence[UUID]:
        """Rest on the person, and on the other parties' streams the entries stand in."""
        return (self.person, *self._others())

    def decide(self, found: Found, command: Command) -> None:
        """Retract the entries."""
        person = found.get(Person, self.person)
        _ask_a_second(self.entries, found.in_force.at(person.village), command)
        gone = retract(person, self.entries, self.reason)
        for stream in self._others():
            steps = [entry for entry in gone if entry.stream == stream]
            if steps:
                found.get(Stream, stream).record(
                    StepRetracted,
                    person=self.person,
                    facts=[step.fact for step in steps],
                    topics=[step.topic for step in steps],
                    reason=self.reason.strip(),
                )

    def _others(self) -> list[UUID]:
        return list(dict.fromkeys(e.stream for e in self.entries if e.stream))


def _ask_a_second(entries: Sequence[Entry], local: InForce, command: Command) -> None:
    """Refuse who takes back a level of 3 or higher of their own: a second person does."""
    if command.role == Role.PSYCHIATRIST:
        return
    if not local.value(TWO_PEOPLE, shanghai_day(command.now)):
        return
    if str(command.actor) in {entry.high_by for entry in entries}:
        raise SecondPersonRetracts


def entries_of(log: Log, person: UUID, fact: UUID) -> tuple[Entry, ...]:
    """Return an entry about a person and what goes with it; `Unknown` if none is.

    An entry of a record merged into this person's is theirs. What was taken back before
    stays out, but for the entry itself: asking twice is no error. The first step of another
    party's stream takes all later ones along. A death a follow-up told of is withdrawn by
    putting that follow-up right, which sets the next day again.
    """
    facts = everything(log, person)
    main = next((logged for logged in facts if logged.event_id == fact), None)
    if main is None or main.topic not in BY_TOPIC:
        raise Unknown(kind="entry")
    if isinstance(main.fact, DeathRecorded) and main.fact.follow_up:
        raise NotRetractable
    gone = taken_back(facts)
    leading = [main, *_later_steps(main, facts)]
    along = {
        logged.event_id: logged
        for leader in leading
        for logged in facts
        if _command_of(logged) == _command_of(leader)
        and goes_with(logged.topic, leader.topic)
    }
    others = {logged.event_id: logged for logged in leading[1:]} | along
    others.pop(fact, None)
    return tuple(
        Entry(
            str(f.event_id),
            f.topic,
            None if f.stream == f.person else f.stream,
            str(f.header["actor"]) if _is_high(f) else "",
        )
        for f in (main, *others.values())
        if f is main or str(f.event_id) not in gone
    )


def _is_high(logged: Logged) -> bool:
    fact = logged.fact
    return isinstance(fact, RiskGraded) and must_be_told(Grade(fact.grade))


def _later_steps(main: Logged, facts: Sequence[Logged]) -> list[Logged]:
    """Return what followed in another party's stream on its first step."""
    if main.stream == main.person or main.version > 1:
        return []
    return [
        logged
        for logged in facts
        if logged.stream == main.stream
        and logged.version > 1
        and logged.topic != StepRetracted.TOPIC
    ]


def _command_of(logged: Logged) -> str:
    return str(logged.header["command"]["id"])


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
    """Return how an entry is put right; None for one that is answered otherwise."""
    return BY_TOPIC.get(topic)


def ways_of(topic: str) -> list[str]:
    """Return the ways an entry is put right; none for one that is answered otherwise."""
    answer = answer_of(topic)
    return [way.value for way in answer.ways] if answer else []

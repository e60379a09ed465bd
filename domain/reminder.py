"""A reminder: a follow-up fell due, or is overdue, and its doctor was reminded once.

One for each (person, due day, kind), however often the job runs or is caught up: the
stream's id derives from those three.
"""

from typing import ClassVar
from uuid import UUID, uuid5

from domain.fact import NOT_YET, FirstFact, SealedWith, Stream


class Sent(FirstFact):
    """The responsible unit was reminded of a due or overdue follow-up."""

    TOPIC = "reminder.sent"
    sealed_with: ClassVar = SealedWith.SITE

    person: UUID
    due_on: str
    kind: str
    unit: str

    def apply(self, aggregate: "Reminder") -> None:
        """Keep what it was about."""
        aggregate.due_on = self.due_on
        aggregate.kind = self.kind


class Reminder(Stream):
    """One reminder of one due day."""

    TOPIC = "reminder"

    class Event(Stream.Event):
        """The library's base event; never recorded."""

        TOPIC = "reminder.event"

    class Created(Stream.Created):
        """The library's base first event; never recorded."""

        TOPIC = "reminder.created"

    def __init__(self) -> None:
        """Begin about nothing."""
        self.due_on = ""
        self.kind = ""

    @staticmethod
    def id_for(person: UUID, due_on: str, kind: str) -> UUID:
        """Return the one reminder a person, a due day and a kind can have."""
        return uuid5(person, f"reminder/{due_on}/{kind}")

    @classmethod
    def send(cls, person: UUID, due_on: str, kind: str, unit: str) -> "Reminder":
        """Remind the unit."""
        return cls._create(
            Sent,
            id=cls.id_for(person, due_on, kind),
            timestamp=NOT_YET,
            person=person,
            due_on=due_on,
            kind=kind,
            unit=unit,
        )

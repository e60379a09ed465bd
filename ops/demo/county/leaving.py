"""Who cannot be reached, is lost, or dies: attempts first, then the fact."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final
from uuid import UUID

from domain.registry.contacts import Attempt, NoteContact
from domain.registry.runner import UseCase
from domain.registry.standing import Death, Loss, RecordDeath, RecordLoss
from domain.values.contacts import ContactOutcome, ContactWay
from ops.demo.county.course import Course
from ops.demo.county.people import Habit, Invented
from ops.demo.county.plan import Plan

Happened = tuple[date, date, str, UseCase]
"""The day it is entered, the day it happened, its key, and what is asked."""

CAUSES: Final = ((1, 3), (1, 4), (1, 2), (1, 5), (4, None), (2, None), (6, None))
"""Codes of form 8: the cause, and for illness which."""
LONGEST_GAP: Final = timedelta(days=100)
TRIED_BEFORE_LOST: Final = (40, 25, 8)
"""Days before a loss; field notes 4: three misses over more than a month."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """The attempts to reach a person, whose id is `who`, and how they left."""

    plan: Plan
    person: Invented
    who: UUID
    found: Course

    def all(self) -> Iterator[Happened]:
        """Yield everything, in no order."""
        yield from self._attempts()
        yield from self._loss()
        yield from self._death()

    def _attempts(self) -> Iterator[Happened]:
        """Yield a call that reached nobody wherever a visit stayed away for long."""
        days = [visit.visited_on for visit in self.found.visits]
        for earlier, later in pairwise(days):
            if later - earlier > LONGEST_GAP:
                yield self._tried(earlier + LONGEST_GAP, ContactOutcome.NOT_REACHED)
        if self.person.habit is Habit.UNMANAGED and not days:
            day = self.person.enters_on + timedelta(days=10)
            if day <= self.plan.until and self._is_here(day):
                yield self._tried(day, ContactOutcome.REFUSED)

    def _is_here(self, day: date) -> bool:
        gone = (self.found.died_on, self.found.lost_on)
        return all(left is None or day < left for left in gone)

    def _tried(self, day: date, outcome: ContactOutcome) -> Happened:
        attempt = Attempt(day, ContactWay.PHONE, outcome)
        return day, day, f"tried/{day}", NoteContact(self.who, attempt)

    def _loss(self) -> Iterator[Happened]:
        lost_on = self.found.lost_on
        if lost_on is None:
            return
        seen = [visit.visited_on for visit in self.found.visits]
        last = max(seen, default=self.person.enters_on)
        for before in TRIED_BEFORE_LOST:
            day = lost_on - timedelta(days=before)
            if day > last:
                yield self._tried(day, ContactOutcome.NOT_REACHED)
        reason = 1 + self.person.number % 4
        loss = RecordLoss(self.who, lost_on.isoformat(), Loss(reason))
        yield lost_on, lost_on, "lost", loss

    def _death(self) -> Iterator[Happened]:
        died_on = self.found.died_on
        if died_on is None:
            return
        known_on = died_on + timedelta(days=1 + self.person.number % 15)
        cause, illness = CAUSES[self.person.number % len(CAUSES)]
        if known_on <= self.plan.until:
            death = Death(died_on.isoformat(), cause, illness)
            yield known_on, died_on, "died", RecordDeath(self.who, death)

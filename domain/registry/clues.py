"""Clues: entered by the health side, verified, sent, reviewed by a psychiatrist, or gone.

Nobody is registered on a family's or an officer's word: only a psychiatrist's diagnosis
leads on, in one step, to the registration (`RegisterPerson.clue`). Police, grid, civil
affairs and the federation tell of people by word or paper; what becomes of it is not
shown to them (D-B5).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.clue import Clue, Reviewed, Verified
from domain.log import Command
from domain.registry.one_person import refuse_later
from domain.registry.runner import Found, Touched
from domain.rules.access import Operation
from domain.values.calendar import shanghai_day
from domain.values.clue import ClueSign, ClueSource, Described
from domain.values.people import Role

__all__ = [
    "CorrectClue",
    "DestroyClueKeys",
    "EnterClue",
    "ExpireClue",
    "ReviewClue",
    "Reviewed",
    "SendClue",
    "Verified",
    "VerifyClue",
]


@dataclass(frozen=True, slots=True)
class EnterClue:
    """Enter a clue: whom it is about, who told, and form 1."""

    whom: Described
    source: ClueSource
    signs: frozenset[ClueSign]
    entered_on: date
    remark: str = ""

    operation = Operation.ENTER_CLUE

    def streams(self) -> Sequence[UUID]:
        """Rest on nothing."""
        return ()

    def touches(self, found: Found) -> Touched:
        """Touch the village the human being is said to live in."""
        del found
        return Touched(divisions=(self.whom.village,))

    def decide(self, found: Found, command: Command) -> None:
        """Begin the clue; at least one question was answered with yes."""
        refuse_later(self.entered_on, command)
        clue = Clue.enter(
            command.new_id("clue"),
            command.new_id("person"),
            self.source,
            self.entered_on,
            found.in_force.at(self.whom.village),
        )
        found.begin(clue)
        clue.describe(self.whom)
        clue.screen(self.signs, self.remark)


@dataclass(frozen=True, slots=True)
class OneClue:
    """A use case that rests on one clue and touches its village."""

    clue: UUID

    def streams(self) -> Sequence[UUID]:
        """Rest on the clue."""
        return (self.clue,)

    def touches(self, found: Found) -> Touched:
        """Touch the village the human being is said to live in."""
        return Touched(divisions=(found.get(Clue, self.clue).village,))


@dataclass(frozen=True, slots=True)
class CorrectClue(OneClue):
    """Put right whom a clue is about, and form 1."""

    whom: Described
    signs: frozenset[ClueSign]
    remark: str = ""

    operation = Operation.VERIFY_CLUE

    @property
    def changes(self) -> UUID:
        """Overwrite what the sender saw of this clue."""
        return self.clue

    def touches(self, found: Found) -> Touched:
        """Touch the village it was told of, and the right one."""
        before = found.get(Clue, self.clue).village
        return Touched(divisions=(before, self.whom.village))

    def decide(self, found: Found, command: Command) -> None:
        """Record what is right; nothing happens where it is the same."""
        del command
        found.get(Clue, self.clue).correct(self.whom, self.signs, self.remark)


@dataclass(frozen=True, slots=True)
class VerifyClue(OneClue):
    """Record form 2: somebody went and looked."""

    form: Verified

    operation = Operation.VERIFY_CLUE

    def decide(self, found: Found, command: Command) -> None:
        """Record what the verification came to; it may end the clue."""
        found.get(Clue, self.clue).verify(
            self.form, shanghai_day(command.now), found.in_force
        )


@dataclass(frozen=True, slots=True)
class SendClue(OneClue):
    """Send it to a hospital's psychiatrist, after half a year to a higher one."""

    hospital: str
    sent_on: date
    is_higher: bool

    operation = Operation.VERIFY_CLUE

    def decide(self, found: Found, command: Command) -> None:
        """Record where it was sent."""
        found.get(Clue, self.clue).send(
            self.hospital,
            self.sent_on,
            shanghai_day(command.now),
            found.in_force,
            is_higher=self.is_higher,
        )


@dataclass(frozen=True, slots=True)
class ReviewClue(OneClue):
    """Record a psychiatrist's word: their own, or copied by the county from their paper."""

    said: Reviewed

    operation = Operation.REVIEW_CLUE

    def decide(self, found: Found, command: Command) -> None:
        """Record it; the actor's role tells whether it was copied."""
        found.get(Clue, self.clue).review(
            self.said,
            shanghai_day(command.now),
            found.in_force,
            transcribed=command.role != Role.PSYCHIATRIST,
        )


@dataclass(frozen=True, slots=True)
class ExpireClue(OneClue):
    """Let a clue expire whose time is over."""

    operation = Operation.LOOK_AFTER_CLUES

    def touches(self, found: Found) -> Touched:
        """Touch nobody: the system itself looks after it."""
        del found
        return Touched()

    def decide(self, found: Found, command: Command) -> None:
        """End it unless a psychiatrist confirmed it meanwhile."""
        found.get(Clue, self.clue).expire(shanghai_day(command.now), found.in_force)


@dataclass(frozen=True, slots=True)
class DestroyClueKeys(ExpireClue):
    """Note that an ended clue's keys are destroyed; whoever follows the log destroys them."""

    operation = Operation.LOOK_AFTER_CLUES

    def decide(self, found: Found, command: Command) -> None:
        """Note it once its day has come."""
        found.get(Clue, self.clue).destroy_keys(shanghai_day(command.now))

"""Follows the log fact by fact and never skips one: notices hang on it.

Its position is its own. It moves in the transaction of the facts' effects, only forward,
and nothing that folds views again can touch it. A few facts share a transaction; a fact
that cannot be dealt with stops the follower, those before it being done, and is tried
again, ever less often, until it succeeds.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Generic, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import Connection, Engine

from scheduler import follower_desk as desk
from scheduler.follower_desk import Place
from scheduler.lease import Lease, LeaseLost
from scheduler.trouble import Alarm, Kind, Trouble

BATCH: Final = 100
"""How many facts a follower reads in one step."""
TOGETHER: Final = 20
"""How many it deals with in one transaction; if one breaks, each has one of its own."""


class LogChanged(Exception):
    """The log is not the one that was followed: shorter, another, or rewritten."""


class LoggedFact(Protocol):
    """As much of a logged fact as following needs."""

    @property
    def position(self) -> int:
        """Return its place in the log, gapless from 1."""
        ...

    @property
    def topic(self) -> str:
        """Return its stored name."""
        ...

    @property
    def hash(self) -> bytes:
        """Return the hash that chains it to its stream."""
        ...


F = TypeVar("F", bound=LoggedFact)
F_co = TypeVar("F_co", bound=LoggedFact, covariant=True)


class Source(Protocol[F_co]):
    """The log, as a follower reads it."""

    def after(self, position: int, limit: int) -> Sequence[F_co]:
        """Return at most `limit` facts after the position, in order, none left out."""
        ...


@dataclass(frozen=True)  # slots would break `Following[...](...)` on Python 3.11
class Following(Generic[F]):
    """What a follower does with which facts.

    `deal_with` is given the transaction in which the position moves: desk rows go there.
    Facts go to the log by use cases whose repetition changes nothing, because after a
    crash the same fact comes again. A fact whose key is destroyed comes too, as erased.
    """

    name: str
    topics: frozenset[str]
    deal_with: Callable[[Connection, F, datetime], None]
    sift: Callable[[Sequence[F]], Sequence[F]] | None = None
    """Picks, of a batch's facts of these topics, those to deal with; all without it."""
    upto: Callable[[], int] | None = None
    """Returns the position up to which facts can be dealt with now: that of a view they
    are dealt with by. What lies behind it waits for a later step."""

    def wanted(self, facts: Sequence[F]) -> frozenset[int]:
        """Return the positions of the facts of a batch that are dealt with."""
        named = [fact for fact in facts if fact.topic in self.topics]
        sifted = self.sift(named) if self.sift and named else named
        return frozenset(fact.position for fact in sifted)


class Follower(Generic[F]):
    """One follower of the log; a round of the clerk."""

    def __init__(
        self,
        engine: Engine,
        source: Source[F],
        origin: UUID,
        following: Following[F],
        alarm: Alarm,
    ) -> None:
        """Take the clerk's database, the log and its origin, and what is to be done."""
        self._engine = engine
        self._source = source
        self._origin = origin
        self._following = following
        self._alarm = alarm

    @property
    def name(self) -> str:
        """Return the name under which its position is kept."""
        return self._following.name

    def step(self, lease: Lease, now: datetime) -> int:
        """Deal with one batch; return how many facts were passed, 0 at the end.

        Raises `LeaseLost`. Any other failure stops the follower before the fact, is noted
        and told to the alarm; the next steps do nothing until it is time to try again.
        """
        if desk.is_waiting(self._engine, self.name, now):
            return 0
        here = desk.place(self._engine, self.name, self._origin)
        at, passed = here.position, 0
        try:
            facts = self._ripe(self._read(here))
            wanted = self._following.wanted(facts)
            todo = [fact for fact in facts if fact.position in wanted]
            for first in range(0, len(todo), TOGETHER):
                group = todo[first : first + TOGETHER]
                if there := self._pass_together(lease, here, group, now):
                    here = there
                    continue
                for fact in group:
                    at = fact.position
                    passed = at - facts[0].position
                    here = self._pass(lease, here, fact, [fact], now)
            if facts and facts[-1].position > here.position:
                self._pass(lease, here, facts[-1], (), now)
            passed = len(facts)
        except LeaseLost:
            raise
        except Exception as failure:  # noqa: BLE001 - whatever it is, nothing is skipped
            self._stop(lease, at, type(failure).__name__, now)
        return passed

    def _read(self, here: Place) -> Sequence[F]:
        if here.origin != self._origin:
            raise LogChanged
        if here.position == 0:
            return self._source.after(0, BATCH)
        first, *rest = self._source.after(here.position - 1, BATCH + 1) or [None]
        if first is None or first.hash != here.hash:
            raise LogChanged
        return [fact for fact in rest if fact is not None]

    def _ripe(self, facts: Sequence[F]) -> Sequence[F]:
        """Leave out what is not to be dealt with yet."""
        if self._following.upto is None or not facts:
            return facts
        reached = self._following.upto()
        return [fact for fact in facts if fact.position <= reached]

    def _pass_together(
        self, lease: Lease, here: Place, group: Sequence[F], now: datetime
    ) -> Place | None:
        """Deal with several facts at once; None when one of them breaks.

        What they did to the log by then is done, and doing it again changes nothing.
        """
        if len(group) == 1:
            return None
        try:
            return self._pass(lease, here, group[-1], group, now)
        except LeaseLost:
            raise
        except Exception:  # noqa: BLE001 - one by one it is found out which
            return None

    def _pass(
        self, lease: Lease, here: Place, last: F, wanted: Sequence[F], now: datetime
    ) -> Place:
        """Deal with facts and move past the last, in one transaction."""
        there = Place(last.position, last.hash, self._origin)
        with self._engine.begin() as connection:
            lease.check(connection)
            if not desk.move(connection, self.name, here, there, now):
                raise LeaseLost
            for fact in wanted:
                self._following.deal_with(connection, fact, now)
        return there

    def _stop(self, lease: Lease, position: int, failure: str, now: datetime) -> None:
        with self._engine.begin() as connection:
            lease.check(connection)
            desk.note_failure(connection, self.name, position, failure, now)
        self._alarm(Trouble(Kind.FOLLOWER, self.name, failure, position))

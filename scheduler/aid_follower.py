"""Looks again at what somebody is due when a fact it rests on changes: follows the log."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from domain.log import Command, Log, Logged
from domain.registry.aid_plan import CHANGING, OPENING, TURNING, cases_of, plan
from domain.registry.runner import Runner
from scheduler.follower import Following


@dataclass(frozen=True, slots=True)
class AidReview:
    """Proposes aid anew; of a batch only each person's last fact, of who has a case.

    `command` makes a job's command for a purpose and a cause; its id derives from both.
    """

    log: Log
    runner: Runner
    command: Callable[[str, UUID], Command]

    def following(self) -> Following[Logged]:
        """Return what the follower named *aid* does with which facts."""
        return Following("aid", CHANGING, self.deal_with, self.sift)

    def sift(self, facts: Sequence[Logged]) -> Sequence[Logged]:
        """Return the facts worth looking at: one look at the log for a whole batch.

        A person's last fact stands for the earlier ones, and who has no case and gets
        none by these facts is passed over; who was ever merged is looked at.
        """
        last = {fact.stream: fact for fact in facts}
        opened = {fact.stream for fact in facts if fact.topic in OPENING}
        others = [case for who in last if who not in opened for case in cases_of(who)]
        found = self.log.streams(others).values() if others else ()
        opened |= {case[0].person for case in found if case[0].person}
        merged = self.log.of_topics(sorted(TURNING), list(last))
        opened |= {fact.stream for fact in merged}
        return [fact for who, fact in last.items() if who in opened]

    def deal_with(self, connection: Connection, logged: Logged, now: datetime) -> None:
        """Propose what changed; a repeat changes nothing."""
        del connection, now
        asked = plan(self.log, logged)
        if asked is not None:
            self.runner.run(asked, self.command("aid", logged.event_id))

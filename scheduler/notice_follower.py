"""Tells the receivers: follows the log and issues what each grade obliges to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import Connection, Engine

from domain.log import Command, Log, Logged
from domain.registry.alarms import RaiseAlarm
from domain.registry.notice_plan import NEWS, TURNING, Plan, obliges, plan, plan_again
from domain.registry.notices import IssueNotices
from domain.registry.runner import Runner
from domain.values.people import OfficeKind, Role
from projections.folding import positions
from projections.offices import offices, serving
from scheduler.channel_choice import ChannelChoice
from scheduler.enlisting import message_of
from scheduler.follower import Following

COUNTY: Final = 6
ANSWER_WITHIN: Final = timedelta(hours=24)
GRADED: Final = "person.risk_graded"
ISSUED: Final = "notice.issued"


@dataclass(frozen=True, slots=True)
class Offices:
    """The offices as the views know them now."""

    engine: Engine

    def serving(self, kind: str, village: str, day: str) -> list[UUID]:
        """Return the working offices of a kind that serve a village on a day."""
        with self.engine.begin() as connection:
            return serving(connection, kind, village, day)

    def known_upto(self) -> int:
        """Return how much of the log the list of offices has taken in."""
        with self.engine.begin() as connection:
            return positions(connection)[offices.name]


@dataclass(frozen=True, slots=True)
class Telling:
    """Deals with the facts that oblige to tell somebody; a repeat changes nothing.

    `command` makes a job's command for a purpose and a cause; its id derives from both.
    """

    log: Log
    runner: Runner
    offices: Offices
    command: Callable[[str, UUID], Command]
    ways: frozenset[str] = frozenset()
    """The ways out the operator has set up, beside the inbox."""

    def following(self) -> Following[Logged]:
        """Return what the follower named *notices* does with which facts.

        A fact waits until the list of offices has taken in what came before it: an office
        just entered is told, and not taken for missing.
        """
        topics = frozenset({ISSUED}) | NEWS | TURNING
        return Following(
            "notices", topics, self.deal_with, _that_matter, self.offices.known_upto
        )

    def deal_with(self, connection: Connection, logged: Logged, now: datetime) -> None:
        """Issue the notices a grade asks for; let issued ones be delivered.

        After a merge or a retraction the grade that stands now is asked about again; whoever
        was told of it is not told twice.
        """
        if logged.topic == ISSUED:
            message = message_of(self.log, logged)
            if message:
                choice = ChannelChoice(self.log, self.ways)
                choice.enlist(connection, message, now)
        else:
            self._tell(logged)

    def _tell(self, logged: Logged) -> None:
        command = self.command("notices", logged.event_id)
        planned = plan_again if logged.topic in TURNING else plan
        asked = planned(self.log, logged, self.offices, command.now)
        if asked is None:
            return
        if asked.receivers:
            issue = IssueNotices(
                asked.person, asked.fact, asked.fact_position, asked.receivers
            )
            self.runner.run(issue, command)
        for kind in asked.missing:
            self._alarm(asked, kind, logged)

    def _alarm(self, asked: Plan, kind: OfficeKind, logged: Logged) -> None:
        """Ring about an office nobody has entered; a village's alarm rings once."""
        command = self.command(f"missing/{kind}", logged.event_id)
        matter = uuid5(NAMESPACE_URL, f"suian:missing/{asked.village}/{kind}")
        alarm = RaiseAlarm(
            about=matter,
            kind="receiver_missing",
            owner_role=Role.ADMINISTRATOR,
            owner_office=None,
            division=asked.village[:COUNTY],
            details={"village": asked.village, "office_kind": kind},
            answer_by=(command.now + ANSWER_WITHIN).isoformat(),
        )
        self.runner.run(alarm, command)


def _that_matter(facts: Sequence[Logged]) -> Sequence[Logged]:
    return [fact for fact in facts if fact.topic not in NEWS or obliges(fact)]

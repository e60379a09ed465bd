"""Tells the receivers: follows the log and issues what each grade obliges to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import Connection, Engine

from domain.log import Command, Log, Logged
from domain.registry.alarms import RaiseAlarm
from domain.registry.notice_change_plan import CHANGING, changes, may_change
from domain.registry.notice_plan import AGAIN, NEWS, Plan, obliges, plan, plan_again
from domain.registry.notices import IssueNotices
from domain.registry.runner import Runner
from domain.values.people import OfficeKind, Role
from projections.folding import positions
from projections.offices import offices, serving
from scheduler.channel_choice import ChannelChoice
from scheduler.enlisting import bring_again, bring_digest, message_of, weighing
from scheduler.follower import Following
from scheduler.message import Message

COUNTY: Final = 6
ANSWER_WITHIN: Final = timedelta(hours=24)
GRADED: Final = "person.risk_graded"
PARTED: Final = "person.parted"
MESSAGES: Final = frozenset(
    {
        *("notice.issued", "notice.corrected", "notice.withdrawn"),
        *("notice.reminded", "notice.escalated"),
    }
)
"""What is brought to a receiver, or to whoever is turned to while it does not accept."""
REDELIVERY_ASKED: Final = "notice.redelivery_asked"
HELD: Final = "notice_shift.held"
NO_WAY: Final = frozenset[str]()
DIGEST: Final = "notice_shift.digest_issued"


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
        topics = MESSAGES | NEWS | AGAIN | CHANGING | {REDELIVERY_ASKED, DIGEST}
        return Following(
            "notices", topics, self.deal_with, that_matter, self.offices.known_upto
        )

    def deal_with(self, connection: Connection, logged: Logged, now: datetime) -> None:
        """Issue what a fact asks for, and say what it makes untrue; let it be delivered.

        After a merge or a retraction the grade that stands now is asked about again; whoever
        was told of it is not told twice, unless what was told had to be withdrawn first.
        """
        if logged.topic == REDELIVERY_ASKED:
            bring_again(connection, logged, now)
        elif logged.topic in MESSAGES:
            self._bring(connection, logged, now)
        elif logged.topic == DIGEST:
            bring_digest(connection, ChannelChoice(self.log, self.ways), logged, now)
        elif logged.topic in AGAIN:
            self._change(logged, ())
            for record in _records_of(logged):
                self._tell_again(logged, record)
        else:
            self._change(logged, self._tell(logged))

    def _bring(self, connection: Connection, logged: Logged, now: datetime) -> None:
        """Let a message be brought; one that waits for the digest lies in the inbox only."""
        message = message_of(self.log, logged)
        if message is None:
            return
        quietly = self._waits(logged, message)
        choice = ChannelChoice(self.log, self.ways)
        choice.enlist(connection, message, now, by=NO_WAY if quietly else None)

    def _waits(self, logged: Logged, message: Message) -> bool:
        """Return whether a notice waits for its shift's digest, decided once and kept."""
        weigh = weighing(logged, message)
        if weigh is None:
            return False
        weighed = self.runner.run(weigh, self.command("weighed", logged.event_id))
        return any(fact.topic == HELD for fact in weighed.facts)

    def _tell(self, logged: Logged) -> Sequence[UUID]:
        """Issue the notices of a fact; return the offices they went to."""
        command = self.command("notices", logged.event_id)
        asked = plan(self.log, logged, self.offices, command.now)
        return self._issue(asked, logged, command) if asked else ()

    def _tell_again(self, logged: Logged, record: UUID) -> None:
        """Issue the notices of the grade that stands for a record now."""
        is_own = record == logged.stream
        what = "notices" if is_own else f"notices/{record}"
        command = self.command(what, logged.event_id)
        asked = plan_again(self.log, logged, self.offices, command.now, record)
        if asked:
            self._issue(asked, logged, command)

    def _issue(self, asked: Plan, logged: Logged, command: Command) -> Sequence[UUID]:
        if asked.receivers:
            issue = IssueNotices(
                asked.person, asked.fact, asked.fact_position, asked.receivers
            )
            self.runner.run(issue, command)
        for kind in asked.missing:
            self._alarm(asked, kind, logged)
        return [receiver.office for receiver in asked.receivers]

    def _change(self, logged: Logged, told_anew: Sequence[UUID]) -> None:
        """Tell the receivers of earlier notices what a fact makes untrue of them."""
        now = self.command("changed", logged.event_id).now
        for change in changes(self.log, logged, now, told_anew):
            command = self.command(f"changed/{change.notice}", logged.event_id)
            self.runner.run(change, command)

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
            is_news=True,
        )
        self.runner.run(alarm, command)


def that_matter(facts: Sequence[Logged]) -> Sequence[Logged]:
    """Return the facts that may oblige to tell somebody, or make a notice untrue."""
    return [
        fact
        for fact in facts
        if fact.topic in AGAIN
        or fact.topic in MESSAGES
        or fact.topic in {REDELIVERY_ASKED, DIGEST}
        or (fact.topic in NEWS and obliges(fact))
        or may_change(fact)
    ]


def _records_of(logged: Logged) -> Sequence[UUID]:
    """Return the records another grade may stand for: both, where a merge is undone."""
    parted = getattr(logged.fact, "retired", "") if logged.topic == PARTED else ""
    return (logged.stream, *([UUID(parted)] if parted else []))

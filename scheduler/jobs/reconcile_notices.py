"""Every night: the day's duties to tell counted anew, and receivers' own lists compared.

The day is counted from the log itself, whatever position anybody keeps. What a receiver's
list lacks of what was brought to it, or has that never was, is an alarm that names it; so
is a list that should be there and is not to be had. Who answers 404 keeps none.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid5

import structlog
from sqlalchemy import Engine, text

from domain.log import Command, Logged
from domain.registry.alarms import ClearAlarm, RaiseAlarm
from domain.registry.reconciliation import Duty, State, reconciled
from domain.registry.runner import Runner
from domain.values.people import Role
from projections.alarms import ringing
from projections.moments import position_at
from projections.offices import all_offices
from scheduler.channels.outside import NotReached
from scheduler.reconciliation import NOWHERE, gap_alarm, offices_at

GAP: Final = "notice_gap_at_night"
DIFFERS: Final = "receiver_list_differs"
UNREAD: Final = "receiver_list_unread"
LOOKED_BACK: Final = timedelta(days=2)
"""How much of the log is counted anew."""
LISTED: Final = timedelta(days=35)
"""How far back lists are compared (D-PR3)."""
SKEW: Final = timedelta(days=1)
"""How far a receiver's clock may be off: what ended so long before may be in its list."""
SETTLED: Final = timedelta(minutes=10)
"""What was brought so shortly ago may be on its way into the list."""
NAMED: Final = 20
"""How many ids an alarm names."""
ANSWER_WITHIN: Final = timedelta(hours=8)
BATCH: Final = 500

BROUGHT: Final = """
SELECT receiver, message, state = 'delivered' AND ended_at < :until AND ended_at >= :since
FROM desk.attempt
WHERE channel = 'webhook' AND coalesce(ended_at, 'infinity') >= :known_since
"""

OwnList = Callable[[UUID, datetime], Mapping[str, datetime] | None]

_log: Final = structlog.stdlib.get_logger("scheduler.reconcile_notices")


@dataclass(frozen=True, slots=True)
class ReconcileNotices:
    """`own_list` asks a receiver what it has; `command` makes a job's command."""

    engine: Engine
    runner: Runner
    own_list: OwnList
    command: Callable[[str, UUID], Command]

    def __call__(self, due_at: datetime) -> int:
        """Return how many receivers were not told, have another list, or show none."""
        gaps = self._gaps(due_at)
        differ, unread = self._differences(due_at)
        for kind, found in ((GAP, gaps), (DIFFERS, differ), (UNREAD, unread)):
            self._settle(kind, found, due_at)
        _log.info(
            "notices_reconciled",
            gaps=len(gaps),
            differ=len(differ),
            unread=len(unread),
        )
        return len(gaps) + len(differ) + len(unread)

    def _gaps(self, due_at: datetime) -> dict[UUID, RaiseAlarm]:
        """Return an alarm for each receiver who was not told, by the log alone."""
        log = self.runner.log
        facts: list[Logged] = []
        position = position_at(log, due_at - LOOKED_BACK)
        while found := log.after(position, BATCH):
            facts += found
            position = found[-1].position
        missed: dict[UUID, list[Duty]] = defaultdict(list)
        for each in reconciled(log, facts, offices_at(self.engine), due_at):
            if each.state == State.GAP:
                missed[each.duty.office or NOWHERE].append(each.duty)
        return {
            office: gap_alarm(office, duties, due_at, GAP)
            for office, duties in missed.items()
        }

    def _differences(
        self, due_at: datetime
    ) -> tuple[dict[UUID, RaiseAlarm], dict[UUID, RaiseAlarm]]:
        """Return an alarm for each receiver whose list is not ours, or not to be had.

        Every working office with a webhook is asked, what was sent of late or not.
        """
        since, until = due_at - LISTED, due_at - SETTLED
        brought: dict[UUID, set[str]] = defaultdict(set)
        known: dict[UUID, set[str]] = defaultdict(set)
        asked = {"since": since, "until": until, "known_since": since - SKEW}
        with self.engine.begin() as connection:
            offices = all_offices(connection)
            for receiver, message, is_brought in connection.execute(
                text(BROUGHT), asked
            ):
                known[receiver].add(str(message))
                if is_brought:
                    brought[receiver].add(str(message))
        differ: dict[UUID, RaiseAlarm] = {}
        unread: dict[UUID, RaiseAlarm] = {}
        for receiver, row in offices.items():
            if not (row.is_open or receiver in known):
                continue
            try:
                theirs = self.own_list(receiver, due_at)
            except NotReached as problem:
                details = {"office": row.name, "reason": problem.reason}
                unread[receiver] = _ring(receiver, UNREAD, details, due_at)
                continue
            if theirs is None:
                continue
            ours = known[receiver]
            lacks = sorted(brought[receiver] - theirs.keys())
            beyond = sorted(id_ for id_ in theirs.keys() - ours if theirs[id_] >= since)
            if lacks or beyond:
                differ[receiver] = _differs(receiver, lacks, beyond, due_at)
        return differ, unread

    def _settle(
        self, kind: str, found: Mapping[UUID, RaiseAlarm], due_at: datetime
    ) -> None:
        """Ring for what was found, and silence what is settled."""
        with self.engine.begin() as connection:
            rings = {
                UUID(alarm.details["receiver"])
                for _, alarm in ringing(connection)
                if alarm.kind == kind
            }
        moment = due_at.isoformat()
        for receiver, alarm in found.items():
            self.runner.run(alarm, self.command(f"{kind}/{moment}", receiver))
        for receiver in rings - found.keys():
            clear = ClearAlarm(uuid5(receiver, kind), kind, "same")
            self.runner.run(clear, self.command(f"{kind}/same/{moment}", receiver))


def _differs(
    receiver: UUID, lacks: Sequence[str], beyond: Collection[str], due_at: datetime
) -> RaiseAlarm:
    details = {
        "lacks": str(len(lacks)),
        "beyond": str(len(beyond)),
        "notices": ", ".join([*lacks, *sorted(beyond)][:NAMED]),
    }
    return _ring(receiver, DIFFERS, details, due_at)


def _ring(
    receiver: UUID, kind: str, details: Mapping[str, str], due_at: datetime
) -> RaiseAlarm:
    return RaiseAlarm(
        about=uuid5(receiver, kind),
        kind=kind,
        owner_role=Role.ADMINISTRATOR,
        owner_office=None,
        division="",
        details={"receiver": str(receiver), **details},
        answer_by=(due_at + ANSWER_WITHIN).isoformat(),
    )

"""What was told because of a danger report's links that no longer hold (BR-NOT-7, D-PO9).

A report that a guardian made is told the moment it is linked to somebody. Linked to somebody
else, or looked into and found to be no danger or about nobody of the register, it was told
of the wrong person, or for nothing.
"""

from collections.abc import Iterator
from uuid import UUID

from domain.danger_report import Assessed, Linked
from domain.log import Log, Logged
from domain.registry.known import everything, survivor_of
from domain.registry.notice_news import known_at
from domain.registry.notice_told import Told, notices_of
from domain.values.danger_report import Assessment
from domain.values.notice_changes import ChangeReason


def told_by_links(
    log: Log, logged: Logged, fact: Linked | Assessed
) -> Iterator[tuple[Told, ChangeReason]]:
    """Yield the standing notices that links before a fact brought and it undoes, with why.

    Nobody can be told anything more about somebody whose keys are destroyed.
    """
    reason = _why(fact)
    if reason is None:
        return
    holds = fact.registered if isinstance(fact, Linked) else ""
    for each in log.stream(logged.stream):
        link = each.fact
        is_earlier = each.position < logged.position
        if not is_earlier or not isinstance(link, Linked) or link.registered == holds:
            continue
        if _is_known(log, UUID(link.registered), logged.position):
            yield from ((n, reason) for n in _told_by(log, each, link))


def _why(fact: Linked | Assessed) -> ChangeReason | None:
    if isinstance(fact, Linked) or fact.outcome == Assessment.NOT_REGISTERED:
        return ChangeReason.WRONG_PERSON
    is_nothing = fact.outcome == Assessment.NO_DANGER
    return ChangeReason.NO_DANGER if is_nothing else None


def _is_known(log: Log, person: UUID, upto: int) -> bool:
    return known_at(log, survivor_of(log, person, upto), upto) is not None


def _told_by(log: Log, logged: Logged, link: Linked) -> Iterator[Told]:
    for notice in notices_of(everything(log, UUID(link.registered))):
        if notice.issued.fact == str(logged.event_id) and not notice.withdrawn_by:
            yield notice

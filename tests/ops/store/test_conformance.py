"""The library's own cases for the recorders we replace, run against ours.

Each case of `eventsourcing.tests.persistence` is either run here or listed with the reason
why it can't apply. Two things are translated, nothing else: some cases begin a stream at
version 0 and ours begin at 1, so versions are moved by one; and what the cases compare
with `==` is the library's plain record, without our header and hash.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any
from unittest import TestCase
from uuid import UUID

import pytest
from eventsourcing.persistence import StoredEvent
from eventsourcing.tests import persistence as theirs
from psycopg_pool import ConnectionPool

from ops.clock import now
from ops.store.recorder import LogRecorder
from tests.databases import Database

RUN: tuple[tuple[str, str], ...] = (
    ("AggregateRecorderTestCase", "test_insert_and_select"),
    ("ApplicationRecorderTestCase", "test_insert_select"),
    ("ApplicationRecorderTestCase", "test_concurrent_no_conflicts"),
    ("ApplicationRecorderTestCase", "test_concurrent_throughput"),
    ("NonInterleavingNotificationIDsBaseCase", "test"),
)

NOT_RUN: dict[tuple[str, str], str] = {
    ("AggregateRecorderTestCase", "test_performance"): (
        "prints a rate and asserts nothing; `suian bench store` measures"
    ),
    ("ApplicationRecorderTestCase", "test_performance"): (
        "prints a rate and asserts nothing; `suian bench store` measures"
    ),
    ("ApplicationRecorderTestCase", "optional_test_insert_subscribe"): (
        "optional there; nobody subscribes, everyone reads by position, which"
        " `suian check skips` proves"
    ),
    ("TrackingRecorderTestCase", "*"): (
        "no tracking recorder: a view keeps its position in the transaction of its rows,"
        " see tests/projections/test_folding.py"
    ),
    ("ProcessRecorderTestCase", "*"): (
        "no process recorder: what follows from a fact is a command with an id derived"
        " from it, see tests/scheduler/test_follower.py"
    ),
    ("InfrastructureFactoryTestCase", "*"): (
        "no factory: ops/site.py puts the parts together, with our own mapper"
    ),
    ("TranscoderTestCase", "*"): "the transcoder is the library's own, unchanged",
}


class FromNought(LogRecorder):
    """The log as these cases speak to it: versions from 0, plain records."""

    def insert_events(
        self, stored_events: Sequence[StoredEvent], **_: Any
    ) -> Sequence[int]:
        return super().insert_events([moved(event, 1) for event in stored_events])

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> list[Any]:
        found = super().select_events(
            originator_id,
            gt=None if gt is None else gt + 1,
            lte=None if lte is None else lte + 1,
            desc=desc,
            limit=limit,
        )
        return [moved(entry, -1) for entry in found]


class OfAggregates(FromNought):
    """The same as a recorder of aggregates alone, which tells no positions."""

    def insert_events(self, stored_events: Sequence[StoredEvent], **_: Any) -> Any:
        super().insert_events(stored_events)


def moved(event: StoredEvent, by: int) -> StoredEvent:
    return StoredEvent(
        event.originator_id, event.originator_version + by, event.topic, event.state
    )


def conform(case: str, method: str, recorder: LogRecorder) -> None:
    """Run one of the library's cases; raises what it finds."""

    def create_recorder(_: TestCase) -> LogRecorder:
        return recorder

    ours: Any = type(
        case, (getattr(theirs, case),), {"create_recorder": create_recorder}
    )
    with closing(recorder):
        ours(method).debug()


@pytest.fixture
def pool(database: Database) -> Iterator[ConnectionPool[Any]]:
    """Connections as the web process has them."""
    connections: ConnectionPool[Any] = ConnectionPool(
        database.web_url, min_size=1, max_size=12, open=True
    )
    with connections:
        yield connections


@pytest.mark.parametrize(("case", "method"), RUN)
def test_our_recorder_passes_the_library_s_case(
    pool: ConnectionPool[Any], case: str, method: str
) -> None:
    of_aggregates = case == "AggregateRecorderTestCase"
    recorder = OfAggregates(pool, now) if of_aggregates else FromNought(pool, now)

    conform(case, method, recorder)


def test_a_recorder_that_breaks_the_contract_fails_the_library_s_case(
    pool: ConnectionPool[Any],
) -> None:
    tells_no_positions = OfAggregates(pool, now)

    with pytest.raises(AssertionError):
        conform("ApplicationRecorderTestCase", "test_insert_select", tells_no_positions)


def test_every_case_of_the_library_is_run_or_listed_with_its_reason() -> None:
    there = {
        (name, method)
        for name, case in vars(theirs).items()
        if isinstance(case, type)
        and issubclass(case, TestCase)
        and case is not TestCase
        for method in vars(case)
        if method.startswith(("test", "optional_test"))
    }
    whole = {name for name, method in NOT_RUN if method == "*"}

    assert whole <= {name for name, _ in there}
    assert not set(RUN) & set(NOT_RUN)
    assert {each for each in there if each[0] not in whole} == {
        *RUN,
        *(each for each in NOT_RUN if each[1] != "*"),
    }

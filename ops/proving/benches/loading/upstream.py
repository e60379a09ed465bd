"""The library's own subscription, with its own cipher and JSON, over the same facts."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Final
from uuid import UUID

import psycopg
from eventsourcing.persistence import (
    ApplicationRecorder,
    DatetimeAsISO,
    JSONTranscoder,
    Mapper,
    UUIDAsHex,
)
from eventsourcing.postgres import PostgresFactory

from domain.fact import Fact
from ops.proving.bed import Bed
from ops.proving.benches.store.upstream import SCHEMA, settings

_APPENDED: Final = 100


class Library:
    """An application's recorder and mapper, and what is recorded with them."""

    def __init__(self, recorder: ApplicationRecorder, mapper: Mapper[UUID]) -> None:
        """Take both parts."""
        self._recorder = recorder
        self._mapper = mapper

    def record(self, facts: Sequence[Fact]) -> None:
        """Record the facts in their order."""
        stored = map(self._mapper.to_stored_event, facts)
        while some := list(islice(stored, _APPENDED)):
            self._recorder.insert_events(some)

    def catch_up(self, facts: int) -> int:
        """Read so many from the beginning, as domain events; return how many they were."""
        read = 0
        with self._recorder.subscribe(gt=0) as subscription:
            for notification in subscription:
                self._mapper.to_domain_event(notification)
                read += 1
                if read == facts:
                    break
        return read


@contextmanager
def library(bed: Bed) -> Generator[Library]:
    """Give the library a schema of its own in the bed's database."""
    with psycopg.connect(bed.url("super")) as connection:
        connection.execute(f"CREATE SCHEMA {SCHEMA}")
    with PostgresFactory(settings(bed.url("super"))) as factory:
        transcoder = JSONTranscoder()
        transcoder.register(UUIDAsHex())
        transcoder.register(DatetimeAsISO())
        yield Library(factory.application_recorder(), factory.mapper(transcoder))

"""The library's own PostgreSQL recorder as a client of the bench: its mapper, its cipher.

One event an append, a thread a writer, as its own documentation has it.
"""

from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from time import monotonic
from typing import Any, Final
from uuid import UUID, uuid4

from eventsourcing.cryptography import AESCipher
from eventsourcing.persistence import (
    ApplicationRecorder,
    DatetimeAsISO,
    JSONTranscoder,
    Mapper,
    UUIDAsHex,
)
from eventsourcing.postgres import PostgresFactory
from psycopg.conninfo import conninfo_to_dict

from domain import topics
from ops.garbage import settle
from ops.proving.benches.store.clients import Taken, Window
from ops.proving.benches.store.facts import FollowUps, follow_ups
from ops.proving.benches.store.ours import IN_A_ROW

SCHEMA: Final = "upstream"


def settings(url: str) -> dict[str, str]:
    """Return the library's environment for a database, with a cipher of its own."""
    parts = conninfo_to_dict(url)
    return {
        "POSTGRES_DBNAME": str(parts["dbname"]),
        "POSTGRES_HOST": str(parts["host"]),
        "POSTGRES_PORT": "5432",
        "POSTGRES_USER": str(parts["user"]),
        "POSTGRES_PASSWORD": str(parts["password"]),
        "POSTGRES_SCHEMA": SCHEMA,
        "CIPHER_TOPIC": "eventsourcing.cryptography:AESCipher",
        "CIPHER_KEY": AESCipher.create_key(32),
    }


def make_table(environment: dict[str, str]) -> None:
    """Let the library make its table; its schema must be there."""
    with PostgresFactory(environment) as factory:
        factory.application_recorder()


def serve(pipe: "Connection[Any, Any]", environment: dict[str, str]) -> None:
    """Write windows as they are told."""
    topics.register()
    pattern = follow_ups()
    settle()
    pipe.send("ready")
    while True:
        try:
            asked = pipe.recv()
        except EOFError:
            return
        is_window = isinstance(asked, Window)
        pipe.send(_write(asked, environment, pattern) if is_window else "ready")


def _write(window: Window, environment: dict[str, str], pattern: FollowUps) -> Taken:
    pooled = {
        **environment,
        "CREATE_TABLE": "no",
        "POSTGRES_POOL_SIZE": str(window.writers),
        "POSTGRES_MAX_OVERFLOW": "0",
    }
    taken = Taken()
    with (
        PostgresFactory(pooled) as factory,
        ThreadPoolExecutor(window.writers) as threads,
    ):
        transcoder = JSONTranscoder()
        transcoder.register(UUIDAsHex())
        transcoder.register(DatetimeAsISO())
        mapper: Mapper[UUID] = factory.mapper(transcoder)
        writer = _Writer(factory.application_recorder(), mapper, pattern)
        for done in [
            threads.submit(writer.keep_writing, window) for _ in range(window.writers)
        ]:
            taken.join(done.result())
    return taken


class _Writer:
    def __init__(
        self, recorder: ApplicationRecorder, mapper: Mapper[UUID], pattern: FollowUps
    ) -> None:
        self._recorder = recorder
        self._mapper = mapper
        self._pattern = pattern

    def keep_writing(self, window: Window) -> Taken:
        taken = Taken()
        while monotonic() < window.ends:
            person = uuid4()
            for version in range(1, IN_A_ROW + 1):
                fact = self._pattern.fact(person, version)
                began = monotonic()
                self._recorder.insert_events([self._mapper.to_stored_event(fact)])
                taken.add(began, window)
                if monotonic() >= window.ends:
                    break
        return taken

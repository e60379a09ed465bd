"""What routes may ask for: everything that reaches them comes in through here.

`ops/` builds one of these and hands it to `create_app`; nothing in `api/` opens a
connection, reads a clock or draws an id of its own.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Engine

from api.passwords import Passwords
from domain.log import Log
from domain.registry.runner import AwaitableRunner


class State(StrEnum):
    """How a part of the system is doing."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Check:
    """One line of `/readyz`; a check that raises has failed."""

    name: str
    state: Callable[[], State]


@dataclass(frozen=True, slots=True)
class Reading:
    """One line of `/metrics`: labels hold closed words only, never an id or a name."""

    name: str
    value: float
    labels: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Pinged:
    """What a test of a webhook came to; an empty `failure` is a success."""

    failure: str
    status: int | None
    millis: int


@dataclass(frozen=True, slots=True)
class Ways:
    """What the pages of channels ask of whoever sends.

    `shown_secret` is an office's secret by its id as its receiver puts it in, `ping` sends a
    test to an office's webhook, `usable` names the ways the operator has set up.
    """

    shown_secret: Callable[[UUID, str], str]
    ping: Callable[[UUID], Pinged]
    usable: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """One process's surroundings, put together once by `ops/`."""

    clock: Callable[[], datetime]
    """Returns the moment, with a time zone."""
    new_id: Callable[[], UUID]
    """Draws a random id: request ids and the command ids of forms."""
    new_token: Callable[[], str]
    """Draws a session token: at least 128 random bits, safe in a header."""
    engine: Engine
    """The database as the role `suian_web`: this room's desks and the views."""
    runner: AwaitableRunner
    """Runs use cases."""
    claim: Callable[[str, str], UUID]
    """Returns the claim stream of something only one may hold, by its kind and value."""
    log: Log
    """The log itself: histories, and what a notice may show, are read from it."""
    reading_log: Log
    """The second log: who looked at whom."""
    words_key: bytes
    """Keys the HMAC of searched words."""
    passwords: Passwords
    """Checks passwords."""
    cursor_key: bytes
    """Seals paging cursors: at least 32 random bytes, the same in all web processes."""
    ways: Ways
    """Secrets, tests and set-up of the ways by which offices are told."""
    checks: tuple[Check, ...] = ()
    """Lines of `/readyz`."""
    meters: tuple[Callable[[], Iterable[Reading]], ...] = ()
    """Sources of lines for `/metrics`."""
    scrapers: frozenset[str] = field(
        default_factory=lambda: frozenset({"127.0.0.1", "::1"})
    )
    """The addresses that may read `/metrics`."""

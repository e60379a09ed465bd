"""Signing in and out, and whose session a request carries.

A session is a random token; the database knows only its SHA-256. It is bound to an
account and to nothing else: role, office and divisions are looked up at each request.
"""

import asyncio
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from typing import Final

import structlog

from api import accounts, session_desk
from api.accounts import Standing
from api.refusals import SignInFailed, TooManyTries
from api.services import Services

IDLE: Final = timedelta(hours=1)
"""Unused for so long, a session ends. A clinic's screen is shared and visits are long: our
decision; OWASP ASVS 5.0.0, 7.3.1 asks for a documented limit."""

LENGTH: Final = timedelta(hours=12)
"""A session ends after a working day and its overtime, however busy (7.3.2)."""

NOTE_EVERY: Final = timedelta(minutes=1)
"""How exactly `seen_at` is kept: not every request writes."""

WINDOW: Final = timedelta(minutes=15)
ACCOUNT_TRIES: Final = 10
"""Tries per account in a window."""
ADDRESS_TRIES: Final = 300
"""Tries per address in a window: a whole hospital may share one, and on the first morning
150 people sign in at once. Tries that succeed are taken back."""

_log: Final = structlog.stdlib.get_logger("api.sessions")


@dataclass(frozen=True, slots=True)
class Begun:
    """A session just begun; the token is shown here and never again."""

    token: str
    account: Standing
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Session:
    """A session in use."""

    token: str
    account: Standing
    ends_at: datetime

    @property
    def csrf(self) -> str:
        """What forms of this session carry: useless without the session's cookie."""
        return hmac.digest(self.token.encode(), b"suian/csrf", "sha256").hex()


async def sign_in(
    services: Services, sign_in_name: str, password: str, address: str
) -> Begun:
    """Begin a session, or refuse without saying which of name and password is wrong."""
    now = services.clock()
    by_account = _digest("account", sign_in_name.strip().casefold())
    by_address = _digest("address", _network(address))
    found = await asyncio.to_thread(
        _try, services, sign_in_name.strip(), (by_account, by_address), now
    )
    fits = await services.passwords.fits(found.password_hash if found else "", password)
    if not (fits and found and found.may_act):
        _log.warning("sign_in_failed", account=str(found.account) if found else None)
        raise SignInFailed
    token = services.new_token()
    begun = Begun(token, found, now + LENGTH)
    await asyncio.to_thread(_begin, services, begun, (by_account, by_address), now)
    _log.info("signed_in", account=str(found.account))
    return begun


def session_of(services: Services, token: str) -> Session | None:
    """Return the session of a token while it lasts and its account may act."""
    now = services.clock()
    digest = _token_digest(token)
    asked_at_once = services.engine.execution_options(isolation_level="AUTOCOMMIT")
    with asked_at_once.connect() as connection:
        row = session_desk.find(connection, digest, now, IDLE)
        if row is None:
            return None
        account = row.standing
        if account is None or not account.may_act:
            session_desk.end_all(connection, row.account)
            return None
        if now - row.seen_at >= NOTE_EVERY:
            session_desk.see(connection, digest, now)
    return Session(token, account, row.ends_at)


def sign_out(services: Services, session: Session) -> None:
    """End a session at once."""
    with services.engine.begin() as connection:
        session_desk.end(connection, _token_digest(session.token))
    _log.info("signed_out", account=str(session.account.account))


def _try(
    services: Services, sign_in_name: str, digests: tuple[bytes, bytes], now: datetime
) -> Standing | None:
    limits = zip(digests, (ACCOUNT_TRIES, ADDRESS_TRIES), strict=True)
    with services.engine.begin() as connection:
        counts = [
            (*session_desk.count_try(connection, digest, now, WINDOW), limit)
            for digest, limit in limits
        ]
    waits = [since + WINDOW - now for since, tries, limit in counts if tries > limit]
    if waits:
        _log.warning("sign_in_throttled")
        raise TooManyTries(retry_after=int(max(waits).total_seconds()) + 1)
    with services.engine.connect() as connection:
        return accounts.named(connection, sign_in_name)


def _begin(
    services: Services, begun: Begun, digests: tuple[bytes, bytes], now: datetime
) -> None:
    by_account, by_address = digests
    with services.engine.begin() as connection:
        session_desk.clear(connection, now, IDLE, WINDOW)
        session_desk.forget_tries(connection, by_account)
        session_desk.take_back_try(connection, by_address)
        session_desk.begin(
            connection,
            _token_digest(begun.token),
            begun.account.account,
            now,
            begun.ends_at,
        )


def _token_digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _digest(kind: str, value: str) -> bytes:
    return hashlib.sha256(f"{kind}\0{value}".encode()).digest()


def _network(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        return str(IPv6Address(int(parsed) >> 64 << 64))
    return address

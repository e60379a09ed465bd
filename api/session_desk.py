"""The desk of sessions and sign-in tries; the only SQL about them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, text

from api import accounts
from api.accounts import Standing
from projections.accounts import accounts as account_view


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session as kept, never its token; and its account as it stands at this moment.

    `standing` is None when the account is not known to the views yet.
    """

    account: UUID
    seen_at: datetime
    ends_at: datetime
    standing: Standing | None


_BEGIN: Final = text(
    "INSERT INTO desk.session (token_digest, account, began_at, seen_at, ends_at)"
    " VALUES (:digest, :account, :now, :now, :ends_at)"
)
_FIND: Final = text(
    "SELECT s.account, s.seen_at, s.ends_at, a.sign_in_name, a.name, a.is_enabled,"
    " a.password_hash, a.role, a.office, a.division, o.name AS office_name"
    " FROM desk.session s"
    " LEFT JOIN view.account a ON a.key = s.account AND a.to_position IS NULL"
    " LEFT JOIN view.office o ON o.key = nullif(a.office, '')::uuid"
    " AND o.to_position IS NULL"
    " WHERE s.token_digest = :digest AND s.ends_at > :now AND s.seen_at > :idle_since"
)
"""One question for all a request asks of its session: it is asked at every request."""
_SEE: Final = text(
    "UPDATE desk.session SET seen_at = :now WHERE token_digest = :digest"
)
_END: Final = text("DELETE FROM desk.session WHERE token_digest = :digest")
_END_ALL: Final = text("DELETE FROM desk.session WHERE account = :account")
_CLEAR_SESSIONS: Final = text(
    "DELETE FROM desk.session WHERE ends_at <= :now OR seen_at <= :idle_since"
)
_CLEAR_TRIES: Final = text("DELETE FROM desk.sign_in_try WHERE since <= :window_since")
_TRY: Final = text(
    "INSERT INTO desk.sign_in_try AS t (digest, since, tries) VALUES (:digest, :now, 1)"
    " ON CONFLICT (digest) DO UPDATE SET"
    " since = CASE WHEN t.since <= :window_since THEN :now ELSE t.since END,"
    " tries = CASE WHEN t.since <= :window_since THEN 1 ELSE t.tries + 1 END"
    " RETURNING since, tries"
)
_FORGET: Final = text("DELETE FROM desk.sign_in_try WHERE digest = :digest")
_TAKE_BACK: Final = text(
    "UPDATE desk.sign_in_try SET tries = greatest(tries - 1, 0) WHERE digest = :digest"
)


def begin(
    connection: Connection,
    digest: bytes,
    account: UUID,
    now: datetime,
    ends_at: datetime,
) -> None:
    """Keep a new session."""
    connection.execute(
        _BEGIN, {"digest": digest, "account": account, "now": now, "ends_at": ends_at}
    )


def find(
    connection: Connection, digest: bytes, now: datetime, idle: timedelta
) -> SessionRow | None:
    """Return the session if it has neither ended nor gone unused for longer than `idle`."""
    row = connection.execute(
        _FIND, {"digest": digest, "now": now, "idle_since": now - idle}
    ).first()
    if row is None:
        return None
    known = row.sign_in_name is not None
    standing = (
        accounts.standing(
            row.account, account_view.from_columns(row), row.office_name or ""
        )
        if known
        else None
    )
    return SessionRow(row.account, row.seen_at, row.ends_at, standing)


def see(connection: Connection, digest: bytes, now: datetime) -> None:
    """Note that the session is in use."""
    connection.execute(_SEE, {"digest": digest, "now": now})


def end(connection: Connection, digest: bytes) -> None:
    """Forget the session; nothing happens if it has ended already."""
    connection.execute(_END, {"digest": digest})


def end_all(connection: Connection, account: UUID) -> None:
    """Forget all sessions of an account."""
    connection.execute(_END_ALL, {"account": account})


def clear(
    connection: Connection, now: datetime, idle: timedelta, window: timedelta
) -> None:
    """Remove what has ended: sessions, and tries older than the window."""
    connection.execute(_CLEAR_SESSIONS, {"now": now, "idle_since": now - idle})
    connection.execute(_CLEAR_TRIES, {"window_since": now - window})


def count_try(
    connection: Connection, digest: bytes, now: datetime, window: timedelta
) -> tuple[datetime, int]:
    """Count a try and return when its window began and how many there were in it."""
    row = connection.execute(
        _TRY, {"digest": digest, "now": now, "window_since": now - window}
    ).one()
    return row.since, row.tries


def forget_tries(connection: Connection, digest: bytes) -> None:
    """Start counting anew, because the right password was given."""
    connection.execute(_FORGET, {"digest": digest})


def take_back_try(connection: Connection, digest: bytes) -> None:
    """Count one try less."""
    connection.execute(_TAKE_BACK, {"digest": digest})

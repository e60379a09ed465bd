"""The session's cookie: kept from scripts, from other sites, and from plain connections."""

from typing import Final

from starlette.requests import HTTPConnection
from starlette.responses import Response

from api.refusals import NotEncrypted

SECURE_NAME: Final = "__Host-suian"
"""A browser takes a cookie of this prefix only over TLS, for this very host, path /."""

LOCAL_NAME: Final = "suian"
"""Its name over plain http on this machine itself, where no certificate can be had."""

LOCAL_HOSTS: Final = frozenset({"localhost", "127.0.0.1", "::1"})


def name_for(request: HTTPConnection) -> str:
    """Return the cookie's name for this connection; refuse one that others can read."""
    if request.url.scheme == "https":
        return SECURE_NAME
    if request.url.hostname in LOCAL_HOSTS:
        return LOCAL_NAME
    raise NotEncrypted


def keep(request: HTTPConnection, response: Response, token: str) -> None:
    """Hand the browser a session's token, for as long as the browser runs."""
    name = name_for(request)
    response.set_cookie(
        name, token, httponly=True, secure=name == SECURE_NAME, samesite="lax", path="/"
    )


def forget(request: HTTPConnection, response: Response) -> None:
    """Take the token back."""
    name = name_for(request)
    response.delete_cookie(
        name, httponly=True, secure=name == SECURE_NAME, samesite="lax", path="/"
    )


def token_of(request: HTTPConnection) -> str | None:
    """Return the token the browser sent, if any."""
    name = SECURE_NAME if request.url.scheme == "https" else LOCAL_NAME
    return request.cookies.get(name)

"""Takes a request's body in whole before anything else sees it.

It is not too large, and of the media type its address takes.
"""

from typing import Final

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.refusals import TooLarge, WrongMediaType
from api.rendering import refused
from domain.errors import Refused

LIMIT_BYTES: Final = 1_048_576
"""A form with every field filled is some ten kilobytes; files come in by the command line."""

JSON: Final = ("application/json",)
FORM: Final = ("application/x-www-form-urlencoded", "multipart/form-data")


class Bodies:
    """Refuses bodies that are too large or of the wrong type; hands on the others."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap the application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the body, then let the application have it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            body = await _body(scope, receive)
        except ClientDisconnect:
            return
        refusal = _refusal(scope, body)
        if refusal:
            await refused(Request(scope), refusal)(scope, receive, send)
            return
        first: list[Message] = [{"type": "http.request", "body": body or b""}]

        async def replayed() -> Message:
            return first.pop() if first else await receive()

        await self._app(scope, replayed, send)


async def _body(scope: Scope, receive: Receive) -> bytes | None:
    length = Headers(scope=scope).get("content-length", "")
    if length.isdigit() and int(length) > LIMIT_BYTES:
        return None
    body = bytearray()
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > LIMIT_BYTES:
            return None
    return bytes(body)


def _refusal(scope: Scope, body: bytes | None) -> Refused | None:
    if body is None:
        return TooLarge(limit=LIMIT_BYTES)
    if not body:
        return None
    expected = JSON if scope["path"].startswith("/api/") else FORM
    sent = Headers(scope=scope).get("content-type", "").split(";")[0].strip().lower()
    return None if sent in expected else WrongMediaType(expected=expected[0])

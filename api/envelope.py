"""Wraps every request: gives it an id, dresses its answer, notes it in one line.

The line holds ids and the route's pattern only: no address as sent, no query, no body. A
fault is noted by its kind and the places it passed, never by its message, which may quote
data.
"""

import re
from collections.abc import Iterator
from time import perf_counter
from traceback import walk_tb
from typing import Any, Final

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.headers import STATIC, dress
from api.refusals import Broken
from api.rendering import refused
from api.services import Services
from api.tally import Tally

_log: Final = structlog.stdlib.get_logger("api.access")

_REQUEST_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
_TRACEPARENT: Final = re.compile(r"00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}")


class Envelope:
    """The outermost layer but for the server itself."""

    def __init__(self, app: ASGIApp, services: Services, tally: Tally) -> None:
        """Wrap the application; the tally counts for `/metrics`."""
        self._app = app
        self._services = services
        self._tally = tally

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        ids = self._ids(Headers(scope=scope))
        scope["request_id"] = ids["request_id"]
        status = 0

        async def dressed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                dress(MutableHeaders(scope=message), scope, ids["request_id"])
            await send(message)

        began = perf_counter()
        with structlog.contextvars.bound_contextvars(**ids):
            try:
                await self._app(scope, receive, dressed)
            except Exception as fault:  # noqa: BLE001 - noted here without its message
                _log.error("fault", kind=type(fault).__name__, at=list(_places(fault)))
                if not status:
                    await refused(Request(scope), Broken())(scope, receive, dressed)
            self._note(scope, status, perf_counter() - began)

    def _ids(self, headers: Headers) -> dict[str, str]:
        wished = headers.get("x-request-id", "")
        ids = {
            "request_id": wished
            if _REQUEST_ID.fullmatch(wished)
            else str(self._services.new_id())
        }
        if trace := _TRACEPARENT.fullmatch(headers.get("traceparent", "")):
            ids["trace_id"] = trace[1]
        return ids

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", None) or _mounted(scope)
        noted: dict[str, Any] = {
            "method": scope["method"],
            "route": route,
            "status": status,
            "ms": round(seconds * 1000, 1),
        }
        if account := scope.get("account"):
            noted["account"] = str(account)
        _log.info("request", **noted)
        self._tally.count(scope["method"], route, status, seconds)


def _mounted(scope: Scope) -> str:
    return STATIC if scope["path"].startswith(STATIC) else "unmatched"


def _places(fault: BaseException) -> Iterator[str]:
    for frame, line in walk_tb(fault.__traceback__):
        yield f"{frame.f_globals.get('__name__')}:{line}"

"""The few routes that stand behind no operation, each on purpose; all others must."""

from collections.abc import Iterator
from typing import Final

from fastapi import FastAPI
from fastapi.routing import APIRoute, APIRouter
from starlette.routing import BaseRoute

from api.principal import guards

PUBLIC: Final = frozenset(
    {
        "GET /healthz",
        "GET /readyz",
        "GET /metrics",  # only to the addresses that may scrape
        "GET /sign-in",
        "POST /sign-in",
        "POST /language",
        "POST /api/v1/sessions",
        "GET /api/v1/code-lists",
        "GET /api/v1/notice-schemas",
        "GET /problems",
        "GET /problems/{name}",
    }
)
"""Open to everybody; they tell nothing about anybody."""

OWN_SESSION: Final = frozenset({"POST /sign-out", "DELETE /api/v1/sessions/current"})
"""Ending one's own session, whoever one is."""


def routes(app: FastAPI) -> Iterator[APIRoute]:
    """Return every route of the application that runs code of ours."""
    yield from _routes(app.routes)


def named(route: APIRoute) -> str:
    """Return a route as it is listed here."""
    return " ".join([*sorted(route.methods or ()), route.path])


def unguarded(app: FastAPI) -> list[str]:
    """Return the routes that name no operation and are not listed here."""
    return [
        named(route)
        for route in routes(app)
        if named(route) not in PUBLIC | OWN_SESSION and not any(guards(route.dependant))
    ]


def _routes(some: list[BaseRoute]) -> Iterator[APIRoute]:
    for route in some:
        if isinstance(route, APIRoute):
            yield route
        elif isinstance(inner := getattr(route, "original_router", None), APIRouter):
            yield from _routes(inner.routes)

"""Puts the web together: layers, refusals, resources and pages."""

from typing import Any, Final

import psycopg
import psycopg_pool
import sqlalchemy.exc
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response

from api import refusals
from api.bodies import Bodies
from api.console.pages import STATIC
from api.console.routes import PAGES
from api.description import REFUSED, Described
from api.envelope import Envelope
from api.faults import faults
from api.language import language_of
from api.open_routes import unguarded
from api.rendering import refused
from api.services import Services
from api.tally import Tally
from api.v1.resources import RESOURCES
from domain.errors import Refused

UNREACHABLE: Final = (
    psycopg.OperationalError,
    psycopg_pool.PoolTimeout,
    sqlalchemy.exc.OperationalError,
    sqlalchemy.exc.TimeoutError,
)
"""How a database that is away or overloaded shows itself."""

OF_STATUS: Final[dict[int, type[Refused]]] = {
    404: refusals.NotFound,
    405: refusals.MethodNotAllowed,
}
"""The framework's own refusals in our words; any other means it could not read us."""


def create_app(services: Services) -> FastAPI:
    """Return the web application; it refuses to start with a route nobody guards."""
    tally = Tally()
    app = Described(
        title="Suian",
        version="1",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=_operation_id,
        responses=REFUSED,
        middleware=[
            Middleware(Envelope, services=services, tally=tally),
            Middleware(Bodies),
        ],
    )
    app.state.services = services
    app.state.tally = tally
    for router in (*RESOURCES, *PAGES):
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    _answer_refusals(app)
    if open_by_mistake := unguarded(app):
        raise UnguardedRoute(open_by_mistake)
    return app


class UnguardedRoute(Exception):
    """Routes name no operation and are not among the open ones."""


def _operation_id(route: APIRoute) -> str:
    return route.name


def _answer_refusals(app: FastAPI) -> None:
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _framework)
    for kind in UNREACHABLE:
        app.add_exception_handler(kind, _unreachable)


def _refused(request: Request, refusal: Any) -> Response:
    return refused(request, refusal)


def _malformed(request: Request, error: Any) -> Response:
    found = faults(error.errors(), language_of(request))
    return refused(request, refusals.Malformed(), found)


def _framework(request: Request, error: Any) -> Response:
    kind = OF_STATUS.get(error.status_code, refusals.Unparsable)
    response = refused(request, kind())
    response.headers.update(error.headers or {})
    return response


def _unreachable(request: Request, _: Exception) -> Response:
    return refused(request, refusals.Busy())

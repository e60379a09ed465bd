"""Is the process alive, can it work, and how much has it done."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Final

import structlog
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from api.principal import services_of
from api.refusals import NotFound
from api.services import Check, Reading, State

router: Final = APIRouter()

_log: Final = structlog.stdlib.get_logger("api.health")


@router.get("/healthz", include_in_schema=False)
def alive() -> JSONResponse:
    """Answer as long as the process runs; ask nothing else."""
    return JSONResponse({"status": State.OK})


@router.get("/readyz", include_in_schema=False)
def ready(request: Request) -> JSONResponse:
    """Say for each part whether it works; 503 as long as one does not."""
    states = {check.name: state_of(check) for check in services_of(request).checks}
    worst = next(
        (s for s in (State.FAIL, State.WARN) if s in states.values()), State.OK
    )
    unavailable = worst is State.FAIL
    return JSONResponse(
        {"status": worst, "checks": states},
        HTTPStatus.SERVICE_UNAVAILABLE if unavailable else HTTPStatus.OK,
        headers={"Retry-After": "2"} if unavailable else None,
    )


@router.get("/metrics", include_in_schema=False)
def metrics(request: Request) -> Response:
    """Return counts in the Prometheus text format, to the addresses that may scrape."""
    services = services_of(request)
    if request.client is None or request.client.host not in services.scrapers:
        raise NotFound
    readings = [r for meter in services.meters for r in meter()]
    readings += request.app.state.tally.readings()
    return PlainTextResponse(
        exposition(readings), media_type="text/plain; version=0.0.4"
    )


def exposition(readings: Iterable[Reading]) -> str:
    """Return readings in the Prometheus text format."""
    return "".join(f"{r.name}{_labels(r)} {r.value}\n" for r in readings)


def _labels(reading: Reading) -> str:
    if not reading.labels:
        return ""
    return "{" + ",".join(f'{k}="{_escaped(v)}"' for k, v in reading.labels) + "}"


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def state_of(check: Check) -> State:
    """Return how a part does; one whose check raises is broken."""
    try:
        return check.state()
    except Exception as fault:  # noqa: BLE001 - whatever it is, the part does not work
        _log.warning("check_failed", check=check.name, kind=type(fault).__name__)
        return State.FAIL

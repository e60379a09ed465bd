"""Where each role starts its day."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.console.alarms import alarm_lines
from api.console.consents import consents_waiting
from api.console.desk_waiting import desk_waiting
from api.console.digest import digest_values
from api.console.emergency_clocks import running
from api.console.escalations import escalation_values
from api.console.inbox import inbox_values
from api.console.menu import menu
from api.console.pages import page
from api.console.responsibility import offers_waiting
from api.language import language_of, msg
from api.principal import Principal, operation, services_of, serving
from api.v1.asking import Asking
from domain.rules.access import Operation, purposes
from domain.values.people import Role

router: Final = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Start:
    """How a role's home page begins."""

    template: str
    heading: str
    lead: str


DOCTOR: Final = Start(
    "home_doctor.html",
    msg("Today's work"),
    msg("Who is due, who is overdue, and what came back from the offices told."),
)
RECEIVER: Final = Start(
    "home_receiver.html",
    msg("Notices for your office"),
    msg("Accept what is for you, report what came of it, send back what is not."),
)
OVERSIGHT: Final = Start(
    "home_oversight.html",
    msg("Oversight"),
    msg("Every figure leads to the people and events behind it."),
)

STARTS: Final[Mapping[Role, Start]] = {
    Role.VILLAGE_DOCTOR: DOCTOR,
    Role.TOWNSHIP_DOCTOR: DOCTOR,
    Role.PSYCHIATRIST: DOCTOR,
    Role.COUNTY_SMI: DOCTOR,
    Role.POLICE: RECEIVER,
    Role.GRID: RECEIVER,
    Role.CIVIL_AFFAIRS: RECEIVER,
    Role.DISABILITY_COMMISSIONER: RECEIVER,
    Role.JOINT_MEETING: RECEIVER,
    Role.AUDITOR: OVERSIGHT,
    Role.ADMINISTRATOR: OVERSIGHT,
    Role.SYSTEM: OVERSIGHT,
}
"""Every role has a start."""


HomePrincipal = Annotated[Principal, operation(Operation.READ_OWN_ACCOUNT)]


@router.get("/")
def home(request: Request, principal: HomePrincipal) -> Response:
    """Show the role's start: what waits, and the pages open to it."""
    start = STARTS[principal.role]
    said = language_of(request)
    return page(
        request,
        start.template,
        heading=said.text(start.heading),
        lead=said.text(start.lead),
        doors=menu(principal.role),
        alarms=_alarms(request, principal),
        waits=desk_waiting(services_of(request), principal) if start is DOCTOR else [],
        **(_inbox(request, principal) if start is RECEIVER else {}),
        **_escalations(request, principal),
        **(_digest(request, principal) if start is DOCTOR else {}),
        **(_clocks(request, principal) if start is DOCTOR else {}),
        **(_offers(request, principal) if start is DOCTOR else {}),
    )


def _alarms(request: Request, principal: Principal) -> list[dict[str, Any]]:
    asking = _asking(request, principal, Operation.READ_ALARMS)
    return alarm_lines(request, asking) if asking else []


def _inbox(request: Request, principal: Principal) -> dict[str, Any]:
    asking = _asking(request, principal, Operation.READ_INBOX)
    return (inbox_values(request, asking) if asking else None) or {}


def _escalations(request: Request, principal: Principal) -> dict[str, Any]:
    asking = _asking(request, principal, Operation.READ_ESCALATIONS)
    return escalation_values(request, asking, own_only=True) if asking else {}


def _digest(request: Request, principal: Principal) -> dict[str, Any]:
    asking = _asking(request, principal, Operation.READ_DUE_LIST)
    return {**digest_values(asking), **consents_waiting(asking)} if asking else {}


def _clocks(request: Request, principal: Principal) -> dict[str, Any]:
    asking = _asking(request, principal, Operation.READ_EMERGENCIES)
    return running(asking) if asking else {}


def _offers(request: Request, principal: Principal) -> dict[str, Any]:
    asking = _asking(request, principal, Operation.READ_RESPONSIBILITY)
    return offers_waiting(asking) if asking else {}


def _asking(request: Request, principal: Principal, named: Operation) -> Asking | None:
    if not purposes(principal.role, named):
        return None
    return Asking(services_of(request), serving(principal, named), named)

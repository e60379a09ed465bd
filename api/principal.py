"""Who asks, in which capacity and for what: found at each request, never remembered.

Every route names its operation: `Annotated[Principal, operation(Operation.X)]`. The policy
table in `domain/rules/access.py` says which roles may do it and for which purposes.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated, Any, Final, cast
from uuid import UUID

import structlog
from fastapi import Depends
from fastapi.dependencies.models import Dependant
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from api import cookies, cross_site
from api.refusals import NotSignedIn, UnknownPurpose
from api.services import Services
from api.sessions import Session, session_of
from domain.errors import NotAllowed
from domain.rules.access import Lacking, Operation, purposes
from domain.values.people import Purpose, Role

_log: Final = structlog.stdlib.get_logger("api.principal")


@dataclass(frozen=True, slots=True)
class Principal:
    """Somebody at work: the account, its role, its office, its divisions, and why."""

    account: UUID
    name: str
    role: Role
    organisation: UUID | None
    office_name: str
    division: str
    purpose: Purpose


def services_of(request: Request) -> Services:
    """Return what `ops/` handed in."""
    return cast(Services, request.app.state.services)


async def session(request: Request) -> Session:
    """Return the session a request carries; refuse a request without one.

    A session in a cookie must prove with each change that the page is ours.
    """
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    by_cookie = scheme.lower() != "bearer"
    token = (cookies.token_of(request) or "") if by_cookie else token
    found = (
        await run_in_threadpool(session_of, services_of(request), token)
        if token
        else None
    )
    if found is None:
        raise NotSignedIn
    request.scope["account"] = found.account.account
    if by_cookie:
        request.scope["csrf"] = found.csrf
        if request.method not in cross_site.SAFE:
            cross_site.check_origin(request)
            await cross_site.check_token(request, found.csrf)
    return found


CurrentSession = Annotated[Session, Depends(session)]


@dataclass(frozen=True, slots=True)
class Guard:
    """Lets those through whose role may do an operation, for the purpose they name."""

    operation: Operation

    async def __call__(self, request: Request, session: CurrentSession) -> Principal:
        """Return who asks; refuse whom the policy table does not name.

        Awaitable only so that the framework calls it where it stands, in no thread.
        """
        may = purposes(role_of(session), self.operation)
        purpose = _named_purpose(request) or next(iter(may), Purpose.CARE)
        principal = _principal(request, session, purpose)
        if purpose not in may:
            _log.warning("not_allowed", operation=self.operation, role=principal.role)
            raise NotAllowed(lacking=Lacking.PURPOSE if may else Lacking.ROLE)
        return principal


def serving(principal: Principal, operation: Operation) -> Principal:
    """Return the principal with the purpose its role usually does another operation for.

    A page that shows the answers of several operations asks for each so.
    """
    usual = purposes(principal.role, operation)
    return replace(principal, purpose=usual[0]) if usual else principal


def operation(named: Operation) -> Any:
    """Return the dependency that guards a route and gives it its `Principal`."""
    return Depends(Guard(named))


def guards(dependant: Dependant) -> Iterator[Guard]:
    """Return the guards a route stands behind."""
    if isinstance(dependant.call, Guard):
        yield dependant.call
    for dependency in dependant.dependencies:
        yield from guards(dependency)


def role_of(session: Session) -> Role:
    """Return the role of the session's account; without one nobody is signed in."""
    if session.account.role is None:
        raise NotSignedIn
    return session.account.role


def _principal(request: Request, session: Session, purpose: Purpose) -> Principal:
    account = session.account
    principal = Principal(
        account=account.account,
        name=account.name,
        role=role_of(session),
        organisation=account.office,
        office_name=account.office_name,
        division=account.division,
        purpose=purpose,
    )
    request.scope["principal"] = principal
    return principal


def _named_purpose(request: Request) -> Purpose | None:
    named = request.headers.get("x-purpose")
    if named is None:
        return None
    try:
        return Purpose(named)
    except ValueError:
        raise UnknownPurpose from None

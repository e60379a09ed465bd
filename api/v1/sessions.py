"""Sessions of systems: the same sessions, with the token sent as a bearer token."""

from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Response, status
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from api.cookies import name_for
from api.description import OPEN
from api.principal import CurrentSession, Principal, operation, services_of
from api.sessions import sign_in, sign_out
from api.v1.models import Answer, Body
from domain.rules.access import Operation
from domain.values.people import Role

router: Final = APIRouter(prefix="/api/v1/sessions", tags=["sessions"])


class SignIn(Body):
    """A sign-in name and its password."""

    sign_in_name: str = Field(min_length=1, max_length=100, examples=["doctor"])
    password: str = Field(min_length=1, max_length=200, examples=["…"])


class SessionAnswer(Answer):
    """Who is signed in, until when at most."""

    account: UUID
    role: Role | None
    organisation: UUID | None
    division: str
    ends_at: datetime


class BegunAnswer(SessionAnswer):
    """A new session; its token is shown only here."""

    token: str


@router.post("", status_code=status.HTTP_201_CREATED, openapi_extra=OPEN)
async def begin_session(body: SignIn, request: Request) -> BegunAnswer:
    """Sign in; send the token as `Authorization: Bearer` from then on."""
    name_for(request)
    address = request.client.host if request.client else ""
    begun = await sign_in(
        services_of(request), body.sign_in_name, body.password, address
    )
    return BegunAnswer(
        token=begun.token,
        account=begun.account.account,
        role=begun.account.role,
        organisation=begun.account.office,
        division=begun.account.division,
        ends_at=begun.ends_at,
    )


@router.get("/current")
def read_session(
    session: CurrentSession,
    _: Annotated[Principal, operation(Operation.READ_OWN_ACCOUNT)],
) -> SessionAnswer:
    """Say whose session this is."""
    return SessionAnswer(
        account=session.account.account,
        role=session.account.role,
        organisation=session.account.office,
        division=session.account.division,
        ends_at=session.ends_at,
    )


@router.delete("/current", status_code=status.HTTP_204_NO_CONTENT)
async def end_session(request: Request, session: CurrentSession) -> Response:
    """Sign out; the token is worth nothing from now on."""
    await run_in_threadpool(sign_out, services_of(request), session)
    return Response(status_code=status.HTTP_204_NO_CONTENT)

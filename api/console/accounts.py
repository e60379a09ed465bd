"""The accounts: who may sign in, in which role, for which office; and how the system does."""

import asyncio
from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.acting import Acting, acting
from api.console.forms import Form, Posted, PostedForm
from api.console.pages import page
from api.language import language_of
from api.passwords import SHORTEST
from api.principal import serving
from api.problems import STATUS_OF
from api.session_desk import end_all
from api.v1.asking import Asking, asking
from api.v1.health import state_of
from api.v1.sight import within_sight
from api.words import word
from domain.errors import AlreadyTaken, Unknown
from domain.registry.accounts import (
    DisableAccount,
    Grant,
    GrantRole,
    OpenAccount,
    SetPassword,
)
from domain.rules.access import Operation, purposes
from domain.values.calendar import shanghai_day
from domain.values.people import Role
from domain.values.places import is_within
from projections.accounts import AccountRow, all_accounts
from projections.offices import OfficeRow, all_offices

router: Final = APIRouter(prefix="/accounts", include_in_schema=False)

SIGN_IN_NAME: Final = "sign-in name"

Looking = Annotated[Asking, asking(Operation.READ_ACCOUNTS)]
Opening = Annotated[Acting, acting(Operation.OPEN_ACCOUNT)]
Granting = Annotated[Acting, acting(Operation.GRANT_ROLE)]
Disabling = Annotated[Acting, acting(Operation.DISABLE_ACCOUNT)]
Resetting = Annotated[Acting, acting(Operation.SET_PASSWORD)]

Password = Annotated[str, Field(min_length=SHORTEST, max_length=200)]


class RoleForm(Form):
    """A role for an office; without a division the office's own."""

    role: Role
    office: UUID
    division: str = Field("", pattern=r"^([0-9]{6}|[0-9]{9}|[0-9]{12})?$")


class AccountForm(RoleForm):
    """A new account with its first role and first password."""

    sign_in_name: str = Field(min_length=1, max_length=60, pattern=r"^\S+$")
    name: str = Field(min_length=1, max_length=60)
    password: Password


class DisablingForm(Form):
    """Why an account is shut."""

    reason: str = Field(min_length=1, max_length=300)


class PasswordForm(Form):
    """The new password of who has lost theirs."""

    password: Password


@router.get("")
def show_accounts(request: Request, asking: Looking) -> Response:
    """Show the accounts of one's division; never a password."""
    return _shown(request, asking, None, {})


@router.post("")
async def open_account(
    request: Request, acting: Opening, posted: PostedForm
) -> Response:
    """Open an account, or show the form again with what to do."""
    form, faults = posted.read(AccountForm)
    if form is None:
        return await _again(request, acting, posted, faults)
    services = acting.services
    use_case = OpenAccount(
        services.claim(SIGN_IN_NAME, form.sign_in_name),
        form.sign_in_name,
        form.name,
        await asyncio.to_thread(services.passwords.hash, form.password),
        await run_in_threadpool(_grant, acting, form),
    )
    plain = form.model_dump(mode="json", exclude={"password"})
    try:
        with within_sight("division"):
            await acting.run(use_case, plain)
    except AlreadyTaken as refusal:
        sentence = language_of(request).text(refusal.message, **refusal.details)
        status = STATUS_OF[AlreadyTaken]
        return await _again(request, acting, posted, {"sign_in_name": sentence}, status)
    return _back()


@router.post("/{account}/role")
async def grant_role(
    account: UUID, request: Request, acting: Granting, posted: PostedForm
) -> Response:
    """Let an account act in another role from now on."""
    form, faults = posted.read(RoleForm)
    if form is None:
        return await _again(request, acting, posted, _of(account, faults))
    grant = await run_in_threadpool(_grant, acting, form)
    plain = {"account": str(account), **form.model_dump(mode="json")}
    with within_sight("account"):
        await acting.run(GrantRole(account, grant), plain)
    return _back()


@router.post("/{account}/disable")
async def disable_account(
    account: UUID, request: Request, acting: Disabling, posted: PostedForm
) -> Response:
    """Shut an account for good; whoever is signed in with it is out at once."""
    form, faults = posted.read(DisablingForm)
    if form is None:
        return await _again(request, acting, posted, _of(account, faults))
    plain = {"account": str(account), "reason": form.reason}
    with within_sight("account"):
        await acting.run(DisableAccount(account, form.reason), plain)
    await run_in_threadpool(_end_sessions, acting, account)
    return _back()


@router.post("/{account}/password")
async def set_password(
    account: UUID, request: Request, acting: Resetting, posted: PostedForm
) -> Response:
    """Give an account another password; its sessions end."""
    form, faults = posted.read(PasswordForm)
    if form is None:
        return await _again(request, acting, posted, _of(account, faults))
    hashed = await asyncio.to_thread(acting.services.passwords.hash, form.password)
    with within_sight("account"):
        await acting.run(SetPassword(account, hashed), {"account": str(account)})
    await run_in_threadpool(_end_sessions, acting, account)
    return _back()


def _back() -> Response:
    return RedirectResponse("/accounts", HTTPStatus.SEE_OTHER)


def _of(account: UUID, faults: Mapping[str, str]) -> dict[str, str]:
    """Return one sentence for an account's own small forms."""
    return {str(account): next(iter(faults.values()))}


def _end_sessions(acting: Acting, account: UUID) -> None:
    with acting.services.engine.begin() as connection:
        end_all(connection, account)


def _grant(acting: Acting, form: RoleForm) -> Grant:
    seer = serving(acting.principal, Operation.READ_ACCOUNTS)
    with Asking(acting.services, seer, Operation.READ_ACCOUNTS).reading() as opened:
        office = all_offices(opened.connection).get(form.office)
    if office is None or form.role is Role.SYSTEM:
        raise Unknown(kind="office")
    return Grant(
        form.role.value,
        str(form.office),
        form.division or office.division,
        shanghai_day(acting.services.clock()).isoformat(),
    )


async def _again(
    request: Request,
    acting: Acting,
    posted: Posted,
    faults: Mapping[str, str],
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY,
) -> Response:
    seer = serving(acting.principal, Operation.READ_ACCOUNTS)
    asking = Asking(acting.services, seer, Operation.READ_ACCOUNTS)
    return await run_in_threadpool(_shown, request, asking, posted, faults, status)


def _shown(
    request: Request,
    asking: Asking,
    posted: Posted | None,
    faults: Mapping[str, str],
    status: int = HTTPStatus.OK,
) -> Response:
    own = asking.principal.division
    with asking.reading() as opened:
        offices = all_offices(opened.connection)
        accounts = all_accounts(opened.connection)
    language = language_of(request)
    typed = AccountForm.model_fields.keys() - {"password"}
    return page(
        request,
        "accounts.html",
        status_code=status,
        lines=[
            _line(key, row, offices)
            for key, row in accounts.items()
            if not row.division or is_within(row.division, own)
        ],
        may_manage=bool(purposes(asking.principal.role, Operation.OPEN_ACCOUNT)),
        roles=[
            (role.value, language.text(word(role)))
            for role in Role
            if role is not Role.SYSTEM
        ],
        offices=[
            (str(key), row.name)
            for key, row in offices.items()
            if row.is_open and is_within(row.division, own)
        ],
        errors=faults,
        typed={name: posted.value(name) if posted else "" for name in typed},
        checks=[(each.name, state_of(each).value) for each in asking.services.checks],
        new_id=asking.services.new_id,
    )


def _line(
    key: UUID, row: AccountRow, offices: Mapping[UUID, OfficeRow]
) -> dict[str, Any]:
    office = offices.get(UUID(row.office)) if row.office else None
    return {
        "key": key,
        "row": row,
        "role": Role(row.role) if row.role else None,
        "office": office.name if office else "",
    }

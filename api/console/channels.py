"""How an office is told beside its inbox: chosen, tested, renewed, with what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.acting import Acting, acting
from api.channels import chosen_ways, latest_tries, new_secret, office_in_sight
from api.console.choices import options
from api.console.forms import Form, Posted, PostedForm
from api.console.pages import page
from api.console.refused import beside
from api.language import language_of
from api.principal import serving
from api.services import Pinged
from api.v1.asking import Asking, asking
from api.v1.sight import within_sight
from domain import errors
from domain.errors import Refused
from domain.registry.channels import (
    ChooseChannel,
    DisableChannel,
    EnableChannel,
    RotateSecret,
)
from domain.rules.access import Operation, purposes
from domain.values.channels import LONGEST_ADDRESS, MOST_MINUTES, WayOut

router: Final = APIRouter(prefix="/offices/{office}/channels", include_in_schema=False)

Looking = Annotated[Asking, asking(Operation.READ_CHANNELS)]
Trying = Annotated[Asking, asking(Operation.SET_CHANNELS)]
Setting = Annotated[Acting, acting(Operation.SET_CHANNELS)]

PLACES: Final[Mapping[type[Refused], str]] = {errors.AddressNotUsable: "address"}
"""The field each refusal is about; a refusal that is not here is a page of its own."""


class WayForm(Form):
    """A way to be used."""

    channel: WayOut
    address: str = Field(min_length=1, max_length=LONGEST_ADDRESS)
    place: int = Field(1, ge=1, le=9)
    after_minutes: int = Field(10, ge=0, le=MOST_MINUTES)


@dataclass(frozen=True, slots=True)
class Said:
    """What the page says beside the list: a secret just made, a test, faults of the form."""

    secret: str = ""
    pinged: Pinged | None = None
    posted: Posted | None = None
    faults: Mapping[str, str] | None = None


@router.get("")
def show_channels(office: UUID, request: Request, asking: Looking) -> Response:
    """Show how an office is told."""
    return _shown(office, request, asking, Said())


@router.post("")
async def choose_channel(
    office: UUID, request: Request, acting: Setting, posted: PostedForm
) -> Response:
    """Use a way, or show the form again with what to do; a new secret is shown once."""
    form, faults = posted.read(WayForm)
    if form is None:
        return await _again(office, request, acting, Said(posted=posted, faults=faults))
    use_case = ChooseChannel(
        office, form.channel, form.address, form.place, form.after_minutes
    )
    plain = {"office": str(office), **form.model_dump(mode="json")}
    try:
        with within_sight("office"):
            recorded = await acting.run(use_case, plain)
    except errors.AddressNotUsable as refusal:
        faults, _ = beside(request, refusal, PLACES)
        return await _again(office, request, acting, Said(posted=posted, faults=faults))
    secret = await run_in_threadpool(new_secret, acting.services, office, recorded)
    return await _again(office, request, acting, Said(secret=secret or ""))


@router.post("/secret")
async def rotate_secret(office: UUID, request: Request, acting: Setting) -> Response:
    """Make another secret and show it once."""
    with within_sight("office"):
        recorded = await acting.run(RotateSecret(office), {"office": str(office)})
    secret = await run_in_threadpool(new_secret, acting.services, office, recorded)
    return await _again(office, request, acting, Said(secret=secret or ""))


@router.post("/ping")
def ping_webhook(office: UUID, request: Request, asking: Trying) -> Response:
    """Send a signed test that tells of nobody, and show what came back."""
    with asking.reading() as opened:
        office_in_sight(opened, asking.principal, office)
    return _shown(
        office, request, asking, Said(pinged=asking.services.ways.ping(office))
    )


@router.post("/{channel}/disable")
async def disable_channel(office: UUID, channel: WayOut, acting: Setting) -> Response:
    """Use a way no longer."""
    with within_sight("office"):
        await acting.run(DisableChannel(office, channel), {"office": str(office)})
    return _back(office)


@router.post("/{channel}/enable")
async def enable_channel(office: UUID, channel: WayOut, acting: Setting) -> Response:
    """Use a way again."""
    with within_sight("office"):
        await acting.run(EnableChannel(office, channel), {"office": str(office)})
    return _back(office)


def _back(office: UUID) -> Response:
    return RedirectResponse(f"/offices/{office}/channels", HTTPStatus.SEE_OTHER)


async def _again(
    office: UUID, request: Request, acting: Acting, said: Said
) -> Response:
    seer = serving(acting.principal, Operation.READ_CHANNELS)
    asking = Asking(acting.services, seer, Operation.READ_CHANNELS)
    return await run_in_threadpool(_shown, office, request, asking, said)


def _shown(office: UUID, request: Request, asking: Asking, said: Said) -> Response:
    with asking.reading() as opened:
        row = office_in_sight(opened, asking.principal, office)
        chosen = chosen_ways(opened, office)
        tries = latest_tries(opened.connection, office)
    return page(
        request,
        "channels.html",
        status_code=HTTPStatus.UNPROCESSABLE_ENTITY if said.faults else HTTPStatus.OK,
        office=office,
        row=row,
        ways=_ways(chosen.ways.values(), asking.services.ways.usable),
        tries=tries,
        may_set=bool(purposes(asking.principal.role, Operation.SET_CHANNELS)),
        kinds=options(WayOut, language_of(request)),
        errors=said.faults or {},
        typed={
            name: said.posted.value(name) if said.posted else ""
            for name in WayForm.model_fields
        },
        secret=said.secret,
        pinged=said.pinged,
        new_id=asking.services.new_id,
    )


def _ways(ways: Any, usable: frozenset[str]) -> list[dict[str, Any]]:
    return [
        {"way": way, "is_set_up": way.channel in usable}
        for way in sorted(ways, key=lambda way: (way.place, way.channel))
    ]

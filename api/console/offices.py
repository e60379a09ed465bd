"""The offices: whom to ring, who serves which village; the administrator keeps the list."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from http import HTTPStatus
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.acting import Acting, acting
from api.console.forms import Form, Posted, PostedForm
from api.console.pages import page
from api.console.places import place
from api.language import language_of
from api.principal import serving
from api.v1.asking import Asking, asking
from api.v1.sight import within_sight
from api.words import word
from domain.registry.offices import (
    AssignVillage,
    CloseOffice,
    OpenOffice,
    ReopenOffice,
)
from domain.registry.responsibility import RESPONSIBLE_KINDS
from domain.registry.runner import UseCase
from domain.rules.access import Operation, purposes
from domain.values.calendar import shanghai_day
from domain.values.people import OfficeKind
from domain.values.places import is_within
from projections.accounts import all_accounts
from projections.offices import OfficeRow, all_offices, county_office

router: Final = APIRouter(prefix="/offices", include_in_schema=False)

Looking = Annotated[Asking, asking(Operation.READ_OFFICES)]
Opening = Annotated[Acting, acting(Operation.OPEN_OFFICE)]
Assigning = Annotated[Acting, acting(Operation.ASSIGN_VILLAGE)]
Closing = Annotated[Acting, acting(Operation.CLOSE_OFFICE)]
Reopening = Annotated[Acting, acting(Operation.REOPEN_OFFICE)]

Division = Annotated[str, Field(pattern=r"^([0-9]{6}|[0-9]{9}|[0-9]{12})$")]
Village = Annotated[str, Field(pattern=r"^[0-9]{12}$")]


class OfficeForm(Form):
    """A new office; `villages` are codes with blanks or line ends between them."""

    kind: OfficeKind
    name: str = Field(min_length=1, max_length=100)
    division: Division
    phone: str = Field("", max_length=40)
    villages: str = Field("", pattern=r"^([0-9]{12}\s*)*$", max_length=4000)


class VillageForm(Form):
    """A village the office begins to serve, or serves no longer."""

    village: Village
    serves: Literal["yes", "no"]


class ClosingForm(Form):
    """Why an office closes."""

    reason: str = Field(min_length=1, max_length=300)
    acting: UUID | None = None


@router.get("")
def show_offices(request: Request, asking: Looking) -> Response:
    """Show every office, its telephone and its villages."""
    return _shown(request, asking, None, {})


@router.post("")
async def open_office(
    request: Request, acting: Opening, posted: PostedForm
) -> Response:
    """Enter an office, or show the form again with what to do."""
    form, faults = posted.read(OfficeForm)
    if form is None:
        return await _again(request, acting, posted, faults)
    use_case = OpenOffice(
        form.kind.value,
        form.name,
        form.division,
        form.phone,
        shanghai_day(acting.services.clock()).isoformat(),
        tuple(dict.fromkeys(form.villages.split())),
    )
    return await _done(acting, use_case, form.model_dump(mode="json"))


@router.post("/{office}/villages")
async def assign_village(
    office: UUID, request: Request, acting: Assigning, posted: PostedForm
) -> Response:
    """Let an office serve a village from today on, or no longer."""
    form, faults = posted.read(VillageForm)
    if form is None:
        return await _again(
            request, acting, posted, {str(office): next(iter(faults.values()))}
        )
    today = shanghai_day(acting.services.clock()).isoformat()
    use_case = AssignVillage(office, form.village, today, form.serves == "yes")
    return await _done(acting, use_case, {"office": str(office), **form.model_dump()})


@router.post("/{office}/close")
async def close_office(
    office: UUID, request: Request, acting: Closing, posted: PostedForm
) -> Response:
    """Close an office: its stand-in is told from now on."""
    form, faults = posted.read(ClosingForm)
    if form is None:
        return await _again(
            request, acting, posted, {str(office): next(iter(faults.values()))}
        )
    today = shanghai_day(acting.services.clock()).isoformat()
    use_case = CloseOffice(office, today, form.reason, form.acting)
    plain = {"office": str(office), **form.model_dump(mode="json")}
    return await _done(acting, use_case, plain)


@router.post("/{office}/reopen")
async def reopen_office(office: UUID, acting: Reopening) -> Response:
    """Open an office again."""
    today = shanghai_day(acting.services.clock()).isoformat()
    return await _done(acting, ReopenOffice(office, today), {"office": str(office)})


async def _done(acting: Acting, use_case: UseCase, plain: dict[str, Any]) -> Response:
    with within_sight("office"):
        await acting.run(use_case, plain)
    return RedirectResponse("/offices", HTTPStatus.SEE_OTHER)


async def _again(
    request: Request, acting: Acting, posted: Posted, faults: dict[str, str]
) -> Response:
    seer = serving(acting.principal, Operation.READ_OFFICES)
    asking = Asking(acting.services, seer, Operation.READ_OFFICES)
    return await run_in_threadpool(_shown, request, asking, posted, faults)


def _shown(
    request: Request, asking: Asking, posted: Posted | None, faults: dict[str, str]
) -> Response:
    with asking.reading() as opened:
        offices = all_offices(opened.connection)
        staffed = {
            a.office for a in all_accounts(opened.connection).values() if a.is_enabled
        }
    today = shanghai_day(asking.services.clock()).isoformat()
    language = language_of(request)
    own = asking.principal.division
    may = bool(purposes(asking.principal.role, Operation.OPEN_OFFICE))
    lines = [
        _line(key, row, today, offices, staffed)
        for key, row in sorted(offices.items(), key=_by_place)
        if not may or is_within(row.division, own)
    ]
    return page(
        request,
        "offices.html",
        status_code=HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK,
        lines=lines,
        may_manage=may,
        kinds=[(kind.value, language.text(word(kind))) for kind in OfficeKind],
        errors=faults,
        typed={
            name: posted.value(name) if posted else ""
            for name in OfficeForm.model_fields
        },
        own=own,
        new_id=asking.services.new_id,
    )


def _line(
    key: UUID,
    row: OfficeRow,
    today: str,
    offices: Mapping[UUID, OfficeRow],
    staffed: AbstractSet[str],
) -> dict[str, Any]:
    villages = sorted(
        {s["village"] for s in row.services if row.serves(s["village"], today)}
    )
    return {
        "key": key,
        "row": row,
        "kind": OfficeKind(row.kind),
        "villages": [(village, place(village)) for village in villages],
        "acting": _stand_ins(key, row, offices),
        "acts": offices[UUID(row.acting)].name if row.acting else "",
        "unstaffed": row.kind in RESPONSIBLE_KINDS and str(key) not in staffed,
    }


def _stand_ins(
    key: UUID, row: OfficeRow, offices: Mapping[UUID, OfficeRow]
) -> list[tuple[UUID, str]]:
    """Return who can act for a unit, the county SMI office first; none for other offices."""
    if row.kind not in RESPONSIBLE_KINDS:
        return []
    first = county_office(offices, row.division)
    working = [
        (other, each.name)
        for other, each in offices.items()
        if other != key and each.is_open and each.kind in RESPONSIBLE_KINDS
    ]
    return sorted(working, key=lambda each: (each[0] != first, each[1]))


def _by_place(line: tuple[UUID, OfficeRow]) -> tuple[str, str, str]:
    key, row = line
    return row.division, row.kind, str(key)

"""Registers a person (登记建档); somebody on record already is shown, not entered twice."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.status import HTTP_422_UNPROCESSABLE_CONTENT

from api.acting import Acting, acting
from api.console.choices import CHOICES, YES_NO, options, pairs
from api.console.forms import Posted, PostedForm
from api.console.pages import page
from api.console.places import place
from api.console.registration_fields import RegistrationFields, ReportFields
from api.faults import SENTENCES
from api.language import language_of, msg
from api.problems import STATUS_OF
from api.reading import Reading
from api.v1.alike import alike
from api.v1.asking import Asking, asking
from api.v1.people import ID_NUMBER
from domain import errors
from domain.errors import Refused
from domain.registry.identities import holder_of
from domain.registry.registration import PROVISIONAL
from domain.rules.access import Operation
from domain.values.calendar import shanghai_day
from domain.values.people import OfficeKind
from domain.values.registration import IdKind
from projections.clues import clue_of
from projections.offices import OfficeRow, all_offices
from projections.person_card import Card, card

router: Final = APIRouter(prefix="/people/new", include_in_schema=False)

PLACES: Final[Mapping[type[Refused], str]] = {
    errors.IdNumberInvalid: "id_number",
    errors.AlreadyTaken: "id_number",
    errors.NameNeeded: "name",
    errors.PossiblyOnRecord: "not_the_same",
    errors.GuardianMustSign: "signed_by",
    errors.NotYetGiven: "registered_on",
    errors.NotACase: "disease",
    errors.PsychiatristNeeded: "hospital",
    errors.OfficeIsClosed: "unit",
}
"""The field each refusal is about."""

UNITS: Final = frozenset(
    {OfficeKind.TOWNSHIP_HOSPITAL, OfficeKind.VILLAGE_CLINIC, OfficeKind.HOSPITAL}
)
"""The kinds of office that look after people."""

FAULTS: Final[Mapping[str, str]] = {
    "empty": msg("the number is empty"),
    "old_fifteen_digits": msg("this is the old number of 15 digits"),
    "wrong_length": msg("it does not have 18 characters"),
    "wrong_character": msg("a character is not possible"),
    "no_such_birth_date": msg("there is no such day of birth"),
    "born_in_the_future": msg("the day of birth lies in the future"),
    "wrong_check_digit": msg("the last character does not fit the others"),
}
"""Why a number cannot be right, in words."""

Entering = Annotated[Asking, asking(Operation.REGISTER_PERSON)]
Registering = Annotated[Acting, acting(Operation.REGISTER_PERSON)]
Reporting = Annotated[Asking, asking(Operation.REPORT_CASE)]
Carding = Annotated[Acting, acting(Operation.REPORT_CASE)]


@dataclass(frozen=True, slots=True)
class Way:
    """One way into the register: by whose right, under which address, by which fields."""

    operation: Operation
    address: str
    fields: type[RegistrationFields]


REGISTER: Final = Way(Operation.REGISTER_PERSON, "/people/new", RegistrationFields)
REPORT: Final = Way(Operation.REPORT_CASE, "/people/new/report", ReportFields)
"""A hospital's card, or one that came on paper, puts the person on the register."""


@router.get("")
def show_registration(
    request: Request, asking: Entering, clue: UUID | None = None
) -> Response:
    """Show the form: empty, or with what a confirmed clue tells."""
    return _show(request, asking, REGISTER, None, {}, clue=clue)


@router.post("")
async def register_person(
    request: Request, acting: Registering, posted: PostedForm
) -> Response:
    """Register the person, or show the form again; nothing typed is lost."""
    return await _enter(request, acting, REGISTER, posted)


@router.get("/report")
def show_report(
    request: Request,
    asking: Reporting,
    clue: UUID | None = None,
    paper: UUID | None = None,
) -> Response:
    """Show the form with form 3: empty, from a confirmed clue, or from a paper."""
    return _show(request, asking, REPORT, None, {}, clue=clue, paper=paper)


@router.post("/report")
async def report_person(
    request: Request, acting: Carding, posted: PostedForm
) -> Response:
    """Register the person by a hospital's card, or show the form again."""
    return await _enter(request, acting, REPORT, posted)


async def _enter(
    request: Request, acting: Acting, way: Way, posted: Posted
) -> Response:
    asking = Asking(acting.services, acting.principal, way.operation)
    form, faults = posted.read(way.fields)
    if form is not None:
        missing = language_of(request).text(SENTENCES["missing"])
        faults = dict.fromkeys(form.lacking(), missing)
    if form is None or faults:
        return await run_in_threadpool(_show, request, asking, way, posted, faults)
    claim = acting.services.claim(ID_NUMBER, form.number) if form.number else None
    known = form.registration(shanghai_day(acting.services.clock()))
    people = await run_in_threadpool(
        alike, asking, known.identity, known.residence.village
    )
    numbers = acting.services.claim(PROVISIONAL, "")
    try:
        recorded = await acting.run(
            form.asked(known, claim, numbers, tuple(people)),
            form.model_dump(mode="json"),
            form.registered_on.isoformat(),
        )
    except Refused as refusal:
        faults = {PLACES.get(type(refusal), ""): _sentence(request, refusal)}
        taken = claim if isinstance(refusal, errors.AlreadyTaken) else None
        status = STATUS_OF[type(refusal)]
        shown = people if isinstance(refusal, errors.PossiblyOnRecord) else None
        return await run_in_threadpool(
            _show,
            request,
            asking,
            way,
            posted,
            faults,
            status,
            taken=taken,
            people=shown,
        )
    person = next(f.stream for f in recorded.facts if f.stream == f.person)
    address = f"/people/{person}?after={recorded.position}"
    return RedirectResponse(address, status_code=HTTPStatus.SEE_OTHER)


def _sentence(request: Request, refusal: Refused) -> str:
    details = dict(refusal.details)
    if "fault" in details:
        details["fault"] = FAULTS[str(details["fault"])]
    return language_of(request).text(refusal.message, **details)


def _show(
    request: Request,
    asking: Asking,
    way: Way,
    posted: Posted | None,
    faults: Mapping[str, str],
    status: int = HTTP_422_UNPROCESSABLE_CONTENT,
    *,
    taken: UUID | None = None,
    people: Mapping[UUID, Card] | None = None,
    clue: UUID | None = None,
    paper: UUID | None = None,
) -> Response:
    holder: UUID | None = None
    with asking.reading() as opened:
        offices = all_offices(opened.connection)
        within = tuple(opened.divisions)
        told = _told(opened, clue)
        known = holder_of(opened.log, taken) if taken else None
        if known and card(opened.connection, known):
            holder = known
            opened.saw([known])
    language = language_of(request)
    today = shanghai_day(asking.services.clock()).isoformat()
    return page(
        request,
        "register.html",
        status_code=status if posted else HTTPStatus.OK,
        fields={
            **_values(posted, way, today, asking),
            **({"paper": str(paper)} if paper else {}),
            **told,
        },
        action=way.address,
        with_card=way is REPORT,
        ticked=posted.fields.get("senders", []) if posted else [],
        errors=faults,
        holder=holder,
        people=people or {},
        lists={kind.__name__: options(kind, language) for kind in CHOICES},
        yes_no=pairs(YES_NO, language),
        villages=villages_within(offices, within),
        units=_units(offices, within),
        command_id=(posted.value("command_id") if posted else "")
        or str(asking.services.new_id()),
    )


def _values(
    posted: Posted | None, way: Way, today: str, asking: Asking
) -> Mapping[str, Any]:
    names = way.fields.model_fields
    if posted is not None:
        return {name: posted.value(name) for name in names}
    empty = dict.fromkeys(names, "")
    unit = str(asking.principal.organisation or "")
    return {
        **empty,
        "id_kind": IdKind.RESIDENT_ID.value,
        "art_30": "no",
        "registered_on": today,
        "reported_on": today,
        "reporting_unit": asking.principal.office_name,
        "reporter": asking.principal.name,
        "unit": unit,
    }


def _told(opened: Reading, clue: UUID | None) -> Mapping[str, Any]:
    """Return what a confirmed clue fills in; nobody is registered on another one."""
    if clue is None:
        return {}
    row = clue_of(opened.connection, clue)
    if row is None or row.reviewed is None:
        raise errors.Unknown(kind="clue")
    opened.saw([row.person])
    said = row.reviewed
    return {
        "clue": str(clue),
        "id_kind": IdKind.RESIDENT_ID.value,
        "name": row.name,
        "sex": row.sex,
        "birth_date": row.birth_date or "",
        "phone": row.phone,
        "village": row.division,
        "address": row.address,
        "disease": said["disease"],
        "hospital": said["hospital"],
        "diagnosed_on": said["reviewed_on"],
        "art_30": "yes" if said["art_30"] else "no",
    }


def villages_within(
    offices: Mapping[UUID, OfficeRow], within: tuple[str, ...]
) -> list[tuple[str, str]]:
    """Return the villages any office serves within these divisions, with their names."""
    codes = {
        service["village"]
        for row in offices.values()
        for service in row.services
        if service["village"].startswith(within)
    }
    return [(code, place(code)) for code in sorted(codes)]


def _units(
    offices: Mapping[UUID, OfficeRow], within: tuple[str, ...]
) -> list[tuple[str, str]]:
    return [
        (str(key), row.name)
        for key, row in offices.items()
        if row.kind in UNITS
        and row.is_open
        and any(s["village"].startswith(within) for s in row.services)
    ]

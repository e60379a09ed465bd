"""Who is responsible: hand-overs to answer, gaps, and a person's own page (责任移交)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.status import HTTP_422_UNPROCESSABLE_CONTENT

from api.acting import Acting, acting
from api.console.choices import options
from api.console.forms import Form, Posted, PostedForm
from api.console.pages import page
from api.console.person import chart_in_sight, chart_values
from api.console.places import place
from api.console.printed import as_file
from api.console.reasons import kept, said
from api.console.refused import beside
from api.custody import answering, closed_gaps, gaps, units_for, vacant
from api.language import language_of
from api.principal import serving
from api.printing.passing_on import print_transfer
from api.problems import STATUS_OF
from api.refusals import Malformed
from api.v1.asking import Asking, asking
from api.v1.fields import Line, Village
from api.v1.sight import seen_card, within_sight
from domain.errors import Refused, Unknown
from domain.registry.identities import residence_of
from domain.registry.registration import RecordMove, Residence
from domain.registry.responsibility import (
    AcceptHandover,
    ConfirmOutside,
    DecideResponsibility,
    Destination,
    HandoverCause,
    OfferHandover,
    OfferOutside,
    RefuseHandover,
    Step,
    TakeBackHandover,
    asked_by_move,
)
from domain.registry.runner import UseCase
from domain.rules.access import Operation, purposes
from domain.values.calendar import shanghai_day
from domain.values.people import Role
from projections.custody import (
    Custody,
    custody_of,
    handed_over_late,
    how_many_offered,
    not_handed_over,
    waiting_offers,
)
from projections.offices import OfficeRow, all_offices, who_acts
from projections.person_card import cards

router: Final = APIRouter(include_in_schema=False)

Needed = Annotated[str, Field(min_length=1, max_length=300)]


class MoveForm(Form):
    """Where somebody moved to, since when, and whether for half a year or longer."""

    village: Village
    address: Needed
    since: date
    settles: Literal["yes", "no"]


class OutsideForm(Form):
    """Where somebody moved to in another county, and which unit is asked there."""

    division: Annotated[str, Field(pattern=r"^[0-9]{6}([0-9]{3}([0-9]{3})?)?$")]
    there: Needed
    moved_on: date
    unit_name: Needed


class WordForm(Form):
    """Who confirmed outside, and how."""

    by_word_of: Needed


class OfferForm(Form):
    """To whom somebody is handed over, and why."""

    unit: UUID
    why: HandoverCause
    remark: Line = ""


class DecisionForm(Form):
    """Which unit is responsible from now on, and why."""

    unit: UUID
    reason: Needed


class AcceptanceForm(Form):
    """For which unit somebody is taken on."""

    unit: UUID


class ReasonForm(Form):
    """Why an offer is refused or taken back."""

    unit: UUID | None = None
    reason: Needed


Looking = Annotated[Asking, asking(Operation.READ_RESPONSIBILITY)]
Moving = Annotated[Acting, acting(Operation.RECORD_MOVE)]
Offering = Annotated[Acting, acting(Operation.OFFER_HANDOVER)]
Answering = Annotated[Acting, acting(Operation.ANSWER_HANDOVER)]
Deciding = Annotated[Acting, acting(Operation.DECIDE_RESPONSIBILITY)]


@router.get("/responsibility")
def show_worklist(request: Request, asking: Looking) -> Response:
    """Show what waits for the asker's office, what it waits for, and the gaps."""
    today = shanghai_day(asking.services.clock())
    language = language_of(request)
    with asking.reading() as opened:
        offices = all_offices(opened.connection)
        offers = waiting_offers(opened.connection)
        found = not_handed_over(opened.connection, vacant(offices))
        late = handed_over_late(opened.connection)
        people = {row.person for row in (*offers, *found, *late)}
        known = cards(opened.connection, sorted(people))
        opened.saw(known)
    own = answering(offices, asking.principal.organisation)
    new_id = asking.services.new_id
    waiting = [
        {
            "row": row,
            "offer": row.offer,
            "card": known[row.person],
            "ours": row.to_unit in own,
            "is_late": row.respond_by < today.isoformat(),
            "ids": [str(new_id()) for _ in range(2)],
        }
        for row in offers
        if row.person in known
    ]
    return page(
        request,
        "responsibility.html",
        incoming=[line for line in waiting if line["ours"]],
        outgoing=[line for line in waiting if not line["ours"]],
        gaps=[
            {
                "gap": gap,
                "card": known[gap.row.person],
                "because": [said(why, language) for why in gap.because],
            }
            for gap in gaps(found, offices, today)
            if gap.row.person in known
        ],
        closed=[c for c in closed_gaps(late) if c.row.person in known],
        known=known,
        offices={str(key): row.name for key, row in offices.items()},
        may_answer=bool(purposes(asking.principal.role, Operation.ANSWER_HANDOVER)),
        today=today.isoformat(),
    )


@router.get("/people/{person}/responsibility")
def show_person(person: UUID, request: Request, asking: Looking) -> Response:
    """Show the chain of responsible units, what waits, and the forms."""
    return _show(request, asking, person, {}, {})


@router.post("/people/{person}/responsibility/move")
async def record_move(
    person: UUID, request: Request, acting: Moving, posted: PostedForm
) -> Response:
    """Record a move; where the rule asks for it the person is offered in the same step."""
    form, faults = posted.read(MoveForm)
    if form is None:
        return await _again(request, acting, person, posted, faults)
    use_case = await run_in_threadpool(_move, acting, person, form)
    return await _run(request, acting, person, posted, form, use_case)


@router.post("/people/{person}/responsibility/offer")
async def offer_handover(
    person: UUID, request: Request, acting: Offering, posted: PostedForm
) -> Response:
    """Offer somebody to another unit."""
    form, faults = posted.read(OfferForm)
    if form is None:
        return await _again(request, acting, person, posted, faults)
    use_case = OfferHandover(person, form.unit, form.why, form.remark)
    return await _run(request, acting, person, posted, form, use_case)


@router.post("/people/{person}/responsibility/outside")
async def offer_outside(
    person: UUID, request: Request, acting: Offering, posted: PostedForm
) -> Response:
    """Record a move to another county and offer the person there."""
    form, faults = posted.read(OutsideForm)
    if form is None:
        return await _again(request, acting, person, posted, faults)
    held = await run_in_threadpool(residence_of, acting.services.log, person)
    residence = replace(
        held,
        village=form.division,
        address=form.there,
        since=form.moved_on.isoformat(),
    )
    use_case = OfferOutside(person, residence, form.unit_name)
    return await _run(request, acting, person, posted, form, use_case)


@router.post("/people/{person}/handovers/{handover}/outside-confirmation")
async def confirm_outside(
    person: UUID, handover: UUID, request: Request, acting: Deciding, posted: PostedForm
) -> Response:
    """Enter the word of the unit outside."""
    form, faults = posted.read(WordForm)
    if form is None:
        return await _again(request, acting, person, posted, faults)
    use_case = ConfirmOutside(person, str(handover), form.by_word_of)
    return await _run(request, acting, person, posted, form, use_case)


@router.get("/people/{person}/responsibility/sheet")
def show_sheet(person: UUID, request: Request, asking: Looking) -> Response:
    """Show what the receiving unit gets: one sheet to print and send (BR-TRF-2)."""
    with asking.reading() as opened:
        seen = chart_in_sight(opened, person)
        row = custody_of(opened.connection, person)
        shown = chart_values(request, asking.services, opened, seen)
    return page(
        request,
        "transfer_sheet.html",
        **shown,
        row=row,
        id_number=seen.card.id_number or "",
        unit=shown["offices"].get(seen.card.unit),
    )


@router.get("/people/{person}/responsibility/sheet.pdf")
def print_sheet(person: UUID, asking: Looking) -> Response:
    """Show the same sheet as a PDF."""
    return as_file(print_transfer(asking, person), "transfer")


@router.post("/people/{person}/responsibility/decision")
async def decide_responsibility(
    person: UUID, request: Request, acting: Deciding, posted: PostedForm
) -> Response:
    """Decide which unit is responsible."""
    form, faults = posted.read(DecisionForm)
    if form is None:
        return await _again(request, acting, person, posted, faults)
    use_case = DecideResponsibility(person, form.unit, form.reason)
    return await _run(request, acting, person, posted, form, use_case)


@router.post("/people/{person}/handovers/{handover}/acceptance")
async def accept_handover(
    person: UUID, handover: UUID, acting: Answering, posted: PostedForm
) -> Response:
    """Take somebody on with one click."""
    form, _ = posted.read(AcceptanceForm)
    if form is None:
        raise Malformed
    with within_sight("person"):
        await acting.run(
            AcceptHandover(person, form.unit, str(handover)),
            {"person": str(person), "handover": str(handover), "unit": str(form.unit)},
        )
    return RedirectResponse("/responsibility", HTTPStatus.SEE_OTHER)


@router.post("/people/{person}/handovers/{handover}/refusal")
async def refuse_handover(
    person: UUID,
    handover: UUID,
    request: Request,
    acting: Answering,
    posted: PostedForm,
) -> Response:
    """Refuse somebody with a reason."""
    form, faults = posted.read(ReasonForm)
    if form is None or form.unit is None:
        return await _again(request, acting, person, posted, faults)
    use_case = RefuseHandover(person, form.unit, str(handover), form.reason)
    return await _run(request, acting, person, posted, form, use_case)


@router.post("/people/{person}/handovers/{handover}/withdrawal")
async def take_back_handover(
    person: UUID, handover: UUID, request: Request, acting: Offering, posted: PostedForm
) -> Response:
    """Take an offer back with a reason."""
    form, faults = posted.read(ReasonForm)
    if form is None:
        return await _again(request, acting, person, posted, faults)
    use_case = TakeBackHandover(person, str(handover), form.reason)
    return await _run(request, acting, person, posted, form, use_case)


def offers_waiting(asking: Asking) -> dict[str, Any]:
    """Return how many offers wait for the asker's office, for the home page."""
    with asking.reading() as opened:
        opened.showed_nobody()
        offices = all_offices(opened.connection)
        own = answering(offices, asking.principal.organisation)
        return {"offered": how_many_offered(opened.connection, own) if own else 0}


def _move(acting: Acting, person: UUID, form: MoveForm) -> UseCase:
    seer = serving(acting.principal, Operation.READ_RESPONSIBILITY)
    asking = Asking(acting.services, seer, Operation.READ_RESPONSIBILITY)
    today = shanghai_day(acting.services.clock())
    with asking.reading() as opened:
        card = seen_card(opened.connection, person)
        offices = all_offices(opened.connection)
        held = residence_of(opened.log, person)
        opened.saw([person])
    fitting = units_for(offices, form.village, card.unit)
    unit = offices.get(UUID(card.unit)) if card.unit else None
    stays = unit is not None and unit.serves(form.village, today.isoformat())
    asked = asked_by_move(
        Destination.OWN_AREA if stays else Destination.OTHER_UNIT,
        form.since,
        settles=form.settles == "yes",
        today=today,
    )
    offered = fitting and asked.step is Step.HAND_OVER
    residence = Residence(
        form.village,
        form.address,
        held.domicile,
        held.domicile_address,
        form.since.isoformat(),
    )
    return RecordMove(person, residence, UUID(fitting[0][0]) if offered else None)


async def _run(
    request: Request,
    acting: Acting,
    person: UUID,
    posted: Posted,
    form: Form,
    use_case: UseCase,
) -> Response:
    plain = {"person": str(person), **form.model_dump(mode="json")}
    try:
        with within_sight("person"):
            recorded = await acting.run(use_case, plain)
    except Refused as refusal:
        if STATUS_OF[type(refusal)] != HTTPStatus.CONFLICT:
            raise
        faults, _ = beside(request, refusal)
        return await _again(request, acting, person, posted, faults)
    address = f"/people/{person}?after={recorded.position}"
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)


async def _again(
    request: Request,
    acting: Acting,
    person: UUID,
    posted: Posted,
    faults: Mapping[str, str],
) -> Response:
    seer = serving(acting.principal, Operation.READ_RESPONSIBILITY)
    asking = Asking(acting.services, seer, Operation.READ_RESPONSIBILITY)
    return await run_in_threadpool(
        _show, request, asking, person, posted.fields, faults
    )


def _show(
    request: Request,
    asking: Asking,
    person: UUID,
    fields: Mapping[str, list[str]],
    errors: Mapping[str, str],
) -> Response:
    with asking.reading() as opened:
        card = seen_card(opened.connection, person)
        row = custody_of(opened.connection, person)
        offices = all_offices(opened.connection)
        opened.saw([person])
    if row is None:
        raise Unknown(kind="person")
    language, role = language_of(request), asking.principal.role
    own = answering(offices, asking.principal.organisation)
    return page(
        request,
        "person_responsibility.html",
        status_code=HTTP_422_UNPROCESSABLE_CONTENT if errors else HTTPStatus.OK,
        card=card,
        row=row,
        acting=who_acts(offices, row.unit),
        offices={str(key): each.name for key, each in offices.items()},
        because=kept(row.offer["because"] if row.offer else None, language),
        ours=row.to_unit in own,
        may=_may(role, row),
        fields=fields,
        errors=errors,
        villages=_villages(offices),
        units=units_for(offices, row.division, row.unit),
        whys=[
            w for w in options(HandoverCause, language) if w[0] != HandoverCause.DECIDED
        ],
        today=shanghai_day(asking.services.clock()).isoformat(),
        new_id=asking.services.new_id,
    )


def _may(role: Role, row: Custody) -> dict[str, bool]:
    here = row.died_on == "" and row.left_on == ""
    return {
        "move": here and bool(purposes(role, Operation.RECORD_MOVE)),
        "offer": here and bool(purposes(role, Operation.OFFER_HANDOVER)),
        "answer": bool(purposes(role, Operation.ANSWER_HANDOVER)),
        "decide": row.died_on == ""
        and bool(purposes(role, Operation.DECIDE_RESPONSIBILITY)),
    }


def _villages(offices: Mapping[UUID, OfficeRow]) -> list[tuple[str, str]]:
    codes = {s["village"] for row in offices.values() for s in row.services}
    return [(code, place(code)) for code in sorted(codes)]

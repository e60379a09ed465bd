"""A person's medication: the regimen, the injection clock, reactions, and their forms."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.status import HTTP_422_UNPROCESSABLE_CONTENT

from api.acting import Acting, acting
from api.console.choices import YES_NO, options, pairs
from api.console.forms import Posted, PostedForm
from api.console.medication_fields import (
    InjectionFields,
    ProgrammeFields,
    ReactionFields,
    RegimenFields,
    ResultFields,
    ToldFields,
)
from api.console.medicine_fields import REGIMEN, typed_rows
from api.console.medicines import all_in_words, lot_in_words
from api.console.pages import page
from api.console.person import chart_in_sight
from api.console.reasons import kept, said
from api.console.refused import beside
from api.language import Language, language_of
from api.principal import serving
from api.v1.asking import Asking, asking
from api.v1.medication_answer import way_on_of
from api.v1.sight import within_sight
from domain import errors
from domain.errors import Refused
from domain.registry.dispensing import Stock
from domain.registry.medication import (
    Drawn,
    EnterResult,
    GiveInjection,
    JoinProgramme,
    NoteReaction,
    SetRegimen,
    TellOfLateInjection,
    covered,
)
from domain.registry.runner import UseCase
from domain.rules.access import Operation, purposes
from domain.values.calendar import shanghai_day
from domain.values.injection import LatePath, Told
from domain.values.laboratory import LabCheck
from domain.values.medication import DRUGS, RegimenSource, Route, Severity
from domain.values.stock import Programme
from projections.medication import InjectionClock
from projections.stock import stock_as_logged

router: Final = APIRouter(prefix="/people/{person}/medication", include_in_schema=False)

INJECTED: Final = frozenset(drug.zh for drug in DRUGS if drug.route is Route.INJECTION)

Looking = Annotated[Asking, asking(Operation.READ_PERSON)]
Prescribing = Annotated[Acting, acting(Operation.SET_REGIMEN)]
Injecting = Annotated[Acting, acting(Operation.GIVE_INJECTION)]
Entering = Annotated[Acting, acting(Operation.ENTER_RESULT)]
Enrolling = Annotated[Acting, acting(Operation.ENROL)]
Noting = Annotated[Acting, acting(Operation.NOTE_REACTION)]

REGIMEN_PLACES: Final[Mapping[type[Refused], str]] = {
    errors.ReasonNeeded: "regimen_reason",
    errors.NotYetGiven: "from_on",
    errors.MedicineNotNamed: REGIMEN,
    errors.DoseUnreadable: REGIMEN,
    errors.DoseContradictory: REGIMEN,
    errors.AlreadyLeft: "",
}
INJECTION_PLACES: Final[Mapping[type[Refused], str]] = {
    errors.NotYetGiven: "given_on",
    errors.InjectionOnRecord: "given_on",
    errors.MedicineNotNamed: "injected",
    errors.NotAnInjection: "injected",
    errors.DoseUnreadable: "mg",
    errors.IntervalNeeded: "every_weeks",
    errors.ReasonNeeded: "path_why",
    errors.AnotherMedicine: "drawn_lot",
    errors.StockTooLow: "drawn_lot",
    errors.BatchExpired: "drawn_lot",
    errors.AlreadyLeft: "",
}
REACTION_PLACES: Final[Mapping[type[Refused], str]] = {
    errors.NotYetGiven: "noted_on",
    errors.MedicineNotNamed: "reacted_to",
    errors.AlreadyLeft: "",
}
FURTHER_PLACES: Final[Mapping[type[Refused], str]] = {
    errors.NotYetGiven: "taken_on",
    errors.ReasonNeeded: "why",
    errors.NotInProgramme: "",
    errors.AlreadyLeft: "",
}
"""The field each refusal is about; a refusal that is not here is a page of its own."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a form asks for, and the field each refusal of it is about."""

    use_case: UseCase
    plain: dict[str, Any]
    day: str
    places: Mapping[type[Refused], str]


@router.get("")
def show_medication(person: UUID, request: Request, asking: Looking) -> Response:
    """Show the regimen that stands, the clock of injections, and what was before."""
    return _show(request, asking, person)


@router.post("/regimens")
async def set_regimen(
    person: UUID, request: Request, acting: Prescribing, posted: PostedForm
) -> Response:
    """Set the whole regimen from a day on, or show what is wrong with it."""
    form, faults = posted.read(RegimenFields)
    if form is None:
        return await _again(request, acting, person, posted, faults)
    use_case = SetRegimen(
        person, form.drugs(REGIMEN), form.from_on, form.source, form.regimen_reason
    )
    plain = {"person": str(person), **form.model_dump(mode="json")}
    day = form.from_on.isoformat()
    wish = Wish(use_case, plain, day, REGIMEN_PLACES)
    return await _run(request, acting, person, posted, wish)


@router.post("/injections")
async def give_injection(
    person: UUID, request: Request, acting: Injecting, posted: PostedForm
) -> Response:
    """Record an injection, or show what is wrong with it."""
    form, faults = posted.read(InjectionFields)
    if form is None:
        return await _again(request, acting, person, posted, faults)
    office = acting.principal.organisation
    drawn = Drawn(office, str(form.drawn_lot)) if form.drawn_lot and office else None
    use_case = GiveInjection(person, form.given(), drawn)
    plain = {"person": str(person), **form.model_dump(mode="json")}
    day = form.given_on.isoformat()
    wish = Wish(use_case, plain, day, INJECTION_PLACES)
    return await _run(request, acting, person, posted, wish)


@router.post("/reactions")
async def note_reaction(
    person: UUID, request: Request, acting: Noting, posted: PostedForm
) -> Response:
    """Record an adverse reaction, or show what is wrong with it."""
    form, faults = posted.read(ReactionFields)
    if form is None:
        return await _again(request, acting, person, posted, faults)
    use_case = NoteReaction(person, form.noted())
    plain = {"person": str(person), **form.model_dump(mode="json")}
    day = form.noted_on.isoformat()
    wish = Wish(use_case, plain, day, REACTION_PLACES)
    return await _run(request, acting, person, posted, wish)


@router.post("/late-injections")
async def tell_of_late_injection(
    person: UUID, request: Request, acting: Injecting, posted: PostedForm
) -> Response:
    """Note who was told today that an injection is late."""
    form, faults = posted.read(ToldFields)
    if form is None:
        return await _again(request, acting, person, posted, faults)
    today = shanghai_day(acting.services.clock())
    use_case = TellOfLateInjection(person, form.form(today))
    plain = {"person": str(person), **form.model_dump(mode="json")}
    wish = Wish(use_case, plain, today.isoformat(), FURTHER_PLACES)
    return await _run(request, acting, person, posted, wish)


@router.post("/results")
async def enter_result(
    person: UUID, request: Request, acting: Entering, posted: PostedForm
) -> Response:
    """Record a result, or show what is wrong with it."""
    form, faults = posted.read(ResultFields)
    if form is None:
        return await _again(request, acting, person, posted, faults)
    use_case = EnterResult(person, form.form())
    plain = {"person": str(person), **form.model_dump(mode="json")}
    wish = Wish(use_case, plain, form.taken_on.isoformat(), FURTHER_PLACES)
    return await _run(request, acting, person, posted, wish)


@router.post("/programmes")
async def change_programme(
    person: UUID, request: Request, acting: Enrolling, posted: PostedForm
) -> Response:
    """Enter the person in a programme today, or take them out of it."""
    form, faults = posted.read(ProgrammeFields)
    if form is None:
        return await _again(request, acting, person, posted, faults)
    today = shanghai_day(acting.services.clock())
    use_case = JoinProgramme(
        person, form.programme, today, form.why, form.leaves == "yes"
    )
    plain = {"person": str(person), **form.model_dump(mode="json")}
    wish = Wish(use_case, plain, today.isoformat(), FURTHER_PLACES)
    return await _run(request, acting, person, posted, wish)


async def _run(
    request: Request, acting: Acting, person: UUID, posted: Posted, wish: Wish
) -> Response:
    try:
        with within_sight("person"):
            await acting.run(wish.use_case, wish.plain, wish.day)
    except Refused as refusal:
        if type(refusal) not in wish.places:
            raise
        faults, status = beside(request, refusal, wish.places)
        return await _again(request, acting, person, posted, faults, status)
    return RedirectResponse(f"/people/{person}/medication", HTTPStatus.SEE_OTHER)


async def _again(
    request: Request,
    acting: Acting,
    person: UUID,
    posted: Posted,
    faults: Mapping[str, str],
    status: int = HTTP_422_UNPROCESSABLE_CONTENT,
) -> Response:
    seer = serving(acting.principal, Operation.READ_PERSON)
    asking = Asking(acting.services, seer, Operation.READ_PERSON)
    return await run_in_threadpool(
        _show, request, asking, person, posted.fields, faults, status
    )


def _show(
    request: Request,
    asking: Asking,
    person: UUID,
    fields: Mapping[str, Any] | None = None,
    faults: Mapping[str, str] | None = None,
    status: int = HTTPStatus.OK,
) -> Response:
    with asking.reading() as opened:
        chart = chart_in_sight(opened, person)
        own = asking.principal.organisation
        stock = stock_as_logged(opened.log.stream(Stock.id_for(own))) if own else None
    language, services = language_of(request), asking.services
    found, today = chart.medication, shanghai_day(services.clock())
    typed = fields or {}
    role = asking.principal.role
    return page(
        request,
        "medication.html",
        status_code=status,
        card=chart.card,
        found=found,
        said={row.regimen: all_in_words(row.drugs, language) for row in found.regimens},
        taken=[
            (
                row,
                all_in_words(row.taking, language),
                all_in_words(row.advised, language),
            )
            for row in found.taken
        ],
        advice=all_in_words(found.advice.advised, language) if found.advice else "",
        today=today,
        fields=typed,
        errors=faults or {},
        regimen_rows=typed_rows(typed, REGIMEN),
        sources=options(RegimenSource, language),
        severities=options(Severity, language),
        drugs=DRUGS,
        injected=[drug for drug in DRUGS if drug.route is Route.INJECTION],
        command_ids=[str(services.new_id()) for _ in range(3)],
        new_id=services.new_id,
        ways={
            clock.last.name: _way_on(clock, today, language)
            for clock in found.clocks
            if clock.due_on
        },
        covered=covered(
            [(a, b) for a, b in found.due.spans.values()] if found.due else [], today
        ),
        checks=[
            (
                row,
                (today - date.fromisoformat(row["due_on"])).days,
                kept(row["because"], language),
            )
            for row in (found.due.checks if found.due else ())
        ],
        shelf=[
            (key, lot_in_words(lot))
            for key, lot in (stock.on_the_shelf() if stock else ())
            if lot["name"] in INJECTED
        ],
        paths=options(LatePath, language),
        told=options(Told, language),
        lab_checks=options(LabCheck, language),
        programmes=options(Programme, language),
        yes_no=pairs(YES_NO, language),
        may={
            "set": bool(purposes(role, Operation.SET_REGIMEN)),
            "give": bool(purposes(role, Operation.GIVE_INJECTION)),
            "note": bool(purposes(role, Operation.NOTE_REACTION)),
            "enter": bool(purposes(role, Operation.ENTER_RESULT)),
            "enrol": bool(purposes(role, Operation.ENROL)),
        },
    )


def _way_on(clock: InjectionClock, today: date, language: Language) -> dict[str, Any]:
    way = way_on_of(clock, today)
    return {"way": way, "reasons": [said(why, language) for why in way.because]}

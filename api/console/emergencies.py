"""Emergencies (应急处置): what is open, a new case, and the steps of one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.status import HTTP_422_UNPROCESSABLE_CONTENT

from api.acting import Acting, acting
from api.console.choices import GRADES, YES_NO, options, pairs
from api.console.emergency_fields import (
    AdmissionFields,
    CallFields,
    CheckFields,
    ConsentFields,
    DisposalFields,
    FundingFields,
    LawFields,
    ReasonFields,
    RecordFields,
    ReportFields,
    SituationFields,
)
from api.console.forms import Form, Posted, PostedForm
from api.console.pages import page
from api.console.person import chart_in_sight
from api.console.reasons import kept, said
from api.console.refused import beside
from api.language import Language, language_of
from api.principal import serving
from api.v1.asking import Asking, asking
from api.v1.sight import seen_card, within_sight
from domain.errors import NotAllowed, Refused, Unknown
from domain.registry.aid import Payer, payers
from domain.registry.emergencies import (
    FIRST_CALLED,
    Admission,
    Answer,
    AnswerConsent,
    Called,
    CallHelp,
    Category,
    CheckAfter,
    CloseEmergency,
    Danger,
    DecideAdmission,
    DecideFunding,
    Dispose,
    Dispute,
    Effect,
    EndChecks,
    FillRecord,
    Measure,
    OpenEmergency,
    Outcome,
    Reporter,
    ReportRoute,
    Signer,
    Signing,
    Stance,
    Steadiness,
    Trigger,
    admission,
    compulsory,
    first_step,
)
from domain.registry.runner import UseCase
from domain.rules.access import Operation, purposes
from domain.values.calendar import SHANGHAI, shanghai_day
from projections.emergencies import EmergencyRow, emergency_of, open_cases
from projections.person_card import Card, cards

router: Final = APIRouter(include_in_schema=False)

ONE: Final = "/people/{person}/emergencies/{emergency}"
Listing = Annotated[Asking, asking(Operation.READ_EMERGENCIES)]
Filling = Annotated[Asking, asking(Operation.OPEN_EMERGENCY)]
Opening = Annotated[Acting, acting(Operation.OPEN_EMERGENCY)]
Recording = Annotated[Acting, acting(Operation.RECORD_EMERGENCY)]
Admitting = Annotated[Acting, acting(Operation.DECIDE_ADMISSION)]
Funding = Annotated[Acting, acting(Operation.DECIDE_FUNDING)]


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a case: the form it takes, and the use case it comes to."""

    fields: type[Form]
    wish: Callable[[UUID, UUID, Any, datetime], UseCase]


STEPS: Final[Mapping[str, Step]] = {
    "call": Step(
        CallFields,
        lambda case, person, form, now: CallHelp(
            case, person, form.called, form.at or now, form.words
        ),
    ),
    "consent": Step(
        ConsentFields,
        lambda case, person, form, now: AnswerConsent(case, person, form.form(now)),
    ),
    "disposal": Step(
        DisposalFields,
        lambda case, person, form, _: Dispose(case, person, form.form()),
    ),
    "record": Step(
        RecordFields,
        lambda case, person, form, _: FillRecord(
            case, person, form.form(), form.reason
        ),
    ),
    "check": Step(
        CheckFields,
        lambda case, person, form, now: CheckAfter(
            case, person, form.found, form.at or now, form.remark
        ),
    ),
    "end-checks": Step(
        ReasonFields, lambda case, person, form, _: EndChecks(case, person, form.reason)
    ),
    "close": Step(
        ReasonFields,
        lambda case, person, form, _: CloseEmergency(case, person, form.reason),
    ),
}
"""By the last part of the address the form goes to."""


@router.get("/emergencies")
def list_cases(request: Request, asking: Listing) -> Response:
    """List the open cases within sight: what is due of each, and whether it is late."""
    with asking.reading() as opened:
        found = open_cases(opened.connection)
        known = cards(opened.connection, [row.person for _, row in found])
        opened.saw(known)
    now = asking.services.clock()
    return page(
        request,
        "emergencies.html",
        lines=[
            {"key": key, "row": row, "card": known[row.person], **_due(row, now)}
            for key, row in found
            if row.person in known
        ],
    )


@router.get("/people/{person}/emergencies/new")
def show_new_case(person: UUID, request: Request, asking: Filling) -> Response:
    """Show the report's form, with the hour filled in and nothing else."""
    return _show_new(request, asking, person, None, {})


@router.post("/people/{person}/emergencies/new")
async def open_case(
    person: UUID, request: Request, acting: Opening, posted: PostedForm
) -> Response:
    """Open the case, or show the form again; nothing typed is lost."""
    form, faults = posted.read(ReportFields)
    status = HTTP_422_UNPROCESSABLE_CONTENT
    if form is not None:
        use_case = OpenEmergency(person, form.report(), form.grade, form.called)
        plain = {"person": str(person), **form.model_dump(mode="json")}
        try:
            with within_sight("person"):
                recorded = await acting.run(
                    use_case, plain, form.reported_at.isoformat()
                )
        except Refused as refusal:
            faults, status = beside(request, refusal)
        else:
            made = next(
                f.stream for f in recorded.facts if f.topic == "emergency.opened"
            )
            address = f"/people/{person}/emergencies/{made}"
            return RedirectResponse(address, HTTPStatus.SEE_OTHER)
    asking = Asking(acting.services, acting.principal, Operation.OPEN_EMERGENCY)
    return await run_in_threadpool(
        _show_new, request, asking, person, posted, faults, status
    )


def _show_new(
    request: Request,
    asking: Asking,
    person: UUID,
    posted: Posted | None,
    faults: Mapping[str, str],
    status: int = HTTPStatus.OK,
) -> Response:
    with asking.reading() as opened:
        card = seen_card(opened.connection, person)
        opened.saw([person])
    language = language_of(request)
    unknown = Category.UNKNOWN_IDENTITY if card.provisional else Category.MANAGED
    return page(
        request,
        "emergency_new.html",
        status_code=status,
        card=card,
        errors=faults,
        typed=_typed(posted, {"category": unknown.value}),
        ticked=dict(posted.fields) if posted else {},
        now=_local(asking.services.clock()),
        first=[(c.value, t) for c, t in _called(language) if c in FIRST_CALLED],
        grades=[(grade, language.text(words)) for grade, words in GRADES.items()],
        **{
            name: options(kind, language)
            for name, kind in (
                ("triggers", Trigger),
                ("reporters", Reporter),
                ("routes", ReportRoute),
                ("categories", Category),
            )
        },
        command_id=_command_id(posted, asking),
    )


@router.get(ONE)
def show_case(
    person: UUID, emergency: UUID, request: Request, asking: Listing
) -> Response:
    """Show one case with the forms of the steps that are open."""
    return _show(request, asking, (person, emergency))


@router.get(ONE + "/law")
def show_law(
    person: UUID, emergency: UUID, request: Request, asking: Listing
) -> Response:
    """Show the case with what the law says of a situation; nothing is recorded."""
    asked = Posted(
        {name: [value] for name, value in request.query_params.items()},
        language_of(request),
    )
    form, faults = asked.read(LawFields)
    return _show(request, asking, (person, emergency), "law", asked, faults, law=form)


@router.post(ONE + "/steps/{step}")
async def take_step(
    person: UUID,
    emergency: UUID,
    step: str,
    request: Request,
    acting: Recording,
    posted: PostedForm,
) -> Response:
    """Record a step, or show the case again with what is wrong with it."""
    known = STEPS.get(step)
    if known is None:
        raise Unknown(kind="step")
    form, faults = posted.read(known.fields)
    now = acting.services.clock()
    use_case = form and known.wish(emergency, person, form, now)
    return await _taken(
        request, acting, (person, emergency), step, (use_case, form, posted, faults)
    )


@router.post(ONE + "/admission")
async def decide_admission(
    person: UUID,
    emergency: UUID,
    request: Request,
    acting: Admitting,
    posted: PostedForm,
) -> Response:
    """Record the decision beside what the law says."""
    form, faults = posted.read(AdmissionFields)
    use_case = form and DecideAdmission(emergency, person, form.form())
    return await _taken(
        request, acting, (person, emergency), "law", (use_case, form, posted, faults)
    )


@router.post(ONE + "/funding")
async def decide_funding(
    person: UUID,
    emergency: UUID,
    request: Request,
    acting: Funding,
    posted: PostedForm,
) -> Response:
    """Record who pays; left empty, as the table of payers has it."""
    form, faults = posted.read(FundingFields)
    use_case = form and DecideFunding(
        emergency,
        person,
        is_emergency=form.kind == "emergency",
        payers=(form.payer,) if form.payer else (),
        can_pay=None if form.can_pay is None else form.can_pay == "yes",
        why=form.why,
    )
    return await _taken(
        request,
        acting,
        (person, emergency),
        "funding",
        (use_case, form, posted, faults),
    )


async def _taken(
    request: Request,
    acting: Acting,
    of: tuple[UUID, UUID],
    step: str,
    asked: tuple[UseCase | None, Form | None, Posted, dict[str, str]],
) -> Response:
    use_case, form, posted, faults = asked
    person, emergency = of
    status = HTTP_422_UNPROCESSABLE_CONTENT
    if use_case is not None and form is not None:
        plain = {
            "person": str(person),
            "emergency": str(emergency),
            "step": step,
            **form.model_dump(mode="json"),
        }
        try:
            with within_sight("emergency"):
                await acting.run(use_case, plain)
        except Refused as refusal:
            if isinstance(refusal, NotAllowed | Unknown):
                raise
            faults, status = beside(request, refusal)
        else:
            address = f"/people/{person}/emergencies/{emergency}#{step}"
            return RedirectResponse(address, HTTPStatus.SEE_OTHER)
    seer = serving(acting.principal, Operation.READ_EMERGENCIES)
    looking = Asking(acting.services, seer, Operation.READ_EMERGENCIES)
    situation = form if isinstance(form, SituationFields) else None
    return await run_in_threadpool(
        _show, request, looking, of, step, posted, faults, law=situation, status=status
    )


def _show(
    request: Request,
    asking: Asking,
    of: tuple[UUID, UUID],
    step: str = "",
    posted: Posted | None = None,
    faults: Mapping[str, str] | None = None,
    *,
    law: SituationFields | None = None,
    status: int = HTTPStatus.OK,
) -> Response:
    person, emergency = of
    with asking.reading() as opened:
        chart = chart_in_sight(opened, person)
        row = emergency_of(opened.facts(person), emergency)
        if row is None:
            raise Unknown(kind="emergency")
    language, services = language_of(request), asking.services
    now, role = services.clock(), asking.principal.role
    return page(
        request,
        "emergency.html",
        status_code=status,
        card=chart.card,
        key=emergency,
        row=row,
        at=f"/people/{person}/emergencies/{emergency}",
        now=_local(now),
        because=kept(row.because, language),
        admission_because=kept((row.admission or {}).get("because"), language),
        law=_law(law, chart.card, now, language) if law else None,
        orders=_orders(chart.card, now, language),
        errors=dict(faults or {}),
        step=step,
        typed=_typed(posted, {}),
        ticked=dict(posted.fields) if posted else {},
        may={
            name: bool(purposes(role, operation))
            for name, operation in (
                ("record", Operation.RECORD_EMERGENCY),
                ("admit", Operation.DECIDE_ADMISSION),
                ("fund", Operation.DECIDE_FUNDING),
                ("refer", Operation.SEND_REFERRAL),
            )
        },
        yes_no=pairs(YES_NO, language),
        **_due(row, now),
        **{name: options(kind, language) for name, kind in LISTS},
        commands={name: str(services.new_id()) for name in (*STEPS, "law", "funding")},
        call_commands={c.value: str(services.new_id()) for c in FIRST_CALLED},
    )


TERMS: Final = ("violent", "not_liable", "may_go_on")
"""The three terms of compulsory treatment (P6 art 302), in the words of the form."""

LISTS: Final = (
    ("called", Called),
    ("signings", Signing),
    ("signers", Signer),
    ("outcomes", Outcome),
    ("measures", Measure),
    ("effects", Effect),
    ("steadiness", Steadiness),
    ("dangers", Danger),
    ("stances", Stance),
    ("disputes", Dispute),
    ("admissions", Admission),
    ("payer_list", Payer),
)


def _due(row: EmergencyRow, now: datetime) -> dict[str, Any]:
    missing, why = first_step([each["called"] for each in row.called])
    late = row.record_by is not None and row.recorded_at is None and row.record_by < now
    return {
        "not_called": [] if row.closed_at else missing,
        "first_step": why,
        "record_late": late,
        "check_late": row.check_by is not None and row.check_by < now,
    }


def _law(
    form: SituationFields, card: Card, now: datetime, language: Language
) -> dict[str, Any]:
    answer: Answer = admission(
        card.division,
        shanghai_day(now),
        form.situation(),
        unknown_identity=card.provisional,
    )
    return {
        "answer": answer,
        "because": [said(why, language) for why in answer.because],
        "compulsory": _compulsory(form, language),
        "asked": {
            name: form.model_dump(mode="json")[name]
            for name in SituationFields.model_fields
        },
    }


def _compulsory(form: SituationFields, language: Language) -> dict[str, Any] | None:
    """Return whether a court may order it; nothing where none of the terms was asked."""
    if not isinstance(form, LawFields):
        return None
    violent, not_liable, may_go_on = map(form.term, TERMS)
    if {violent, not_liable, may_go_on} == {None}:
        return None
    answer = compulsory(violent=violent, not_liable=not_liable, may_go_on=may_go_on)
    return {"outcome": answer.outcome, "why": said(answer.because, language)}


def _orders(card: Card, now: datetime, language: Language) -> list[dict[str, Any]]:
    """Return who pays by the table: in an emergency, and otherwise; able or not."""
    found: list[dict[str, Any]] = []
    for emergency in (True, False):
        order = payers(
            card.division,
            shanghai_day(now),
            known=not card.provisional,
            can_pay=False,
            emergency=emergency,
        )
        found.append(
            {
                "emergency": emergency,
                "payers": order.payers,
                "why": said(order.because, language),
            }
        )
    return found


def _called(language: Language) -> list[tuple[Called, str]]:
    return [(Called(code), words) for code, words in options(Called, language)]


def _typed(posted: Posted | None, otherwise: Mapping[str, str]) -> dict[str, str]:
    if posted is None:
        return dict(otherwise)
    return {name: posted.value(name) for name in posted.fields}


def _command_id(posted: Posted | None, asking: Asking) -> str:
    sent = posted.value("command_id") if posted else ""
    return sent or str(asking.services.new_id())


def _local(moment: datetime) -> str:
    """Return a moment as the browser's field takes it."""
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M")

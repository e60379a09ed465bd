"""Records a follow-up and puts one right; proposes class and next day on the way."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
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
from api.console.follow_up_fields import (
    NOT_ASSESSED,
    AidForm,
    CorrectionFields,
    FollowUpFields,
    ProposalFields,
)
from api.console.follow_up_values import INCIDENTS, LISTS, last_time, values_of
from api.console.forms import Posted, PostedForm
from api.console.medicine_fields import ADVISED, TAKING, typed_rows
from api.console.pages import page
from api.console.person import chart_in_sight
from api.console.reasons import said
from api.console.refused import beside
from api.language import Language, language_of, msg
from api.principal import services_of
from api.reading import Reading
from api.v1.asking import Asking, asking
from api.v1.sight import within_sight
from domain import errors
from domain.errors import Refused, Unknown
from domain.log import Log
from domain.registry.follow_up import CorrectFollowUp, RecordFollowUp
from domain.registry.proposals import Proposed, propose
from domain.registry.risk_aid import Suggestion, suggest
from domain.registry.taking_back import standing_told_by
from domain.rules.access import Operation, purposes
from domain.values.calendar import shanghai_day
from domain.values.medication import DRUGS
from domain.values.people import Role
from domain.values.places import is_within
from domain.values.visit_details import Repeatable
from projections.accounts import all_accounts
from projections.chart import Chart
from projections.danger import danger_of
from projections.follow_ups import FollowUpRow

STANDING: Final = frozenset({"person.death_recorded", "person.lost_to_follow_up"})
"""What a follow-up may have told of, and a correction may withdraw."""

router: Final = APIRouter(prefix="/people/{person}/follow-ups", include_in_schema=False)

PLACES: Final[Mapping[type[Refused], str]] = {
    errors.VisitInTheFuture: "visited_on",
    errors.VisitBeforeRegistration: "visited_on",
    errors.SymptomTextNeeded: "symptom_other",
    errors.ClassNeeded: "judged",
    errors.DueDayNeeded: "due_on",
    errors.UnderGradingUnanswered: "grade_why",
    errors.ChangedMeanwhile: "",
    errors.MedicineNotNamed: TAKING,
    errors.DoseUnreadable: TAKING,
    errors.DoseContradictory: TAKING,
    errors.PaperEntered: "paper_number",
}
"""The field each refusal is about; the whole form when there is none."""

Entering = Annotated[Asking, asking(Operation.RECORD_FOLLOW_UP)]
Mending = Annotated[Asking, asking(Operation.CORRECT_FOLLOW_UP)]
Recording = Annotated[Acting, acting(Operation.RECORD_FOLLOW_UP)]
Correcting = Annotated[Acting, acting(Operation.CORRECT_FOLLOW_UP)]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form on its way to the screen: what is typed, what is wrong, what is proposed."""

    fields: Mapping[str, Any]
    errors: Mapping[str, str]
    status: int = HTTPStatus.OK
    proposed: Proposed | None = None
    asked: bool = False
    suggested: Suggestion | None = None
    command_id: str = ""
    seen: str = ""


@router.get("/new")
def show_form(
    person: UUID, request: Request, asking: Entering, paper: str = ""
) -> Response:
    """Show the empty form; the last value of each field stands beside it.

    `paper` is the number of the blank sheet that is being entered.
    """
    fields = {"paper_number": [paper]} if paper else {}
    return _show(request, asking, person, Sheet(fields, {}))


@router.post("/proposal")
def show_proposal(
    person: UUID, request: Request, asking: Entering, posted: PostedForm
) -> Response:
    """Say what the rules propose for the form as filled in so far; record nothing."""
    form, faults = posted.read(ProposalFields)
    proposed = _propose(asking, person, form) if form else None
    if request.headers.get("hx-request") == "true":
        return page(
            request,
            "proposal.html",
            **_panel(proposed, language_of(request)),
            asked=True,
            missing=[] if proposed else sorted(faults),
        )
    sheet = replace(
        _refilled(posted, faults, HTTPStatus.OK), proposed=proposed, asked=True
    )
    corrects = posted.value("corrects")
    return _show(request, asking, person, sheet, UUID(corrects) if corrects else None)


@router.post("/aid")
def show_suggestion(
    person: UUID, request: Request, asking: Entering, posted: PostedForm
) -> Response:
    """Say which level fits what was seen; the form comes back as filled in so far."""
    form, faults = posted.read(AidForm)
    suggested = suggest(form.observed()) if form else None
    sheet = replace(_refilled(posted, faults, HTTPStatus.OK), suggested=suggested)
    corrects = posted.value("corrects")
    return _show(request, asking, person, sheet, UUID(corrects) if corrects else None)


@router.post("/new")
async def record_follow_up(
    person: UUID, request: Request, acting: Recording, posted: PostedForm
) -> Response:
    """Record it, or show the form again with what to do; nothing typed is lost."""
    form, faults = posted.read(FollowUpFields)
    if form is None:
        return await _again(request, acting, person, _refilled(posted, faults))
    plain = {"person": str(person), **form.model_dump(mode="json")}
    try:
        with within_sight("person"):
            recorded = await acting.run(
                RecordFollowUp(
                    person, form.filled_in(), collected_by=form.collected_by
                ),
                plain,
                form.visited_on.isoformat(),
                form.collected_by,
                on_paper=bool(form.paper_number),
            )
    except Refused as refusal:
        faults, status = await _refused(request, acting, person, form, refusal)
        return await _again(request, acting, person, _refilled(posted, faults, status))
    return _to_chart(person, recorded.position)


@router.get("/{follow_up}/correction")
def show_correction(
    person: UUID, follow_up: UUID, request: Request, asking: Mending
) -> Response:
    """Show a follow-up on record, to be put right."""
    return _show(request, asking, person, Sheet({}, {}), follow_up)


@router.post("/{follow_up}/correction")
async def correct_follow_up(
    person: UUID,
    follow_up: UUID,
    request: Request,
    acting: Correcting,
    posted: PostedForm,
) -> Response:
    """Put it right, or show the form again; what was recorded first stays in the history."""
    form, faults = posted.read(CorrectionFields)
    if form is None:
        return await _again(
            request, acting, person, _refilled(posted, faults), follow_up
        )
    plain = {
        "person": str(person),
        "corrects": str(follow_up),
        **form.model_dump(mode="json"),
    }
    try:
        with within_sight("person"):
            withdrawn = (
                await run_in_threadpool(
                    standing_told_by, acting.services.log, person, follow_up
                )
                if form.withdraws_standing == "yes"
                else ()
            )
            use_case = CorrectFollowUp(
                person,
                follow_up,
                form.filled_in(),
                form.reason,
                withdrawn=withdrawn,
            )
            recorded = await acting.run(use_case, plain, form.visited_on.isoformat())
    except Refused as refusal:
        faults, status = await _refused(request, acting, person, form, refusal)
        return await _again(
            request, acting, person, _refilled(posted, faults, status), follow_up
        )
    return _to_chart(person, recorded.position)


def _propose(asking: Asking, person: UUID, form: ProposalFields) -> Proposed:
    with asking.reading() as opened:
        chart_in_sight(opened, person)
        return propose(opened.log, person, form.filled_in(), form.corrects or None)


async def _refused(
    request: Request,
    acting: Acting,
    person: UUID,
    form: FollowUpFields,
    refusal: Refused,
) -> tuple[dict[str, str], int]:
    if isinstance(refusal, Unknown | errors.NotAllowed | errors.Unreadable):
        raise refusal
    if not isinstance(refusal, errors.ReasonNeeded):
        return beside(request, refusal, PLACES)
    log = acting.services.log
    missing = await run_in_threadpool(_missing_reason, log, person, form)
    return beside(request, refusal, {errors.ReasonNeeded: missing})


def _missing_reason(log: Log, person: UUID, form: FollowUpFields) -> str:
    """Return which of the two reasons is missing."""
    corrects = form.corrects if isinstance(form, ProposalFields) else None
    proposal = propose(log, person, form.filled_in(), corrects)
    differs = form.judged not in (None, proposal.follow_up_class)
    return "why" if differs and not form.why else "due_why"


def _refilled(
    posted: Posted,
    faults: Mapping[str, str],
    status: int = HTTP_422_UNPROCESSABLE_CONTENT,
) -> Sheet:
    return Sheet(
        posted.fields,
        faults,
        status,
        command_id=posted.value("command_id"),
        seen=posted.value("seen"),
    )


async def _again(
    request: Request,
    acting: Acting,
    person: UUID,
    sheet: Sheet,
    corrects: UUID | None = None,
) -> Response:
    operation = Operation.CORRECT_FOLLOW_UP if corrects else Operation.RECORD_FOLLOW_UP
    asking = Asking(acting.services, acting.principal, operation)
    return await run_in_threadpool(_show, request, asking, person, sheet, corrects)


def _show(
    request: Request,
    asking: Asking,
    person: UUID,
    sheet: Sheet,
    corrects: UUID | None = None,
) -> Response:
    with asking.reading() as opened:
        chart = chart_in_sight(opened, person)
        facts = opened.facts(person)
        visitors = _visitors(opened, asking)
    language = language_of(request)
    standing = _standing(chart, corrects)
    fields = sheet.fields or (values_of(standing) if standing else {})
    before = _before(chart, corrects)
    services = services_of(request)
    return page(
        request,
        "follow_up.html",
        status_code=sheet.status,
        card=chart.card,
        fields=fields,
        errors=sheet.errors,
        last=last_time(before, language),
        last_on=before.visited_on if before else "",
        lists={name: options(kind, language) for name, kind in LISTS.items()},
        yes_no=pairs(YES_NO, language),
        grades=[
            *pairs(GRADES, language),
            (NOT_ASSESSED, language.text(msg("Not assessed"))),
        ],
        incidents=INCIDENTS,
        happened=danger_of(facts).since(before.visited_on if before else ""),
        visitors=visitors,
        repeatable=[field.value for field in Repeatable],
        taking=typed_rows(fields, TAKING),
        advised=typed_rows(fields, ADVISED),
        drugs=DRUGS,
        severe=chart.medication.severe_since(before.visited_on if before else ""),
        corrects=corrects,
        told_standing=bool(corrects)
        and any(
            getattr(f.fact, "follow_up", None) == str(corrects)
            for f in facts
            if f.topic in STANDING
        ),
        today=shanghai_day(services.clock()).isoformat(),
        command_id=sheet.command_id or str(services.new_id()),
        seen=sheet.seen or chart.card.version,
        **_panel(sheet.proposed, language),
        suggested=sheet.suggested,
        suggested_why=[
            said(reason, language)
            for reason in (sheet.suggested.because if sheet.suggested else ())
        ],
        asked=sheet.asked,
        missing=sorted(sheet.errors) if sheet.asked else [],
    )


def _visitors(opened: Reading, asking: Asking) -> list[tuple[str, str]]:
    """Return the colleagues of the division for whom one may type (代录)."""
    principal = asking.principal
    return [
        (str(key), row.name)
        for key, row in all_accounts(opened.connection).items()
        if row.is_enabled
        and row.role
        and key != principal.account
        and is_within(row.division, principal.division)
        and purposes(Role(row.role), Operation.RECORD_FOLLOW_UP)
    ]


def _standing(chart: Chart, corrects: UUID | None) -> FollowUpRow | None:
    if corrects is None:
        return None
    for row in chart.follow_ups:
        if row.follow_up == corrects:
            return row
    raise Unknown(kind="follow-up")


def _before(chart: Chart, corrects: UUID | None) -> FollowUpRow | None:
    rows = [row for row in chart.follow_ups if row.follow_up != corrects]
    return rows[0] if rows and corrects is None else None


def _panel(proposed: Proposed | None, language: Language) -> dict[str, Any]:
    if proposed is None:
        return {
            "proposed": None,
            "because": [],
            "due_because": [],
            "questions": [],
            "face_visit": [],
        }
    return {
        "proposed": proposed,
        "because": [said(reason, language) for reason in proposed.because],
        "due_because": [said(reason, language) for reason in proposed.due_because],
        "questions": [said(reason, language) for reason in proposed.questions],
        "face_visit": [said(reason, language) for reason in proposed.face_visit],
    }


def _to_chart(person: UUID, position: int) -> Response:
    address = f"/people/{person}?after={position}"
    return RedirectResponse(address, status_code=HTTPStatus.SEE_OTHER)

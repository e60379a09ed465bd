"""Hospitals' reports: who is to do what by when, and one person's reports with their forms."""

from collections.abc import Mapping
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter
from pydantic import ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.status import HTTP_422_UNPROCESSABLE_CONTENT

from api.acting import Acting, acting
from api.console.choices import YES_NO, options, pairs
from api.console.forms import Form, Posted, PostedForm
from api.console.pages import page
from api.console.reasons import kept
from api.console.refused import beside
from api.console.report_fields import CARD, SHEET
from api.language import Language, language_of
from api.v1.asking import Asking, asking
from api.v1.case_reports import DischargeSheetBody
from api.v1.record_body import ReportCardBody
from api.v1.sight import seen_card, within_sight
from domain.errors import NotAllowed, Refused, Unknown, Unreadable
from domain.registry.case_reports import ReceivePaper, ReportKnown
from domain.registry.reporting import (
    FileCase,
    MissAddress,
    NoteDischarge,
    ReceiveReport,
    RecordDischargeSheet,
    SendBack,
)
from domain.registry.runner import UseCase
from domain.rules.access import Operation, purposes
from domain.values.calendar import shanghai_day
from domain.values.clue import ClueStage
from domain.values.reporting import ReportStep, ReportWhat
from projections.clues import ClueRow, open_clues
from projections.paper_reports import Paper, waiting_papers
from projections.person_card import cards
from projections.reports import Reported, open_reports, report_of

router: Final = APIRouter(include_in_schema=False)

MOST: Final = 200
"""How many lines a list shows."""
COUNTY: Final = 6
"""Digits of a county's code."""

Needed = Annotated[str, Field(min_length=1, max_length=300)]
Looking = Annotated[Asking, asking(Operation.READ_REPORTS)]
Carding = Annotated[Asking, asking(Operation.REPORT_CASE)]
Reporting = Annotated[Acting, acting(Operation.REPORT_CASE)]
Noting = Annotated[Acting, acting(Operation.NOTE_DISCHARGE)]
Taking = Annotated[Acting, acting(Operation.RECEIVE_REPORT)]
Papers = Annotated[Acting, acting(Operation.RECEIVE_PAPER)]


class PaperForm(Form):
    """A report that came on paper."""

    hospital: Needed
    number: Annotated[str, Field(max_length=100)] = ""
    received_on: date


class DischargeForm(Form):
    """Somebody left hospital."""

    left_on: date
    left_from: Needed


class ConfirmedForm(Form):
    """When a reported case was confirmed, and the paper it came on; form 3 is beside it."""

    model_config = ConfigDict(extra="ignore", frozen=True, str_strip_whitespace=True)

    confirmed_on: date
    paper: UUID | None = None


CONFIRMED: Final = {"confirmed_on", "paper"}


class StepForm(Form):
    """One step of primary care: which, of which discharge, and why a card goes back."""

    step: ReportStep
    of: Annotated[str, Field(pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$")] = ""
    reason: Annotated[str, Field(max_length=300)] = ""


@router.get("/reports")
def show_reports(request: Request, asking: Looking) -> Response:
    """Show confirmed cases to be reported, papers to be entered, and every open step."""
    return _list(request, asking, {})


@router.post("/reports/papers")
async def receive_paper(
    request: Request, acting: Papers, posted: PostedForm
) -> Response:
    """Note a report that came on paper, to the county of whoever notes it."""
    form, faults = posted.read(PaperForm)
    if form is not None:
        county = acting.principal.division[:COUNTY]
        asked = ReceivePaper(county, form.hospital, form.number, form.received_on)
        try:
            recorded = await acting.run(asked, form.model_dump(mode="json"))
        except Refused as refusal:
            faults, _ = beside(request, refusal)
        else:
            address = f"/reports?after={recorded.position}"
            return RedirectResponse(address, status_code=HTTPStatus.SEE_OTHER)
    asking = Asking(acting.services, acting.principal, Operation.READ_REPORTS)
    return await run_in_threadpool(_list, request, asking, faults)


@router.get("/people/{person}/reports")
def show_person(person: UUID, request: Request, asking: Looking) -> Response:
    """Show one person's reports and the forms of those who may fill them in."""
    return _person(request, asking, person, None, {})


@router.post("/people/{person}/reports/discharge")
async def note_discharge(
    person: UUID, request: Request, acting: Noting, posted: PostedForm
) -> Response:
    """Note that the person left hospital."""
    form, faults = posted.read(DischargeForm)
    asked = form and NoteDischarge(person, form.left_on, form.left_from)
    plain = form.model_dump(mode="json") if form else {}
    return await _record(request, acting, person, posted, asked, plain, faults)


@router.get("/people/{person}/reports/card")
def show_card(person: UUID, request: Request, asking: Carding) -> Response:
    """Show form 3 about somebody who is on the register already."""
    return _card(request, asking, person, None, {})


@router.post("/people/{person}/reports/card")
async def report_known(
    person: UUID, request: Request, acting: Reporting, posted: PostedForm
) -> Response:
    """Enter a hospital's card; primary care's clocks begin if they do not run."""
    body, faults = CARD.read(posted)
    when, others = posted.read(ConfirmedForm)
    faults |= {name: said for name, said in others.items() if name in CONFIRMED}
    status: int = HTTP_422_UNPROCESSABLE_CONTENT
    if isinstance(body, ReportCardBody) and when is not None:
        asked = ReportKnown(person, body.card(), when.confirmed_on, when.paper)
        plain = {
            "person": str(person),
            **body.model_dump(mode="json"),
            **when.model_dump(mode="json", include=CONFIRMED),
        }
        try:
            with within_sight("person"):
                recorded = await acting.run(asked, plain)
        except (Unknown, NotAllowed, Unreadable):
            raise
        except Refused as refusal:
            faults, status = beside(request, refusal)
        else:
            address = f"/people/{person}/reports?after={recorded.position}"
            return RedirectResponse(address, status_code=HTTPStatus.SEE_OTHER)
    asking = Asking(acting.services, acting.principal, Operation.REPORT_CASE)
    return await run_in_threadpool(
        _card, request, asking, person, posted, faults, status
    )


@router.post("/people/{person}/reports/sheet")
async def record_sheet(
    person: UUID, request: Request, acting: Reporting, posted: PostedForm
) -> Response:
    """Enter form 4."""
    body, faults = SHEET.read(posted)
    asked = (
        RecordDischargeSheet(person, body.sheet())
        if isinstance(body, DischargeSheetBody)
        else None
    )
    plain = body.model_dump(mode="json") if body else {}
    return await _record(request, acting, person, posted, asked, plain, faults)


@router.post("/people/{person}/reports/step")
async def take_step(
    person: UUID, request: Request, acting: Taking, posted: PostedForm
) -> Response:
    """Receive, file, ask for the address, or send back."""
    form, faults = posted.read(StepForm)
    today = shanghai_day(acting.services.clock())
    asked = form and _step(person, form, today)
    plain = form.model_dump(mode="json") if form else {}
    return await _record(request, acting, person, posted, asked, plain, faults)


def _step(person: UUID, form: StepForm, today: date) -> UseCase:
    use_case: UseCase
    match form.step:
        case ReportStep.RECEIVE_CARD:
            use_case = ReceiveReport(person, ReportWhat.CARD)
        case ReportStep.RECEIVE_SHEET:
            use_case = ReceiveReport(person, ReportWhat.DISCHARGE_SHEET, form.of)
        case ReportStep.FILE:
            use_case = FileCase(person, today)
        case ReportStep.ASK_POLICE:
            use_case = MissAddress(person)
        case ReportStep.COUNTY:
            use_case = SendBack(person, form.reason)
        case ReportStep.SHEET:
            raise Unknown(kind="step")
    return use_case


async def _record(  # noqa: PLR0917 - what a page's form came with
    request: Request,
    acting: Acting,
    person: UUID,
    posted: Posted,
    asked: UseCase | None,
    plain: dict[str, Any],
    faults: dict[str, str],
) -> Response:
    status: int = HTTP_422_UNPROCESSABLE_CONTENT
    if asked is not None:
        body = {"person": str(person), "asked": str(asked.operation), **plain}
        try:
            with within_sight("person"):
                recorded = await acting.run(asked, body)
        except (Unknown, NotAllowed, Unreadable):
            raise
        except Refused as refusal:
            faults, status = beside(request, refusal)
        else:
            address = f"/people/{person}/reports?after={recorded.position}"
            return RedirectResponse(address, status_code=HTTPStatus.SEE_OTHER)
    asking = Asking(acting.services, acting.principal, Operation.READ_REPORTS)
    return await run_in_threadpool(
        _person, request, asking, person, posted, faults, status
    )


def _list(request: Request, asking: Asking, faults: Mapping[str, str]) -> Response:
    role = asking.principal.role
    takes_papers = bool(purposes(role, Operation.RECEIVE_PAPER))
    with asking.reading() as opened:
        rows = open_reports(opened.connection, limit=MOST)
        known = cards(opened.connection, [row.person for row in rows])
        confirmed = [
            (key, row)
            for key, row in open_clues(opened.connection, limit=MOST)
            if row.stage == ClueStage.CONFIRMED
        ]
        papers = waiting_papers(opened.connection) if takes_papers else []
        opened.saw([*known, *(row.person for _, row in confirmed)])
    language = language_of(request)
    today = shanghai_day(asking.services.clock())
    return page(
        request,
        "reports.html",
        status_code=HTTP_422_UNPROCESSABLE_CONTENT if faults else HTTPStatus.OK,
        lines=[
            {"card": known[row.person], "row": row, **_said(each, today, language)}
            for row in rows
            for each in row.steps
            if row.person in known
        ],
        confirmed=[_clue(key, row, today, language) for key, row in confirmed],
        papers=[_paper(key, row, today, language) for key, row in papers],
        may_report=bool(purposes(role, Operation.REPORT_CASE)),
        takes_papers=takes_papers,
        errors=faults,
        today=today.isoformat(),
        command_id=str(asking.services.new_id()),
    )


def _said(each: Mapping[str, Any], today: date, language: Language) -> dict[str, Any]:
    return {
        "step": each["step"],
        "of": each["of"],
        "due_on": each["due_on"],
        "days": (today - date.fromisoformat(each["due_on"])).days,
        "reasons": kept(each["because"], language),
    }


def _clue(key: UUID, row: ClueRow, today: date, language: Language) -> dict[str, Any]:
    step = {"step": row.step, "of": "", "due_on": row.due_on, "because": row.because}
    return {"key": key, "row": row, **_said(step, today, language)}


def _paper(key: UUID, row: Paper, today: date, language: Language) -> dict[str, Any]:
    step = {"step": "", "of": "", "due_on": row.enter_by, "because": row.because}
    return {"key": key, "row": row, **_said(step, today, language)}


def _person(
    request: Request,
    asking: Asking,
    person: UUID,
    posted: Posted | None,
    faults: Mapping[str, str],
    status: int = HTTPStatus.OK,
) -> Response:
    with asking.reading() as opened:
        card = seen_card(opened.connection, person)
        row = report_of(opened.connection, person) or Reported(person)
        opened.saw([person])
    language, role = language_of(request), asking.principal.role
    today = shanghai_day(asking.services.clock())
    usual = {"hospital": asking.principal.office_name, "filled_on": today.isoformat()}
    return page(
        request,
        "person_reports.html",
        status_code=status,
        card=card,
        row=row,
        steps=[_said(each, today, language) for each in row.steps],
        section=SHEET,
        values={
            asked.name: _typed(asked.name, posted) or usual.get(asked.name, "")
            for asked in SHEET.fields
        },
        lists={a.name: options(a.codes, language) for a in SHEET.fields if a.codes},
        yes_no=pairs(YES_NO, language),
        errors=faults,
        may_report=bool(purposes(role, Operation.REPORT_CASE)),
        may_note=bool(purposes(role, Operation.NOTE_DISCHARGE)),
        may_take=bool(purposes(role, Operation.RECEIVE_REPORT)),
        today=today.isoformat(),
        command_ids=[str(asking.services.new_id()) for _ in range(6)],
    )


def _card(
    request: Request,
    asking: Asking,
    person: UUID,
    posted: Posted | None,
    faults: Mapping[str, str],
    status: int = HTTPStatus.OK,
) -> Response:
    with asking.reading() as opened:
        card = seen_card(opened.connection, person)
        papers = waiting_papers(opened.connection)
        opened.saw([person])
    language = language_of(request)
    today = shanghai_day(asking.services.clock()).isoformat()
    usual = {
        "reporting_unit": asking.principal.office_name,
        "reporter": asking.principal.name,
        "reported_on": today,
        "confirmed_on": card.diagnosed_on,
    }
    names = [*(asked.name for asked in CARD.fields), *sorted(CONFIRMED)]
    return page(
        request,
        "person_card.html",
        status_code=status,
        card=card,
        section=CARD,
        values={name: _typed(name, posted) or usual.get(name, "") for name in names},
        lists={a.name: options(a.codes, language) for a in CARD.fields if a.codes},
        yes_no=pairs(YES_NO, language),
        papers=[
            (str(key), f"{paper.hospital} {paper.number} {paper.received_on}")
            for key, paper in papers
        ],
        errors=faults,
        command_id=(posted.value("command_id") if posted else "")
        or str(asking.services.new_id()),
    )


def _typed(name: str, posted: Posted | None) -> Any:
    if posted is None:
        return ""
    if name in {"rehabilitation", "senders"}:
        return [int(code) for code in posted.fields.get(name, ()) if code.isdecimal()]
    return posted.value(name)

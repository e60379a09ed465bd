"""Danger reports from elsewhere (险情报告): taken by anybody who is told, looked into by doctors.

From a report one tap says whom of the register it is about, another leads to the quick
report; nothing clinical is filled in there, only the place that was told. Police and grid see
how far their own are.
"""

from collections.abc import Mapping
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
from api.console.emergency_fields import LocalMoment
from api.console.forms import Form, Posted, PostedForm
from api.console.pages import page
from api.console.reasons import kept
from api.console.refused import beside
from api.console.register import villages_within
from api.console.search import MOST as FOUND
from api.console.search import found_people
from api.language import language_of
from api.v1.asking import Asking, asking
from api.v1.sight import within_sight
from domain import errors
from domain.errors import Refused, Unknown
from domain.registry.danger_reports import (
    AssessDangerReport,
    CloseDangerReport,
    LinkDangerReport,
    TakeDangerReport,
)
from domain.registry.runner import UseCase
from domain.rules.access import Operation, purposes
from domain.values.danger_report import Assessment, DangerChannel, DangerTold
from projections.danger_reports import (
    awaiting,
    danger_report_of,
    looked_into,
    own,
)
from projections.offices import all_offices
from projections.person_card import Card, card, cards

router: Final = APIRouter(prefix="/danger-reports", include_in_schema=False)

MOST: Final = 200

Line = Annotated[str, Field(max_length=300)]
Looking = Annotated[Asking, asking(Operation.READ_DANGER_REPORTS)]
LookingOwn = Annotated[Asking, asking(Operation.READ_OWN_DANGER_REPORTS)]
Filling = Annotated[Asking, asking(Operation.ENTER_DANGER_REPORT)]
Taking = Annotated[Acting, acting(Operation.ENTER_DANGER_REPORT)]
Assessing = Annotated[Acting, acting(Operation.ASSESS_DANGER_REPORT)]

PLACES: Final[Mapping[type[Refused], str]] = {
    errors.NotYetGiven: "received_at",
    errors.ReasonNeeded: "remark",
}


class TakingForm(Form):
    """What was told."""

    channel: DangerChannel
    village: str = Field(pattern=r"^[0-9]{12}$")
    what: str = Field(min_length=1, max_length=2000)
    name: Annotated[str, Field(max_length=100)] = ""
    place: Line = ""
    informant: Line = ""
    phone: Annotated[str, Field(max_length=40)] = ""
    received_at: LocalMoment | None = None

    def asked(self) -> TakeDangerReport:
        """Return it in the domain's words."""
        told = DangerTold(
            village=self.village,
            what=self.what,
            name=self.name,
            place=self.place,
            informant=self.informant,
            phone=self.phone,
        )
        return TakeDangerReport(told, self.channel, self.received_at)


class AssessmentForm(Form):
    """That there is no danger, or that nobody of the register is meant, and why."""

    outcome: Literal["no_danger", "not_registered"]
    remark: str = Field(min_length=1, max_length=2000)


class LinkForm(Form):
    """Whom of the register it is about."""

    person: UUID


STEPS: Final = (*AssessmentForm.model_fields, *LinkForm.model_fields)
"""What is typed on the page of a report."""


@router.get("")
def show_reports(request: Request, asking: Looking) -> Response:
    """Show the reports a doctor has still to look into, and the others."""
    now = asking.services.clock()
    with asking.reading() as opened:
        waiting = awaiting(opened.connection, MOST)
        over = looked_into(opened.connection, MOST)
        opened.saw(row.person for _, row in (*waiting, *over))
    language = language_of(request)
    return page(
        request,
        "danger_reports.html",
        waiting=[
            {
                "key": key,
                "row": row,
                "is_late": row.assess_by < now,
                "reasons": kept(row.because, language),
            }
            for key, row in waiting
        ],
        over=over,
    )


@router.get("/own")
def show_own(request: Request, asking: LookingOwn) -> Response:
    """Show how far the reports are that one's own office took."""
    office = asking.principal.organisation
    with asking.reading() as opened:
        rows = own(opened.connection, office, MOST) if office else []
        opened.showed_nobody()
    return page(request, "danger_reports_own.html", rows=rows)


@router.get("/new")
def show_form(request: Request, asking: Filling) -> Response:
    """Show the form of a report."""
    return _form(request, asking, None, {})


@router.post("/new")
async def take_report(request: Request, acting: Taking, posted: PostedForm) -> Response:
    """Take the report, or show the form again; nothing typed is lost."""
    form, faults = posted.read(TakingForm)
    status: int = HTTP_422_UNPROCESSABLE_CONTENT
    if form is not None:
        try:
            recorded = await acting.run(form.asked(), form.model_dump(mode="json"))
        except errors.NotAllowed:
            raise
        except Refused as refusal:
            faults, status = beside(request, refusal, PLACES)
        else:
            report = recorded.facts[0].stream
            sees = purposes(acting.principal.role, Operation.READ_DANGER_REPORTS)
            return _seen(str(report) if sees else "own", recorded.position)
    asking = Asking(acting.services, acting.principal, Operation.ENTER_DANGER_REPORT)
    return await run_in_threadpool(_form, request, asking, posted, faults, status)


@router.get("/{report}")
def show_report(report: UUID, request: Request, asking: Looking) -> Response:
    """Show one report, whom it may be about, and the ways on."""
    return _show(request, asking, report, None, {})


@router.post("/{report}/link")
async def link_report(
    report: UUID, request: Request, acting: Assessing, posted: PostedForm
) -> Response:
    """Say whom of the register it is about; what a guardian reported is told then."""
    form, faults = posted.read(LinkForm)
    use_case = form and LinkDangerReport(report, form.person)
    return await _record(request, acting, report, posted, use_case, faults)


@router.post("/{report}/assessment")
async def assess_report(
    report: UUID, request: Request, acting: Assessing, posted: PostedForm
) -> Response:
    """Say that there is no danger, or that nobody of the register is meant."""
    form, faults = posted.read(AssessmentForm)
    use_case = form and AssessDangerReport(
        report, Assessment(form.outcome), form.remark
    )
    return await _record(request, acting, report, posted, use_case, faults)


@router.post("/{report}/closing")
async def close_report(
    report: UUID, request: Request, acting: Assessing, posted: PostedForm
) -> Response:
    """Close it: who told was told back."""
    use_case = CloseDangerReport(report)
    return await _record(request, acting, report, posted, use_case, {})


async def _record(
    request: Request,
    acting: Acting,
    report: UUID,
    posted: Posted,
    use_case: UseCase | None,
    faults: dict[str, str],
) -> Response:
    status: int = HTTP_422_UNPROCESSABLE_CONTENT
    if use_case is not None:
        typed = {name: posted.value(name) for name in STEPS}
        try:
            with within_sight("danger_report"):
                recorded = await acting.run(use_case, {"report": str(report), **typed})
        except (errors.Unknown, errors.NotAllowed, errors.Unreadable):
            raise
        except Refused as refusal:
            faults, status = beside(request, refusal, PLACES)
        else:
            return _seen(str(report), recorded.position)
    asking = Asking(acting.services, acting.principal, Operation.READ_DANGER_REPORTS)
    return await run_in_threadpool(
        _show, request, asking, report, posted, faults, status
    )


def _seen(report: str, position: int) -> Response:
    address = f"/danger-reports/{report}?after={position}"
    return RedirectResponse(address, status_code=HTTPStatus.SEE_OTHER)


def _form(
    request: Request,
    asking: Asking,
    posted: Posted | None,
    faults: Mapping[str, str],
    status: int = HTTPStatus.OK,
) -> Response:
    with asking.reading() as opened:
        offices = all_offices(opened.connection)
        within = tuple(opened.divisions)
        opened.showed_nobody()
    return page(
        request,
        "danger_report_new.html",
        status_code=status,
        values={
            name: posted.value(name) if posted else ""
            for name in TakingForm.model_fields
        },
        errors=faults,
        channels=options(DangerChannel, language_of(request)),
        villages=villages_within(offices, within),
        command_id=(posted.value("command_id") if posted else "")
        or str(asking.services.new_id()),
    )


def _show(
    request: Request,
    asking: Asking,
    report: UUID,
    posted: Posted | None,
    faults: Mapping[str, str],
    status: int = HTTPStatus.OK,
) -> Response:
    found: dict[UUID, Card] = {}
    about: Card | None = None
    with asking.reading() as opened:
        row = danger_report_of(opened.connection, report)
        if row is None:
            raise Unknown(kind="danger_report")
        linked = row.registered
        if linked:
            about = card(opened.connection, UUID(linked))
        if row.is_open and row.name:
            people = found_people(opened, asking.services, row.name)[:FOUND]
            found = cards(opened.connection, [p for p in people if str(p) != linked])
        opened.saw([row.person, *found, *([about.person] if about else [])])
    language = language_of(request)
    typed: dict[str, Any] = {
        name: posted.value(name) if posted else "" for name in STEPS
    }
    return page(
        request,
        "danger_report.html",
        status_code=status,
        key=report,
        row=row,
        about=about,
        found=[(each, str(asking.services.new_id())) for each in found.values()],
        reasons=kept(row.because, language),
        is_late=row.is_open and row.assess_by < asking.services.clock(),
        outcomes=[
            (code, words)
            for code, words in options(Assessment, language)
            if code is not Assessment.GRADED
        ],
        typed=typed,
        errors=faults,
        command_ids=[str(asking.services.new_id()) for _ in range(2)],
    )

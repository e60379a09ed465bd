"""How somebody stands on the register: died, lost, found again."""

from collections.abc import Mapping
from datetime import date
from http import HTTPStatus
from typing import Annotated, Final, TypeVar
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.status import HTTP_422_UNPROCESSABLE_CONTENT

from api.acting import Acting, acting
from api.console.choices import options
from api.console.follow_up_fields import a_death
from api.console.forms import Form, Posted, PostedForm
from api.console.pages import page
from api.console.person import chart_in_sight
from api.language import language_of
from api.v1.asking import Asking, asking
from api.v1.sight import within_sight
from domain.registry.away import (
    AwayForm,
    LossReport,
    NoteAway,
    NoteBack,
    ReportLoss,
)
from domain.registry.runner import UseCase
from domain.registry.standing import (
    Loss,
    RecordDeath,
    RecordFound,
    RecordLoss,
)
from domain.rules.access import Operation, purposes
from domain.values.away import AwayFor
from domain.values.calendar import shanghai_day
from domain.values.findings import DeathCause, IllnessCause, LossReason
from projections.worklists import watched_of

router: Final = APIRouter(prefix="/people/{person}/standing", include_in_schema=False)

F = TypeVar("F", bound=Form)
Line = Annotated[str, Field(max_length=300)]


class DeathForm(Form):
    """A death by form 8."""

    died_on: date
    cause: DeathCause
    illness: IllnessCause | None = None


class LossForm(Form):
    """A loss by form 8."""

    lost_on: date
    lost: LossReason
    lost_remark: Line = ""


class AwayFields(Form):
    """Where somebody went; without a telephone whereabouts are unknown."""

    left_on: date
    what_for: AwayFor
    away_where: Line = ""
    away_phone: Line = ""
    away_back_on: date | None = None
    medicine_until: date | None = None
    away_remark: Line = ""

    def form(self) -> AwayForm:
        """Return it in the domain's words."""
        return AwayForm(
            self.left_on,
            self.what_for,
            self.away_where,
            self.away_phone,
            self.away_back_on,
            self.medicine_until,
            self.away_remark,
        )


class BackFields(Form):
    """When somebody came home, and until when."""

    back_on: date
    leaves_on: date | None = None


class LossReportFields(Form):
    """The written report of a loss."""

    reported_on: date
    number: Line = ""
    searched: Line = ""


class FoundForm(Form):
    """When somebody lost was found again."""

    found_on: date


Looking = Annotated[Asking, asking(Operation.RECORD_LOSS)]
Dying = Annotated[Acting, acting(Operation.RECORD_DEATH)]
Losing = Annotated[Acting, acting(Operation.RECORD_LOSS)]
Leaving = Annotated[Acting, acting(Operation.NOTE_AWAY)]
Reporting = Annotated[Acting, acting(Operation.REPORT_LOSS)]
Finding = Annotated[Acting, acting(Operation.RECORD_FOUND)]


@router.get("")
def show_standing(person: UUID, request: Request, asking: Looking) -> Response:
    """Show the short forms."""
    return _show(request, asking, person, {}, {})


@router.post("/death")
async def record_death(
    person: UUID, request: Request, acting: Dying, posted: PostedForm
) -> Response:
    """Record a death."""
    form, faults = posted.read(DeathForm)
    use_case = form and RecordDeath(
        person, a_death(form.died_on, form.cause, form.illness)
    )
    return await _record(request, acting, person, posted, form, use_case, faults)


@router.post("/loss")
async def record_loss(
    person: UUID, request: Request, acting: Losing, posted: PostedForm
) -> Response:
    """Record a loss."""
    form, faults = posted.read(LossForm)
    use_case = form and RecordLoss(
        person, form.lost_on.isoformat(), Loss(form.lost.value, form.lost_remark)
    )
    return await _record(request, acting, person, posted, form, use_case, faults)


@router.post("/found")
async def record_found(
    person: UUID, request: Request, acting: Finding, posted: PostedForm
) -> Response:
    """Record that somebody lost was found again."""
    form, faults = posted.read(FoundForm)
    use_case = form and RecordFound(person, form.found_on.isoformat())
    return await _record(request, acting, person, posted, form, use_case, faults)


@router.post("/away")
async def note_away(
    person: UUID, request: Request, acting: Leaving, posted: PostedForm
) -> Response:
    """Note where somebody is while away."""
    form, faults = posted.read(AwayFields)
    use_case = form and NoteAway(person, form.form())
    return await _record(request, acting, person, posted, form, use_case, faults)


@router.post("/back")
async def note_back(
    person: UUID, request: Request, acting: Leaving, posted: PostedForm
) -> Response:
    """Note that somebody came home."""
    form, faults = posted.read(BackFields)
    use_case = form and NoteBack(person, form.back_on, form.leaves_on)
    return await _record(request, acting, person, posted, form, use_case, faults)


@router.post("/loss-report")
async def report_loss(
    person: UUID, request: Request, acting: Reporting, posted: PostedForm
) -> Response:
    """Enter the written report of a loss."""
    form, faults = posted.read(LossReportFields)
    use_case = form and ReportLoss(
        person, LossReport(form.reported_on, form.number, form.searched)
    )
    return await _record(request, acting, person, posted, form, use_case, faults)


async def _record(  # noqa: PLR0917 - what a page's form came with
    request: Request,
    acting: Acting,
    person: UUID,
    posted: Posted,
    form: Form | None,
    use_case: UseCase | None,
    faults: Mapping[str, str],
) -> Response:
    if form is None or use_case is None:
        asking = Asking(acting.services, acting.principal, Operation.RECORD_LOSS)
        return await run_in_threadpool(
            _show, request, asking, person, posted.fields, faults
        )
    plain = {"person": str(person), **form.model_dump(mode="json")}
    with within_sight("person"):
        recorded = await acting.run(use_case, plain)
    address = f"/people/{person}?after={recorded.position}"
    return RedirectResponse(address, status_code=HTTPStatus.SEE_OTHER)


def _show(
    request: Request,
    asking: Asking,
    person: UUID,
    fields: Mapping[str, list[str]],
    errors: Mapping[str, str],
) -> Response:
    with asking.reading() as opened:
        card = chart_in_sight(opened, person).card
        watched = watched_of(opened.facts(person))
    language, services = language_of(request), asking.services
    may_exclude = purposes(asking.principal.role, Operation.PROPOSE_EXCLUSION)
    return page(
        request,
        "standing.html",
        status_code=HTTP_422_UNPROCESSABLE_CONTENT if errors else HTTPStatus.OK,
        card=card,
        fields=fields,
        errors=errors,
        causes=options(DeathCause, language),
        illnesses=options(IllnessCause, language),
        losses=options(LossReason, language),
        away_for=options(AwayFor, language),
        watched=watched,
        may_report=bool(purposes(asking.principal.role, Operation.REPORT_LOSS)),
        away_ids=[str(services.new_id()) for _ in range(3)],
        may_exclude=bool(may_exclude),
        today=shanghai_day(services.clock()).isoformat(),
        command_ids=[str(services.new_id()) for _ in range(3)],
    )

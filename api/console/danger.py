"""Dangerous behaviour, form 13, locking up and release: one page, each form saves itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
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
from api.console.choices import GRADES, YES_NO, options, pairs
from api.console.follow_up_fields import NOT_ASSESSED
from api.console.forms import Form, Posted, PostedForm
from api.console.pages import page
from api.console.person import chart_in_sight
from api.console.refused import beside
from api.language import language_of, msg
from api.v1.asking import Asking, asking
from api.v1.sight import within_sight
from domain import errors
from domain.errors import Refused, Unknown
from domain.registry.danger import (
    CorrectIncident,
    IncidentForm,
    Investigate,
    LockingForm,
    RecordIncident,
    RecordLocking,
    RecordRelease,
    ReleaseForm,
)
from domain.registry.lowering import ConfirmLowering, DeclineLowering
from domain.registry.runner import UseCase
from domain.rules.access import Operation, purposes
from domain.values.calendar import shanghai_day
from domain.values.danger import (
    INVESTIGATED,
    GuardianDuty,
    IncidentCause,
    IncidentKind,
    Informant,
    Investigation,
    LockedUpBy,
    ReleasedTo,
    StateThen,
)
from domain.values.findings import Grade
from projections.accounts import names
from projections.danger import danger_of
from projections.worklists import watched_of

router: Final = APIRouter(prefix="/people/{person}/danger", include_in_schema=False)

Line = Annotated[str, Field(max_length=300)]
Needed = Annotated[str, Field(min_length=1, max_length=300)]
Count = Annotated[int, Field(ge=0, le=999)]
YesNo = Literal["yes", "no"]

PLACES: Final[Mapping[type[Refused], str]] = {
    errors.UnderGradingUnanswered: "grade_why",
    errors.ValidityReversed: "released_on",
}
"""The field each refusal is about; the whole form when there is none."""


class IncidentFields(Form):
    """An incident as typed."""

    kind: IncidentKind
    happened_on: date
    what: str = Field(min_length=1, max_length=2000)
    place: Line = ""
    informant: Informant | None = None
    police_came: YesNo | None = None
    grade: Literal["0", "1", "2", "3", "4", "5", "not_assessed"]
    grade_why: Line = ""

    def form(self) -> IncidentForm:
        """Return it in the domain's words."""
        return IncidentForm(
            self.kind,
            self.happened_on,
            self.what,
            self.place,
            self.informant,
            None if self.police_came is None else self.police_came == "yes",
            Grade(None if self.grade == NOT_ASSESSED else int(self.grade)),
            self.grade_why,
        )


class CorrectionFields(Form):
    """What an incident was in truth, as typed."""

    incident: UUID
    right_kind: IncidentKind
    right_day: date
    right_what: str = Field(min_length=1, max_length=2000)
    right_place: Line = ""
    right_informant: Informant | None = None
    right_police: YesNo | None = None
    right_reason: Needed

    def form(self) -> IncidentForm:
        """Return it in the domain's words."""
        came = self.right_police
        return IncidentForm(
            self.right_kind,
            self.right_day,
            self.right_what,
            self.right_place,
            self.right_informant,
            None if came is None else came == "yes",
        )


class InvestigationFields(Form):
    """Form 13 as typed."""

    incident: UUID
    investigated_on: date
    triggers: list[IncidentCause] = Field(default_factory=list[IncidentCause])
    state: StateThen | None = None
    managed: YesNo | None = None
    managed_since: date | None = None
    reimbursed_percent: int | None = Field(None, ge=0, le=100)
    guardian_duty: GuardianDuty | None = None
    injured: Count | None = None
    dead: Count | None = None
    taken_to: Line = ""
    remark: str = Field("", max_length=2000)

    def investigation(self) -> Investigation:
        """Return it in the domain's words."""
        since = self.managed_since
        return Investigation(
            investigated_on=self.investigated_on.isoformat(),
            triggers=tuple(self.triggers),
            state=self.state,
            managed=None if self.managed is None else self.managed == "yes",
            managed_since=since.isoformat() if since else None,
            reimbursed_percent=self.reimbursed_percent,
            guardian_duty=self.guardian_duty,
            injured=self.injured,
            dead=self.dead,
            taken_to=self.taken_to,
            remark=self.remark,
        )


class LockingFields(Form):
    """A locking-up as typed."""

    locked_on: date
    locked_by: LockedUpBy
    lock_place: Line = ""
    lock_reason: Needed


class ConfirmFields(Form):
    """What the second person adds."""

    lowering_remark: Line = ""


class DeclineFields(Form):
    """Why the higher grade goes on standing."""

    lowering_reason: Needed


class ReleaseFields(Form):
    """A release as typed."""

    released_on: date
    to: ReleasedTo
    release_reason: Needed
    helped_by: Line = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is typed, what is wrong, and about which incident form 13 is open."""

    fields: Mapping[str, Any] = field(default_factory=dict[str, Any])
    errors: Mapping[str, str] = field(default_factory=dict[str, str])
    status: int = HTTPStatus.OK
    about: str = ""


Looking = Annotated[Asking, asking(Operation.READ_PERSON)]
Recording = Annotated[Acting, acting(Operation.RECORD_INCIDENT)]
Investigating = Annotated[Acting, acting(Operation.INVESTIGATE_INCIDENT)]
Confirming = Annotated[Acting, acting(Operation.CONFIRM_LOWERING)]
Locking = Annotated[Acting, acting(Operation.RECORD_LOCKING)]


@router.get("")
def show_danger(
    person: UUID, request: Request, asking: Looking, about: str = ""
) -> Response:
    """Show what is on record and the short forms; `about` opens form 13 of an incident."""
    return _show(request, asking, person, Sheet(about=about))


@router.post("/incidents")
async def record_incident(
    person: UUID, request: Request, acting: Recording, posted: PostedForm
) -> Response:
    """Record an incident with its danger assessment."""
    form, faults = posted.read(IncidentFields)
    use_case = form and RecordIncident(person, form.form())
    return await _record(request, acting, person, (posted, form, use_case, faults))


@router.post("/corrections")
async def correct_incident(
    person: UUID, request: Request, acting: Recording, posted: PostedForm
) -> Response:
    """Put an incident right."""
    form, faults = posted.read(CorrectionFields)
    use_case = form and CorrectIncident(
        person, form.incident, form.form(), form.right_reason
    )
    return await _record(request, acting, person, (posted, form, use_case, faults))


@router.post("/investigations")
async def investigate_incident(
    person: UUID, request: Request, acting: Investigating, posted: PostedForm
) -> Response:
    """Fill in form 13."""
    form, faults = posted.read(InvestigationFields)
    use_case = form and Investigate(person, form.incident, form.investigation())
    return await _record(request, acting, person, (posted, form, use_case, faults))


@router.post("/lockings")
async def record_locking(
    person: UUID, request: Request, acting: Locking, posted: PostedForm
) -> Response:
    """Record that the person is locked up."""
    form, faults = posted.read(LockingFields)
    use_case = form and RecordLocking(
        person,
        LockingForm(form.locked_on, form.locked_by, form.lock_reason, form.lock_place),
    )
    return await _record(request, acting, person, (posted, form, use_case, faults))


@router.post("/releases")
async def record_release(
    person: UUID, request: Request, acting: Locking, posted: PostedForm
) -> Response:
    """Record the release."""
    form, faults = posted.read(ReleaseFields)
    use_case = form and RecordRelease(
        person,
        ReleaseForm(form.released_on, form.to, form.release_reason, form.helped_by),
    )
    return await _record(request, acting, person, (posted, form, use_case, faults))


@router.post("/lowering/{grading}/confirmation")
async def confirm_lowering(
    person: UUID,
    grading: UUID,
    request: Request,
    acting: Confirming,
    posted: PostedForm,
) -> Response:
    """Confirm a lower grade as a second person."""
    form, faults = posted.read(ConfirmFields)
    use_case = form and ConfirmLowering(person, grading, form.lowering_remark)
    return await _record(request, acting, person, (posted, form, use_case, faults))


@router.post("/lowering/{grading}/refusal")
async def decline_lowering(
    person: UUID,
    grading: UUID,
    request: Request,
    acting: Confirming,
    posted: PostedForm,
) -> Response:
    """Decline a lower grade."""
    form, faults = posted.read(DeclineFields)
    use_case = form and DeclineLowering(person, grading, form.lowering_reason)
    return await _record(request, acting, person, (posted, form, use_case, faults))


Sent = tuple[Posted, Form | None, UseCase | None, Mapping[str, str]]


async def _record(
    request: Request, acting: Acting, person: UUID, sent: Sent
) -> Response:
    posted, form, use_case, faults = sent
    if form is None or use_case is None:
        sheet = Sheet(posted.fields, faults, HTTP_422_UNPROCESSABLE_CONTENT)
        return await _again(request, acting, person, sheet)
    plain = {"person": str(person), **form.model_dump(mode="json")}
    try:
        with within_sight("person"):
            recorded = await acting.run(use_case, plain)
    except Refused as refusal:
        if isinstance(refusal, Unknown | errors.NotAllowed | errors.Unreadable):
            raise
        sheet = Sheet(posted.fields, *beside(request, refusal, PLACES))
        return await _again(request, acting, person, sheet)
    address = f"/people/{person}?after={recorded.position}#danger"
    return RedirectResponse(address, status_code=HTTPStatus.SEE_OTHER)


async def _again(
    request: Request, acting: Acting, person: UUID, sheet: Sheet
) -> Response:
    asking = Asking(acting.services, acting.principal, Operation.READ_PERSON)
    return await run_in_threadpool(_show, request, asking, person, sheet)


def _show(request: Request, asking: Asking, person: UUID, sheet: Sheet) -> Response:
    with asking.reading() as opened:
        card = chart_in_sight(opened, person).card
        facts = opened.facts(person)
        danger, watched = danger_of(facts), watched_of(facts)
        actors = {str(k): name for k, name in names(opened.connection).items()}
    language, services = language_of(request), asking.services
    role = asking.principal.role
    about = sheet.about or next(iter(sheet.fields.get("incident", [""])), "")
    return page(
        request,
        "danger.html",
        status_code=sheet.status,
        card=card,
        danger=danger,
        since=danger.since(card.visited_on),
        about=next((row for row in danger.incidents if row.incident == about), None),
        lowering=watched.lowering if watched else {},
        actors=actors,
        is_own=bool(watched)
        and watched.lowering.get("by") == str(asking.principal.account),
        may_confirm=bool(purposes(role, Operation.CONFIRM_LOWERING)),
        form_13=INVESTIGATED,
        fields=sheet.fields,
        errors=sheet.errors,
        lists={
            kind.__name__: options(kind, language)
            for kind in (
                *(IncidentKind, Informant, IncidentCause, StateThen),
                *(GuardianDuty, LockedUpBy, ReleasedTo),
            )
        },
        yes_no=pairs(YES_NO, language),
        grades=[
            *pairs(GRADES, language),
            (NOT_ASSESSED, language.text(msg("Not assessed"))),
        ],
        may_record=bool(purposes(role, Operation.RECORD_INCIDENT)),
        may_investigate=bool(purposes(role, Operation.INVESTIGATE_INCIDENT)),
        today=shanghai_day(services.clock()).isoformat(),
        command_ids=[str(services.new_id()) for _ in range(6)],
    )

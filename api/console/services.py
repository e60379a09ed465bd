"""Rehabilitation services, guidance and rehabilitation cases of a person; the open cases."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.status import HTTP_422_UNPROCESSABLE_CONTENT

from api.acting import Acting, acting
from api.console.choices import options
from api.console.follow_up_fields import Line, Remark
from api.console.forms import Form, Posted, PostedForm
from api.console.pages import page
from api.console.person import chart_in_sight
from api.console.reasons import kept
from api.console.refused import beside
from api.language import language_of
from api.paging import PageQuery, cursors, cut
from api.principal import serving
from api.v1.asking import Asking, asking
from api.v1.sight import within_sight
from domain import errors
from domain.errors import Refused
from domain.registry.runner import UseCase
from domain.registry.services import (
    ApplyForRehabilitation,
    DeliverService,
    GiveGuidance,
    GuidanceForm,
    ServiceForm,
    Step,
    StepForm,
    TakeRehabilitationStep,
)
from domain.rules.access import Operation, purposes
from domain.values.calendar import shanghai_day
from domain.values.services import (
    MOST_MINUTES,
    ApplyWay,
    Audience,
    Progress,
    Service,
    ServiceWay,
    Stage,
    Topic,
)
from projections.person_card import cards
from projections.rehabilitation import open_cases
from projections.services import services

router: Final = APIRouter(include_in_schema=False)

NEXT: Final[Mapping[str, tuple[Step, ...]]] = {
    "applied": (Step.ACCEPT, Step.DECLINE),
    "accepted": (Step.REFER,),
    "in_service": (Step.ASSESS, Step.CLOSE),
    "declined": (),
    "closed": (),
}
"""The steps a case's form offers, by its state; the case itself refuses any other."""

PLACES: Final[Mapping[type[Refused], str]] = {
    errors.NotYetGiven: "",
    errors.NothingDelivered: "services",
    errors.MinutesUnreadable: "minutes",
    errors.ReasonNeeded: "",
    errors.StepNotOpen: "",
    errors.AlreadyLeft: "",
}
"""The field each refusal is about; a refusal that is not here is a page of its own."""

Minutes = Annotated[int, Field(ge=1, le=MOST_MINUTES)]
Looking = Annotated[Asking, asking(Operation.READ_PERSON)]
Listing = Annotated[Asking, asking(Operation.READ_DUE_LIST)]
Recording = Annotated[Acting, acting(Operation.RECORD_SERVICE)]
Keeping = Annotated[Acting, acting(Operation.KEEP_REHABILITATION)]


class ServiceFields(Form):
    """Services of one occasion."""

    services: list[Service] = Field(default_factory=list[Service])
    delivered_on: date
    served_by: str = Field(min_length=1, max_length=100)
    place: str = Field("", max_length=100)
    minutes: Minutes | None = None
    way: ServiceWay
    progress: Progress = Progress.NOT_JUDGED
    remark: Remark = ""


class GuidanceFields(Form):
    """Guidance of one occasion."""

    topics: list[Topic] = Field(default_factory=list[Topic])
    given_on: date
    audience: Audience
    audience_name: str = Field("", max_length=100)
    guided_by: str = Field(min_length=1, max_length=100)
    guided_how: ServiceWay
    guided_minutes: Minutes | None = None


class ApplicationFields(Form):
    """An application for community rehabilitation, made today."""

    applied_by: ApplyWay
    applicant: str = Field("", max_length=100)
    needs: Line = ""


class StepFields(Form):
    """A step of a case, taken today."""

    step: Step
    said: Line = ""
    institution: str = Field("", max_length=100)
    stage: Stage = Stage.INTERIM
    judged: Progress = Progress.NOT_JUDGED


@dataclass(frozen=True, slots=True)
class Wish:
    """What a form asks for."""

    use_case: UseCase
    plain: dict[str, Any]
    day: str


@router.get("/people/{person}/services")
def show_services(
    person: UUID, request: Request, asking: Looking, after: int = 0
) -> Response:
    """Show what was done for somebody, and the forms."""
    return _show(request, asking, person, recorded=after > 0)


@router.post("/people/{person}/services")
async def deliver_service(
    person: UUID, request: Request, acting: Recording, posted: PostedForm
) -> Response:
    """Record services, or show what is wrong."""
    form, faults = posted.read(ServiceFields)
    if form is None:
        return await _again(request, acting, person, posted, faults)
    filled = ServiceForm(
        services=form.services,
        delivered_on=form.delivered_on,
        by=form.served_by,
        place=form.place,
        minutes=form.minutes,
        way=form.way,
        progress=form.progress,
        remark=form.remark,
    )
    wish = _wish(
        person, DeliverService(person, filled), form, form.delivered_on.isoformat()
    )
    return await _run(request, acting, person, posted, wish)


@router.post("/people/{person}/guidance")
async def give_guidance(
    person: UUID, request: Request, acting: Recording, posted: PostedForm
) -> Response:
    """Record guidance, or show what is wrong."""
    form, faults = posted.read(GuidanceFields)
    if form is None:
        return await _again(request, acting, person, posted, faults)
    filled = GuidanceForm(
        topics=form.topics,
        given_on=form.given_on,
        audience=form.audience,
        audience_name=form.audience_name,
        by=form.guided_by,
        way=form.guided_how,
        minutes=form.guided_minutes,
    )
    wish = _wish(person, GiveGuidance(person, filled), form, form.given_on.isoformat())
    return await _run(request, acting, person, posted, wish)


@router.post("/people/{person}/rehabilitation-cases")
async def apply_for_rehabilitation(
    person: UUID, request: Request, acting: Recording, posted: PostedForm
) -> Response:
    """Apply for community rehabilitation today."""
    form, faults = posted.read(ApplicationFields)
    if form is None:
        return await _again(request, acting, person, posted, faults)
    today = shanghai_day(acting.services.clock())
    use_case = ApplyForRehabilitation(
        person, form.applied_by, form.applicant, form.needs, today
    )
    wish = _wish(person, use_case, form, today.isoformat())
    return await _run(request, acting, person, posted, wish)


@router.post("/people/{person}/rehabilitation-cases/{case}")
async def take_rehabilitation_step(
    person: UUID, case: UUID, request: Request, acting: Keeping, posted: PostedForm
) -> Response:
    """Take a step of a case today."""
    form, faults = posted.read(StepFields)
    if form is None:
        return await _again(request, acting, person, posted, faults)
    today = shanghai_day(acting.services.clock())
    step = StepForm(
        step=form.step,
        on=today,
        remark=form.said,
        institution=form.institution,
        stage=form.stage,
        progress=form.judged,
    )
    use_case = TakeRehabilitationStep(person, case, step)
    wish = _wish(person, use_case, form, today.isoformat())
    return await _run(request, acting, person, posted, wish)


@router.get("/rehabilitation")
def show_rehabilitation(
    request: Request, asking: Listing, query: Annotated[PageQuery, Query()]
) -> Response:
    """Show the cases that await a step, the soonest due first."""
    today = shanghai_day(asking.services.clock())
    key = cursors(asking.services.cursor_key, request)
    after = key.open(query.cursor)
    with asking.reading() as opened:
        found = open_cases(
            opened.connection,
            after=(str(after[0]), UUID(str(after[1]))) if after else None,
            limit=query.limit + 1,
        )
        lines = cut(
            found, query.limit, lambda line: (line[1].due_on or "", str(line[0]))
        )
        known = cards(opened.connection, [row.person for _, row in lines.lines])
        opened.saw(known)
    language = language_of(request)
    further = request.url.include_query_params(cursor=key.seal(lines.after or ()))
    return page(
        request,
        "rehabilitation.html",
        lines=[
            {
                "card": known[row.person],
                "row": row,
                "days": (today - date.fromisoformat(row.due_on or "")).days,
                "reasons": kept(row.because, language),
            }
            for _, row in lines.lines
            if row.person in known
        ],
        next=f"{further.path}?{further.query}" if lines.after else None,
    )


def _wish(person: UUID, use_case: UseCase, form: Form, day: str) -> Wish:
    plain = {"person": str(person), **form.model_dump(mode="json")}
    return Wish(use_case, plain, day)


async def _run(
    request: Request, acting: Acting, person: UUID, posted: Posted, wish: Wish
) -> Response:
    try:
        with within_sight("person"):
            recorded = await acting.run(wish.use_case, wish.plain, wish.day)
    except Refused as refusal:
        if type(refusal) not in PLACES:
            raise
        faults, status = beside(request, refusal, PLACES)
        return await _again(request, acting, person, posted, faults, status)
    return RedirectResponse(
        f"/people/{person}/services?after={recorded.position}",
        status_code=HTTPStatus.SEE_OTHER,
    )


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
        _show, request, asking, person, posted, faults, status
    )


def _show(
    request: Request,
    asking: Asking,
    person: UUID,
    posted: Posted | None = None,
    faults: Mapping[str, str] | None = None,
    status: int = HTTPStatus.OK,
    *,
    recorded: bool = False,
) -> Response:
    with asking.reading() as opened:
        card = chart_in_sight(opened, person).card
        found = services(opened.facts(person))
    language = language_of(request)
    today = shanghai_day(asking.services.clock())
    role = asking.principal.role
    step_words = dict(options(Step, language))
    names = (*ServiceFields.model_fields, *GuidanceFields.model_fields)
    fields: Mapping[str, Any] = posted.fields if posted else {}
    return page(
        request,
        "services.html",
        status_code=status,
        card=card,
        found=found,
        minutes=found.minutes(today.year),
        reasons={key: kept(row.because, language) for key, row in found.cases},
        steps={
            key: [(step.value, step_words[step.value]) for step in NEXT[row.state]]
            for key, row in found.cases
        },
        services=options(Service, language),
        ways=options(ServiceWay, language),
        progress=options(Progress, language),
        topics=options(Topic, language),
        audiences=options(Audience, language),
        apply_ways=options(ApplyWay, language),
        stages=options(Stage, language),
        errors=faults or {},
        typed={name: posted.value(name) if posted else "" for name in names},
        ticked={name: fields.get(name, ()) for name in ("services", "topics")},
        today=today.isoformat(),
        recorded=recorded,
        may_record=bool(purposes(role, Operation.RECORD_SERVICE)),
        may_keep=bool(purposes(role, Operation.KEEP_REHABILITATION)),
        new_id=asking.services.new_id,
    )

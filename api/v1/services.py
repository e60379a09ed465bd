"""Rehabilitation services, guidance to family, and the way through community rehabilitation."""

from datetime import date
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Response, status
from pydantic import Field
from starlette.requests import Request

from api.acting import Acting, acting
from api.paging import Paged, cursors, cut, link_next
from api.v1.as_of import AsOf, position_of
from api.v1.asking import Asking, asking
from api.v1.described import COMMAND, QUESTION
from api.v1.done import done
from api.v1.fields import Day, Line, Name, Remark, code_of
from api.v1.follow_up_answer import CitedReason
from api.v1.models import Answer, Body, Done
from api.v1.sight import seen_card, within_sight
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
from domain.rules.access import Operation
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
from projections.rehabilitation import CaseRow, open_cases
from projections.services import OccasionRow, services

router: Final = APIRouter(prefix="/api/v1", tags=["rehabilitation"])

Minutes = Annotated[int, Field(ge=1, le=MOST_MINUTES)]
Recording = Annotated[Acting, acting(Operation.RECORD_SERVICE)]


class ServicesBody(Body):
    """Services of one occasion."""

    services: list[Annotated[Service, code_of(Service)]] = Field(
        title="Services (K)", min_length=1, max_length=9, examples=[["living"]]
    )
    delivered_on: Day = Field(title="Delivered on", examples=["2026-03-02"])
    by: Name = Field(title="By whom", min_length=1, examples=["演示康复师"])
    place: Name = Field("", title="Where", examples=["演示社区康复站"])
    minutes: Minutes | None = Field(None, title="Minutes", examples=[60])
    way: Annotated[ServiceWay, code_of(ServiceWay)] = Field(
        title="How", examples=["group"]
    )
    progress: Annotated[Progress, code_of(Progress)] = Field(
        Progress.NOT_JUDGED, title="What came of it", examples=["better"]
    )
    remark: Remark = Field("", title="Remark", examples=[""])

    def form(self) -> ServiceForm:
        """Return it in the domain's words."""
        return ServiceForm(
            services=self.services,
            delivered_on=self.delivered_on,
            by=self.by,
            place=self.place,
            minutes=self.minutes,
            way=self.way,
            progress=self.progress,
            remark=self.remark,
        )


class GuidanceBody(Body):
    """Health education or guidance of one occasion."""

    topics: list[Annotated[Topic, code_of(Topic)]] = Field(
        title="Topics", min_length=1, max_length=9, examples=[["medicine"]]
    )
    given_on: Day = Field(title="Given on", examples=["2026-03-02"])
    audience: Annotated[Audience, code_of(Audience)] = Field(
        title="To whom", examples=["guardian"]
    )
    audience_name: Name = Field("", title="Name", examples=["演示监护人"])
    by: Name = Field(title="By whom", min_length=1, examples=["演示镇医"])
    way: Annotated[ServiceWay, code_of(ServiceWay)] = Field(
        title="How", examples=["home"]
    )
    minutes: Minutes | None = Field(None, title="Minutes", examples=[20])
    remark: Remark = Field("", title="Remark", examples=[""])

    def form(self) -> GuidanceForm:
        """Return it in the domain's words."""
        return GuidanceForm(
            topics=self.topics,
            given_on=self.given_on,
            audience=self.audience,
            audience_name=self.audience_name,
            by=self.by,
            way=self.way,
            minutes=self.minutes,
            remark=self.remark,
        )


class ApplicationBody(Body):
    """An application for community rehabilitation."""

    by: Annotated[ApplyWay, code_of(ApplyWay)] = Field(
        title="Who applies", examples=["self"]
    )
    applicant: Name = Field("", title="Name of who applies", examples=["演示监护人"])
    needs: Line = Field("", title="What is needed", examples=["职业康复"])
    applied_on: Day = Field(title="Applied on", examples=["2026-03-02"])


class StepBody(Body):
    """One step of a case; only what the step needs is read."""

    step: Annotated[Step, code_of(Step)] = Field(title="Step", examples=["accept"])
    on: Day = Field(title="Day", examples=["2026-03-04"])
    remark: Line = Field(
        "", title="Remark; why, when declined or closed", examples=[""]
    )
    institution: Name = Field("", title="Institution", examples=["演示社区康复站"])
    stage: Annotated[Stage, code_of(Stage)] = Field(
        Stage.INTERIM, title="Of an assessment: when", examples=["first"]
    )
    progress: Annotated[Progress, code_of(Progress)] = Field(
        Progress.NOT_JUDGED, title="Of an assessment: result", examples=["better"]
    )
    called_back: Line = Field("", title="What the call-back found", examples=[""])

    def form(self) -> StepForm:
        """Return it in the domain's words."""
        return StepForm(
            step=self.step,
            on=self.on,
            remark=self.remark,
            institution=self.institution,
            stage=self.stage,
            progress=self.progress,
            called_back=self.called_back,
        )


class ServiceAnswer(Answer):
    """Services of one occasion."""

    services: list[Service] = Field(title="Services")
    delivered_on: date = Field(title="Delivered on", examples=["2026-03-02"])
    by: str = Field(title="By whom", examples=["演示康复师"])
    place: str = Field(title="Where", examples=["演示社区康复站"])
    minutes: int | None = Field(title="Minutes", examples=[60])
    way: ServiceWay = Field(title="How", examples=["group"])
    progress: Progress = Field(title="What came of it", examples=["better"])
    remark: str = Field(title="Remark", examples=[""])

    @classmethod
    def of(cls, row: OccasionRow) -> "ServiceAnswer":
        """Return an occasion's answer."""
        return cls(
            services=[Service(each) for each in row.what],
            delivered_on=date.fromisoformat(row.happened_on),
            by=row.by,
            place=row.place,
            minutes=row.minutes,
            way=ServiceWay(row.how),
            progress=Progress(row.progress),
            remark=row.remark,
        )


class GuidanceAnswer(Answer):
    """Guidance of one occasion."""

    topics: list[Topic] = Field(title="Topics")
    given_on: date = Field(title="Given on", examples=["2026-03-02"])
    audience: Audience = Field(title="To whom", examples=["guardian"])
    audience_name: str = Field(title="Name", examples=["演示监护人"])
    by: str = Field(title="By whom", examples=["演示镇医"])
    way: ServiceWay = Field(title="How", examples=["home"])
    minutes: int | None = Field(title="Minutes", examples=[20])
    remark: str = Field(title="Remark", examples=[""])

    @classmethod
    def of(cls, row: OccasionRow) -> "GuidanceAnswer":
        """Return an occasion's answer."""
        return cls(
            topics=[Topic(each) for each in row.what],
            given_on=date.fromisoformat(row.happened_on),
            audience=Audience(row.audience),
            audience_name=row.audience_name,
            by=row.by,
            way=ServiceWay(row.how),
            minutes=row.minutes,
            remark=row.remark,
        )


class CaseAnswer(Answer):
    """A case of community rehabilitation and what it waits for."""

    id: UUID
    person: UUID
    name: str | None = Field(title="Name", examples=["演示甲"])
    state: str = Field(title="applied, accepted, in_service, declined or closed")
    applied_on: date = Field(title="Applied on", examples=["2026-03-02"])
    applied_by: ApplyWay = Field(title="Who applied", examples=["self"])
    institution: str = Field(title="Institution", examples=["演示社区康复站"])
    due_on: date | None = Field(title="Next step by", examples=["2026-03-09"])
    days_over: int = Field(title="Days past it, as of today", examples=[0])
    because: list[CitedReason] = Field(title="Why that day")

    @classmethod
    def of(
        cls, key: UUID, row: CaseRow, today: date, name: str | None = None
    ) -> "CaseAnswer":
        """Return a case's answer."""
        due_on = date.fromisoformat(row.due_on) if row.due_on else None
        return cls(
            id=key,
            person=row.person,
            name=name,
            state=row.state,
            applied_on=date.fromisoformat(row.applied_on),
            applied_by=ApplyWay(row.applied_by),
            institution=row.institution,
            due_on=due_on,
            days_over=max(0, (today - due_on).days) if due_on else 0,
            because=[CitedReason(**why) for why in row.because or ()],
        )


class ServicesAnswer(Answer):
    """What was done for somebody, the latest first."""

    position: int = Field(title="Position of the log shown", examples=[1204])
    minutes_this_year: int = Field(title="Minutes of services this year", examples=[60])
    services: list[ServiceAnswer]
    guidance: list[GuidanceAnswer]
    cases: list[CaseAnswer]


class CasesAnswer(Answer):
    """One page of the cases that await a step."""

    position: int = Field(title="Position of the log shown", examples=[1204])
    items: list[CaseAnswer]


@router.get("/people/{person}/services", openapi_extra=QUESTION)
def read_services(
    person: UUID, when: AsOf, asking: Annotated[Asking, asking(Operation.READ_PERSON)]
) -> ServicesAnswer:
    """Show the rehabilitation services, the guidance and the cases of somebody."""
    today = shanghai_day(asking.services.clock())
    with asking.reading() as opened:
        seen_card(opened.connection, person)
        at = position_of(when, opened)
        upto = opened.position if at is None else at
        found = services(opened.facts(person, upto))
        opened.saw([person])
    return ServicesAnswer(
        position=upto,
        minutes_this_year=found.minutes(today.year),
        services=[ServiceAnswer.of(row) for row in found.services],
        guidance=[GuidanceAnswer.of(row) for row in found.guidance],
        cases=[CaseAnswer.of(key, row, today) for key, row in found.cases],
    )


@router.get("/rehabilitation-cases", openapi_extra=QUESTION)
def list_rehabilitation_cases(
    request: Request,
    response: Response,
    query: Paged,
    asking: Annotated[Asking, asking(Operation.READ_DUE_LIST)],
) -> CasesAnswer:
    """List the cases within sight that await a step, the soonest due first."""
    today = shanghai_day(asking.services.clock())
    key = asking.services.cursor_key
    after = cursors(key, request).open(query.cursor)
    with asking.reading() as opened:
        found = open_cases(
            opened.connection,
            after=(str(after[0]), UUID(str(after[1]))) if after else None,
            limit=query.limit + 1,
        )
        page = cut(
            found, query.limit, lambda line: (line[1].due_on or "", str(line[0]))
        )
        known = cards(opened.connection, [row.person for _, row in page.lines])
        opened.saw(row.person for _, row in page.lines)
    link_next(request, response, key, page.after)
    names = {person: card.name for person, card in known.items()}
    return CasesAnswer(
        position=opened.position,
        items=[
            CaseAnswer.of(case, row, today, names.get(row.person))
            for case, row in page.lines
        ],
    )


@router.post(
    "/people/{person}/services",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=COMMAND,
)
async def deliver_service(
    person: UUID, body: ServicesBody, response: Response, acting: Recording
) -> Done:
    """Record rehabilitation services of one occasion."""
    plain = {"person": str(person), **body.model_dump(mode="json")}
    made = acting.command(plain).new_id("service")
    with within_sight("person"):
        recorded = await acting.run(
            DeliverService(person, body.form()), plain, body.delivered_on.isoformat()
        )
    return done(response, f"/people/{person}/services", person, recorded, made=made)


@router.post(
    "/people/{person}/guidance",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=COMMAND,
)
async def give_guidance(
    person: UUID, body: GuidanceBody, response: Response, acting: Recording
) -> Done:
    """Record guidance given to the person, the guardian or the family."""
    plain = {"person": str(person), **body.model_dump(mode="json")}
    made = acting.command(plain).new_id("guidance")
    with within_sight("person"):
        recorded = await acting.run(
            GiveGuidance(person, body.form()), plain, body.given_on.isoformat()
        )
    return done(response, f"/people/{person}/services", person, recorded, made=made)


@router.post(
    "/people/{person}/rehabilitation-cases",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=COMMAND,
)
async def apply_for_rehabilitation(
    person: UUID, body: ApplicationBody, response: Response, acting: Recording
) -> Done:
    """Apply for community rehabilitation; accepted within five working days (BR-EX-5)."""
    plain = {"person": str(person), **body.model_dump(mode="json")}
    case = acting.command(plain).new_id("rehabilitation")
    use_case = ApplyForRehabilitation(
        person, body.by, body.applicant, body.needs, body.applied_on
    )
    with within_sight("person"):
        recorded = await acting.run(use_case, plain, body.applied_on.isoformat())
    return done(response, f"/people/{person}/services", case, recorded)


@router.post(
    "/people/{person}/rehabilitation-cases/{case}/steps",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=COMMAND,
)
async def take_rehabilitation_step(
    person: UUID,
    case: UUID,
    body: StepBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.KEEP_REHABILITATION)],
) -> Done:
    """Accept, decline, refer, assess or close a case."""
    plain = {
        "person": str(person),
        "case": str(case),
        **body.model_dump(mode="json"),
    }
    with within_sight("person"):
        recorded = await acting.run(
            TakeRehabilitationStep(person, case, body.form()),
            plain,
            body.on.isoformat(),
        )
    return done(response, f"/people/{person}/services", case, recorded)

"""Danger reports from elsewhere (险情报告): 110, hotline, grid, guardian and others.

Police and grid enter what they were told and see how far their own reports are; the health
side looks into them. A grade is given by `POST /people/{person}/grades` with the report's id
as `danger_report`, which links and assesses it at once. A report registers nobody.
"""

from datetime import date, datetime
from typing import Annotated, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Response, status
from pydantic import Field

from api.acting import Acting, acting
from api.v1.as_of import AsOfQuery, position_of
from api.v1.asking import Asking, asking
from api.v1.described import COMMAND, QUESTION
from api.v1.done import done
from api.v1.fields import Id, Line, Moment, Name, Remark, Village, code_of
from api.v1.follow_up_answer import CitedReason
from api.v1.models import Answer, Body, Done
from api.v1.sight import within_sight
from domain.errors import Unknown
from domain.registry.danger_reports import (
    AssessDangerReport,
    CloseDangerReport,
    LinkDangerReport,
    TakeDangerReport,
)
from domain.registry.runner import UseCase
from domain.rules.access import Operation
from domain.values.danger_report import (
    Assessment,
    DangerChannel,
    DangerReportState,
    DangerTold,
)
from projections.danger_reports import (
    DangerReportRow,
    awaiting,
    danger_report_of,
    looked_into,
    own,
)

router: Final = APIRouter(prefix="/api/v1/danger-reports", tags=["danger reports"])

MOST: Final = 200

Looking = Annotated[Asking, asking(Operation.READ_DANGER_REPORTS)]
Assessing = Annotated[Acting, acting(Operation.ASSESS_DANGER_REPORT)]


class DangerReportBody(Body):
    """What was told, by whom and about whom, as far as it was said."""

    channel: Annotated[DangerChannel, code_of(DangerChannel)] = Field(
        title="By which way it came", examples=["call_110"]
    )
    village: Village = Field(title="Village it is said to happen in")
    what: Remark = Field(
        title="What is said to happen", min_length=1, examples=["持棍砸门(演示)"]
    )
    name: Name = Field("", title="Who it is said to be", examples=["演示甲"])
    place: Line = Field("", title="Where", examples=["演示村口小卖部"])
    informant: Line = Field("", title="Who told", examples=["演示网格员"])
    phone: Name = Field("", title="Telephone of who told", examples=["0000-0000001"])
    received_at: Moment | None = Field(
        None,
        title="When it came in; left out: now",
        examples=["2026-03-02T11:30:00+08:00"],
    )

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


class LinkBody(Body):
    """Whom it is about."""

    person: Id = Field(title="The person of the register")


class AssessmentBody(Body):
    """That there is no danger, or that nobody of the register is meant, and why."""

    outcome: Literal["no_danger", "not_registered"] = Field(
        title="What was found", examples=["no_danger"]
    )
    remark: Remark = Field(title="Why", min_length=1, examples=["误会，已核实(演示)"])


class NothingBody(Body):
    """Nothing more needs to be said."""


class DangerReportAnswer(Answer):
    """A report from elsewhere, and what a doctor found."""

    id: UUID
    channel: DangerChannel
    received_at: datetime
    assess_by: datetime = Field(title="A doctor looks into it by")
    because: list[CitedReason]
    state: DangerReportState
    village: str
    name: str
    place: str
    informant: str
    phone: str
    what: str
    person: UUID | None = Field(title="Whom of the register it is about")
    outcome: Assessment | None
    grading: UUID | None = Field(title="The grade that was given")
    remark: str
    assessed_at: datetime | None
    closed_on: date | None
    erased_on: date | None = Field(title="What was told is destroyed on")

    @classmethod
    def of(cls, key: UUID, row: DangerReportRow) -> "DangerReportAnswer":
        """Return a report's answer."""
        return cls(
            id=key,
            channel=DangerChannel(row.channel),
            received_at=row.received_at,
            assess_by=row.assess_by,
            because=[CitedReason(**why) for why in row.because],
            state=DangerReportState(row.state),
            village=row.division,
            name=row.name,
            place=row.place,
            informant=row.informant,
            phone=row.phone,
            what=row.what,
            person=UUID(row.registered) if row.registered else None,
            outcome=Assessment(row.outcome) if row.outcome else None,
            grading=UUID(row.grading) if row.grading else None,
            remark=row.remark,
            assessed_at=row.assessed_at,
            closed_on=_day(row.closed_on),
            erased_on=_day(row.erased_on),
        )


class DangerReportsAnswer(Answer):
    """The reports within sight."""

    position: int = Field(title="Position of the log shown", examples=[1204])
    items: list[DangerReportAnswer] = Field(title="At most 200")


class OwnReportAnswer(Answer):
    """How far a report of one's own office is; nothing of what was found."""

    id: UUID
    channel: DangerChannel
    received_at: datetime
    state: DangerReportState


class OwnReportsAnswer(Answer):
    """The reports one's own office took."""

    items: list[OwnReportAnswer] = Field(title="At most 200, the latest first")


class ReportsQuery(AsOfQuery):
    """Those a doctor has still to look into, or the others."""

    standing: Literal["open", "over"] = "open"


@router.post("", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND)
async def enter_danger_report(
    body: DangerReportBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.ENTER_DANGER_REPORT)],
) -> Done:
    """Enter a report; a doctor of the village and the county SMI office see it at once."""
    recorded = await acting.run(body.asked(), body.model_dump(mode="json"))
    report = recorded.facts[0].stream
    return done(response, f"/danger-reports/{report}", report, recorded)


@router.get("", openapi_extra=QUESTION)
def list_danger_reports(
    query: Annotated[ReportsQuery, Query()], asking: Looking
) -> DangerReportsAnswer:
    """List the reports within sight: by the moment a doctor looks, or the latest first."""
    listing = awaiting if query.standing == "open" else looked_into
    with asking.reading() as opened:
        at = position_of(query, opened)
        rows = listing(opened.connection, MOST, at)
        opened.saw(row.person for _, row in rows)
    return DangerReportsAnswer(
        position=opened.position if at is None else at,
        items=[DangerReportAnswer.of(key, row) for key, row in rows],
    )


@router.get("/own", openapi_extra=QUESTION)
def list_own_danger_reports(
    asking: Annotated[Asking, asking(Operation.READ_OWN_DANGER_REPORTS)],
) -> OwnReportsAnswer:
    """List how far the reports are that one's own office took."""
    office = asking.principal.organisation
    with asking.reading() as opened:
        rows = own(opened.connection, office, MOST) if office else []
        opened.showed_nobody()
    return OwnReportsAnswer(
        items=[
            OwnReportAnswer(
                id=key,
                channel=DangerChannel(row.channel),
                received_at=row.received_at,
                state=DangerReportState(row.state),
            )
            for key, row in rows
        ]
    )


@router.get("/{report}", openapi_extra=QUESTION)
def read_danger_report(report: UUID, asking: Looking) -> DangerReportAnswer:
    """Show one report."""
    with asking.reading() as opened:
        row = danger_report_of(opened.connection, report)
        if row is None:
            raise Unknown(kind="danger_report")
        opened.saw([row.person])
    return DangerReportAnswer.of(report, row)


@router.post(
    "/{report}/link", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND
)
async def link_danger_report(
    report: UUID, body: LinkBody, response: Response, acting: Assessing
) -> Done:
    """Say which person of the register it is about."""
    use_case = LinkDangerReport(report, body.person)
    return await _run(use_case, report, body, response, acting)


@router.post(
    "/{report}/assessment", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND
)
async def assess_danger_report(
    report: UUID, body: AssessmentBody, response: Response, acting: Assessing
) -> Done:
    """Say that there is no danger, or that nobody of the register is meant."""
    use_case = AssessDangerReport(report, Assessment(body.outcome), body.remark)
    return await _run(use_case, report, body, response, acting)


@router.post(
    "/{report}/closing", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND
)
async def close_danger_report(
    report: UUID, body: NothingBody, response: Response, acting: Assessing
) -> Done:
    """Close it: who told was told back. Thirty days later what was told is destroyed."""
    return await _run(CloseDangerReport(report), report, body, response, acting)


async def _run(
    use_case: UseCase, report: UUID, body: Body, response: Response, acting: Acting
) -> Done:
    plain = {"report": str(report), **body.model_dump(mode="json")}
    with within_sight("danger_report"):
        recorded = await acting.run(use_case, plain)
    return done(response, f"/danger-reports/{report}", report, recorded)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None

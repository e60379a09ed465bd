"""Hospitals' reports: cards, discharges and sheets, and what primary care does about them.

Every step has its last day and the clauses behind it; late is late by the rule that held.
"""

from datetime import date
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query, Response, status
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from api.acting import Acting, acting
from api.paging import Key, PageQuery, cursors, cut, link_next
from api.v1.alike import alike
from api.v1.as_of import AsOf, AsOfQuery, position_of
from api.v1.asking import Asking, asking
from api.v1.described import COMMAND, QUESTION
from api.v1.done import done
from api.v1.fields import Day, Id, Line, Name, Remark, code_of
from api.v1.follow_up_answer import CitedReason
from api.v1.models import Answer, Body, Done
from api.v1.people import ID_NUMBER
from api.v1.person_body import RegistrationBody
from api.v1.record_body import ReportCardBody
from api.v1.sight import within_sight
from domain.errors import Unknown
from domain.registry.case_reports import ReceivePaper, ReportKnown, ReportPerson
from domain.registry.registration import PROVISIONAL
from domain.registry.reporting import (
    FileCase,
    MissAddress,
    NoteDischarge,
    ReceiveReport,
    RecordDischargeSheet,
    SendBack,
)
from domain.registry.runner import UseCase
from domain.rules.access import Operation
from domain.values.discharge_sheet import DischargeSheet
from domain.values.findings import TreatmentEffect
from domain.values.reporting import ReportStep, ReportWhat
from domain.values.visit_details import Rehabilitation
from projections.paper_reports import Paper, waiting_papers
from projections.person_card import Card, cards
from projections.reports import Reported, open_reports, report_of

router: Final = APIRouter(prefix="/api/v1", tags=["case reports"])

Looking = Annotated[Asking, asking(Operation.READ_REPORTS)]
Reporting = Annotated[Acting, acting(Operation.REPORT_CASE)]
Taking = Annotated[Acting, acting(Operation.RECEIVE_REPORT)]


class CaseReportBody(RegistrationBody):
    """A card about somebody who is not on the register: who it is, and form 3."""

    card: ReportCardBody = Field(title="Form 3 (患者报告卡)")
    paper: Id | None = Field(
        None, title="The paper it is entered from", examples=[None]
    )


class KnownCaseBody(Body):
    """A card about somebody who is on the register."""

    card: ReportCardBody = Field(title="Form 3 (患者报告卡)")
    confirmed_on: Day = Field(title="Confirmed on", examples=["2026-03-02"])
    paper: Id | None = Field(
        None, title="The paper it is entered from", examples=[None]
    )


class PaperBody(Body):
    """A report that came on paper: nothing of whom it is about."""

    division: str = Field(
        title="County, by its division code", pattern=r"^[0-9]{6}$", examples=["990101"]
    )
    hospital: Line = Field(title="Hospital", min_length=1, examples=["演示医院"])
    number: Name = Field("", title="Card number on the paper", examples=["演示0008"])
    received_on: Day = Field(title="Received on", examples=["2026-03-02"])


class DischargeBody(Body):
    """Somebody left hospital."""

    discharged_on: Day = Field(title="Discharged on", examples=["2026-02-27"])
    hospital: Line = Field(title="Hospital", min_length=1, examples=["演示医院"])


class DischargeSheetBody(Body):
    """Form 4 (出院信息单)."""

    hospital: Line = Field(title="Hospital", min_length=1, examples=["演示医院"])
    case_number: Name = Field("", title="Case number", examples=["演示0007"])
    admitted_on: Day = Field(title="Admitted on", examples=["2026-01-05"])
    discharged_on: Day = Field(title="Discharged on", examples=["2026-02-27"])
    admissions: int | None = Field(
        None, title="Stays so far, this one included", ge=1, le=999, examples=[2]
    )
    diagnosis: Line = Field(title="Discharge diagnosis", examples=["精神分裂症"])
    icd10: str = Field("", title="ICD-10 code", max_length=10, examples=["F20"])
    past_grade: int | None = Field(
        None, title="Past grade of risk", ge=0, le=5, examples=[2]
    )
    drugs: list[Name] = Field(
        default=[], title="Drugs in hospital", max_length=10, examples=[["利培酮"]]
    )
    no_drug_needed: bool | None = Field(None, title="勿需用药", examples=[False])
    effect: Annotated[TreatmentEffect, code_of(TreatmentEffect)] | None = Field(
        None, title="Effect of the stay (住院疗效)", examples=[2]
    )
    drug_guidance: Remark = Field("", title="Advice on medicine", examples=[""])
    no_guidance_needed: bool | None = Field(
        None, title="No advice needed", examples=[False]
    )
    rehabilitation: list[Annotated[Rehabilitation, code_of(Rehabilitation)]] = Field(
        default=[], title="Rehabilitation", max_length=5, examples=[[1]]
    )
    rehabilitation_other: Line = Field("", title="Which other", examples=[""])
    remark: Remark = Field("", title="Remark", examples=[""])
    doctor: Name = Field(title="Doctor", examples=["演示医生"])
    phone: Name = Field("", title="Telephone", examples=["0000-0000004"])
    filled_on: Day = Field(title="Filled in on", examples=["2026-03-02"])

    def sheet(self) -> DischargeSheet:
        """Return it in the domain's words."""
        fields: dict[str, Any] = self.model_dump()
        for name in ("drugs", "rehabilitation"):
            fields[name] = tuple(fields[name])
        return DischargeSheet(**fields)


class ReceiptBody(Body):
    """What primary care received."""

    what: Annotated[ReportWhat, code_of(ReportWhat)] = Field(
        title="Card or discharge sheet", examples=["card"]
    )
    of: Day | None = Field(
        None, title="Day of the discharge a sheet is about", examples=[None]
    )


class FilingBody(Body):
    """When the record was made."""

    filed_on: Day = Field(title="Filed on", examples=["2026-03-02"])


class ReturnBody(Body):
    """Why a card goes back to the county SMI office."""

    reason: Line = Field(title="What was tried", min_length=1, examples=["协查无果"])


class StepAnswer(Answer):
    """One thing to be done, by when and why."""

    step: ReportStep = Field(title="What, and so by whom", examples=["receive_card"])
    due_on: date = Field(title="By when", examples=["2026-03-09"])
    of: date | None = Field(title="Day of the discharge it is about")
    because: list[CitedReason] = Field(title="Why that day")


class ReportAnswer(Answer):
    """One person's reports and what is to be done about them."""

    person: UUID
    name: str | None = Field(title="Name; null when the card is out of sight")
    village: str = Field(title="Village", examples=["990101001001"])
    confirmed_on: date | None = Field(title="Confirmed on, by the hospital's card")
    is_late: bool = Field(title="Whether the card came late")
    on_paper: bool = Field(title="Whether it came on paper")
    filed_on: date | None = Field(title="Record made on")
    steps: list[StepAnswer]

    @classmethod
    def of(cls, row: Reported, card: Card | None) -> "ReportAnswer":
        """Return a person's answer."""
        return cls(
            person=row.person,
            name=card.name if card else None,
            village=row.division,
            confirmed_on=_day(row.confirmed_on),
            is_late=row.is_late,
            on_paper=row.on_paper,
            filed_on=_day(row.filed_on),
            steps=[
                StepAnswer(
                    step=ReportStep(each["step"]),
                    due_on=date.fromisoformat(each["due_on"]),
                    of=_day(each["of"]),
                    because=[CitedReason(**why) for why in each["because"]],
                )
                for each in row.steps
            ],
        )


class ReportsAnswer(Answer):
    """One page of people with an open step, the earliest day first."""

    position: int = Field(title="Position of the log shown", examples=[1204])
    items: list[ReportAnswer]


class PaperAnswer(Answer):
    """One paper that waits to be entered."""

    id: UUID
    hospital: str
    number: str = Field(title="Card number on the paper")
    received_on: date
    enter_by: date = Field(title="Enter by", examples=["2026-03-09"])
    because: list[CitedReason] = Field(title="Why that day")

    @classmethod
    def of(cls, key: UUID, paper: Paper) -> "PaperAnswer":
        """Return a paper's answer."""
        return cls(
            id=key,
            hospital=paper.hospital,
            number=paper.number,
            received_on=date.fromisoformat(paper.received_on),
            enter_by=date.fromisoformat(paper.enter_by),
            because=[CitedReason(**why) for why in paper.because],
        )


class PapersAnswer(Answer):
    """The papers that wait, the earliest day first."""

    items: list[PaperAnswer]


class ReportsQuery(PageQuery, AsOfQuery):
    """Which page, as of when."""


@router.post(
    "/case-reports", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND
)
async def report_person(
    body: CaseReportBody, response: Response, acting: Reporting
) -> Done:
    """Enter a hospital's card: the person is on the register then.

    Neither one of the six diseases nor danger to others is refused with 409 (T60).
    """
    asking = Asking(acting.services, acting.principal, Operation.REPORT_CASE)
    known = body.registration()
    people = await run_in_threadpool(
        alike, asking, known.identity, known.residence.village
    )
    number = body.identity.number
    recorded = await acting.run(
        ReportPerson(
            known,
            acting.services.claim(ID_NUMBER, number) if number else None,
            numbers=acting.services.claim(PROVISIONAL, ""),
            alike=tuple(people),
            not_the_same=body.not_the_same or "",
            clue=body.clue,
            card=body.card.card(),
            paper=body.paper,
        ),
        body.model_dump(mode="json"),
        body.registered_on.isoformat(),
    )
    person = next(f.stream for f in recorded.facts if f.stream == f.person)
    return done(response, f"/people/{person}", person, recorded)


@router.get("/case-reports", openapi_extra=QUESTION)
def list_reports(
    query: Annotated[ReportsQuery, Query()],
    request: Request,
    response: Response,
    asking: Looking,
) -> ReportsAnswer:
    """List who has a report somebody is to act on, and by when."""
    key = asking.services.cursor_key
    after = cursors(key, request).open(query.cursor)
    with asking.reading() as opened:
        at = position_of(query, opened)
        found = open_reports(
            opened.connection,
            after=_line_of(after) if after else None,
            limit=query.limit + 1,
            at=at,
        )
        page = cut(found, query.limit, lambda row: (row.due_on, str(row.person)))
        known = cards(opened.connection, [row.person for row in page.lines])
        opened.saw(row.person for row in page.lines)
    link_next(request, response, key, page.after)
    return ReportsAnswer(
        position=opened.position if at is None else at,
        items=[ReportAnswer.of(row, known.get(row.person)) for row in page.lines],
    )


@router.post(
    "/paper-reports", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND
)
async def receive_paper(
    body: PaperBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.RECEIVE_PAPER)],
) -> Done:
    """Note that a report came on paper; it is entered with `paper` in a case report."""
    use_case = ReceivePaper(body.division, body.hospital, body.number, body.received_on)
    recorded = await acting.run(use_case, body.model_dump(mode="json"))
    paper = recorded.facts[0].stream
    return done(response, "/paper-reports", paper, recorded)


@router.get("/paper-reports", openapi_extra=QUESTION)
def list_papers(
    asking: Annotated[Asking, asking(Operation.RECEIVE_PAPER)],
) -> PapersAnswer:
    """List the papers that wait to be entered."""
    with asking.reading() as opened:
        found = waiting_papers(opened.connection)
        opened.showed_nobody()
    return PapersAnswer(items=[PaperAnswer.of(key, paper) for key, paper in found])


@router.get("/people/{person}/case-report", openapi_extra=QUESTION)
def read_report(person: UUID, when: AsOf, asking: Looking) -> ReportAnswer:
    """Show what hospitals reported of one person, and what is to be done about it."""
    with asking.reading() as opened:
        row = report_of(opened.connection, person, position_of(when, opened))
        if row is None:
            raise Unknown(kind="person")
        known = cards(opened.connection, [person])
        opened.saw([person])
    return ReportAnswer.of(row, known.get(person))


@router.post(
    "/people/{person}/case-report",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=COMMAND,
)
async def report_known(
    person: UUID, body: KnownCaseBody, response: Response, acting: Reporting
) -> Done:
    """Enter a card about somebody on the register; primary care's clocks begin once."""
    use_case = ReportKnown(person, body.card.card(), body.confirmed_on, body.paper)
    return await _run(use_case, person, body, response, acting)


@router.post(
    "/people/{person}/discharges",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=COMMAND,
)
async def note_discharge(
    person: UUID,
    body: DischargeBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.NOTE_DISCHARGE)],
) -> Done:
    """Note that somebody left hospital; the hospital's sheet is due from then."""
    use_case = NoteDischarge(person, body.discharged_on, body.hospital)
    return await _run(use_case, person, body, response, acting)


@router.post(
    "/people/{person}/discharge-sheets",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=COMMAND,
)
async def record_discharge_sheet(
    person: UUID, body: DischargeSheetBody, response: Response, acting: Reporting
) -> Done:
    """Enter form 4; entered again, it replaces the one of the same discharge."""
    use_case = RecordDischargeSheet(person, body.sheet())
    return await _run(use_case, person, body, response, acting)


@router.post(
    "/people/{person}/report-receipts",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=COMMAND,
)
async def receive_report(
    person: UUID, body: ReceiptBody, response: Response, acting: Taking
) -> Done:
    """Receive (接收) the card, or the sheet of a discharge."""
    use_case = ReceiveReport(person, body.what, body.of.isoformat() if body.of else "")
    return await _run(use_case, person, body, response, acting)


@router.post(
    "/people/{person}/filing",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=COMMAND,
)
async def file_case(
    person: UUID, body: FilingBody, response: Response, acting: Taking
) -> Done:
    """Say that the record is made (建档)."""
    use_case = FileCase(person, body.filed_on)
    return await _run(use_case, person, body, response, acting)


@router.post(
    "/people/{person}/unclear-address",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=COMMAND,
)
async def miss_address(person: UUID, response: Response, acting: Taking) -> Done:
    """Say that the address is unclear: the police are to be asked."""
    return await _run(MissAddress(person), person, None, response, acting)


@router.post(
    "/people/{person}/return-to-county",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=COMMAND,
)
async def send_back(
    person: UUID, body: ReturnBody, response: Response, acting: Taking
) -> Done:
    """Send the card back: the police do not know the address either."""
    return await _run(SendBack(person, body.reason), person, body, response, acting)


async def _run(
    use_case: UseCase,
    person: UUID,
    body: Body | None,
    response: Response,
    acting: Acting,
) -> Done:
    plain = {
        "person": str(person),
        "asked": str(use_case.operation),
        **(body.model_dump(mode="json") if body else {}),
    }
    with within_sight("person"):
        recorded = await acting.run(use_case, plain)
    return done(response, f"/people/{person}/case-report", person, recorded)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _line_of(values: tuple[Key, ...]) -> tuple[str, UUID]:
    due_on, key = values
    return str(due_on), UUID(str(key))

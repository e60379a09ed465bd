"""Who is responsible (管理责任单位), and handing over (责任移交): offered, answered, decided."""

from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query, Response, status
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from api.acting import Acting, acting
from api.custody import Gap, closed_gaps, gaps, vacant
from api.printing.making import PDF
from api.printing.passing_on import print_transfer
from api.v1.as_of import AsOf, AsOfQuery, position_of
from api.v1.asking import Asking, asking
from api.v1.described import CHANGE, COMMAND, QUESTION
from api.v1.done import done
from api.v1.fields import Day, Id, Line, code_of
from api.v1.follow_up_answer import CitedReason
from api.v1.forms import A_PDF
from api.v1.models import Answer, Body, Done
from api.v1.sight import seen_card, within_sight
from domain.errors import Unknown
from domain.registry.identities import residence_of
from domain.registry.responsibility import (
    AcceptHandover,
    ConfirmOutside,
    DecideResponsibility,
    HandoverCause,
    OfferHandover,
    OfferOutside,
    RefuseHandover,
    TakeBackHandover,
)
from domain.registry.runner import UseCase
from domain.rules.access import Operation
from domain.values.calendar import shanghai_day
from projections.custody import (
    Custody,
    custody_of,
    handed_over_late,
    not_handed_over,
    waiting_offers,
)
from projections.offices import all_offices, who_acts

router: Final = APIRouter(prefix="/api/v1", tags=["responsibility"])


Code = Annotated[
    str,
    Field(pattern=r"^[0-9]{6}([0-9]{3}([0-9]{3})?)?$", examples=["990102"]),
]
"""A division's code from the county down."""


class OfferBody(Body):
    """To whom somebody is handed over, and why."""

    unit: Id = Field(title="Unit it is offered to")
    why: Annotated[HandoverCause, code_of(HandoverCause)] = Field(
        title="Why", examples=["moved"]
    )
    remark: Line = Field("", title="Remark", examples=["随子女居住"])


class AnsweringBody(Body):
    """The unit that answers."""

    unit: Id = Field(title="Unit it was offered to")


class RefusalBody(AnsweringBody):
    """Why the unit does not take the person on."""

    reason: Line = Field(title="Why", min_length=1, examples=["查无此人"])


class TakingBackBody(Body):
    """Why the offer no longer stands."""

    reason: Line = Field(title="Why", min_length=1, examples=["又搬回原址"])


class OutsideBody(Body):
    """Where somebody moved to outside this installation, and which unit is asked there."""

    division: Code = Field(title="Division: county, township or village")
    address: Line = Field(title="Address", min_length=1, examples=["演示县演示路9号"])
    since: Day = Field(title="Lives there since", examples=["2026-03-02"])
    unit_name: Line = Field(
        title="Name of the unit there", min_length=1, examples=["演示县精神卫生中心"]
    )
    remark: Line = Field("", title="Remark")


class ConfirmationOutsideBody(Body):
    """On whose word: name, telephone or letter, of the unit outside."""

    by_word_of: Line = Field(
        title="Who confirmed, and how", min_length=1, examples=["演示县精防，电话"]
    )


class DecisionBody(Body):
    """Which unit is responsible by decision of the county SMI office."""

    unit: Id = Field(title="Unit")
    reason: Line = Field(title="Why", min_length=1, examples=["以现住址为准"])


class OfferAnswer(Answer):
    """An offer that waits."""

    handover: str = Field(title="Hand-over", examples=[str(UUID(int=7))])
    person: UUID
    from_unit: str = Field(title="Offered by")
    to_unit: str | None = Field(title="Offered to; none outside this installation")
    to_name: str = Field(title="Its name", examples=["演示镇卫生院"])
    why: str = Field(title="Why", examples=["moved"])
    remark: str = Field(title="Remark")
    offered_on: date = Field(title="Offered on", examples=["2026-03-02"])
    respond_by: date = Field(title="To be answered by", examples=["2026-03-09"])

    @classmethod
    def of(cls, row: Custody) -> "OfferAnswer | None":
        """Return what waits about somebody."""
        if row.offer is None:
            return None
        said = {name: row.offer[name] for name in cls.model_fields if name != "person"}
        return cls(person=row.person, **said)


class Link(Answer):
    """A unit that was or is responsible, from a day on."""

    unit: str = Field(title="Unit")
    from_on: date = Field(title="From", examples=["2026-03-02"])


class ResponsibilityAnswer(Answer):
    """Who is responsible for somebody; exactly one unit at every moment."""

    position: int = Field(title="Position of the log shown", examples=[1204])
    person: UUID
    unit: str = Field(title="Responsible unit")
    acting: str = Field(title="Who answers in fact: the unit, or who acts for it")
    since: date = Field(title="Since", examples=["2026-03-02"])
    is_handed_over: bool = Field(
        title="Whether the unit took over where the person lives now"
    )
    offer: OfferAnswer | None
    chain: list[Link] = Field(title="Every responsible unit, in order")


class OffersAnswer(Answer):
    """The offers that wait within sight."""

    position: int = Field(title="Position of the log shown", examples=[1204])
    items: list[OfferAnswer]


class GapAnswer(Answer):
    """Somebody whose responsibility needs looking at."""

    person: UUID
    unit: str = Field(title="Responsible unit")
    acting: str = Field(title="Who answers in fact")
    lives_there_since: date = Field(title="Lives there since", examples=["2026-03-02"])
    days: int = Field(title="Days since then", examples=[12])
    is_offered: bool = Field(title="Whether an offer waits")
    because: list[CitedReason] = Field(title="Why it is listed")

    @classmethod
    def of(cls, gap: Gap) -> "GapAnswer":
        """Return a gap's answer."""
        return cls(
            person=gap.row.person,
            unit=gap.row.unit,
            acting=gap.acting,
            lives_there_since=date.fromisoformat(
                gap.row.lives_there_since or gap.row.since
            ),
            days=gap.days,
            is_offered=gap.row.offer is not None,
            because=[CitedReason(**why.fact()) for why in gap.because],
        )


class LateAnswer(Answer):
    """A hand-over that came after a move."""

    person: UUID
    from_unit: str = Field(title="From")
    to_unit: str = Field(title="To")
    moved_on: date = Field(title="Moved on", examples=["2026-03-02"])
    taken_on: date = Field(title="Taken on", examples=["2026-03-09"])
    days: int = Field(title="Days between", examples=[7])


class GapsAnswer(Answer):
    """What is open now, and how long it took before."""

    position: int = Field(title="Position of the log shown", examples=[1204])
    open: list[GapAnswer]
    closed: list[LateAnswer]


class GapsQuery(AsOfQuery):
    """As of when, and counted on which day."""

    day: date | None = Field(None, description="That day; left out: today in China.")


Looking = Annotated[Asking, asking(Operation.READ_RESPONSIBILITY)]


@router.get("/people/{person}/responsibility", openapi_extra=QUESTION)
def read_responsibility(
    person: UUID, when: AsOf, asking: Looking
) -> ResponsibilityAnswer:
    """Show who is responsible for somebody, now or as it stood, and the whole chain."""
    with asking.reading() as opened:
        at = position_of(when, opened)
        seen_card(opened.connection, person, at)
        row = custody_of(opened.connection, person, at)
        offices = all_offices(opened.connection, at)
        opened.saw([person])
    if row is None:
        raise Unknown(kind="person")
    return ResponsibilityAnswer(
        position=opened.position if at is None else at,
        person=person,
        unit=row.unit,
        acting=who_acts(offices, row.unit),
        since=date.fromisoformat(row.since),
        is_handed_over=row.held_from == row.division,
        offer=OfferAnswer.of(row),
        chain=[
            Link(unit=link["unit"], from_on=date.fromisoformat(link["from_on"]))
            for link in row.chain
        ],
    )


@router.get(
    "/people/{person}/responsibility/sheet",
    openapi_extra=QUESTION,
    response_class=Response,
    responses=A_PDF,
)
def read_transfer_sheet(person: UUID, asking: Looking) -> Response:
    """Return what the receiving unit gets, one sheet as PDF (BR-TRF-2)."""
    return Response(print_transfer(asking, person), media_type=PDF)


@router.get("/handovers", openapi_extra=QUESTION)
def list_handovers(when: AsOf, asking: Looking) -> OffersAnswer:
    """List the offers that wait within sight, the most urgent first."""
    with asking.reading() as opened:
        at = position_of(when, opened)
        found = waiting_offers(opened.connection, at)
        opened.saw(row.person for row in found)
    offers = (OfferAnswer.of(row) for row in found)
    return OffersAnswer(
        position=opened.position if at is None else at,
        items=[offer for offer in offers if offer],
    )


@router.get("/handover-gaps", openapi_extra=QUESTION)
def list_gaps(query: Annotated[GapsQuery, Query()], asking: Looking) -> GapsAnswer:
    """List who moved and is not handed over, was refused, or whose unit's post is vacant."""
    today = query.day or shanghai_day(asking.services.clock())
    with asking.reading() as opened:
        at = position_of(query, opened)
        offices = all_offices(opened.connection, at)
        found = not_handed_over(opened.connection, vacant(offices), at)
        late = handed_over_late(opened.connection, at)
        opened.saw(row.person for row in (*found, *late))
    return GapsAnswer(
        position=opened.position if at is None else at,
        open=[GapAnswer.of(gap) for gap in gaps(found, offices, today)],
        closed=[
            LateAnswer(
                person=each.row.person,
                from_unit=each.from_unit,
                to_unit=each.to_unit,
                moved_on=date.fromisoformat(each.moved_on),
                taken_on=date.fromisoformat(each.taken_on),
                days=each.days,
            )
            for each in closed_gaps(late)
        ],
    )


@router.post(
    "/people/{person}/handovers",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=CHANGE,
)
async def offer_handover(
    person: UUID,
    body: OfferBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.OFFER_HANDOVER)],
) -> Done:
    """Offer somebody to another unit; the sender stays responsible until it accepts."""
    use_case = OfferHandover(person, body.unit, body.why, body.remark)
    return await _run(use_case, person, body, response, acting)


@router.post(
    "/people/{person}/handovers/{handover}/acceptance",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=COMMAND,
)
async def accept_handover(
    person: UUID,
    handover: UUID,
    body: AnsweringBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.ANSWER_HANDOVER)],
) -> Done:
    """Take somebody on; from now on the unit is responsible."""
    use_case = AcceptHandover(person, body.unit, str(handover))
    return await _run(use_case, person, body, response, acting)


@router.post(
    "/people/{person}/handovers/{handover}/refusal",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=COMMAND,
)
async def refuse_handover(
    person: UUID,
    handover: UUID,
    body: RefusalBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.ANSWER_HANDOVER)],
) -> Done:
    """Refuse somebody with a reason; the sender stays responsible."""
    use_case = RefuseHandover(person, body.unit, str(handover), body.reason)
    return await _run(use_case, person, body, response, acting)


@router.post(
    "/people/{person}/handovers/{handover}/withdrawal",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=COMMAND,
)
async def take_back_handover(
    person: UUID,
    handover: UUID,
    body: TakingBackBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.OFFER_HANDOVER)],
) -> Done:
    """Take an offer back with a reason."""
    use_case = TakeBackHandover(person, str(handover), body.reason)
    return await _run(use_case, person, body, response, acting)


@router.post(
    "/people/{person}/handovers-outside",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=CHANGE,
)
async def offer_outside(
    person: UUID,
    body: OutsideBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.OFFER_HANDOVER)],
) -> Done:
    """Record a move to another county and offer the person to the unit there."""
    held = await run_in_threadpool(residence_of, acting.services.log, person)
    residence = replace(
        held, village=body.division, address=body.address, since=body.since.isoformat()
    )
    use_case = OfferOutside(person, residence, body.unit_name, body.remark)
    return await _run(use_case, person, body, response, acting)


@router.post(
    "/people/{person}/handovers/{handover}/outside-confirmation",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=COMMAND,
)
async def confirm_outside(
    person: UUID,
    handover: UUID,
    body: ConfirmationOutsideBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.DECIDE_RESPONSIBILITY)],
) -> Done:
    """Enter that the unit outside took the person on; the person leaves the register."""
    use_case = ConfirmOutside(person, str(handover), body.by_word_of)
    return await _run(use_case, person, body, response, acting)


@router.put("/people/{person}/responsibility", openapi_extra=CHANGE)
async def decide_responsibility(
    person: UUID,
    body: DecisionBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.DECIDE_RESPONSIBILITY)],
) -> Done:
    """Decide which unit is responsible, with a reason: the county SMI office's word."""
    use_case = DecideResponsibility(person, body.unit, body.reason)
    return await _run(use_case, person, body, response, acting)


async def _run(
    use_case: UseCase, person: UUID, body: Body, response: Response, acting: Acting
) -> Done:
    plain: dict[str, Any] = {"person": str(person), **body.model_dump(mode="json")}
    with within_sight("person"):
        recorded = await acting.run(use_case, plain)
    return done(response, f"/people/{person}/responsibility", person, recorded)

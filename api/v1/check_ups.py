"""Annual check-ups: recorded, put right, listed, and when the next one is due."""

from datetime import date
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Response, status
from pydantic import Field

from api.acting import Acting, acting
from api.v1.as_of import AsOf, position_of
from api.v1.asking import Asking, asking
from api.v1.described import COMMAND, QUESTION
from api.v1.done import done
from api.v1.fields import Day, Id, Line, Remark, code_of
from api.v1.follow_up_answer import CitedReason, SaidReason
from api.v1.models import Answer, Body, Done
from api.v1.sight import seen_card, within_sight
from domain.registry.check_ups import CheckUpForm, RecordCheckUp, check_up_due
from domain.rules.access import Operation
from domain.values.calendar import shanghai_day
from domain.values.check_up import AgreedBy, CheckUpItem, ItemResult, Results
from projections.check_ups import CheckUpRow, check_ups

router: Final = APIRouter(
    prefix="/api/v1/people/{person}/check-ups", tags=["check-ups"]
)


class ItemBody(Body):
    """One item that was done, and what was found."""

    item: Annotated[CheckUpItem, code_of(CheckUpItem)] = Field(
        title="Item", examples=["blood_pressure"]
    )
    text: Line = Field("", title="Result as written", examples=["120/80 mmHg"])
    abnormal: bool | None = Field(
        None, title="Whether abnormal; null is not said", examples=[False]
    )


class CheckUpBody(Body):
    """A check-up; items left out were not done."""

    checked_on: Day = Field(title="Day of the check-up", examples=["2026-03-02"])
    items: list[ItemBody] = Field(title="Items that were done", max_length=50)
    agreed_by: Annotated[AgreedBy, code_of(AgreedBy)] = Field(
        title="Who agreed to it", examples=["person"]
    )
    with_follow_up: bool = Field(
        default=False, title="Whether together with a follow-up", examples=[True]
    )
    remark: Remark = Field("", title="Remark", examples=[""])
    corrects: Id | None = Field(
        None, title="The check-up this one puts right", examples=[None]
    )
    reason: Line = Field("", title="Why it is put right", examples=[""])

    def filled_in(self) -> CheckUpForm:
        """Return it in the domain's words."""
        return CheckUpForm(
            checked_on=self.checked_on,
            results=Results(
                {
                    one.item: ItemResult(text=one.text, abnormal=one.abnormal)
                    for one in self.items
                }
            ),
            agreed_by=self.agreed_by,
            with_follow_up=self.with_follow_up,
            remark=self.remark,
        )


class ItemAnswer(Answer):
    """What was found of one item that was done."""

    item: CheckUpItem = Field(title="Item", examples=["blood_pressure"])
    text: str = Field(title="Result as written", examples=["120/80 mmHg"])
    abnormal: bool | None = Field(title="Whether abnormal; null is not said")


class CheckUpAnswer(Answer):
    """One check-up as it stands."""

    id: UUID
    position: int = Field(title="Position of the fact that stands", examples=[1204])
    corrections: int = Field(title="How often it was put right", examples=[0])
    checked_on: date = Field(title="Day of the check-up", examples=["2026-03-02"])
    items: list[ItemAnswer] = Field(title="Items that were done")
    lacking: list[CitedReason] = Field(
        title="Items of the national specification that were not done"
    )
    is_complete: bool = Field(title="Whether every one of them was done")
    agreed_by: AgreedBy = Field(title="Who agreed to it", examples=["person"])
    with_follow_up: bool = Field(title="Whether together with a follow-up")
    remark: str = Field(title="Remark", examples=[""])

    @classmethod
    def of(cls, row: CheckUpRow) -> "CheckUpAnswer":
        """Return a check-up's answer."""
        results = Results.from_facts(row.items).of
        return cls(
            id=row.check_up,
            position=row.position,
            corrections=row.corrections,
            checked_on=date.fromisoformat(row.checked_on),
            items=[
                ItemAnswer(item=item, text=found.text, abnormal=found.abnormal)
                for item, found in results.items()
            ],
            lacking=[CitedReason(**why) for why in row.lacking],
            is_complete=row.is_complete,
            agreed_by=AgreedBy(row.agreed_by),
            with_follow_up=row.with_follow_up,
            remark=row.remark,
        )


class CheckUpsAnswer(Answer):
    """A person's check-ups, the latest first, and when the next one is due."""

    position: int = Field(title="Position of the log shown", examples=[1204])
    next_due_on: date = Field(title="Last day the next one is in time")
    because: list[SaidReason] = Field(title="Why that day")
    items: list[CheckUpAnswer]


@router.post("", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND)
async def record_check_up(
    person: UUID,
    body: CheckUpBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.RECORD_CHECK_UP)],
) -> Done:
    """Record a check-up, or put an earlier one right with `corrects` and a reason.

    `id` is the check-up's; `version` and ETag are the person's.
    """
    plain = {"person": str(person), **body.model_dump(mode="json")}
    made = body.corrects or acting.command(plain).new_id("check_up")
    use_case = RecordCheckUp(person, body.filled_in(), body.corrects, body.reason)
    with within_sight("person"):
        recorded = await acting.run(use_case, plain, body.checked_on.isoformat())
    return done(response, f"/people/{person}/check-ups", person, recorded, made=made)


@router.get("", openapi_extra=QUESTION)
def list_check_ups(
    person: UUID,
    when: AsOf,
    asking: Annotated[Asking, asking(Operation.READ_HISTORY)],
) -> CheckUpsAnswer:
    """List a person's check-ups as they stand or stood, and when the next one is due."""
    with asking.reading() as opened:
        seen_card(opened.connection, person)
        at = position_of(when, opened)
        upto = opened.position if at is None else at
        rows = check_ups(opened.facts(person, upto))
        opened.saw([person])
    last = next((row.checked_on for row in rows if row.is_complete), None)
    due = check_up_due(last, shanghai_day(asking.services.clock()))
    return CheckUpsAnswer(
        position=upto,
        next_due_on=due.due_on,
        because=[
            SaidReason(code=why.code, clause=str(why.clause), en=why.en, zh=why.zh)
            for why in due.because
        ],
        items=[CheckUpAnswer.of(row) for row in rows],
    )

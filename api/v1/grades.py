"""Quick reports (速报): the grade of risk goes first, the form follows later."""

from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Response, status
from pydantic import Field

from api.acting import Acting, acting
from api.told_of import told_of
from api.v1.asking import Asking, asking
from api.v1.described import COMMAND, QUESTION
from api.v1.done import done
from api.v1.fields import Id, Line, Moment, Remark, code_of
from api.v1.models import Answer, Body, Done
from api.v1.sight import seen_card, within_sight
from domain.registry.follow_up import GradeRisk, QuickReport
from domain.registry.lowering import ConfirmLowering, DeclineLowering
from domain.rules.access import Operation
from domain.values.quick_report import HelpWanted, InDanger, Seen

router: Final = APIRouter(prefix="/api/v1/people/{person}/grades", tags=["grades"])


HIGH: Final = 3


class GradeBody(Body):
    """A grade of risk as of today, and what happened."""

    grade: int = Field(title="Grade of risk (危险性评估)", ge=0, le=5, examples=[3])
    happening: Remark = Field(
        title="What happened; for the chart, told to nobody outside",
        min_length=1,
        examples=["持刀威胁邻居,已被劝阻(演示)"],
    )
    place_now: Annotated[str, Field(max_length=120)] = Field(
        "",
        title="Where the person is now; empty: at home",
        examples=["演示村口小卖部"],
    )
    help_wanted: list[Annotated[HelpWanted, code_of(HelpWanted)]] = Field(
        default_factory=list[HelpWanted],
        max_length=5,
        title="What is asked of police, grid centre and county SMI office",
        examples=[["police_on_the_spot", "escort_to_hospital"]],
    )
    in_danger: list[Annotated[InDanger, code_of(InDanger)]] = Field(
        default_factory=list[InDanger],
        max_length=5,
        title="Who is in danger",
        examples=[["family"]],
    )
    weapon: Annotated[Seen, code_of(Seen)] = Field(
        Seen.UNKNOWN, title="A weapon or dangerous tool", examples=["yes"]
    )
    child_at_home: Annotated[Seen, code_of(Seen)] = Field(
        Seen.UNKNOWN, title="A child at home", examples=["no"]
    )
    happened_at: Moment | None = Field(
        None,
        title="When it happened; left out: now. Older than a day, receivers read 迟报",
        examples=["2026-03-02T11:30:00+08:00"],
    )

    danger_report: Id | None = Field(
        None, title="The danger report from elsewhere this answers; linked and assessed"
    )

    def report(self) -> QuickReport | None:
        """Return what is told beside the level; None for a low level and nothing else."""
        if self.grade < HIGH and not self.model_fields_set - {"grade", "happening"}:
            return None
        return QuickReport(
            place_now=self.place_now,
            help_wanted=frozenset(self.help_wanted),
            in_danger=frozenset(self.in_danger),
            weapon=self.weapon,
            child_at_home=self.child_at_home,
            happened_at=self.happened_at,
            danger_report=str(self.danger_report) if self.danger_report else None,
        )


class ReceivingAnswer(Answer):
    """One office being told; without a notice, its notice is on the way."""

    office: UUID
    name: str = Field(title="Name of the office", examples=["演示派出所"])
    stands_in: bool = Field(title="Stands in for an office that is missing")
    notice: UUID | None
    state: str = Field(title="How far its notice is", examples=["delivered"])
    accept_by: datetime | None = Field(title="To be accepted by")


class ToldAnswer(Answer):
    """Who is being told of a grade; empty where nobody is."""

    recorded_at: datetime
    items: list[ReceivingAnswer]


@router.post("", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND)
async def grade_risk(
    person: UUID,
    body: GradeBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.GRADE_RISK)],
) -> Done:
    """Report a grade of risk at once; from level 3 on, receivers are told.

    A grade below 3 where 3 or more stands waits for a second person, unless a psychiatrist
    gave it.

    `id` is the grading's; `version` and ETag are the person's.
    """
    plain = {"person": str(person), **body.model_dump(mode="json")}
    grading = acting.command(plain).new_id("grading")
    with within_sight("person"):
        recorded = await acting.run(
            GradeRisk(person, body.grade, body.happening, body.report()), plain
        )
    return done(response, f"/people/{person}", person, recorded, made=grading)


@router.get("/{grading}/receivers", openapi_extra=QUESTION)
def read_receivers(
    person: UUID,
    grading: UUID,
    asking: Annotated[Asking, asking(Operation.READ_PERSON)],
) -> ToldAnswer:
    """Show who is being told of a grade and how far each notice is, from the first second.

    The offices follow from the grade itself; `notice` is null until theirs is issued.
    """
    now = asking.services.clock()
    with asking.reading() as opened:
        seen_card(opened.connection, person)
        opened.saw([person])
        told = told_of(opened, person, grading, now)
    return ToldAnswer(
        recorded_at=told.recorded_at,
        items=[
            ReceivingAnswer(
                office=each.key,
                name=each.office.name,
                stands_in=each.stands_in,
                notice=each.notice,
                state=each.row.state if each.row else "on_its_way",
                accept_by=each.row.accept_by if each.row else None,
            )
            for each in told.receiving
        ],
    )


Confirming = Annotated[Acting, acting(Operation.CONFIRM_LOWERING)]


class ConfirmationOfGradeBody(Body):
    """What the second person adds."""

    remark: Line = Field("", title="Remark")


class RefusalOfGradeBody(Body):
    """Why the higher grade goes on standing."""

    reason: Line = Field(title="Why", min_length=1, examples=["仍有威胁言行(演示)"])


@router.post(
    "/{grading}/confirmation",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=COMMAND,
)
async def confirm_lowering(
    person: UUID,
    grading: UUID,
    body: ConfirmationOfGradeBody,
    response: Response,
    acting: Confirming,
) -> Done:
    """Confirm as a second person that a grade of 3 or more is lowered."""
    plain = {"person": str(person), "grading": str(grading), **body.model_dump()}
    with within_sight("person"):
        recorded = await acting.run(
            ConfirmLowering(person, grading, body.remark), plain
        )
    return done(response, f"/people/{person}", person, recorded, made=grading)


@router.post(
    "/{grading}/refusal", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND
)
async def decline_lowering(
    person: UUID,
    grading: UUID,
    body: RefusalOfGradeBody,
    response: Response,
    acting: Confirming,
) -> Done:
    """Decline that a grade of 3 or more is lowered; it goes on standing."""
    plain = {"person": str(person), "grading": str(grading), **body.model_dump()}
    with within_sight("person"):
        recorded = await acting.run(
            DeclineLowering(person, grading, body.reason), plain
        )
    return done(response, f"/people/{person}", person, recorded, made=grading)

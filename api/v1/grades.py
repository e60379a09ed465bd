"""Quick reports (速报): the grade of risk goes first, the form follows later."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Response, status
from pydantic import Field

from api.acting import Acting, acting
from api.v1.described import COMMAND
from api.v1.done import done
from api.v1.fields import Line, Remark
from api.v1.models import Body, Done
from api.v1.sight import within_sight
from domain.registry.follow_up import GradeRisk
from domain.registry.lowering import ConfirmLowering, DeclineLowering
from domain.rules.access import Operation

router: Final = APIRouter(prefix="/api/v1/people/{person}/grades", tags=["grades"])


class GradeBody(Body):
    """A grade of risk as of today, and what happened."""

    grade: int = Field(title="Grade of risk (危险性评估)", ge=0, le=5, examples=[3])
    happening: Remark = Field(
        title="What happened", min_length=1, examples=["持刀威胁邻居,已被劝阻(演示)"]
    )


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
            GradeRisk(person, body.grade, body.happening), plain
        )
    return done(response, f"/people/{person}", person, recorded, made=grading)


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

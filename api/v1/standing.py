"""How somebody stands on the register: died, lost, found again."""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Response, status
from pydantic import Field

from api.acting import Acting, acting
from api.v1.described import COMMAND
from api.v1.done import done
from api.v1.fields import Day, Line, code_of
from api.v1.models import Body, Done
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
    Death,
    Loss,
    RecordDeath,
    RecordFound,
    RecordLoss,
)
from domain.rules.access import Operation
from domain.values.away import AwayFor
from domain.values.findings import DeathCause, IllnessCause, LossReason

router: Final = APIRouter(prefix="/api/v1/people/{person}", tags=["standing"])


class DeathBody(Body):
    """A death by form 8: the day, the cause, and which illness where it was one."""

    died_on: Day = Field(title="Died on", examples=["2026-03-01"])
    cause: Annotated[DeathCause, code_of(DeathCause)] = Field(
        title="Cause", examples=[1]
    )
    illness: Annotated[IllnessCause, code_of(IllnessCause)] | None = Field(
        None, title="Which physical illness, for cause 1", examples=[3]
    )

    def death(self) -> Death:
        """Return it in the domain's words."""
        is_illness = self.cause is DeathCause.PHYSICAL_ILLNESS
        illness = self.illness.value if self.illness and is_illness else None
        return Death(self.died_on.isoformat(), self.cause.value, illness)


class LossReasonBody(Body):
    """Why somebody is lost, by form 8."""

    reason: Annotated[LossReason, code_of(LossReason)] = Field(
        title="Reason", examples=[1]
    )
    remark: Line = Field("", title="Which other reason")

    def loss(self) -> Loss:
        """Return it in the domain's words."""
        return Loss(self.reason.value, self.remark)


class LossBody(Body):
    """A loss known by another way than a follow-up."""

    lost_on: Day = Field(title="Lost since", examples=["2026-03-02"])
    because: LossReasonBody


class AwayBody(Body):
    """Where somebody went (外出去向登记); without a telephone whereabouts are unknown."""

    left_on: Day = Field(title="Away since", examples=["2026-03-02"])
    what_for: Annotated[AwayFor, code_of(AwayFor)] = Field(
        title="What for", examples=["work"]
    )
    where: Line = Field("", title="Where", examples=["演示市"])
    phone: Line = Field("", title="Telephone there", examples=["0000-0000003"])
    back_on: Day | None = Field(None, title="Expected back on")
    medicine_until: Day | None = Field(None, title="Medicine lasts until")
    remark: Line = Field("", title="Remark")

    def form(self) -> AwayForm:
        """Return it in the domain's words."""
        return AwayForm(
            self.left_on,
            self.what_for,
            self.where,
            self.phone,
            self.back_on,
            self.medicine_until,
            self.remark,
        )


class BackBody(Body):
    """Somebody came home (返乡)."""

    back_on: Day = Field(title="Home since", examples=["2026-03-02"])
    leaves_on: Day | None = Field(None, title="Leaves again on")
    remark: Line = Field("", title="Remark")


class LossReportBody(Body):
    """The written report of a loss to the management group and the higher office."""

    reported_on: Day = Field(title="Reported on", examples=["2026-03-02"])
    number: Line = Field("", title="Number of the report", examples=["演示2026-1"])
    searched: Line = Field("", title="What was done to find the person")
    remark: Line = Field("", title="Remark")


class FoundBody(Body):
    """Somebody lost was found again."""

    found_on: Day = Field(title="Found on", examples=["2026-03-02"])


@router.post("/death", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND)
async def record_death(
    person: UUID,
    body: DeathBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.RECORD_DEATH)],
) -> Done:
    """Record a death: the person leaves the register and the due list."""
    return await _run(RecordDeath(person, body.death()), person, body, response, acting)


@router.post("/loss", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND)
async def record_loss(
    person: UUID,
    body: LossBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.RECORD_LOSS)],
) -> Done:
    """Record a loss (失访): the person stays on the register and in every denominator."""
    use_case = RecordLoss(person, body.lost_on.isoformat(), body.because.loss())
    return await _run(use_case, person, body, response, acting)


@router.post("/found", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND)
async def record_found(
    person: UUID,
    body: FoundBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.RECORD_FOUND)],
) -> Done:
    """Record that somebody lost was found again."""
    use_case = RecordFound(person, body.found_on.isoformat())
    return await _run(use_case, person, body, response, acting)


@router.post("/absences", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND)
async def note_away(
    person: UUID,
    body: AwayBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.NOTE_AWAY)],
) -> Done:
    """Note where somebody is while away; with a telephone they stay due."""
    return await _run(NoteAway(person, body.form()), person, body, response, acting)


@router.post("/returns", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND)
async def note_back(
    person: UUID,
    body: BackBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.NOTE_AWAY)],
) -> Done:
    """Note that somebody came home; a face visit is planned while they are there."""
    use_case = NoteBack(person, body.back_on, body.leaves_on, body.remark)
    return await _run(use_case, person, body, response, acting)


@router.post(
    "/loss-reports", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND
)
async def report_loss(
    person: UUID,
    body: LossReportBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.REPORT_LOSS)],
) -> Done:
    """Enter the written report of the loss that stands."""
    report = LossReport(body.reported_on, body.number, body.searched, body.remark)
    return await _run(ReportLoss(person, report), person, body, response, acting)


async def _run(
    use_case: UseCase, person: UUID, body: Body, response: Response, acting: Acting
) -> Done:
    plain: dict[str, Any] = {"person": str(person), **body.model_dump(mode="json")}
    with within_sight("person"):
        recorded = await acting.run(use_case, plain)
    return done(response, f"/people/{person}", person, recorded)

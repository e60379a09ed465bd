"""A psychiatrist's opinion that findings are residual, and how often doctors differ."""

from datetime import date
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query, Response, status
from pydantic import BaseModel, ConfigDict, Field

from api.acting import Acting, acting
from api.v1.asking import Asking, asking
from api.v1.described import COMMAND, QUESTION
from api.v1.done import done
from api.v1.fields import Day, Line, Name, Remark, code_of
from api.v1.models import Answer, Body, Done
from api.v1.sight import within_sight
from domain.registry.residual import (
    GiveOpinion,
    Residual,
    ResidualForm,
    TakeOpinionBack,
)
from domain.registry.runner import UseCase
from domain.rules.access import Operation
from projections.overrides import override_rates

router: Final = APIRouter(prefix="/api/v1", tags=["residual opinions"])

Giving = Annotated[Acting, acting(Operation.GIVE_OPINION)]


class ResidualOpinionBody(Body):
    """A psychiatrist's dated opinion (慢性残留)."""

    residual: list[Annotated[Residual, code_of(Residual)]] = Field(
        title="Which findings are residual", min_length=1, examples=[["insight"]]
    )
    given_on: Day = Field(title="Day of the opinion", examples=["2026-03-02"])
    psychiatrist: Name = Field(
        title="Psychiatrist", min_length=1, examples=["演示医师"]
    )
    hospital: Name = Field(title="Hospital", min_length=1, examples=["演示医院"])
    text: Remark = Field(title="Opinion", min_length=1, examples=["慢性残留(演示)"])

    def form(self) -> ResidualForm:
        """Return it in the domain's words."""
        return ResidualForm(
            frozenset(self.residual),
            self.given_on,
            self.psychiatrist,
            self.hospital,
            self.text,
        )


class OpinionWithdrawalBody(Body):
    """Why the opinion holds no more."""

    reason: Line = Field(title="Why", min_length=1, examples=["病情变化(演示)"])


class OverrideQuery(BaseModel):
    """Follow-ups of which days, of which division."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    since: date = Field(description="From this day on.")
    until: date = Field(description="Until this day.")
    division: str = Field(
        "", pattern=r"^[0-9]{0,12}$", description="A division's code."
    )


class OverrideAnswer(Answer):
    """One trigger of "unstable"."""

    trigger: str = Field(title="Trigger", examples=["class.insight_absent"])
    triggered: int = Field(title="Proposed unstable by it", examples=[12])
    overridden: int = Field(title="Judged otherwise by the doctor", examples=[7])
    by_opinion: int = Field(title="Set aside by an opinion beforehand", examples=[3])


class OverridesAnswer(Answer):
    """Every trigger that spoke, the most frequent first."""

    items: list[OverrideAnswer]


@router.post(
    "/people/{person}/residual-opinions",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=COMMAND,
)
async def give_residual_opinion(
    person: UUID, body: ResidualOpinionBody, response: Response, acting: Giving
) -> Done:
    """Record a psychiatrist's opinion; it is valid for the months set."""
    return await _run(GiveOpinion(person, body.form()), person, body, response, acting)


@router.post(
    "/people/{person}/residual-opinions/withdrawal",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=COMMAND,
)
async def take_residual_opinion_back(
    person: UUID, body: OpinionWithdrawalBody, response: Response, acting: Giving
) -> Done:
    """Let the opinion that stands hold no more."""
    use_case = TakeOpinionBack(person, body.reason)
    return await _run(use_case, person, body, response, acting)


@router.get("/override-rates", openapi_extra=QUESTION)
def read_override_rates(
    query: Annotated[OverrideQuery, Query()],
    asking: Annotated[Asking, asking(Operation.READ_RATES)],
) -> OverridesAnswer:
    """Count how often doctors judged otherwise than "unstable", by what triggered it."""
    with asking.reading() as opened:
        found = override_rates(
            opened.connection, query.since, query.until, query.division
        )
        opened.showed_nobody()
    return OverridesAnswer(
        items=[
            OverrideAnswer(
                trigger=rate.trigger,
                triggered=rate.triggered,
                overridden=rate.overridden,
                by_opinion=rate.by_opinion,
            )
            for rate in found
        ]
    )


async def _run(
    use_case: UseCase, person: UUID, body: Body, response: Response, acting: Acting
) -> Done:
    plain: dict[str, Any] = {"person": str(person), **body.model_dump(mode="json")}
    with within_sight("person"):
        recorded = await acting.run(use_case, plain)
    return done(response, f"/people/{person}", person, recorded)

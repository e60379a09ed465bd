"""Help to grade the risk (危险性评估): what was seen gives a level and its clauses."""

from typing import Annotated, Final

from fastapi import APIRouter
from pydantic import Field

from api.v1.asking import Asking, asking
from api.v1.described import QUESTION
from api.v1.fields import code_of
from api.v1.follow_up_answer import SaidReason
from api.v1.models import Answer, Body
from domain.registry.risk_aid import Observed, Smashing, Violence, suggest
from domain.rules.access import Operation

router: Final = APIRouter(prefix="/api/v1/risk-suggestions", tags=["grades"])


class ObservedBody(Body):
    """What was seen or told since the last follow-up; names nobody."""

    threatens: bool = Field(default=False, title="Threatens or shouts (口头威胁、喊叫)")
    smashing: Annotated[Smashing, code_of(Smashing)] = Field(
        Smashing.NONE, title="Smashes things (打砸)", examples=["some"]
    )
    only_at_home: bool = Field(default=True, title="At home only (局限在家里)")
    talked_down: bool = Field(default=True, title="Can be talked down (能被劝说制止)")
    violence: Annotated[Violence, code_of(Violence)] = Field(
        Violence.NONE, title="Violence against people", examples=["none"]
    )
    harms_self: bool = Field(default=False, title="Harms self (自伤、自杀)")
    arson_or_explosion: bool = Field(default=False, title="Arson or explosion")

    def observed(self) -> Observed:
        """Return it in the domain's words."""
        return Observed(**dict(self))


class SuggestionAnswer(Answer):
    """The level whose description fits; the doctor decides."""

    grade: int | None = Field(title="Level suggested, 0 to 5", examples=[2])
    because: list[SaidReason] = Field(title="Why")
    edition: str = Field(title="Edition of the rule", examples=["risk-grade/2017"])


@router.post("", openapi_extra=QUESTION)
def suggest_grade(
    body: ObservedBody,
    asking: Annotated[Asking, asking(Operation.GRADE_RISK)],
) -> SuggestionAnswer:
    """Say which level fits what was seen, with its clauses; nothing is recorded."""
    del asking
    suggestion = suggest(body.observed())
    return SuggestionAnswer(
        grade=suggestion.grade.value,
        because=[
            SaidReason(code=why.code, clause=str(why.clause), en=why.en, zh=why.zh)
            for why in suggestion.because
        ],
        edition=suggestion.edition,
    )

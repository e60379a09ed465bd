"""Medicines in bodies and answers: a row of form 8's 用药情况 and 用药指导."""

from typing import Annotated

from pydantic import Field

from api.v1.models import Answer, Body
from domain.values.medication import (
    LONGEST_TEXT,
    LONGEST_WEEKS,
    MILLIGRAMS,
    MOST_DRUGS,
    DrugUse,
    drug_of,
)

Dose = Annotated[str, Field(pattern=rf"^({MILLIGRAMS})?$", examples=["2.5"])]
"""Milligrams as decimal text; empty is not recorded."""

Words = Annotated[str, Field(max_length=LONGEST_TEXT)]
Weeks = Annotated[int, Field(ge=1, le=LONGEST_WEEKS)]


class DrugUseBody(Body):
    """One drug, by the doses of a day or by an interval in weeks with each dose."""

    drug: Words = Field(
        "", title="Drug, by its code in the list `drugs`", examples=["olanzapine"]
    )
    name: Words = Field("", title="Its name, where the list has none", examples=[""])
    strength: Words = Field("", title="Strength (规格)", examples=["5 mg/片"])
    morning_mg: Dose = Field("", title="Morning dose in mg", examples=["5"])
    noon_mg: Dose = Field("", title="Noon dose in mg", examples=[""])
    evening_mg: Dose = Field("", title="Evening dose in mg", examples=["7.5"])
    every_weeks: Weeks | None = Field(
        None, title="Long-acting: every how many weeks", examples=[None]
    )
    each_mg: Dose = Field("", title="Long-acting: mg each time", examples=[""])

    def use(self) -> DrugUse:
        """Return it in the domain's words."""
        return DrugUse(
            drug=self.drug,
            name=self.name,
            strength=self.strength,
            morning_mg=self.morning_mg,
            noon_mg=self.noon_mg,
            evening_mg=self.evening_mg,
            every_weeks=self.every_weeks,
            each_mg=self.each_mg,
        )


DrugRows = Annotated[
    list[DrugUseBody],
    Field(
        max_length=MOST_DRUGS,
        examples=[[{"drug": "olanzapine", "strength": "5 mg/片", "evening_mg": "10"}]],
    ),
]
"""Several drugs; form 8 prints three rows, more are kept."""


class DrugUseAnswer(Answer):
    """One drug as recorded; `daily_mg` is derived."""

    drug: str = Field(title="Code in the list `drugs`", examples=["olanzapine"])
    name: str = Field(title="Name, in Chinese", examples=["奥氮平"])
    strength: str = Field(title="Strength (规格)", examples=["5 mg/片"])
    morning_mg: str = Field(title="Morning dose in mg", examples=["5"])
    noon_mg: str = Field(title="Noon dose in mg", examples=[""])
    evening_mg: str = Field(title="Evening dose in mg", examples=["7.5"])
    daily_mg: str | None = Field(title="Milligrams a day", examples=["12.5"])
    every_weeks: int | None = Field(title="Every how many weeks", examples=[None])
    each_mg: str = Field(title="Milligrams each time", examples=[""])

    @classmethod
    def of(cls, use: DrugUse) -> "DrugUseAnswer":
        """Return a row's answer."""
        known = drug_of(use.drug)
        return cls(
            drug=known.code if known else "",
            name=use.title,
            strength=use.strength,
            morning_mg=use.morning_mg,
            noon_mg=use.noon_mg,
            evening_mg=use.evening_mg,
            daily_mg=use.daily_mg,
            every_weeks=use.every_weeks,
            each_mg=use.each_mg,
        )

"""Everything well, but for what is named."""

from dataclasses import replace
from typing import Any

from domain.values.findings import (
    AdverseReaction,
    Findings,
    Grade,
    HospitalStay,
    Insight,
    Level,
    PhysicalIllness,
    SocialFunction,
    Symptoms,
    WorkLevel,
)

GOOD = SocialFunction(
    self_care=Level.GOOD,
    housework=Level.GOOD,
    work=WorkLevel.GOOD,
    study=Level.GOOD,
    relations=Level.GOOD,
)

WELL = Findings(
    risk=Grade.LEVEL_0,
    symptoms=Symptoms.GONE,
    insight=Insight.COMPLETE,
    social=GOOD,
    adverse_reaction=AdverseReaction.NONE,
    physical_illness=PhysicalIllness.NONE_OR_STABLE,
    other_abnormality=False,
    hospital=HospitalStay.NONE,
)


def all_good(**but: Any) -> SocialFunction:
    return replace(GOOD, **but)


def well(**but: Any) -> Findings:
    return replace(WELL, **but)

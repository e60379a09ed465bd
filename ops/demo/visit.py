"""A full follow-up of an invented person: findings, the form, and the body of a request."""

from dataclasses import replace
from datetime import date
from typing import Any, Final

from domain.person.follow_up import FollowUpForm
from domain.values.findings import (
    Adherence,
    AdverseReaction,
    Findings,
    Grade,
    HospitalStay,
    Incidents,
    Insight,
    Level,
    PhysicalIllness,
    SocialFunction,
    SpokeWith,
    Symptoms,
    VisitForm,
    WorkLevel,
)

WELL: Final = Findings(
    risk=Grade.LEVEL_0,
    symptoms=Symptoms.GONE,
    insight=Insight.COMPLETE,
    sleep=Level.GOOD,
    diet=Level.GOOD,
    social=SocialFunction(
        self_care=Level.GOOD,
        housework=Level.GOOD,
        work=WorkLevel.FAIR,
        study=Level.FAIR,
        relations=Level.FAIR,
    ),
    adverse_reaction=AdverseReaction.NONE,
    physical_illness=PhysicalIllness.NONE_OR_STABLE,
    other_abnormality=False,
    adherence=Adherence.AS_PRESCRIBED,
    hospital=HospitalStay.NONE,
    incidents=Incidents(),
)
REMARK: Final = "家属陪同，服药规律，睡眠好，近期情绪平稳，能做家务。"


def found(grade: Grade, symptoms: Symptoms | None = None) -> Findings:
    """Return findings of a grade; symptoms are present from level 1 unless named."""
    shown = symptoms or (Symptoms.GONE if grade is Grade.LEVEL_0 else Symptoms.PRESENT)
    insight = Insight.COMPLETE if shown is Symptoms.GONE else Insight.INCOMPLETE
    return replace(WELL, risk=grade, symptoms=shown, insight=insight)


def a_form(day: date, findings: Findings = WELL, remark: str = "") -> FollowUpForm:
    """Return the form of a home visit."""
    spoke_with = frozenset({SpokeWith.PERSON})
    return FollowUpForm(day, VisitForm.HOME, spoke_with, findings, remark=remark)


def a_body(day: str, findings: Findings = WELL) -> dict[str, Any]:
    """Return a home visit as it is posted."""
    return {
        "visited_on": day,
        "form": int(VisitForm.HOME),
        "spoke_with": [int(SpokeWith.PERSON)],
        "findings": findings.facts(),
    }

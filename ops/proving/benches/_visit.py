"""A full follow-up of somebody who is well: as a form, and as the body of a request."""

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
        work=WorkLevel.GOOD,
        study=Level.GOOD,
        relations=Level.GOOD,
    ),
    adverse_reaction=AdverseReaction.NONE,
    physical_illness=PhysicalIllness.NONE_OR_STABLE,
    other_abnormality=False,
    adherence=Adherence.AS_PRESCRIBED,
    hospital=HospitalStay.NONE,
    incidents=Incidents(),
)


def a_form(day: date) -> FollowUpForm:
    """Return the form of a home visit."""
    return FollowUpForm(day, VisitForm.HOME, frozenset({SpokeWith.PERSON}), WELL)


def a_body(day: date) -> dict[str, Any]:
    """Return the same as it is posted."""
    return {
        "visited_on": day.isoformat(),
        "form": int(VisitForm.HOME),
        "spoke_with": [int(SpokeWith.PERSON)],
        "findings": WELL.facts(),
    }

"""Why a day is due, for those who show it: computed again from what the list keeps."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from domain.rules.due_explanation import (
    Change,
    Explanation,
    VisitInputs,
    days_set_here,
    explain_first,
    explain_owed,
    explain_plan,
    explain_visit,
    is_owed,
    step_named,
)
from domain.rules.parameters import NATIONAL, InForce
from domain.rules.planning import Cause
from domain.values.findings import FollowUpClass

__all__ = ["Change", "Explanation", "explained"]


def explained(
    inputs: Mapping[str, Any],
    because: Sequence[Mapping[str, str]] | None,
    local: InForce = NATIONAL,
) -> Explanation | None:
    """Return the explanation of a due day; None for who is due on none.

    `inputs` are what the due list copies of the fact that set the day; `local` is what
    holds where the person lives, for the calendar and the places' own days.
    """
    codes = [why["code"] for why in because or ()]
    match inputs.get("set_by"):
        case "registration":
            return explain_first(date.fromisoformat(inputs["registered_on"]), local)
        case "plan":
            return _plan(inputs, local)
        case "follow_up" if is_owed(codes):
            return explain_owed(date.fromisoformat(inputs["visited_on"]))
        case "follow_up" if cause := _cause(codes):
            return _plan(inputs["plans"][cause], local)
        case "follow_up":
            return explain_visit(_visit(inputs), days_set_here(codes))
        case _:
            return None


def _cause(codes: Sequence[str]) -> str:
    """Return the plan that gave a follow-up's day; empty where the step did."""
    first = codes[0].removeprefix("local.").partition("=")[0] if codes else ""
    return first.removeprefix("plan.") if first.startswith("plan.") else ""


def _plan(kept: Mapping[str, Any], local: InForce) -> Explanation:
    leaves = kept["not_after"]
    return explain_plan(
        Cause(kept["cause"]),
        date.fromisoformat(kept["since"]),
        date.fromisoformat(leaves) if leaves else None,
        local,
    )


def _visit(inputs: Mapping[str, Any]) -> VisitInputs:
    before: Mapping[str, Any] = inputs["before"] or {}
    earlier = _class(before.get("judged"))
    return VisitInputs(
        date.fromisoformat(inputs["visited_on"]),
        _class(inputs["judged"]),
        settling=inputs["settling"],
        in_hospital=inputs["in_hospital"],
        referred=inputs["referred"],
        before=step_named(before["codes"], earlier) if before else None,
    )


def _class(code: int | None) -> FollowUpClass | None:
    return FollowUpClass(code) if code else None

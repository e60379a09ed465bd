"""Says what the last attempt came to, until when a visit counts, and what is proposed."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from api.console.reasons import kept, said
from api.language import Language, msg
from domain.registry.explained import explained
from domain.registry.last_days import last_day
from domain.registry.rule_settings import InForce
from domain.registry.unreached import unreached
from domain.rules.access import Operation
from projections.due_list import Due

STEPS: Final[Mapping[str, tuple[str, str, Operation]]] = {
    "follow_up": (
        msg("Record a follow-up"),
        "follow-ups/new",
        Operation.RECORD_FOLLOW_UP,
    ),
    "try_again": (msg("Note an attempt"), "contacts/new", Operation.NOTE_CONTACT),
    "death": (msg("Record the death"), "standing", Operation.RECORD_DEATH),
    "loss": (msg("Record the loss"), "standing", Operation.RECORD_LOSS),
}
"""Where a proposed step is done and who may; the others have no page and are only named."""


def attempt(due: Due, today: date, language: Language) -> dict[str, Any] | None:
    """Return what a page shows of the last attempt since the last visit."""
    if not due.contacted_on:
        return None
    until = due.remind_again_on
    reasons = kept(due.contact_because, language)
    return {
        "on": due.contacted_on,
        "way": due.contact_way,
        "outcome": due.contact_outcome,
        "paused": until if until and until > today.isoformat() else None,
        "steps": [
            {"reason": reason, **_link(step, due.person)}
            for step, reason in zip(due.contact_steps or (), reasons, strict=False)
        ],
    }


def explanation(due: Due, local: InForce, language: Language) -> dict[str, Any] | None:
    """Return the due day computed again, from what, and what would change it."""
    found = explained(due.inputs, due.because, local.at(due.division))
    if found is None:
        return None
    computed = found.computed_on.isoformat()
    return {
        "computed_on": computed,
        "edition": found.edition,
        "by_doctor": due.due_on != computed,
        "why": due.inputs.get("why", ""),
        "given": _given(due),
        "changes": [
            (
                said(change.what, language),
                change.then.isoformat() if change.then else "",
            )
            for change in found.changes
        ],
    }


def _given(due: Due) -> list[tuple[str, str]]:
    """Return the inputs by name, as plain values."""
    given = due.inputs
    match given["set_by"]:
        case "registration":
            return [("registered_on", given["registered_on"])]
        case "plan":
            return [("since", given["since"]), ("not_after", given["not_after"] or "")]
        case _:
            return [("visited_on", given["visited_on"])]


def missed(due: Due, language: Language) -> dict[str, Any] | None:
    """Return how often in a row nobody was reached, by when to try again, when it is a loss."""
    run = unreached(due.misses)
    if run is None:
        return None
    return {
        "times": run.times,
        "again_by": run.again_by.isoformat(),
        "loss_after": run.loss_after.isoformat(),
        "may_be_lost": run.may_be_lost,
        "why": said(run.why, language),
    }


def counts(
    due: Due, today: date, local: InForce, language: Language
) -> dict[str, Any] | None:
    """Return the last day on which a visit still counts, why, and a warning."""
    found = last_day(due.complete, due.registered_on, today, local.at(due.division))
    if found is None or due.has_left:
        return None
    warned = found.warning(today)
    return {
        "day": found.day.isoformat(),
        "has_passed": found.day < today,
        "why": said(found.why, language),
        "warning": said(warned, language) if warned else None,
    }


def _link(step: str, person: UUID) -> dict[str, str]:
    if step not in STEPS:
        return {"label": "", "href": "", "does": ""}
    label, page, does = STEPS[step]
    return {"label": label, "href": f"/people/{person}/{page}", "does": does}

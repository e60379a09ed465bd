"""Says what the last attempt came to, until when a visit counts, and what is proposed."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from api.console.reasons import kept, said
from api.language import Language, msg
from domain.registry.last_days import last_day
from projections.due_list import Due

STEPS: Final[Mapping[str, tuple[str, str]]] = {
    "follow_up": (msg("Record a follow-up"), "follow-ups/new"),
    "try_again": (msg("Note an attempt"), "contacts/new"),
    "death": (msg("Record the death"), "standing"),
    "loss": (msg("Record the loss"), "standing"),
}
"""Where a proposed step is done; the others have no page yet and are only named."""


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


def counts(due: Due, today: date, language: Language) -> dict[str, Any] | None:
    """Return the last day on which a visit still counts, why, and a warning."""
    found = last_day(due.complete, due.registered_on, today)
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
        return {"label": "", "href": ""}
    label, page = STEPS[step]
    return {"label": label, "href": f"/people/{person}/{page}"}

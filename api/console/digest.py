"""Today's digest of the asker's office: by village, to be printed and taken along."""

from collections import defaultdict
from datetime import date
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.console.attempts import attempt, counts
from api.console.emergency_clocks import running_lines
from api.console.pages import page
from api.language import language_of
from api.principal import serving
from api.reading import Reading
from api.v1.asking import Asking, asking
from domain.registry.rule_settings import in_force
from domain.rules.access import Operation, purposes
from domain.values.calendar import shanghai_day
from projections.digests import DigestRow, digest_of
from projections.due_list import Due, of_people
from projections.person_card import cards

router: Final = APIRouter(prefix="/digest", include_in_schema=False)

Looking = Annotated[Asking, asking(Operation.READ_DUE_LIST)]


@router.get("")
def show_digest(request: Request, asking: Looking) -> Response:
    """Show who is still to be seen of today's digest, a village at a time."""
    today = shanghai_day(asking.services.clock())
    language = language_of(request)
    with asking.reading() as opened:
        row = _today(asking, opened, today)
        waiting = _waiting(opened, row)
        known = cards(opened.connection, [due.person for due in waiting])
        local = in_force(opened.log)
        opened.saw(known)
    villages: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for due in waiting:
        if due.person in known:
            line = {
                "card": known[due.person],
                "due_on": due.due_on,
                "days": (today - date.fromisoformat(due.due_on or "")).days,
                "attempt": attempt(due, today, language),
                "counts": counts(due, today, local, language),
            }
            villages[due.division].append(line)
    return page(
        request,
        "digest.html",
        row=row,
        today=today.isoformat(),
        villages=sorted(villages.items()),
        **_clocks(asking),
    )


def _clocks(asking: Asking) -> dict[str, Any]:
    named, principal = Operation.READ_EMERGENCIES, asking.principal
    if not purposes(principal.role, named):
        return {}
    return running_lines(Asking(asking.services, serving(principal, named), named))


def digest_values(asking: Asking) -> dict[str, Any]:
    """Return how many are still to be seen in each village of today's digest."""
    today = shanghai_day(asking.services.clock())
    with asking.reading() as opened:
        row = _today(asking, opened, today)
        waiting = _waiting(opened, row)
        opened.showed_nobody()
    villages: dict[str, int] = defaultdict(int)
    for due in waiting:
        villages[due.division] += 1
    return {"digest": row, "trips": sorted(villages.items())}


def _today(asking: Asking, opened: Reading, today: date) -> DigestRow | None:
    office = asking.principal.organisation
    if office is None:
        return None
    return digest_of(opened.connection, office, today.isoformat())


def _waiting(opened: Reading, row: DigestRow | None) -> list[Due]:
    """Return the lines that still wait; who was seen since the morning is gone."""
    if row is None:
        return []
    due_on = {UUID(line["person"]): line["due_on"] for line in row.lines}
    found = of_people(opened.connection, list(due_on))
    return [
        found[person]
        for person, day in due_on.items()
        if person in found and found[person].due_on == day
    ]

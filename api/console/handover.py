"""The hand-over list of existing cases (存量交接名册): one page for an office to sign."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.console.pages import page
from api.console.places import place
from api.v1.asking import Asking, asking
from domain.registry.notice_content import content, fields_for
from domain.rules.access import Operation, purposes
from domain.values.calendar import shanghai_day
from domain.values.people import OfficeKind
from projections.handover_list import existing_cases
from projections.offices import all_offices
from projections.person_card import cards

router: Final = APIRouter(include_in_schema=False)

HELPERS: Final = frozenset({OfficeKind.CIVIL_AFFAIRS, OfficeKind.DISABILITY_FEDERATION})
"""Who takes part without the law asking for it."""

Looking = Annotated[Asking, asking(Operation.READ_HANDOVER_LIST)]


@router.get("/handover")
def show_handover(
    request: Request, asking: Looking, office: UUID | None = None
) -> Response:
    """Show the existing cases of an office's villages, with the fields it may read."""
    today = shanghai_day(asking.services.clock()).isoformat()
    own = asking.principal.organisation
    with asking.reading() as opened:
        offices = all_offices(opened.connection)
        oversees = not purposes(asking.principal.role, Operation.ACCEPT_NOTICE)
        chosen = office if oversees and office in offices else own
        row = offices[chosen] if chosen else None
        villages = (
            [s["village"] for s in row.services if row.serves(s["village"], today)]
            if row
            else []
        )
        kind = row.kind if row else ""
        found = existing_cases(opened.connection, villages, for_helper=kind in HELPERS)
        known = cards(opened.connection, [case.person for case in found])
        found = [
            case
            for case in found
            if case.person in known and not known[case.person].left_by
        ]
        lines = [
            {
                "place": place(case.division),
                "graded_on": case.graded_on,
                "fields": content(
                    opened.log, case.person, opened.position, fields_for(kind)
                ),
            }
            for case in found
        ]
        opened.saw(case.person for case in found)
    return page(
        request,
        "handover.html",
        lines=lines,
        office=row,
        office_id=chosen,
        offices={key: each.name for key, each in offices.items()},
        oversees=oversees,
        today=today,
        position=opened.position,
    )

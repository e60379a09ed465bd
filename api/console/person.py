"""A person's chart, and the ID number in full as a second, noted look."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.console.attempts import attempt, counts, explanation, missed
from api.console.medicines import all_in_words
from api.console.notice_steps import STATES, steps
from api.console.pages import page
from api.console.reasons import kept, said
from api.language import language_of
from api.reading import Reading
from api.services import Services
from api.v1.asking import Asking, asking
from api.v1.sight import seen_card
from domain.errors import Unknown
from domain.registry.check_ups import check_up_due
from domain.registry.notice_outcomes import WHY_PLANNED
from domain.registry.record import answer_means
from domain.registry.rule_settings import in_force
from domain.rules.access import Operation, purposes
from domain.values.calendar import shanghai_day
from domain.values.identity import masked
from projections.accounts import names
from projections.chart import Chart, chart
from projections.duties import on_duty
from projections.merge_proposals import proposal_of
from projections.merged_records import merged_into
from projections.offices import all_offices, who_acts
from projections.person_card import card

router: Final = APIRouter(include_in_schema=False)

RECENT: Final = 5
"""How many follow-ups the chart lists; the history has all."""

Looking = Annotated[Asking, asking(Operation.READ_PERSON)]


@router.get("/people/{person}")
def show_person(
    person: UUID, request: Request, asking: Looking, after: int = 0
) -> Response:
    """Show the chart; `after` is the position of what the asker has just recorded."""
    with asking.reading() as opened:
        if after > opened.position and card(opened.connection, person) is None:
            waiting = page(request, "person_soon.html", status_code=HTTPStatus.ACCEPTED)
            waiting.headers["Refresh"] = "1"
            return waiting
        seen = chart_in_sight(opened, person)
        shown = chart_values(request, asking.services, opened, seen)
    return page(
        request,
        "person.html",
        **shown,
        id_number=masked(seen.card.id_number or ""),
        is_masked=True,
        recorded=after > 0,
        may=_may(asking),
    )


@router.post("/people/{person}/id-number")
def show_id_number(person: UUID, request: Request, asking: Looking) -> Response:
    """Show the ID number in full; a reading of its own."""
    with asking.reading() as opened:
        seen = chart_in_sight(opened, person)
        shown = chart_values(request, asking.services, opened, seen)
    is_part = request.headers.get("hx-request") == "true"
    return page(
        request,
        "id_number.html" if is_part else "person.html",
        **shown,
        id_number=seen.card.id_number or "",
        is_masked=False,
        recorded=False,
        may=_may(asking),
    )


def chart_in_sight(opened: Reading, person: UUID) -> Chart:
    """Return the chart of somebody within sight as the log has it; note the look."""
    seen_card(opened.connection, person)
    opened.saw([person, *merged_into(opened.connection, person)])
    found = chart(opened.facts(person))
    if found is None:
        raise Unknown(kind="person")
    return found


def chart_values(
    request: Request, services: Services, opened: Reading, seen: Chart
) -> dict[str, Any]:
    """Return what the chart's template shows."""
    known = all_offices(opened.connection)
    offices = {str(key): row for key, row in known.items()}
    acts = who_acts(known, seen.card.unit)
    today = shanghai_day(services.clock())
    return {
        "chart": seen,
        "card": seen.card,
        "offices": offices,
        "acting_unit": offices[acts].name if acts else "",
        "reasons": kept(seen.due.because, language_of(request)),
        "consent_means": [
            said(why, language_of(request))
            for why in answer_means(
                seen.card.consent, art_30=seen.record.art_30, grade=seen.card.grade
            )
        ]
        if seen.card.consent
        else [],
        "stops": kept(seen.record.stops, language_of(request)),
        "attempt": attempt(seen.due, today, language_of(request)),
        "counts": counts(seen.due, today, in_force(opened.log), language_of(request)),
        "missed": missed(seen.due, language_of(request)),
        "explained": explanation(seen.due, in_force(opened.log), language_of(request)),
        "steps": {key: steps(row) for key, row in seen.notices},
        "states": STATES,
        "plans_after": WHY_PLANNED,
        "duties": on_duty(opened.connection),
        "regimen": all_in_words(
            seen.medication.regimen.drugs if seen.medication.regimen else (),
            language_of(request),
        ),
        "recent": seen.follow_ups[:RECENT],
        "actors": {str(k): name for k, name in names(opened.connection).items()},
        "confirming": {
            row.follow_up: str(services.new_id())
            for row in seen.follow_ups[:RECENT]
            if row.awaits_confirmation
        },
        "refer_command": str(services.new_id()),
        "referred": [
            row
            for _, row in seen.referrals
            if row.direction == "up" and not row.is_over
        ],
        "open_emergencies": [
            (key, row) for key, row in seen.emergencies if row.closed_at is None
        ],
        "stay": seen.stays[0]
        if seen.stays and not seen.stays[0].discharged_on
        else None,
        "today": today.isoformat(),
        "merged": len(merged_into(opened.connection, seen.card.person)),
        "proposal": proposal_of(opened.connection, seen.card.person),
        **_check_ups(request, services, seen),
    }


def _check_ups(request: Request, services: Services, seen: Chart) -> dict[str, Any]:
    complete = [row.checked_on for row in seen.check_ups if row.is_complete]
    due = check_up_due(
        complete[0] if complete else None, shanghai_day(services.clock())
    )
    return {
        "last_check_up": seen.check_ups[0] if seen.check_ups else None,
        "check_up_due": due.due_on.isoformat(),
        "check_up_why": [said(why, language_of(request)) for why in due.because],
    }


def _may(asking: Asking) -> Mapping[str, bool]:
    role = asking.principal.role
    return {
        "follow_up": bool(purposes(role, Operation.RECORD_FOLLOW_UP)),
        "correct": bool(purposes(role, Operation.CORRECT_FOLLOW_UP)),
        "check_up": bool(purposes(role, Operation.RECORD_CHECK_UP)),
        "contact": bool(purposes(role, Operation.NOTE_CONTACT)),
        "grade": bool(purposes(role, Operation.GRADE_RISK)),
        "confirm": bool(purposes(role, Operation.CONFIRM_FOLLOW_UP)),
        "responsibility": bool(purposes(role, Operation.READ_RESPONSIBILITY)),
        "standing": bool(purposes(role, Operation.RECORD_LOSS)),
        "national": bool(purposes(role, Operation.READ_NATIONAL)),
        "emergency": bool(purposes(role, Operation.OPEN_EMERGENCY)),
        "refer": bool(purposes(role, Operation.SEND_REFERRAL)),
        "opinion": bool(purposes(role, Operation.GIVE_OPINION)),
        "history": bool(purposes(role, Operation.READ_HISTORY)),
        "merge": bool(purposes(role, Operation.PROPOSE_MERGE)),
        "readings": bool(purposes(role, Operation.READ_READING_LOG)),
    }

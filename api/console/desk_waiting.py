"""How many records, cases and exclusions wait for whoever opens the home page."""

from collections.abc import Callable
from datetime import date
from typing import Final

from sqlalchemy import Connection

from api.language import msg
from api.principal import Principal, serving
from api.services import Services
from api.v1.asking import Asking
from domain.registry.check_ups import reminds_of_check_ups, year_of_check_ups
from domain.rules.access import Operation, purposes
from domain.values.calendar import shanghai_day
from domain.values.review import ReviewState
from projections.check_up_due import counted
from projections.danger_reports import how_many_await
from projections.exclusions import how_many_proposed
from projections.medicine_due import Kind, awaited
from projections.national_entries import people_waiting
from projections.notice_box import waiting_on_behalf
from projections.reviews import how_many
from projections.worklists import how_many_forms_owed

Counting = Callable[[Connection, Principal, date], int]


def _entries(connection: Connection, principal: Principal, today: date) -> int:
    del principal, today
    return people_waiting(connection)


def _returned(connection: Connection, principal: Principal, today: date) -> int:
    del today
    office = principal.organisation
    return how_many(connection, ReviewState.RETURNED, office) if office else 0


def _cases(connection: Connection, principal: Principal, today: date) -> int:
    del principal, today
    return how_many(connection, ReviewState.WAITING)


def _exclusions(connection: Connection, principal: Principal, today: date) -> int:
    del principal, today
    return how_many_proposed(connection)


def _overdue(kind: Kind) -> Counting:
    def count(connection: Connection, principal: Principal, today: date) -> int:
        del principal
        return awaited(connection, kind, today.isoformat())[1]

    return count


def _check_ups(connection: Connection, principal: Principal, today: date) -> int:
    del principal
    if not reminds_of_check_ups(today):
        return 0
    return counted(connection, year_of_check_ups(today).isoformat())[1]


def _on_behalf(connection: Connection, principal: Principal, today: date) -> int:
    del today
    waiting = waiting_on_behalf(connection)
    return sum(row.on_behalf_by != principal.account for _, row in waiting)


def _danger_reports(connection: Connection, principal: Principal, today: date) -> int:
    del principal, today
    return how_many_await(connection)


def _forms_owed(connection: Connection, principal: Principal, today: date) -> int:
    del principal, today
    return how_many_forms_owed(connection)


WAITS: Final[tuple[tuple[Operation, Counting, str, str], ...]] = (
    (
        Operation.READ_RETURNED,
        _returned,
        msg("Sent back by the review"),
        "/returned-reviews",
    ),
    (
        Operation.READ_DANGER_REPORTS,
        _danger_reports,
        msg("Danger reports to look into"),
        "/danger-reports",
    ),
    (
        Operation.RECORD_FOLLOW_UP,
        _forms_owed,
        msg("Follow-up forms after a quick report"),
        "/worklists?listed=form_owed",
    ),
    (Operation.REVIEW_CASE, _cases, msg("Review queue"), "/reviews"),
    (Operation.EXCLUDE_DIAGNOSIS, _exclusions, msg("Exclusions"), "/exclusions"),
    (
        Operation.CONFIRM_ON_BEHALF,
        _on_behalf,
        msg("Acceptance by telephone and slip"),
        "/acceptances",
    ),
    (Operation.ENTER_NATIONAL, _entries, msg("National system"), "/national"),
    (
        Operation.GIVE_INJECTION,
        _overdue(Kind.INJECTION),
        msg("Injections overdue"),
        "/medicine-due?kind=injection",
    ),
    (
        Operation.HAND_OUT_MEDICINE,
        _overdue(Kind.PICK_UP),
        msg("Medicine not picked up"),
        "/medicine-due?kind=pick_up",
    ),
    (
        Operation.ENTER_RESULT,
        _overdue(Kind.LABORATORY),
        msg("Checks overdue"),
        "/medicine-due?kind=laboratory",
    ),
    (
        Operation.RECORD_CHECK_UP,
        _check_ups,
        msg("No check-up this year yet"),
        "/check-ups-due",
    ),
)
"""Who may, what is counted, what it is called, where it leads."""


def desk_waiting(
    services: Services, principal: Principal
) -> list[tuple[str, str, int]]:
    """Return (label, address, how many) of what waits; nothing for what is empty.

    Counts show nobody, so they leave no note.
    """
    found: list[tuple[str, str, int]] = []
    today = shanghai_day(services.clock())
    for operation, counting, label, address in WAITS:
        if not purposes(principal.role, operation):
            continue
        asking = Asking(services, serving(principal, operation), operation)
        with asking.reading() as opened:
            waiting = counting(opened.connection, principal, today)
            opened.showed_nobody()
        if waiting:
            found.append((label, address, waiting))
    return found

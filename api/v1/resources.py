"""Every resource of `/api/v1`, one router a file."""

from collections.abc import Sequence
from typing import Final

from fastapi import APIRouter

from api.v1 import (
    aid,
    alarms,
    check_ups,
    code_lists,
    confirmations,
    contacts,
    danger,
    digests,
    dispensing,
    due_list,
    exclusions,
    follow_ups,
    grades,
    health,
    history,
    medication,
    notices,
    offices,
    people,
    people_record,
    people_search,
    possible_duplicates,
    rates,
    readings,
    risk_aid,
    sessions,
    standing,
    stocks,
)

RESOURCES: Final[Sequence[APIRouter]] = (
    health.router,
    sessions.router,
    people_search.router,
    possible_duplicates.router,
    people.router,
    people_record.router,
    history.router,
    follow_ups.router,
    confirmations.router,
    check_ups.router,
    grades.router,
    standing.router,
    exclusions.router,
    danger.router,
    risk_aid.router,
    medication.router,
    dispensing.router,
    stocks.router,
    notices.router,
    contacts.router,
    due_list.router,
    digests.router,
    rates.router,
    alarms.router,
    aid.router,
    offices.router,
    readings.router,
    code_lists.router,
)
"""What systems use; each router carries its whole prefix."""

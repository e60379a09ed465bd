"""Every page of the console, in the order their addresses are tried."""

from collections.abc import Sequence
from typing import Final

from fastapi import APIRouter

from api.console import (
    accounts,
    aid,
    alarms,
    check_up,
    confirmations,
    contact,
    danger,
    digest,
    due,
    exclusion,
    follow_up,
    handover,
    history,
    home,
    inbox,
    medication,
    notice,
    offices,
    person,
    problem_pages,
    quick_report,
    rates,
    readings,
    record,
    register,
    search,
    sign_in,
    standing,
)

PAGES: Final[Sequence[APIRouter]] = (
    home.router,
    sign_in.router,
    problem_pages.router,
    search.router,
    register.router,
    person.router,
    follow_up.router,
    check_up.router,
    quick_report.router,
    contact.router,
    medication.router,
    standing.router,
    exclusion.router,
    danger.router,
    due.router,
    confirmations.router,
    digest.router,
    rates.router,
    inbox.router,
    notice.router,
    handover.router,
    history.router,
    readings.router,
    record.router,
    alarms.router,
    aid.router,
    offices.router,
    accounts.router,
)
"""What people use."""

"""An office's notices: who, where, how dangerous, by when; the list renews itself."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from api.console.clocks import clock
from api.console.notice_steps import STATES, is_late
from api.console.pages import page
from api.language import language_of
from api.notice_fields import fields_of
from api.v1.asking import Asking, asking
from domain.registry.known import taken_back_of
from domain.rules.access import Operation
from projections.duties import on_duty
from projections.notice_box import NoticeRow, open_first
from projections.offices import all_offices

router: Final = APIRouter(prefix="/inbox", include_in_schema=False)

MOST: Final = 50
UNOPENED: Final = frozenset({"issued", "delivered", "undeliverable"})
HIGHEST: Final = "clock.highest"
"""The clock of level 4 and 5."""

Looking = Annotated[Asking, asking(Operation.READ_INBOX)]


class InboxQuery(BaseModel):
    """Which office's inbox, for those who oversee several; what the asker has already."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    office: UUID | None = None
    mark: str = Field("", max_length=64)


@router.get("")
def show_inbox(
    request: Request, asking: Looking, query: Annotated[InboxQuery, Query()]
) -> Response:
    """Show the inbox."""
    shown = inbox_values(request, asking, query.office)
    return page(request, "inbox.html", **(shown or {}))


@router.get("/lines")
def show_lines(
    request: Request, asking: Looking, query: Annotated[InboxQuery, Query()]
) -> Response:
    """Show the lines alone; nothing while they are what the asker has already."""
    shown = inbox_values(request, asking, query.office, query.mark)
    if shown is None:
        return Response(status_code=HTTPStatus.NO_CONTENT)
    return page(request, "inbox_lines.html", **shown)


def inbox_values(
    request: Request, asking: Asking, office: UUID | None = None, mark: str = ""
) -> dict[str, Any] | None:
    """Return what the lines' template shows, and note who is named in it.

    None, and no note, when the mark says that the asker has just these lines already.
    """
    language, now = language_of(request), asking.services.clock()
    with asking.reading() as opened:
        oversees = bool(opened.divisions)
        office = office if oversees else asking.principal.organisation
        rows = open_first(opened.connection, office, MOST)
        clocks = {key: clock(row, now, language) for key, row in rows}
        gone = taken_back_of(opened.log, [row.person for _, row in rows])
        rings = {key: how_it_rings(row, now) for key, row in rows}
        told = [str(key) for key, row in rows if str(row.fact) in gone]
        words = [language.tag, *clocks.values(), *rings.values(), *told]
        reached = _mark(rows, words)
        if mark == reached:
            opened.showed_nobody()
            return None
        offices = {key: row.name for key, row in all_offices(opened.connection).items()}
        lines = [
            {
                "key": key,
                "row": row,
                "fields": fields_of(opened, key, row, language),
                "clock": clocks[key],
                "is_late": is_late(row, now),
                "rings": rings[key],
                "is_retracted": str(row.fact) in gone,
            }
            for key, row in rows
        ]
        opened.saw(row.person for _, row in rows)
        duty = on_duty(opened.connection).get(office) if office else None
    return {
        "duty": duty,
        "lines": lines,
        "states": STATES,
        "offices": offices,
        "oversees": oversees,
        "office": office,
        "mark": reached,
    }


def how_it_rings(row: NoticeRow, now: datetime) -> str:
    """Return how the page rings about a notice: urgently, once, or not at all.

    One that waits for its shift's digest lies there quietly.
    """
    waits = row.opened_at is None and row.state in UNOPENED
    is_held = row.held_until is not None and now < row.held_until
    if not row.changes_open and (not waits or is_held):
        return ""
    return "urgent" if row.clock == HIGHEST else "once"


def _mark(rows: Sequence[tuple[UUID, NoticeRow]], words: Sequence[str]) -> str:
    """Return what changes whenever a line does; tells nothing about anybody."""
    told = [f"{key} {row.state} {row.changes_open}" for key, row in rows]
    return hashlib.sha256("\n".join([*told, *words]).encode()).hexdigest()

"""The cursor feed: what an office was told, each once, in the order of the log.

For systems that would rather ask than be called. That the office was turned to about a
notice nobody accepted (催办, 督办) is in it like the office's own notices. A cursor is a
position of the log; what comes after it is the same whoever asks and however often.
"""

from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection, text

from api.escalation_lines import turn_fields
from api.language import language
from api.notice_fields import as_logged, brought
from api.reading import Reading
from api.v1.asking import Asking, asking
from api.v1.described import QUESTION
from api.v1.models import Answer, Body
from domain.errors import Unknown
from domain.log import Logged
from domain.registry.notice_escalation import Escalated, Reminded
from domain.rules.access import Operation
from projections.escalations import turned_after
from projections.folding import positions
from projections.notice_box import told_after

router: Final = APIRouter(prefix="/api/v1/notices/feed", tags=["notices"])

TOLD: Final = frozenset({"notice.issued", "notice.corrected", "notice.withdrawn"})
"""The facts of a notice that are told to its receiver."""
VIEWS: Final = ("notice_box", "escalation")
"""What the feed is read from, up to where both have come."""
ISSUED: Final = "notice.issued"
MOST: Final = 100
CHINESE: Final = language("zh-CN")


class FeedQuery(BaseModel):
    """After which position."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    after: int | None = Field(
        None,
        ge=0,
        description="`next` of the last answer; left out: what was acknowledged last.",
    )
    limit: int = Field(50, ge=1, le=MOST, description="How many at most.")


class FeedItem(Answer):
    """One notice, correction, withdrawal or turn, as the webhook would bring it."""

    cursor: int = Field(title="Its position in the log", examples=[1204])
    id: UUID = Field(title="By which repeats are dropped")
    type: str = Field(title="What it is", examples=["suian.notice.issued"])
    notice: UUID = Field(
        title="The notice: answered under /api/v1/notices, a turn under /api/v1/escalations"
    )
    time: datetime = Field(title="Since when it is told")
    data: dict[str, str] = Field(
        title="What the receiver may read, by its closed schema",
        examples=[{"name": "演示甲", "grade": "3"}],
    )


class FeedAnswer(Answer):
    """What came after the cursor, in the order of the log."""

    items: list[FeedItem]
    next: int = Field(title="The cursor to ask with next", examples=[1204])


class MarkBody(Body):
    """How far the feed was taken over."""

    cursor: int = Field(title="`next` of the last answer", ge=0, examples=[1204])


class MarkAnswer(Answer):
    """How far the office's feed was taken over."""

    cursor: int = Field(title="Up to this position", examples=[1204])


@router.get("", openapi_extra=QUESTION)
def read_feed(
    query: Annotated[FeedQuery, Query()],
    asking: Annotated[Asking, asking(Operation.READ_INBOX)],
) -> FeedAnswer:
    """Return what the asker's own office was told after a position, oldest first."""
    office = _own(asking)
    with asking.reading() as opened:
        after = _mark(opened.connection, office) if query.after is None else query.after
        rows = _rows(opened.connection, office, after, query.limit)
        items = [item for at, key in rows for item in _items(opened, office, at, key)]
        if not items:
            opened.showed_nobody()
    return FeedAnswer(items=items, next=rows[-1][0] if rows else after)


@router.post("/acknowledgement", openapi_extra=QUESTION)
def acknowledge_feed(
    body: MarkBody, asking: Annotated[Asking, asking(Operation.OPEN_NOTICE)]
) -> MarkAnswer:
    """Note how far the feed was taken over; a mark never goes back."""
    services = asking.services
    with services.engine.begin() as connection:
        reached = connection.execute(
            text(MARK),
            {
                "office": _own(asking),
                "position": min(body.cursor, services.log.last_position()),
                "now": services.clock(),
            },
        ).scalar_one()
    return MarkAnswer(cursor=reached)


def _own(asking: Asking) -> UUID:
    office = asking.principal.organisation
    if office is None:
        raise Unknown(kind="office")
    return office


def _mark(connection: Connection, office: UUID) -> int:
    found = connection.execute(
        text("SELECT position FROM desk.feed_mark WHERE office = :office"),
        {"office": office},
    )
    return found.scalar() or 0


def _rows(
    connection: Connection, office: UUID, after: int, limit: int
) -> list[tuple[int, UUID]]:
    """Return where something about the office's notices or turns changed, in log order."""
    reached = positions(connection)
    upto = min(reached.get(name, 0) for name in VIEWS)
    told = told_after(connection, office, after, upto, limit)
    turned = turned_after(connection, office, after, upto, limit)
    return sorted({*told, *turned})[:limit]


def _items(opened: Reading, office: UUID, at: int, notice: UUID) -> list[FeedItem]:
    """Return what an office was told at a position; nothing for a step it took itself."""
    row = as_logged(opened.log, notice)
    items: list[FeedItem] = []
    for each in opened.log.stream(notice, at):
        if each.position != at:
            continue
        match each.fact:
            case Reminded() | Escalated() as turn if turn.office == str(office):
                data = turn_fields(opened, notice, turn, CHINESE)
            case _ if each.topic in TOLD and row.receiver == office:
                data = brought(opened, notice, row, CHINESE)
            case _:
                continue
        opened.saw([row.person])
        items.append(_item(each, data))
    return items


def _item(told: Logged, data: dict[str, str]) -> FeedItem:
    return FeedItem(
        cursor=told.position,
        id=told.stream if told.topic == ISSUED else told.event_id,
        type=f"suian.{told.topic}",
        notice=told.stream,
        time=told.recorded_at,
        data=data,
    )


MARK: Final = """
INSERT INTO desk.feed_mark AS m (office, position, marked_at)
VALUES (:office, :position, :now)
ON CONFLICT (office) DO UPDATE SET
    position = greatest(m.position, excluded.position), marked_at = excluded.marked_at
RETURNING position
"""

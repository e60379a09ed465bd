"""How much of a notice's clock is left, in words that change every few minutes only."""

from datetime import datetime, timedelta
from typing import Final

from api.language import Language
from projections.notice_box import NoticeRow

STEP: Final = timedelta(minutes=5)
HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)


def is_waiting(row: NoticeRow) -> bool:
    """Return whether nobody has answered a notice yet, and somebody still has to."""
    ends = (row.accepted_at, row.returned_at, row.closed_at)
    return not any((*ends, row.withdrawn_at, row.expired_at))


def clock(row: NoticeRow, now: datetime, language: Language) -> str:
    """Return what is left until it must be accepted, or by how much it is late."""
    if not is_waiting(row):
        return ""
    left = row.accept_by - now
    if left < timedelta(0):
        return language.text("Late by {span}", span=_span(-left, language))
    return language.text("{span} left", span=_span(left, language))


def _span(span: timedelta, language: Language) -> str:
    if span >= 2 * DAY:
        return language.counted("{n} day", "{n} days", span // DAY)
    if span >= 2 * HOUR:
        return language.counted("{n} hour", "{n} hours", span // HOUR)
    minutes = max(span // STEP, 1) * STEP // timedelta(minutes=1)
    return language.counted("{n} minute", "{n} minutes", minutes)

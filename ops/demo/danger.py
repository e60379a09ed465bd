"""Invented danger reports and quick reports: what was told, in words of the demonstration."""

from datetime import datetime
from typing import Final

from domain.registry.danger_reports import TakeDangerReport
from domain.registry.follow_up import QuickReport
from domain.values.danger_report import DangerChannel, DangerTold
from domain.values.quick_report import HelpWanted, InDanger, Seen

PLACES: Final = ("演示村口小卖部", "演示村委会门前", "", "演示公路边")
WHATS: Final = ("演示:有人持棍砸门", "演示:有人当街追打他人", "演示:有人扬言点火")
CHANNELS: Final = tuple(DangerChannel)
HELPS: Final = tuple(HelpWanted)
DANGERS: Final = tuple(InDanger)
SEEN: Final = tuple(Seen)


def quick_report(
    number: int, happened_at: datetime | None = None, led_by: str | None = None
) -> QuickReport:
    """Return an invented quick report, the same for the same number."""
    return QuickReport(
        place_now=PLACES[number % len(PLACES)],
        help_wanted=frozenset({HELPS[number % len(HELPS)], HELPS[number % 2]}),
        in_danger=frozenset({DANGERS[number % len(DANGERS)]}),
        weapon=SEEN[number % len(SEEN)],
        child_at_home=SEEN[(number + 1) % len(SEEN)],
        happened_at=happened_at,
        danger_report=led_by,
    )


def danger_told(number: int, village: str, name: str = "") -> TakeDangerReport:
    """Return an invented report from elsewhere, the same for the same number."""
    told = DangerTold(
        village=village,
        what=WHATS[number % len(WHATS)],
        name=name,
        place=PLACES[number % len(PLACES)],
        informant="演示报告人",
        phone="0000-0000004",
    )
    return TakeDangerReport(told, CHANNELS[number % len(CHANNELS)])

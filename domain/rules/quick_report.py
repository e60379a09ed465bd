"""Say what follows a quick report (速报), and from when a fact was told late (迟报).

Decision: by when form 8 follows a quick report; whether a danger was entered late; who is
          told what only a quick report says.
Source:   field notes 1 (K): the quick report goes first, form 8 is completed later; paper
          entered days late still notifies at once, marked late with both times.
Hit rule: each question has its own row.
Silence:  no text sets an hour: 24 for each (D-IN1, D-IN2). Whom it helps to know where the
          person is now: those who come, never helpers (D-IN3).
"""

from datetime import date, datetime, time, timedelta
from typing import Final

from domain.rules.clause import Clause, Evidence, Reason
from domain.rules.parameters import NATIONAL, InForce, Setting, Unit, default
from domain.values.calendar import SHANGHAI, shanghai_day

# fmt: off
FORM_FOLLOWS = Reason("quick.form", Clause("OURS", "D-IN1", Evidence.DECIDED),
    "After a quick report the follow-up form is completed within 24 hours.",
    "速报后24小时内补填随访服务记录表（本系统设定，可配置）")
TOLD_LATE = Reason("quick.late", Clause("OURS", "D-IN2", Evidence.DECIDED),
    "Entered more than 24 hours after it happened: told at once all the same, marked late.",
    "发生超过24小时后才录入：仍立即告知，并标明迟报（本系统设定，可配置）")
# fmt: on
REASONS: tuple[Reason, ...] = (FORM_FOLLOWS, TOLD_LATE)
TABLE = REASONS

FORM_WITHIN: Final = default(
    "quick.form", Unit.HOURS, 24, FORM_FOLLOWS, at_least=1, at_most=240
)
"""Within how many hours the form follows a quick report."""
LATE_AFTER: Final = default(
    "quick.late", Unit.HOURS, 24, TOLD_LATE, at_least=1, at_most=240
)
"""After how many hours a fact counts as told late."""
A_DAY: Final = len("2026-03-02")


def form_due(reported_at: datetime, local: InForce = NATIONAL) -> datetime:
    """Return by when form 8 follows a quick report."""
    setting = local.setting(FORM_WITHIN, shanghai_day(reported_at))
    return reported_at + _hours(setting)


def told_late(
    happened_at: str, recorded_at: datetime, local: InForce = NATIONAL
) -> Reason | None:
    """Return why a fact is marked late; None where it was entered in time.

    `happened_at` is an instant or a day; a day is counted from its end.
    """
    setting = local.setting(LATE_AFTER, shanghai_day(recorded_at))
    is_late = recorded_at - _moment(happened_at) > _hours(setting)
    return setting.why if is_late else None


def _hours(setting: Setting) -> timedelta:
    return timedelta(hours=setting.value)


def _moment(happened_at: str) -> datetime:
    if len(happened_at) > A_DAY:
        return datetime.fromisoformat(happened_at)
    day = date.fromisoformat(happened_at) + timedelta(days=1)
    return datetime.combine(day, time(), SHANGHAI)

"""What a notice tells beside its rule's own fields: a quick report's, and that it is late.

Decided when the notice is issued, so a receiver's notice goes on naming the same fields.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from domain.log import Log, Logged
from domain.person.quick_report import QuickReported
from domain.person.risk import RiskGraded
from domain.registry.notices import Receiver
from domain.rules.notice_policy import (
    OF_QUICK_REPORT,
    TOLD_QUICK_REPORTS,
    NoticeField,
)
from domain.rules.parameters import InForce
from domain.rules.quick_report import told_late

QUICK: Final = "quick_report"
"""The source of a grade that came with a quick report."""


def beside(
    log: Log, logged: Logged, receivers: Sequence[Receiver], local: InForce
) -> tuple[Receiver, ...]:
    """Return the receivers, each told what a fact says beside the rule's fields."""
    report = _report_with(log, logged)
    happened_at = report.happened_at if report else logged.happened_at
    late = (
        (NoticeField.LATE_REPORT,)
        if told_late(happened_at, logged.recorded_at, local)
        else ()
    )
    quick = OF_QUICK_REPORT if report else ()
    return tuple(
        replace(
            each,
            fields=(
                *each.fields,
                *(quick if each.kind in TOLD_QUICK_REPORTS else ()),
                *late,
            ),
        )
        for each in receivers
    )


def late_of(facts: Sequence[Logged], position: int) -> str:
    """Return when what a notice is about happened, and when it was entered ("a/b")."""
    at = next((each for each in reversed(facts) if each.position == position), None)
    if at is None:
        return ""
    report = report_of([each.fact for each in facts if each.position <= position])
    is_of_it = report is not None and _grading(at) == report.grading
    happened_at = report.happened_at if report and is_of_it else at.happened_at
    return f"{happened_at}/{at.recorded_at.isoformat()}"


def report_of(facts: Sequence[object]) -> QuickReported | None:
    """Return the latest quick report among some facts."""
    return next((f for f in reversed(facts) if isinstance(f, QuickReported)), None)


def _report_with(log: Log, logged: Logged) -> QuickReported | None:
    if isinstance(logged.fact, QuickReported):
        return logged.fact
    if _grading(logged) is None or getattr(logged.fact, "source", "") != QUICK:
        return None
    facts = [each.fact for each in log.stream(logged.stream, logged.position)]
    report = report_of(facts)
    return report if report and report.grading == _grading(logged) else None


def _grading(logged: Logged) -> str | None:
    fact = logged.fact
    return fact.grading if isinstance(fact, RiskGraded | QuickReported) else None

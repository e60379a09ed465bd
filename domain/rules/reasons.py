"""Every reason a rule can give, by its code: what an event keeps, put into words again.

An event keeps a reason's code and clause only. A code is for ever: a retired row's reason
moves to `RETIRED`, so that an old follow-up can still say why.
"""

from typing import Final

from domain.rules import (
    admission,
    aid_schemes,
    check_up,
    clue_life,
    consent,
    contact_outcome,
    counting_days,
    covered_days,
    danger_report,
    dispensing,
    due_explanation,
    emergency,
    exclusion,
    face_visit,
    follow_up_classification,
    follow_up_interval,
    four_a_year,
    guardian,
    guardian_subsidy,
    handover,
    indicator_conditions,
    injection_late,
    laboratory_checks,
    leaving,
    locking,
    lowering,
    national_entry,
    notice_changes,
    notice_clocks,
    notice_escalation,
    notice_expiry,
    notice_policy,
    overdue_ladder,
    parameters,
    payer_order,
    planning,
    quick_report,
    referral,
    registration_scope,
    rehabilitation,
    report_limits,
    residual,
    review_sampling,
    risk_grade,
    taking_back,
    under_grading,
)
from domain.rules.clause import Reason

RETIRED: Final[tuple[Reason, ...]] = ()

REASONS: Final = {
    why.code: why
    for why in (
        *(row.why for row in follow_up_classification.TABLE),
        *(row.why for row in follow_up_interval.TABLE),
        *follow_up_interval.FIRST_VISIT,
        follow_up_interval.REFERRED,
        follow_up_interval.FEWER_THAN_FOUR,
        face_visit.RELATIVES_ONLY,
        face_visit.LONG_UNSEEN,
        *(rule.why for rule in notice_policy.TABLE),
        notice_policy.JOINTLY,
        *(row.why for row in notice_clocks.EVERY_CLOCK),
        *(row.why for row in notice_escalation.TABLE),
        *notice_expiry.REASONS,
        *(row.why for row in notice_changes.TABLE),
        *indicator_conditions.AGAINST,
        *locking.REASONS,
        *lowering.REASONS,
        *quick_report.REASONS,
        *danger_report.REASONS,
        *residual.REASONS,
        *leaving.REASONS,
        *four_a_year.REASONS,
        *planning.REASONS,
        *due_explanation.REASONS,
        *check_up.REASONS,
        *(row.why for row in overdue_ladder.TABLE),
        *contact_outcome.REASONS,
        *dispensing.REASONS,
        *rehabilitation.REASONS,
        *covered_days.REASONS,
        *injection_late.REASONS,
        *laboratory_checks.REASONS,
        *counting_days.REASONS,
        *parameters.REASONS,
        *(row.why for row in risk_grade.TABLE),
        *registration_scope.REASONS,
        *report_limits.REASONS,
        *clue_life.REASONS,
        *consent.REASONS,
        *exclusion.REASONS,
        *review_sampling.REASONS,
        *national_entry.REASONS,
        *(row.why for row in guardian.TABLE),
        guardian.YEARLY,
        *(row.why for row in under_grading.TABLE),
        *aid_schemes.REASONS,
        *guardian_subsidy.REASONS,
        *handover.REASONS,
        *payer_order.REASONS,
        *admission.REASONS,
        *emergency.REASONS,
        *referral.REASONS,
        *taking_back.REASONS,
        *RETIRED,
    )
}


def reason(code: str) -> Reason | None:
    """Return the reason of a code; `None` for a jurisdiction's own."""
    return REASONS.get(code)

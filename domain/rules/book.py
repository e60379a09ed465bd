"""The rule book: every table there is.

A table that is not here fails a house test. What it says is read off the table itself
(`shown.py`), so the book can say nothing else.
"""

from collections.abc import Mapping
from typing import Final

from domain.rules import (
    access,
    admission,
    aid_schemes,
    check_up,
    clue_life,
    consent,
    contact_outcome,
    counting_days,
    covered_days,
    dispensing,
    due_explanation,
    emergency,
    erasure,
    exclusion,
    face_visit,
    follow_up_classification,
    follow_up_course,
    follow_up_interval,
    four_a_year,
    guardian,
    guardian_subsidy,
    handover,
    indicator_conditions,
    indicators,
    injection_late,
    laboratory_checks,
    leaving,
    locking,
    lowering,
    merging,
    national_codes,
    national_entry,
    notice_policy,
    overdue_ladder,
    payer_order,
    planning,
    referral,
    registration_scope,
    rehabilitation,
    report_limits,
    residual,
    review_sampling,
    risk_grade,
    same_as_last,
    taking_back,
    under_grading,
)
from domain.rules.parameters import Parameter
from domain.rules.shown import Table, since, table

# fmt: off
TABLES: Final[tuple[Table, ...]] = (
    table(follow_up_classification, "Class of a follow-up", "随访分类"),
    table(follow_up_course, "Where a follow-up stands in the course", "随访在病程中的位置",
          since("follow-up-course/2017", 2017, follow_up_course.TABLE)),
    table(follow_up_interval, "When to see the person next", "下次随访日期"),
    table(locking, "Locking up is to be ended", "关锁应予解除",
          since("locking/2012", 2012, locking.TABLE)),
    table(lowering, "Who may lower level 3 and higher", "谁可下调3级及以上",
          since("lowering/ours-2026", 2026, lowering.TABLE)),
    table(residual, "A psychiatrist's opinion on residual findings", "慢性残留意见",
          since("residual/ours-2026", 2026, residual.TABLE)),
    table(leaving, "Leaving the area and being lost", "外出、失访与报告",
          since("leaving/2018", 2018, leaving.TABLE)),
    table(four_a_year, "Four follow-ups a year", "全年4次随访",
          since("four-a-year/2017", 2017, ())),
    table(planning, "What else makes a visit due", "其他应随访情形"),
    table(due_explanation, "How a due day explains itself", "到期日说明",
          since("due-explanation/ours-2026", 2026, ())),
    table(face_visit, "When to see the person face to face", "面访要求",
          since("face-visit/ours-2026", 2026, ())),
    table(counting_days, "Until when a visit counts", "计入规范管理率的最后日期",
          since("counting-days/2017", 2017, ())),
    table(contact_outcome, "After an attempt to reach somebody", "联系结果与下一步"),
    table(overdue_ladder, "Who is reminded of an overdue visit", "逾期未访催办"),
    table(risk_grade, "Grade of risk", "危险性评估分级",
          since("risk-grade/2017", 2017, risk_grade.TABLE)),
    table(under_grading, "Questions when a grade looks too low", "压级询问",
          since("under-grading/ours-2026", 2026, under_grading.TABLE)),
    table(notice_policy, "Who is told of level 3 and higher", "3级及以上告知"),
    table(registration_scope, "Who belongs on the register", "登记范围",
          since("registration-scope/2017", 2017, ())),
    table(report_limits, "Limits of reports and sheets", "报告与信息单时限"),
    table(clue_life, "Clues", "线索的复核与失效"),
    table(exclusion, "Excluding a diagnosis", "排除诊断",
          since("exclusion/2018", 2018, exclusion.TABLE)),
    table(admission, "Whether somebody may be admitted", "住院与强制医疗"),
    table(emergency, "What an emergency asks for", "应急处置时限"),
    table(referral, "Referral and what follows it", "转诊",
          since("referral/2017", 2017, ())),
    table(consent, "What an answer to the consent form changes", "知情同意",
          since("consent/2018", 2018, consent.TABLE)),
    table(guardian, "The yearly look at the guardian", "监护人年度评估",
          since("guardian/2021", 2021, guardian.TABLE)),
    table(check_up, "The annual check-up", "年度健康体检"),
    table(injection_late, "Injections early and late", "长效针剂提前与延误处理"),
    table(laboratory_checks, "Checks that medicines call for", "用药监测检查"),
    table(covered_days, "Days covered by medicine", "药物覆盖天数",
          since("covered-days/ours-2026", 2026, covered_days.REASONS)),
    table(rehabilitation, "Community rehabilitation", "社区康复转介时限"),
    table(dispensing, "Handing out medicine, and its expiry", "发药与近效期"),
    table(same_as_last, "What may be taken over from last time", "同上次（已核实）",
          since("same-as-last/ours-2026", 2026, ())),
    table(indicators, "Indicators", "指标", tuple(indicators.EDITIONS.values())),
    table(indicator_conditions, "Conditions of the indicators", "指标口径",
          since("indicator-conditions/2017", 2017, indicator_conditions.AGAINST)),
    table(aid_schemes, "Aid schemes", "救助项目"),
    table(payer_order, "Who pays, in which order", "费用支付顺序"),
    table(guardian_subsidy, "Subsidy for guardians", "监护补助（以奖代补）",
          since("guardian-subsidy/2024", 2016, guardian_subsidy.TABLE)),
    table(national_entry, "Limits of the second entry", "国家系统录入时限",
          since("national-entry/ours-2026", 2018, national_entry.TABLE)),
    table(national_codes, "Codes of the national system", "国家系统代码对照",
          since("national-codes/2018", 2018, tuple(national_codes.PARITY.values()))),
    table(review_sampling, "Call-backs in the review", "审核抽样回访",
          since(review_sampling.EDITION, 2017, review_sampling.TABLE)),
    table(access, "Who may do and see what", "谁可以做什么、看什么",
          since("access/2026", 2026, access.TABLE)),
    table(handover, "Handing over responsibility", "责任移交",
          since("handover/ours-2026", 2026, handover.TABLE)),
    table(merging, "Two records of one person", "合并与拆分档案",
          since("merging/ours-2026", 2026, ())),
    table(taking_back, "Taking a fact back", "更正与撤销",
          since("taking-back/ours-2026", 2026, taking_back.TABLE)),
    table(erasure, "Destroying a person's keys", "销毁密钥",
          since("erasure/ours-2026", 2026, ())),
)
# fmt: on

PARAMETERS: Final[Mapping[str, Parameter]] = {
    parameter.code: parameter for each in TABLES for parameter in each.parameters()
}
"""Everything a place may set otherwise, by code."""

TABLE_OF: Final[Mapping[str, Table]] = {each.name: each for each in TABLES}


def table_of(parameter: str) -> Table:
    """Return the table a parameter belongs to."""
    return next(
        each
        for each in TABLES
        if any(mine.code == parameter for mine in each.parameters())
    )

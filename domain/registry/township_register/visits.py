"""A row of the follow-ups, read into form 8."""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from domain.person.follow_up import FollowUpForm
from domain.registry.registration import RawRow
from domain.registry.township_register import codes
from domain.registry.township_register.columns import INCIDENTS, VISITS, heading_of
from domain.registry.township_register.fault_texts import AS_IN_REGISTER, FaultCode
from domain.registry.township_register.faults import Fault, RefusedRow
from domain.registry.township_register.people import raw_row, read_key
from domain.registry.township_register.sheet import SheetRow
from domain.registry.township_register.terms import Faults, Terms
from domain.registry.township_register.written import read_count, read_day, read_grade
from domain.rules.follow_up_classification import classify
from domain.values.findings import (
    Findings,
    FollowUpClass,
    Grade,
    Incidents,
    SocialFunction,
)

COLUMNS = {column.name: column for column in VISITS}


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A follow-up as the register knows it, of the person with this key.

    The form takes the register's own class and next day, with the reason that they stand
    there, so that it can be recorded as it was decided then.
    """

    key: str
    form: FollowUpForm
    row: RawRow
    doubts: tuple[Fault, ...]

    @property
    def visit_key(self) -> str:
        """Return what makes the follow-up the same one when it is imported again."""
        return f"{self.key} {self.form.visited_on.isoformat()}"


def read_visit_row(row: SheetRow, terms: Terms) -> VisitRow | RefusedRow:
    """Return the follow-up of a row, or every reason for which it can't be recorded."""
    faults = Faults()
    key = read_key(row, faults)
    visited_on = _visited_on(row, terms, faults)
    form = codes.VISIT_FORM.read(row.cell("form").tight)
    if form is None:
        faults.add(FaultCode.FORM_UNREADABLE)
    spoke_with = _answers(row, "spoke_with", faults)
    if not spoke_with:
        faults.add(FaultCode.SPOKE_WITH_MISSING)
    findings = _findings(row, terms, faults)
    judged = _judged(row, findings, visited_on or terms.today, faults)
    if faults.refusals or visited_on is None or form is None:
        return RefusedRow(row.sheet, row.number, faults.refusals)
    due_on = _due_on(row, visited_on, faults)
    differs = judged and classify(findings, visited_on).needs_reason(judged)
    filled = FollowUpForm(
        visited_on,
        form.value,
        frozenset(each.value for each in spoke_with),
        findings,
        judged,
        AS_IN_REGISTER if differs else "",
        due_on,
        AS_IN_REGISTER if due_on else "",
        remark=row.cell("remark").plain,
    )
    return VisitRow(key, filled, raw_row(row, terms), faults.doubts)


def _visited_on(row: SheetRow, terms: Terms, faults: Faults) -> date | None:
    cell = row.cell("visited_on")
    day = read_day(cell)
    if not cell.plain:
        faults.add(FaultCode.VISIT_DAY_MISSING)
    elif day is None:
        faults.add(FaultCode.VISIT_DAY_UNREADABLE)
    elif day > terms.today:
        faults.add(FaultCode.VISIT_IN_FUTURE)
    return day


def _findings(row: SheetRow, terms: Terms, faults: Faults) -> Findings:
    read = {
        name: _answer(row, name, faults)
        for name in (
            *("symptoms", "insight", "sleep", "diet", "self_care", "housework", "work"),
            *("study", "relations", "adverse_reaction", "physical_illness"),
            *("adherence", "treatment_effect", "locked", "hospital"),
        )
    }
    social = ("self_care", "housework", "work", "study", "relations")
    return Findings(
        risk=_grade(row, terms, faults),
        symptom_codes=_answers(row, "symptom_codes", faults),
        social=SocialFunction(**{name: read.pop(name) for name in social}),
        incidents=_incidents(row, faults),
        **read,
    )


def _grade(row: SheetRow, terms: Terms, faults: Faults) -> Grade:
    grade = read_grade(row.cell("risk"), terms.risk_codes)
    if isinstance(grade, FaultCode):
        faults.add(grade)
        return Grade.NOT_ASSESSED
    if not grade.is_assessed:
        faults.add(FaultCode.RISK_NOT_ASSESSED)
    return grade


def _answer(row: SheetRow, name: str, faults: Faults) -> Any:
    words, text = COLUMNS[name].codes, row.cell(name).tight
    if words is None or not text:
        return None
    answer: Enum | None = words.read(text)
    if answer is None:
        faults.add(FaultCode.ANSWER_UNREADABLE, heading_of(VISITS, name))
    return answer


def _answers(row: SheetRow, name: str, faults: Faults) -> frozenset[Any]:
    words, text = COLUMNS[name].codes, row.cell(name).plain
    if words is None or not text:
        return frozenset()
    answers, complete = words.read_several(text)
    if not complete:
        faults.add(FaultCode.ANSWERS_LEFT_OUT, heading_of(VISITS, name))
    return answers


def _incidents(row: SheetRow, faults: Faults) -> Incidents | None:
    if not any(row.cell(name).plain for name in INCIDENTS):
        return None
    counts = {name: read_count(row.cell(name)) for name in INCIDENTS}
    wrong = [name for name, count in counts.items() if count is None]
    for name in wrong:
        faults.add(FaultCode.ANSWER_UNREADABLE, heading_of(VISITS, name))
    if wrong:
        return None
    return Incidents(**{name: count or 0 for name, count in counts.items()})


def _judged(
    row: SheetRow, findings: Findings, on: date, faults: Faults
) -> FollowUpClass | None:
    text = row.cell("judged").tight
    if text in codes.NOT_REACHED:
        faults.add(FaultCode.NOT_REACHED)
        return None
    judged = codes.FOLLOW_UP_CLASS.read(text)
    if text and judged is None:
        faults.add(FaultCode.CLASS_UNREADABLE)
    proposal = classify(findings, on)
    if not text and proposal.proposed is None and not proposal.may_stay_open:
        faults.add(FaultCode.CLASS_MISSING)
    return judged


def _due_on(row: SheetRow, visited_on: date, faults: Faults) -> date | None:
    cell = row.cell("due_on")
    due = read_day(cell)
    if cell.plain and due is None:
        faults.add(FaultCode.DUE_UNREADABLE)
    if due is not None and due <= visited_on:
        faults.add(FaultCode.DUE_NOT_AFTER)
        return None
    return due

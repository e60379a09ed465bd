"""Propose what follows an attempt to reach somebody; the doctor decides.

Decision: the next steps an attempt's outcome asks for, and how long "remind later" may
          hold back the doctor's reminders.
Source:   BR-LOST-3 (K), R4 for the loss and death fields of form 8, P7 art 45 for the
          report of a refusal (sources.md); D-O4, D-O5.
Hit rule: every matching row is a proposal; three attempts in a row over more than a month
          that reached nobody propose a loss (失访) beside the row of the last one.
Silence:  D-O4: reminders to the doctor rest for two weeks at most, those to the unit and
          the county office never. D-O5: any other outcome, and any visit, begins the
          count of attempts anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.rules.clause import Clause, Evidence, Reason
from domain.rules.edition import Edition, in_force
from domain.rules.parameters import NATIONAL, InForce, Unit, at_most, default
from domain.values.calendar import ONE_MONTH, TWO_WEEKS
from domain.values.contacts import ContactOutcome


class Step(StrEnum):
    """What is proposed next."""

    FOLLOW_UP = "follow_up"
    TRY_AGAIN = "try_again"
    MOVE = "move"
    REFUSAL = "refusal"
    DEATH = "death"
    LOSS = "loss"


@dataclass(frozen=True, slots=True)
class Row:
    """One outcome, the step it asks for, and why."""

    outcome: ContactOutcome
    step: Step
    why: Reason


@dataclass(frozen=True, slots=True)
class Tried:
    """An attempt as the rule sees it."""

    on: date
    outcome: ContactOutcome


RETRY = Clause("K", "BR-LOST-3", Evidence.REMEMBERED)
FORM_8 = Clause("R4", "转归、失访、死亡", Evidence.REPRODUCED)
REPORT = Clause("P7", "art 45", Evidence.PRIMARY)
PAUSE = Clause("OURS", "D-O4", Evidence.DECIDED)
COUNT = Clause("OURS", "D-O5", Evidence.DECIDED)

CO, S = ContactOutcome, Step

# fmt: off
TABLE: tuple[Row, ...] = (
    Row(CO.REACHED, S.FOLLOW_UP,
        Reason("contact.reached", COUNT,
               "Reached: a call is a follow-up only once its form is recorded.",
               "已联系上：填写随访记录后才算一次随访（本系统设定）")),
    Row(CO.NOT_REACHED, S.TRY_AGAIN,
        Reason("contact.not_reached", RETRY, "Not reached: try again within 2 weeks.",
               "未访到：2周内再次随访（未核实原文）")),
    Row(CO.MOVED, S.MOVE,
        Reason("contact.moved", RETRY,
               "Moved: record the new address; a known address is no loss.",
               "已迁居：登记新住址；去向明确的不算失访（未核实原文）")),
    Row(CO.REFUSED, S.REFUSAL,
        Reason("contact.refused", REPORT,
               "Refused: report to the township, the SMI office and the police.",
               "拒访：及时报告乡镇（街道），并告知精防机构和公安")),
    Row(CO.DIED, S.DEATH,
        Reason("contact.died", FORM_8, "Died: record the day and the cause.",
               "已死亡：登记死亡日期和原因")),
    Row(CO.REMIND_LATER, S.FOLLOW_UP,
        Reason("contact.remind_later", PAUSE,
               "Reminders rest until the day agreed; the visit stays due.",
               "暂停提醒至约定日期，随访任务不变（本系统设定）")),
)

THREE_NOT_REACHED = Reason("contact.three_not_reached", RETRY,
    "Not reached three times in a row over more than a month: consider a loss.",
    "连续3次未访到且历时超过1个月：是否登记失访（未核实原文）")
# fmt: on

REASONS: tuple[Reason, ...] = (*(row.why for row in TABLE), THREE_NOT_REACHED)

ATTEMPTS = default(
    "contact.attempts", Unit.TIMES, 3, THREE_NOT_REACHED, at_least=2, at_most=6
)
PAUSE_AT_MOST = at_most(
    "contact.pause", Unit.DAYS, TWO_WEEKS.days, TABLE[-1].why, at_least=0
)

EDITIONS: tuple[Edition[tuple[Row, ...]], ...] = (
    Edition("contact-outcome/ours-2026", date(2026, 1, 1), TABLE),
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """The steps proposed, each with its reason, and the edition that spoke."""

    steps: tuple[tuple[Step, Reason], ...]
    edition: str
    overrides: tuple[str, ...] = ()


def propose_steps(
    tried: Tried, earlier: Sequence[Tried] = (), local: InForce = NATIONAL
) -> Proposal:
    """Return what an attempt asks for; earlier attempts since the last visit count."""
    times = local.setting(ATTEMPTS, tried.on)
    edition = in_force(EDITIONS, tried.on)
    steps = [
        (row.step, row.why) for row in edition.rule if row.outcome is tried.outcome
    ]
    if not may_be_lost([*earlier, tried], times.value):
        return Proposal(tuple(steps), edition.name)
    steps.append((Step.LOSS, times.why))
    return Proposal(tuple(steps), edition.name, times.editions)


def may_be_lost(attempts: Sequence[Tried], times: int = ATTEMPTS.value) -> bool:
    """Return whether the last attempts reached nobody so often over more than a month."""
    run: list[date] = []
    for tried in sorted(attempts, key=lambda each: each.on):
        missed = tried.outcome is ContactOutcome.NOT_REACHED
        run = [*run, tried.on] if missed else []
    return len(run) >= times and ONE_MONTH.after(run[0]) < run[-1]


@dataclass(frozen=True, slots=True)
class Unreached:
    """A run of attempts that reached nobody: by when to try again, after when it is a loss."""

    times: int
    again_by: date
    loss_after: date
    may_be_lost: bool
    why: Reason


def missed_in_a_row(days: Sequence[date]) -> Unreached | None:
    """Return what a run of attempts that reached nobody asks for (BR-LOST-3)."""
    if not days:
        return None
    run = sorted(days)
    lost = may_be_lost([Tried(day, ContactOutcome.NOT_REACHED) for day in run])
    again = next(r.why for r in TABLE if r.outcome is ContactOutcome.NOT_REACHED)
    return Unreached(
        len(run),
        TWO_WEEKS.after(run[-1]),
        ONE_MONTH.after(run[0]),
        lost,
        THREE_NOT_REACHED if lost else again,
    )


def last_pause_day(tried_on: date, local: InForce = NATIONAL) -> date:
    """Return until when "remind later" may hold back the doctor's reminders."""
    return local.setting(PAUSE_AT_MOST, tried_on).interval.after(tried_on)

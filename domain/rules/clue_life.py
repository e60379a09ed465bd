"""Say who may bring a clue, what is to be done about it by when, and when it is gone.

Decision: whose word makes a clue; the next step and its day; the day it expires; the day
          what is known of the human being is erased.
Source:   S2 二(三)1 (sources.md) for who looks for people jointly; P1 arts 23 and 29 for who
          may diagnose; P2 art 47 for the erasing; the half year is remembered (K).
Hit rule: one row for a source, one step and one expiry for a stage; the earlier day.
Silence:  D-B2: two weeks to verify, two to send. D-B3: half a year without having been sent
          to a psychiatrist, a year without a diagnosis. D-B4: thirty days to put it right.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from domain.rules.clause import Clause, Evidence, Reason
from domain.rules.edition import Edition, in_force
from domain.rules.parameters import (
    NATIONAL,
    InForce,
    Parameter,
    Setting,
    Unit,
    default,
)
from domain.values.calendar import TWO_WEEKS, Interval
from domain.values.clue import ClueSource, ClueStage, ClueStep

P, K, D = Evidence.PRIMARY, Evidence.REMEMBERED, Evidence.DECIDED
JOINTLY = Clause("S2", "二(三)1", P)
SENDING = Clause("P1", "art 28", P)


class Since(StrEnum):
    """From when a step's time is counted."""

    STAGE = "stage"
    ENTRY = "entry"


@dataclass(frozen=True, slots=True)
class Bringing:
    """A source whose word makes a clue; a clue, and never a registration."""

    source: ClueSource
    why: Reason


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done at a stage, so long after the clue came to it, or was entered."""

    stage: ClueStage
    step: ClueStep
    after: Interval
    since: Since
    why: Reason


@dataclass(frozen=True, slots=True)
class Expiry:
    """How long after it was entered a clue of these stages expires."""

    stages: tuple[ClueStage, ...]
    after: Interval
    why: Reason


HALF_A_YEAR: Final = Interval(months=6)
A_YEAR: Final = Interval(months=12)

# fmt: off
SOURCES: tuple[Bringing, ...] = (
    Bringing(ClueSource.HEALTH, Reason("clue.health", JOINTLY,
        "The health departments look for people.", "卫生健康部门发现")),
    Bringing(ClueSource.POLITICS_LAW, Reason("clue.politics_law", JOINTLY,
        "The political and legal affairs committees look for people.", "政法（综治）部门发现")),
    Bringing(ClueSource.POLICE, Reason("clue.police", JOINTLY,
        "The police tell of people; they do not see what becomes of it.",
        "公安机关提供；线索去向不向其展示")),
    Bringing(ClueSource.CIVIL_AFFAIRS, Reason("clue.civil_affairs", JOINTLY,
        "Civil affairs tell of people.", "民政部门提供")),
    Bringing(ClueSource.JUSTICE, Reason("clue.justice", JOINTLY,
        "The judicial administration tells of people.", "司法行政部门提供")),
    Bringing(ClueSource.DISABILITY_FEDERATION, Reason("clue.disability_federation", JOINTLY,
        "The disabled persons' federation tells of people.", "残联提供")),
    Bringing(ClueSource.COMMITTEE, Reason("clue.committee", JOINTLY,
        "The village or residents' committee helps a family that asks.",
        "村（居）民委员会应家属请求提供帮助")),
    Bringing(ClueSource.RELATIVES, Reason("clue.relatives", SENDING,
        "Close relatives may take somebody to a hospital.", "近亲属可以送诊")),
    Bringing(ClueSource.SELF, Reason("clue.self", SENDING,
        "Whoever is ill may go to a hospital.", "本人自行就诊")),
    Bringing(ClueSource.OTHER, Reason("clue.other", Clause("OURS", "D-B2", D),
        "Somebody else: a clue all the same, verified like any other.",
        "其他来源：同样须经复核（本系统设定）")),
)
OURS_STEPS = Clause("OURS", "D-B2", D)
STEPS: tuple[Step, ...] = (
    Step(ClueStage.ENTERED, ClueStep.VERIFY, TWO_WEEKS, Since.STAGE, Reason("clue.verify",
        OURS_STEPS,
        "A clue is verified within two weeks (ours).", "线索应在2周内调查复核（本系统设定）")),
    Step(ClueStage.SUSPECTED, ClueStep.SEND, TWO_WEEKS, Since.STAGE, Reason("clue.send",
        OURS_STEPS,
        "Who is suspected to be ill is sent to a psychiatrist within two weeks (ours).",
        "疑似者应在2周内送精神科医师复核诊断（本系统设定）")),
    Step(ClueStage.SENT, ClueStep.DIAGNOSE, HALF_A_YEAR, Since.ENTRY, Reason("clue.diagnose",
        Clause("K", "2018 clues, half a year", K),
        "Without a diagnosis after half a year: to a higher hospital (not verified).",
        "半年内未能确诊的，转上级精神卫生医疗机构诊断（未核实原文）")),
    Step(ClueStage.PENDING, ClueStep.HIGHER_HOSPITAL, HALF_A_YEAR, Since.ENTRY, Reason(
        "clue.higher", Clause("K", "2018 clues, half a year", K),
        "Still undiagnosed after half a year: to a higher hospital (not verified).",
        "待核查满半年仍未确诊的，转上级精神卫生医疗机构（未核实原文）")),
)
EXPIRIES: tuple[Expiry, ...] = (
    Expiry((ClueStage.ENTERED, ClueStage.SUSPECTED), HALF_A_YEAR, Reason("clue.expires_unseen",
        Clause("OURS", "D-B3", D),
        "No psychiatrist has seen it in half a year: it expires.",
        "半年内未经精神科医师诊断，线索失效（本系统设定）")),
    Expiry((ClueStage.SENT, ClueStage.PENDING), A_YEAR, Reason("clue.expires_undiagnosed",
        Clause("OURS", "D-B3", D),
        "A year without a psychiatrist's diagnosis: it expires.",
        "一年内无精神科医师诊断，线索失效（本系统设定）")),
)
ERASED = Reason("clue.erased", Clause("P2", "art 47", P),
    "What it was kept for is over: what is known of the human being is erased.",
    "处理目的已实现或无法实现，个人信息应当删除")
ONLY_PSYCHIATRISTS = Reason("clue.psychiatrist", Clause("P1", "arts 23, 29", P),
    "Only a psychiatrist may diagnose.", "精神障碍的诊断应当由精神科执业医师作出")
# fmt: on
ERASED_AFTER: Final = Interval(days=30)
_ERASED_AFTER = Reason(
    "clue.erased_after",
    Clause("OURS", "D-B4", D),
    "Thirty days to put a slip right, then it is erased (ours).",
    "结束后保留30日以便更正，期满销毁（本系统设定）",
)
REASONS = (
    *(row.why for row in SOURCES),
    *(row.why for row in STEPS),
    *(row.why for row in EXPIRIES),
    ERASED,
    ONLY_PSYCHIATRISTS,
    _ERASED_AFTER,
)
EDITIONS: tuple[Edition[tuple[Step, ...]], ...] = (
    Edition("clue-life/ours-2026", date(2026, 1, 1), STEPS),
)


def _of(why: Reason, after: Interval) -> Parameter:
    unit, value = (
        (Unit.MONTHS, after.months) if after.months else (Unit.DAYS, after.days)
    )
    return default(why.code, unit, value, why, at_least=1, at_most=3 * value)


PARAMETERS: Final = (
    *(_of(row.why, row.after) for row in STEPS),
    *(_of(row.why, row.after) for row in EXPIRIES),
    _of(_ERASED_AFTER, ERASED_AFTER),
)
"""None of these is settled by a text that was read: a place may set each otherwise."""


@dataclass(frozen=True, slots=True)
class Next:
    """What is next, by when and why, the day it expires, and the editions that spoke."""

    step: ClueStep
    due_on: date
    because: tuple[Reason, ...]
    expires_on: date
    editions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Erasing:
    """From which day on what is known of the human being is erased, and why."""

    on: date
    because: tuple[Reason, ...]
    editions: tuple[str, ...]


def next_step(
    stage: ClueStage,
    entered_on: date,
    since: date,
    local: InForce = NATIONAL,
    *,
    at_higher: bool = False,
) -> Next:
    """Return the next step of an undiagnosed clue, which is at its stage since a day.

    `at_higher` tells that the higher hospital is asked already: it has until the expiry.
    """
    edition = in_force(EDITIONS, since)
    row = next(row for row in edition.rule if row.stage is stage)
    expiry = next(row for row in EXPIRIES if stage in row.stages)
    expires = _setting(expiry.why, since, local)
    expires_on = expires.interval.after(entered_on)
    if at_higher:
        spoke = (edition.name, *expires.editions)
        return Next(ClueStep.DIAGNOSE, expires_on, (expires.why,), expires_on, spoke)
    due = _setting(row.why, since, local)
    due_on = due.interval.after(entered_on if row.since is Since.ENTRY else since)
    return Next(
        row.step,
        min(due_on, expires_on),
        (due.why, expires.why),
        expires_on,
        (edition.name, *due.editions, *expires.editions),
    )


def erased_on(ended_on: date, local: InForce = NATIONAL) -> Erasing:
    """Return from which day on an ended clue's personal data is erased."""
    after = _setting(_ERASED_AFTER, ended_on, local)
    return Erasing(
        after.interval.after(ended_on),
        (ERASED, after.why),
        (in_force(EDITIONS, ended_on).name, *after.editions),
    )


def bringing(source: ClueSource) -> Reason:
    """Return why a source's word makes a clue."""
    return next(row.why for row in SOURCES if row.source is source)


def _setting(why: Reason, day: date, local: InForce) -> Setting:
    return local.setting(next(p for p in PARAMETERS if p.code == why.code), day)

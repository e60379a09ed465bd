"""Say what an emergency asks for and by when: first step, record, checks, a bed.

Decision: who is called first; until when form 12 is due; whether and how often somebody is
          checked on afterwards and when that may stop; until when a bed is answered.
Source:   R17 and R18 (a flow chart and a township's plan); field notes 4 (K) say that the
          four-hourly checks are probably from an older text (sources.md).
Hit rule: each limit is a parameter; a place may shorten the first and the checks' hours,
          and set the others.
Silence:  D-M3: "24 hours after the disposal" runs from its end. D-M4: no text sets a clock
          for a bed, or for the answer to a referral. D-M5: checks are off unless a place
          turns them on or the doctor orders them for this person. D-K3: of somebody not on
          the register there is a danger report and a clue, and form 12 on paper.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from domain.rules.clause import Clause, Evidence, Reason
from domain.rules.edition import Edition, in_force
from domain.rules.parameters import (
    NATIONAL,
    InForce,
    Parameter,
    Unit,
    at_most,
    default,
)
from domain.values.calendar import shanghai_day
from domain.values.emergency import Called, Steadiness

R, D, K = Evidence.REPRODUCED, Evidence.DECIDED, Evidence.REMEMBERED

# fmt: off
FIRST_STEP = Reason("emergency.first_step", Clause("R18", "应急处置", R),
    "At once: help the family to call the police station and the village committee.",
    "接报后立即协助家属联系派出所、村（居）委会")
RECORD = Reason("emergency.record", Clause("R17", "处置记录24小时", R),
    "Form 12 within 24 hours after the disposal, in three copies.",
    "处置后24小时内填写应急处置记录单，一式三份")
CHECKS = Reason("emergency.checks", Clause("R17", "处置后观察", R),
    "After the disposal a check every 4 hours; two stable ones in a row may end them.",
    "处置后每4小时观察一次，连续2次稳定可停止")
CHECKS_OFF = Reason("emergency.checks_off", Clause("K", "field notes 4, emergency", K),
    "The four-hourly checks are probably from an older text: off unless ordered.",
    "每4小时观察可能出自旧文本：默认不启用，可由医生开启（未核实原文）")
BED = Reason("emergency.bed", Clause("OURS", "D-M4", D),
    "A bed asked for is answered within a day; within two hours in an emergency.",
    "申请床位：1日内答复，应急2小时内答复（本系统设定）")
REFERRAL = Reason("emergency.referral", Clause("OURS", "D-M4", D),
    "A referral is answered within two days.", "转诊：2日内接诊或退回（本系统设定）")
# fmt: on

REASONS = (FIRST_STEP, RECORD, CHECKS, CHECKS_OFF, BED, REFERRAL)

STABLE_IN_A_ROW: Final = 2
FIRST_CALLED: Final = (Called.POLICE_STATION, Called.VILLAGE_COMMITTEE)

# fmt: off
RECORD_HOURS = at_most("emergency.record", Unit.HOURS, 24, RECORD)
CHECKS_ON = default("emergency.checks", Unit.YES, 0, CHECKS_OFF, at_least=0, at_most=1)
CHECK_HOURS = at_most("emergency.check_every", Unit.HOURS, 4, CHECKS)
BED_HOURS = default("emergency.bed", Unit.HOURS, 24, BED, at_least=1, at_most=72)
PRESSING_HOURS = default("emergency.pressing_bed", Unit.HOURS, 2, BED, at_least=1, at_most=24)
ANSWER_HOURS = default("emergency.referral", Unit.HOURS, 48, REFERRAL, at_least=1, at_most=120)
# fmt: on

LIMITS: tuple[Parameter, ...] = (
    RECORD_HOURS,
    CHECKS_ON,
    CHECK_HOURS,
    BED_HOURS,
    PRESSING_HOURS,
    ANSWER_HOURS,
)

EDITIONS: tuple[Edition[tuple[Parameter, ...]], ...] = (
    Edition("emergency/r17", date(2013, 5, 1), LIMITS),
)


@dataclass(frozen=True, slots=True)
class After:
    """What the end of a disposal sets going."""

    record_by: datetime
    check_every_hours: int | None
    because: tuple[Reason, ...]
    editions: tuple[str, ...]


def not_called(called: Collection[Called]) -> tuple[Called, ...]:
    """Return who of the first step has not been called yet (R18)."""
    return tuple(each for each in FIRST_CALLED if each not in called)


def after_disposal(
    ended_at: datetime, *, checks: bool | None, local: InForce = NATIONAL
) -> After:
    """Return by when form 12 is due and how often to look after the person.

    `checks` is what the doctor orders; None takes what the place does.
    """
    day = shanghai_day(ended_at)
    record, turned_on = local.setting(RECORD_HOURS, day), local.setting(CHECKS_ON, day)
    every = local.setting(CHECK_HOURS, day)
    checked = bool(turned_on.value) if checks is None else checks
    because = every.why if checked else CHECKS_OFF
    spoke = (
        *record.editions,
        *(turned_on.editions if checks is None else ()),
        *(every.editions if checked else ()),
    )
    return After(
        ended_at + timedelta(hours=record.value),
        every.value if checked else None,
        (record.why, because),
        (in_force(EDITIONS, day).name, *spoke),
    )


def may_stop(found: Sequence[Steadiness]) -> bool:
    """Return whether checks may stop: the last two, in their order, were stable."""
    last = found[-STABLE_IN_A_ROW:]
    return len(last) == STABLE_IN_A_ROW and set(last) == {Steadiness.STABLE}


def bed_by(
    asked_at: datetime, *, pressing: bool, local: InForce = NATIONAL
) -> datetime:
    """Return by when a bed asked for is to be answered."""
    limit = PRESSING_HOURS if pressing else BED_HOURS
    return asked_at + timedelta(hours=local.value(limit, shanghai_day(asked_at)))


def referral_by(sent_at: datetime, *, local: InForce = NATIONAL) -> datetime:
    """Return by when a referral is to be received or refused."""
    return sent_at + timedelta(hours=local.value(ANSWER_HOURS, shanghai_day(sent_at)))

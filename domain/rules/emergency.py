"""Say what an emergency asks for and by when: first step, record, checks, a bed.

Decision: who is called first; until when form 12 is due; whether and how often somebody is
          checked on afterwards and when that may stop; until when a bed is answered.
Source:   R17 and R18 (a flow chart and a township's plan); field notes 4 (K) say that the
          four-hourly checks are probably from an older text (sources.md).
Hit rule: each limit is one row; the row of the longest division prefix counts.
Silence:  D-M3: "24 hours after the disposal" runs from its end. D-M4: no text sets a clock
          for a bed, or for the answer to a referral. D-M5: checks are off unless a place
          turns them on or the doctor orders them for this person.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from domain.rules.clause import Clause, Evidence, Reason
from domain.rules.edition import Edition, in_force
from domain.values.emergency import Called, Steadiness


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one place."""

    record_within: timedelta
    checks_every: timedelta | None
    """None: nobody is checked on as a matter of course."""
    bed_within: timedelta
    pressing_bed_within: timedelta
    referral_within: timedelta


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

EVERY_FOUR_HOURS: Final = timedelta(hours=4)
STABLE_IN_A_ROW: Final = 2
FIRST_CALLED: Final = (Called.POLICE_STATION, Called.VILLAGE_COMMITTEE)

NATIONAL = Limits(
    record_within=timedelta(hours=24),
    checks_every=None,
    bed_within=timedelta(days=1),
    pressing_bed_within=timedelta(hours=2),
    referral_within=timedelta(days=2),
)

LIMITS: dict[str, Limits] = {"": NATIONAL}
"""By division prefix; a place that turns the checks on has its own row."""

EDITIONS: tuple[Edition[dict[str, Limits]], ...] = (
    Edition("emergency/r17", date(2013, 5, 1), LIMITS),
)


@dataclass(frozen=True, slots=True)
class After:
    """What the end of a disposal sets going."""

    record_by: datetime
    check_every_hours: int | None
    because: tuple[Reason, ...]
    edition: str


def limits(division: str, on: date) -> tuple[Limits, str]:
    """Return the limits of a place, and the edition they are of."""
    edition = in_force(EDITIONS, on)
    prefix = max((p for p in edition.rule if division.startswith(p)), key=len)
    return edition.rule[prefix], edition.name


def not_called(called: Collection[Called]) -> tuple[Called, ...]:
    """Return who of the first step has not been called yet (R18)."""
    return tuple(each for each in FIRST_CALLED if each not in called)


def after_disposal(division: str, ended_at: datetime, *, checks: bool | None) -> After:
    """Return by when form 12 is due and how often to look after the person.

    `checks` is what the doctor orders; None takes what the place does.
    """
    rule, edition = limits(division, ended_at.date())
    every = rule.checks_every
    if checks is not None:
        every = EVERY_FOUR_HOURS if checks else None
    hours = int(every.total_seconds() // 3600) if every else None
    return After(
        ended_at + rule.record_within,
        hours,
        (RECORD, CHECKS if hours else CHECKS_OFF),
        edition,
    )


def may_stop(found: Sequence[Steadiness]) -> bool:
    """Return whether checks may stop: the last two, in their order, were stable."""
    last = found[-STABLE_IN_A_ROW:]
    return len(last) == STABLE_IN_A_ROW and set(last) == {Steadiness.STABLE}


def bed_by(division: str, asked_at: datetime, *, pressing: bool) -> datetime:
    """Return by when a bed asked for is to be answered."""
    rule, _ = limits(division, asked_at.date())
    return asked_at + (rule.pressing_bed_within if pressing else rule.bed_within)


def referral_by(division: str, sent_at: datetime) -> datetime:
    """Return by when a referral is to be received or refused."""
    rule, _ = limits(division, sent_at.date())
    return sent_at + rule.referral_within

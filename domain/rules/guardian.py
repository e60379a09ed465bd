"""Say what the yearly look at a guardian asks for.

Decision: what is to be done when the guardian has died, cannot or will not go on.
Source:   P3 arts 31, 32, 36 and 39; field notes 1 for the yearly look (K) (sources.md).
Hit rule: every matching row speaks; when none does, the guardian goes on.
Silence:  no text says how often to look: once a year is remembered (K).
"""

from dataclasses import dataclass
from datetime import date

from domain.rules.clause import Clause, Evidence, Reason
from domain.rules.parameters import NATIONAL, InForce, Unit, default

P, K = Evidence.PRIMARY, Evidence.REMEMBERED


@dataclass(frozen=True, slots=True)
class Row:
    """What speaks when the answers named are as named; None is any answer."""

    alive: bool | None
    able: bool | None
    willing: bool | None
    has_stand_in: bool | None
    why: Reason


# fmt: off
DEAD = Reason("guardian.dead", Clause("P3", "arts 31, 39", P),
    "The guardian has died: guardianship has ended, another guardian is to be settled.",
    "监护人死亡，监护关系终止：应依法另行确定监护人")
UNABLE = Reason("guardian.unable", Clause("P3", "art 39", P),
    "The guardian can no longer do it: another guardian is to be settled.",
    "监护人丧失监护能力：应依法另行确定监护人")
UNWILLING = Reason("guardian.unwilling", Clause("P3", "arts 31, 36", P),
    "The guardian does not want to go on: committee or civil affairs are to be asked.",
    "监护人不愿履行监护职责：请村(居)委会或民政部门依法指定、申请变更")
NO_STAND_IN = Reason("guardian.no_stand_in", Clause("K", "field notes 1, guardians tire", K),
    "Nobody stands in for the guardian.", "尚无替补看护人")

YEARLY = Reason("guardian.yearly", Clause("K", "field notes 1, guardians tire", K),
    "The guardian is looked at again after a year.", "每年重新评估监护人（未核实原文）")

TABLE: tuple[Row, ...] = (
    Row(alive=False, able=None,  willing=None,  has_stand_in=None,  why=DEAD),
    Row(alive=True,  able=False, willing=None,  has_stand_in=None,  why=UNABLE),
    Row(alive=True,  able=None,  willing=False, has_stand_in=None,  why=UNWILLING),
    Row(alive=None,  able=None,  willing=None,  has_stand_in=False, why=NO_STAND_IN),
)
# fmt: on
AGAIN = default("guardian.yearly", Unit.MONTHS, 12, YEARLY, at_least=1, at_most=24)


def findings_of(
    *, alive: bool, able: bool, willing: bool, has_stand_in: bool
) -> tuple[Reason, ...]:
    """Return what is to be done, in the order of the table; nothing when all is well."""
    given = (alive, able, willing, has_stand_in)
    return tuple(
        row.why
        for row in TABLE
        if all(
            asked is None or asked is answer
            for asked, answer in zip(
                (row.alive, row.able, row.willing, row.has_stand_in), given, strict=True
            )
        )
    )


def assess_again_on(assessed_on: date, local: InForce = NATIONAL) -> date:
    """Return the day to look again: a year later, or as a place has it."""
    return local.setting(AGAIN, assessed_on).interval.after(assessed_on)

"""Say what excludes a diagnosis, how many people it takes, and what undoing it leaves.

Decision: which opinion takes a person off the register (排除诊断).
Source:   P1 art 35 (1) and R10 (BR-EXCL-1, BR-REP-6): a second diagnosis or an expert
          opinion that says it is not SMI leads to correction of the report.
Hit rule: one row for each kind of opinion.
Silence:  that a second person confirms it is ours (D-W1); by when the report is corrected
          could not be read (R10 is cut at art 5), so no limit is set. Where an exclusion
          is undone, the next visit is due as last set (D-W2).
"""

from dataclasses import dataclass
from typing import Final

from domain.rules.clause import Clause, Evidence, Reason
from domain.values.exclusion import OpinionKind


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of opinion and the clause it excludes by."""

    kind: OpinionKind
    why: Reason


ART_35: Final = Clause("P1", "art 35(1)", Evidence.PRIMARY)

# fmt: off
TABLE: Final[tuple[Row, ...]] = (
    Row(OpinionKind.SECOND_DIAGNOSIS, Reason("exclusion.second_diagnosis", ART_35,
        "A second diagnosis says that it is not SMI: the report is corrected.",
        "再次诊断结论表明不是严重精神障碍：更正报告，排除诊断")),
    Row(OpinionKind.FORENSIC_OPINION, Reason("exclusion.forensic_opinion", ART_35,
        "An expert opinion says that it is not SMI: the report is corrected.",
        "鉴定报告表明不是严重精神障碍：更正报告，排除诊断")),
)
TWO_PEOPLE: Final = Reason("exclusion.two_people", Clause("OURS", "D-W1", Evidence.DECIDED),
    "Whoever proposes an exclusion does not confirm it; our decision.",
    "排除诊断须由第二人确认（本系统设定）")
UNDONE: Final = Reason("exclusion.undone", Clause("OURS", "D-W2", Evidence.DECIDED),
    "The exclusion was undone: the next follow-up is due as last set; our decision.",
    "撤销排除诊断：恢复在册，下次随访仍按原定日期（本系统设定）")
# fmt: on

REASONS: Final = (*(row.why for row in TABLE), TWO_PEOPLE, UNDONE)


def because(kind: OpinionKind) -> tuple[Reason, ...]:
    """Return why an opinion of this kind excludes, once two people have seen it."""
    return (next(row.why for row in TABLE if row.kind is kind), TWO_PEOPLE)

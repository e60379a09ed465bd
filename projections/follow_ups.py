"""A person's follow-ups as they stand: each once, corrected ones as last put right.

Folded from the person's own facts when asked, so as of any position without a table.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from domain.log import Logged
from domain.person.asked_at_entry import (
    SameAsLastConfirmed,
    TakenFromPaper,
    UnderGradingAnswered,
)
from domain.person.confirmation import FollowUpConfirmed
from domain.person.follow_up import FollowUpCorrected, FollowUpRecorded
from domain.person.standing import DeathRecorded, LostToFollowUp
from domain.values.findings import SpokeWith, VisitForm, is_face_visit
from domain.values.people import Role


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """One follow-up; days are ISO text, `findings` form 8's codes.

    `corrections` counts how often it was put right; `position` is that of the last of it.
    """

    follow_up: UUID
    position: int
    corrections: int
    visited_on: str
    form: int
    spoke_with: list[int]
    findings: dict[str, Any]
    judged: int | None
    proposed: int | None
    because: list[dict[str, str]]
    why: str
    settling: bool
    due_on: str | None
    due_proposed: str | None
    due_because: list[dict[str, str]]
    due_why: str
    joint_visit: bool
    remark: str
    grade_why: str = ""
    grade_questions: list[str] = field(default_factory=list[str])
    same_as_last: list[str] = field(default_factory=list[str])
    paper_number: str = ""
    collected_by: str = ""
    collected_as: str = ""
    typed_by: str = ""
    confirmed_by: str = ""
    confirmed_at: str = ""
    loss_reason: int | None = None
    """若失访，原因: what the visit found, by form 8's code."""
    died_on: str = ""
    death_cause: int | None = None
    death_illness: int | None = None

    @property
    def awaits_confirmation(self) -> bool:
        """Whether a village doctor collected it and nobody has confirmed it yet."""
        return self.collected_as == Role.VILLAGE_DOCTOR and not self.confirmed_by

    @property
    def is_face_visit(self) -> bool:
        """Whether it was a face visit (面访): derived, never typed."""
        return is_face_visit(
            VisitForm(self.form), frozenset(map(SpokeWith, self.spoke_with))
        )

    @property
    def from_relative(self) -> bool:
        """Whether only others were spoken with (据知情人述)."""
        return bool(self.spoke_with) and SpokeWith.PERSON not in self.spoke_with


def follow_ups(facts: Sequence[Logged]) -> list[FollowUpRow]:
    """Return the follow-ups these facts tell of, the latest visit first."""
    standing: dict[str, FollowUpRow] = {}
    for logged in facts:
        fact = logged.fact
        match fact:
            case FollowUpRecorded():
                standing[fact.follow_up] = _row(fact, fact.follow_up, logged)
            case FollowUpCorrected() if fact.corrects in standing:
                before = standing[fact.corrects]
                standing[fact.corrects] = replace(
                    _row(fact, fact.corrects, logged),
                    corrections=before.corrections + 1,
                    loss_reason=before.loss_reason,
                    died_on=before.died_on,
                    death_cause=before.death_cause,
                    death_illness=before.death_illness,
                )
            case FollowUpConfirmed() if fact.follow_up in standing:
                standing[fact.follow_up] = replace(
                    standing[fact.follow_up],
                    confirmed_by=fact.by,
                    confirmed_at=fact.happened_at,
                )
            case UnderGradingAnswered() if fact.follow_up in standing:
                standing[fact.follow_up] = replace(
                    standing[fact.follow_up],
                    grade_why=fact.reason,
                    grade_questions=fact.questions,
                )
            case LostToFollowUp() if fact.follow_up in standing:
                standing[fact.follow_up] = replace(
                    standing[fact.follow_up], loss_reason=fact.reason
                )
            case DeathRecorded() if fact.follow_up in standing:
                standing[fact.follow_up] = replace(
                    standing[fact.follow_up],
                    died_on=fact.died_on,
                    death_cause=fact.cause,
                    death_illness=fact.illness,
                )
            case TakenFromPaper() if fact.follow_up in standing:
                standing[fact.follow_up] = replace(
                    standing[fact.follow_up], paper_number=fact.paper_number
                )
            case SameAsLastConfirmed() if fact.follow_up in standing:
                standing[fact.follow_up] = replace(
                    standing[fact.follow_up], same_as_last=fact.fields
                )
            case _:
                pass
    return sorted(
        standing.values(), key=lambda row: (row.visited_on, row.position), reverse=True
    )


def _row(
    fact: FollowUpRecorded | FollowUpCorrected, follow_up: str, logged: Logged
) -> FollowUpRow:
    return FollowUpRow(
        follow_up=UUID(follow_up),
        position=logged.position,
        corrections=0,
        visited_on=fact.visited_on,
        form=fact.form,
        spoke_with=fact.spoke_with,
        findings=fact.findings,
        judged=fact.judged,
        proposed=fact.proposed,
        because=fact.because,
        why=fact.why,
        settling=fact.settling,
        due_on=fact.due_on,
        due_proposed=fact.due_proposed,
        due_because=fact.due_because,
        due_why=fact.due_why,
        joint_visit=fact.joint_visit,
        remark=fact.remark,
        collected_by=str(logged.header.get("on_behalf_of") or logged.header["actor"]),
        typed_by=str(logged.header.get("typed_by", "")),
        collected_as=str(logged.header.get("role", "")),
    )

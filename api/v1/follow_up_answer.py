"""Follow-ups, and what the rules propose for one, as systems read them."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import Field

from api.v1.models import Answer
from domain.registry.proposals import Proposed, Reason
from domain.values.findings import (
    FollowUpClass,
    SpokeWith,
    VisitForm,
)
from projections.follow_ups import FollowUpRow


class CitedReason(Answer):
    """Why, as the record keeps it: the rule's lasting code and the clause it cites."""

    code: str = Field(title="Code", examples=["due.stable"])
    clause: str = Field(title="Clause cited", examples=["R1 二(三)3 [R]"])


class SaidReason(CitedReason):
    """Why, in words."""

    en: str = Field(title="In English")
    zh: str = Field(title="In Chinese")


class FollowUpAnswer(Answer):
    """One follow-up as it stands: what was found, proposed and decided."""

    id: UUID
    position: int = Field(title="Position of the fact that stands", examples=[1204])
    corrections: int = Field(title="How often it was put right", examples=[0])
    visited_on: date = Field(title="Day of the follow-up", examples=["2026-03-02"])
    form: VisitForm = Field(title="Form of the follow-up", examples=[2])
    spoke_with: list[SpokeWith] = Field(title="Whom was spoken with", examples=[[1]])
    is_face_visit: bool = Field(title="Whether it was a face visit (面访)")
    from_relative: bool = Field(
        title="Whether only others were spoken with (据知情人述)", examples=[False]
    )
    findings: dict[str, Any] = Field(title="Findings, by form 8's codes")
    follow_up_class: FollowUpClass | None = Field(title="Class", examples=[3])
    proposed_class: FollowUpClass | None = Field(title="Class proposed", examples=[3])
    because: list[CitedReason] = Field(title="Why that class was proposed")
    why: str = Field(title="Why another was decided", examples=[""])
    settling: bool = Field(title="Settling at the two-week check", examples=[False])
    due_on: date | None = Field(title="Next day", examples=["2026-06-02"])
    proposed_due_on: date | None = Field(title="Next day proposed")
    due_because: list[CitedReason] = Field(title="Why that day was proposed")
    due_why: str = Field(title="Why a later one was decided", examples=[""])
    joint_visit: bool = Field(title="Whether the next is a joint visit")
    remark: str = Field(title="Remark", examples=[""])
    collected_by: str = Field(title="Account that collected it (采集)")
    typed_by: str = Field(
        title="Account that typed it (代录); empty where the collector did"
    )
    confirmed_by: str = Field(
        title="Account that confirmed it (确认); empty: not yet", examples=[""]
    )
    awaits_confirmation: bool = Field(title="Whether it waits to be confirmed")
    grade_why: str = Field(
        title="Why the low grade is right, where that was asked", examples=[""]
    )
    grade_questions: list[str] = Field(title="Codes of what was asked about the grade")
    same_as_last: list[str] = Field(
        title="Findings confirmed to be the same as last time"
    )

    @classmethod
    def of(cls, row: FollowUpRow) -> "FollowUpAnswer":
        """Return a follow-up's answer."""
        return cls(
            id=row.follow_up,
            position=row.position,
            corrections=row.corrections,
            visited_on=date.fromisoformat(row.visited_on),
            form=VisitForm(row.form),
            spoke_with=[SpokeWith(code) for code in row.spoke_with],
            is_face_visit=row.is_face_visit,
            from_relative=row.from_relative,
            findings=row.findings,
            follow_up_class=_class(row.judged),
            proposed_class=_class(row.proposed),
            because=_cited(row.because),
            why=row.why,
            settling=row.settling,
            due_on=_day(row.due_on),
            proposed_due_on=_day(row.due_proposed),
            due_because=_cited(row.due_because),
            due_why=row.due_why,
            joint_visit=row.joint_visit,
            remark=row.remark,
            collected_by=row.collected_by,
            typed_by=row.typed_by,
            confirmed_by=row.confirmed_by,
            awaits_confirmation=row.awaits_confirmation,
            grade_why=row.grade_why,
            grade_questions=row.grade_questions,
            same_as_last=row.same_as_last,
        )


class FollowUpsAnswer(Answer):
    """A person's follow-ups, the latest visit first."""

    position: int = Field(title="Position of the log shown", examples=[1204])
    items: list[FollowUpAnswer]


class ProposalAnswer(Answer):
    """What the rules propose for a follow-up; nothing has been recorded."""

    follow_up_class: FollowUpClass | None = Field(
        title="Class proposed; null: the doctor decides", examples=[3]
    )
    may_stay_open: bool = Field(title="Whether it may stay without a class")
    because: list[SaidReason] = Field(title="Why that class")
    due_on: date = Field(title="Next day proposed", examples=["2026-06-02"])
    due_because: list[SaidReason] = Field(title="Why that day")
    joint_visit: bool = Field(title="Whether the next is a joint visit")
    refer_at_once: bool = Field(title="Whether to refer at once (立即转诊)")
    questions: list[SaidReason] = Field(
        title="What is asked about the grade; `grade_why` answers"
    )
    face_visit: list[SaidReason] = Field(
        title="Why the next visit should be face to face (面访)"
    )

    @classmethod
    def of(cls, proposed: Proposed) -> "ProposalAnswer":
        """Return a proposal's answer."""
        return cls(
            follow_up_class=proposed.follow_up_class,
            may_stay_open=proposed.may_stay_open,
            because=_said(proposed.because),
            due_on=proposed.due_on,
            due_because=_said(proposed.due_because),
            joint_visit=proposed.joint_visit,
            refer_at_once=proposed.refer_at_once,
            questions=_said(proposed.questions),
            face_visit=_said(proposed.face_visit),
        )


def _class(code: int | None) -> FollowUpClass | None:
    return FollowUpClass(code) if code else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _cited(reasons: Sequence[dict[str, str]]) -> list[CitedReason]:
    return [CitedReason(code=r["code"], clause=r["clause"]) for r in reasons]


def _said(reasons: Sequence[Reason]) -> list[SaidReason]:
    return [
        SaidReason(code=r.code, clause=str(r.clause), en=r.en, zh=r.zh) for r in reasons
    ]

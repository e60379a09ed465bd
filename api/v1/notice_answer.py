"""Notices as systems read them: references and times; the content only one by one."""

from datetime import datetime
from enum import StrEnum
from typing import Literal, cast
from uuid import UUID

from pydantic import Field

from api.v1.escalations import EscalationLine
from api.v1.models import Answer
from domain.values.notice_changes import ChangeReason
from domain.values.people import OfficeKind, Purpose
from projections.notice_box import NoticeRow

Ways = Literal["", "own", "on_behalf", "slip"]
"""By which way a notice was accepted; empty while it waits."""


class NoticeState(StrEnum):
    """The furthest step a notice has reached."""

    ISSUED = "issued"
    DELIVERED = "delivered"
    UNDELIVERABLE = "undeliverable"
    OPENED = "opened"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    OUTCOME = "outcome"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class ChangeLine(Answer):
    """A correction (更正) or a withdrawal (撤回) of a notice, which its receiver accepts."""

    kind: Literal["corrected", "withdrawn"] = Field(title="Which of the two")
    cause: UUID = Field(title="The fact that put it right")
    why: ChangeReason = Field(title="Why", examples=["lowered"])
    fields: list[str] = Field(title="Fields that read otherwise", examples=[["grade"]])
    told_at: datetime = Field(title="Told")
    accept_by: datetime = Field(title="To be accepted by")
    accepted_at: datetime | None = Field(title="Accepted")


class NoticeLine(Answer):
    """One notice: who is told about whom, and how far it has come."""

    id: UUID
    person: UUID = Field(title="Whom it is about")
    receiver: UUID = Field(title="Office that is told")
    receiver_kind: OfficeKind = Field(title="Its kind", examples=["police_station"])
    purpose: Purpose = Field(title="For what", examples=["response"])
    stands_in: bool = Field(title="Whether told in place of a missing office")
    state: NoticeState = Field(title="Furthest step reached", examples=["accepted"])
    issued_at: datetime = Field(title="Issued")
    accept_by: datetime = Field(title="To be accepted by")
    delivered_at: datetime | None = Field(title="Delivered")
    undeliverable_at: datetime | None = Field(title="Delivery failed")
    opened_at: datetime | None = Field(title="Opened")
    accepted_at: datetime | None = Field(title="Accepted (签收)")
    accepted_by: UUID | None = Field(title="By which account")
    accepted_via: Ways = Field(
        title="By which way; each is counted apart", examples=["own"]
    )
    on_behalf_at: datetime | None = Field(
        title="Acceptance by telephone entered, waiting for a second person"
    )
    returned_at: datetime | None = Field(title="Returned (退回)")
    return_reason: str = Field(title="Why", examples=[""])
    outcome_at: datetime | None = Field(title="Outcome reported (处置反馈)")
    outcome: str = Field(title="Outcome", examples=[""])
    outcome_remark: str = Field(title="Remark", examples=[""])
    closed_at: datetime | None = Field(title="Closed (办结)")
    withdrawn_at: datetime | None = Field(title="Withdrawn (撤回)")
    expired_at: datetime | None = Field(title="Expired without an answer")
    changes: list[ChangeLine] = Field(title="Corrections and withdrawals, oldest first")

    @classmethod
    def of(cls, notice: UUID, row: NoticeRow) -> "NoticeLine":
        """Return a notice's line."""
        return cls(
            id=notice,
            person=row.person,
            receiver=row.receiver,
            receiver_kind=OfficeKind(row.receiver_kind),
            purpose=Purpose(row.purpose),
            stands_in=row.stands_in,
            state=NoticeState(row.state),
            issued_at=row.issued_at,
            accept_by=row.accept_by,
            delivered_at=row.delivered_at,
            undeliverable_at=row.undeliverable_at,
            opened_at=row.opened_at,
            accepted_at=row.accepted_at,
            accepted_by=row.accepted_by,
            accepted_via=cast(Ways, row.accepted_via),
            on_behalf_at=row.on_behalf_at,
            returned_at=row.returned_at,
            return_reason=row.return_reason,
            outcome_at=row.outcome_at,
            outcome=row.outcome,
            outcome_remark=row.outcome_remark,
            closed_at=row.closed_at,
            withdrawn_at=row.withdrawn_at,
            expired_at=row.expired_at,
            changes=[ChangeLine.model_validate(each) for each in row.changes],
        )


class NoticesAnswer(Answer):
    """Notices, newest first."""

    position: int = Field(title="Position of the log shown", examples=[1204])
    items: list[NoticeLine]


class NoticeAnswer(Answer):
    """One notice with its content."""

    notice: NoticeLine
    escalation: EscalationLine | None = Field(
        None, title="Who was turned to while nobody accepted; null: nobody yet"
    )
    fields: dict[str, str] = Field(
        title="What the receiver may read, by the policy's names",
        examples=[{"name": "演示甲", "grade": "3"}],
    )
    now: dict[str, str] = Field(
        {},
        title="Those of the fields that read otherwise by now, until it is closed",
        examples=[{"grade": "1"}],
    )
    is_retracted: bool = Field(
        default=False, title="Whether the fact it tells of was taken back since"
    )
    is_merged: bool = Field(
        default=False,
        title="Whether its record was merged since; `notice.person` is the survivor",
    )
    is_excluded: bool = Field(
        title="Whether the diagnosis was excluded since", examples=[False]
    )

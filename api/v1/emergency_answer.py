"""Emergencies as systems read them: how far each case has come and what is due of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from api.v1.follow_up_answer import CitedReason
from api.v1.models import Answer
from domain.registry.emergencies import Called, first_step
from projections.emergencies import EmergencyRow


class CalledAnswer(Answer):
    """Somebody who was called."""

    called: Called = Field(title="Who", examples=["police_station"])
    words: str = Field(title="Who answered", examples=[""])
    at: datetime = Field(title="When")


class EmergencyAnswer(Answer):
    """One case; what has not happened yet is null or empty."""

    id: UUID
    person: UUID = Field(title="Whom it is about")
    triggers: list[str] = Field(title="What set it off", examples=[["self_harm"]])
    happening: str = Field(title="What is happening", examples=["(演示)"])
    place: str = Field(title="Where", examples=[""])
    reporter: str = Field(title="Who reported it", examples=["guardian_or_family"])
    reporter_words: str = Field(title="The reporter, in words", examples=[""])
    route: str = Field(title="By which way", examples=["telephone"])
    category: str = Field(title="Whom it is about, by kind", examples=["managed"])
    reported_at: datetime = Field(title="When")
    called: list[CalledAnswer] = Field(title="Who was called")
    not_called: list[Called] = Field(title="Who is to be called first, and was not")
    consent: dict[str, Any] | None = Field(title="Form 11")
    started_at: datetime | None = Field(title="Disposal begun")
    ended_at: datetime | None = Field(title="Disposal ended")
    outcome: str | None = Field(title="How it ended", examples=["observation"])
    measures: list[str] = Field(title="What was done")
    effect: str = Field(title="How it helped", examples=["better"])
    hospital: str = Field(title="Hospital", examples=[""])
    remark: str = Field(title="Remark", examples=[""])
    record_by: datetime | None = Field(title="Form 12 due by")
    recorded_at: datetime | None = Field(title="Form 12 filled in")
    recorded_in_time: bool = Field(title="Whether in time")
    record: dict[str, Any] | None = Field(title="Form 12")
    check_every_hours: int | None = Field(title="Checks every so many hours")
    check_by: datetime | None = Field(title="Next check due by")
    checks: list[dict[str, Any]] = Field(title="Checks made")
    may_stop: bool = Field(title="Whether the checks may stop")
    admission: dict[str, Any] | None = Field(title="Decision about an admission")
    funding: dict[str, Any] | None = Field(title="Decision about who pays")
    because: list[CitedReason] = Field(title="By which clauses")
    closed_at: datetime | None = Field(title="Closed (办结)")
    close_reason: str = Field(title="Why", examples=[""])

    @classmethod
    def of(cls, key: UUID, row: EmergencyRow) -> "EmergencyAnswer":
        """Return a case's answer."""
        called = [
            CalledAnswer(
                called=Called(each["called"]),
                words=each["words"],
                at=datetime.fromisoformat(each["at"]),
            )
            for each in row.called
        ]
        facts: dict[str, Any] = {
            **vars(row),
            "called": called,
            "measures": row.measures or [],
            "checks": row.checks or [],
            "because": [CitedReason(**why) for why in row.because or ()],
        }
        not_called = first_step([each.called for each in called])[0]
        return cls(id=key, **facts, not_called=list(not_called))


class EmergenciesAnswer(Answer):
    """Cases, the longest open first."""

    position: int = Field(title="Position of the log shown", examples=[1204])
    items: list[EmergencyAnswer]

"""Rehabilitation services delivered to somebody, and guidance given to them or the family."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from domain.errors import AlreadyLeft, MinutesUnreadable, NothingDelivered, NotYetGiven
from domain.fact import PersonFact, SealedWith
from domain.values.services import (
    MOST_MINUTES,
    Audience,
    Progress,
    Service,
    ServiceWay,
    Topic,
)

if TYPE_CHECKING:
    from domain.person.person import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceForm:
    """Services of one occasion as whoever delivered them reports it."""

    services: Sequence[Service]
    delivered_on: date
    by: str
    place: str = ""
    minutes: int | None = None
    way: ServiceWay
    progress: Progress = Progress.NOT_JUDGED
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidanceForm:
    """Guidance of one occasion: topics, to whom, how."""

    topics: Sequence[Topic]
    given_on: date
    audience: Audience
    audience_name: str = ""
    by: str
    way: ServiceWay
    minutes: int | None = None
    remark: str = ""


class ServiceDelivered(PersonFact):
    """Rehabilitation services were delivered on one occasion."""

    TOPIC = "person.service_delivered"
    sealed_with: ClassVar = SealedWith.CLINICAL

    occasion: str
    services: list[str]
    by: str
    place: str
    minutes: int | None
    how: str
    progress: str
    remark: str
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Change nothing that a later decision rests on."""


class GuidanceGiven(PersonFact):
    """Health education or guidance was given to the person, the guardian or the family."""

    TOPIC = "person.guidance_given"
    sealed_with: ClassVar = SealedWith.CLINICAL

    occasion: str
    topics: list[str]
    audience: str
    audience_name: str
    by: str
    how: str
    minutes: int | None
    remark: str
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Change nothing that a later decision rests on."""


def deliver_service(
    person: "Person", occasion: str, form: ServiceForm, today: date
) -> None:
    """Record services; at least one, not in the future, of a length that can be."""
    _refuse_what_cannot_be(
        person, form.services, form.delivered_on, form.minutes, today
    )
    person.record(
        ServiceDelivered,
        occasion=occasion,
        services=[service.value for service in dict.fromkeys(form.services)],
        by=form.by,
        place=form.place,
        minutes=form.minutes,
        how=form.way.value,
        progress=form.progress.value,
        remark=form.remark,
        happened_at=form.delivered_on.isoformat(),
    )


def give_guidance(
    person: "Person", occasion: str, form: GuidanceForm, today: date
) -> None:
    """Record guidance; at least one topic, not in the future."""
    _refuse_what_cannot_be(person, form.topics, form.given_on, form.minutes, today)
    person.record(
        GuidanceGiven,
        occasion=occasion,
        topics=[topic.value for topic in dict.fromkeys(form.topics)],
        audience=form.audience.value,
        audience_name=form.audience_name,
        by=form.by,
        how=form.way.value,
        minutes=form.minutes,
        remark=form.remark,
        happened_at=form.given_on.isoformat(),
    )


def _refuse_what_cannot_be(
    person: "Person",
    given: Sequence[object],
    on: date,
    minutes: int | None,
    today: date,
) -> None:
    if person.has_left:
        raise AlreadyLeft
    if on > today:
        raise NotYetGiven
    if not given:
        raise NothingDelivered
    if minutes is not None and not 1 <= minutes <= MOST_MINUTES:
        raise MinutesUnreadable

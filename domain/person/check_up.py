"""Annual check-ups (健康检查): what was done, what was found, who had agreed."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from domain.errors import (
    AlreadyLeft,
    NothingChecked,
    NotYetGiven,
    ReasonNeeded,
    Unknown,
)
from domain.fact import PersonFact, SealedWith
from domain.rules.check_up import EDITIONS, missing
from domain.rules.edition import in_force
from domain.rules.parameters import NATIONAL, InForce
from domain.values.check_up import AgreedBy, Results

if TYPE_CHECKING:
    from domain.person.person import Person


@dataclass(frozen=True, slots=True)
class CheckUpForm:
    """A check-up as it was filled in; `results` holds the items that were done."""

    checked_on: date
    results: Results
    agreed_by: AgreedBy
    with_follow_up: bool = False
    remark: str = ""


class CheckUpRecorded(PersonFact):
    """A check-up took place, or an earlier one was put right (`corrects`, with a reason).

    `lacking` names the national items that were not done; none means it was complete.
    """

    TOPIC = "person.check_up_recorded"
    sealed_with: ClassVar = SealedWith.CLINICAL

    check_up: str
    corrects: str | None
    checked_on: str
    items: dict[str, Any]
    lacking: list[dict[str, str]]
    agreed_by: str
    with_follow_up: bool
    remark: str
    reason: str
    happened_at: str
    editions: list[str]

    def apply(self, aggregate: "Person") -> None:
        """Keep the day; a corrected one stands in place of the wrong one."""
        aggregate.check_ups[self.check_up] = self.checked_on


def record_check_up(  # noqa: PLR0913 - a check-up has these parts
    person: "Person",
    check_up: str,
    form: CheckUpForm,
    today: date,
    *,
    corrects: str | None = None,
    reason: str = "",
    local: InForce = NATIONAL,
) -> None:
    """Record a check-up; with `corrects`, put that one right, which takes a reason."""
    _refuse_what_cannot_be(person, form, today)
    if corrects is not None:
        if corrects not in person.check_ups:
            raise Unknown(kind="check-up")
        if not reason.strip():
            raise ReasonNeeded
    lacking = missing(form.results.of.keys(), form.checked_on, local)
    person.record(
        CheckUpRecorded,
        check_up=corrects or check_up,
        corrects=corrects,
        checked_on=form.checked_on.isoformat(),
        items=form.results.facts(),
        lacking=[why.fact() for why in lacking],
        agreed_by=form.agreed_by.value,
        with_follow_up=form.with_follow_up,
        remark=form.remark,
        reason=reason,
        happened_at=form.checked_on.isoformat(),
        editions=[in_force(EDITIONS, form.checked_on).name],
    )


def _refuse_what_cannot_be(person: "Person", form: CheckUpForm, today: date) -> None:
    if form.checked_on > today:
        raise NotYetGiven
    if not form.results.of:
        raise NothingChecked
    left_on = person.death.died_on if person.death else person.excluded_on
    if left_on is not None and form.checked_on.isoformat() > left_on:
        raise AlreadyLeft

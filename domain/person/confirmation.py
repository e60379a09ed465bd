"""Two authors: the village doctor collects (采集), the township officer confirms (确认)."""

from typing import TYPE_CHECKING, ClassVar

from domain.errors import Unknown
from domain.fact import PersonFact, SealedWith

if TYPE_CHECKING:
    from domain.person.person import Person


class FollowUpConfirmed(PersonFact):
    """Somebody of the township or the county confirmed what a village doctor collected.

    `by` is the confirmer's account, `role` what they confirmed as.
    """

    TOPIC = "person.follow_up_confirmed"
    sealed_with: ClassVar = SealedWith.CLINICAL

    follow_up: str
    by: str
    role: str
    remark: str
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Keep who confirmed it."""
        aggregate.confirmed[self.follow_up] = self.by


def confirm_follow_up(
    person: "Person", follow_up: str, *, by: str, role: str, remark: str, at: str
) -> None:
    """Confirm a follow-up; nothing happens when the same person did already."""
    if follow_up not in person.visits:
        raise Unknown(kind="follow-up")
    if person.confirmed.get(follow_up) != by:
        person.record(
            FollowUpConfirmed,
            follow_up=follow_up,
            by=by,
            role=role,
            remark=remark,
            happened_at=at,
        )

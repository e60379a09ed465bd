"""Taking back a step of another party's stream: a referral, an emergency, a bed, a case.

What never was is named in the person's own stream (`person.fact_retracted`), by which
charts, lists and figures leave it out. The stream the step stands in says so too, here, so
that whoever goes on with it finds it as if the step had never been taken.
"""

from typing import ClassVar
from uuid import UUID

from domain.fact import Fact, SealedWith, Stream


class StepRetracted(Fact):
    """Facts of this stream never were; `facts` are event ids, `topics` their stored names."""

    TOPIC = "stream.step_retracted"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    facts: list[str]
    topics: list[str]
    reason: str

    def apply(self, aggregate: Stream) -> None:
        """Leave the stream as it is: the runner leaves the steps out as it loads them."""

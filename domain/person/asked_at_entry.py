"""What the doctor was asked while entering a follow-up, and answered; the sheet it came on.

Why a low grade is right although the same form tells of harm, and which findings were
asked about and confirmed to be the same as last time.
"""

from typing import TYPE_CHECKING, ClassVar

from domain.fact import PersonFact, SealedWith

if TYPE_CHECKING:
    from domain.person.person import Person


class UnderGradingAnswered(PersonFact):
    """The doctor was asked about a low grade (压级) and said why it is right.

    `questions` are the codes of `domain/rules/under_grading.py`.
    """

    TOPIC = "person.under_grading_answered"
    sealed_with: ClassVar = SealedWith.CLINICAL

    follow_up: str
    questions: list[str]
    reason: str
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Keep which follow-up was asked about."""
        aggregate.grades_answered[self.follow_up] = self.questions


class SameAsLastConfirmed(PersonFact):
    """These findings were asked about and are the same as at the follow-up `before`."""

    TOPIC = "person.same_as_last_confirmed"
    sealed_with: ClassVar = SealedWith.CLINICAL

    follow_up: str
    before: str
    fields: list[str]
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Keep the fields."""
        aggregate.same_as_last[self.follow_up] = self.fields


class TakenFromPaper(PersonFact):
    """The follow-up was written on a blank sheet first; its number finds the sheet again."""

    TOPIC = "person.taken_from_paper"
    sealed_with: ClassVar = SealedWith.CLINICAL

    follow_up: str
    paper_number: str
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Keep which sheet has been entered."""
        aggregate.papers[self.paper_number] = self.follow_up

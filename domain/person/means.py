"""The means of a person's household: what aid (救助) depends on (P1 arts 68-69, P4).

Recorded as found on a day, with the office it is known from; a later one replaces it, the
history keeps both. Nothing here tells who the person is.
"""

from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from domain.errors import AlreadyLeft, CertificateNeeded, NotYetGiven
from domain.fact import PersonFact, SealedWith
from domain.values.aid import Insurance, LowIncome

if TYPE_CHECKING:
    from domain.person.person import Person

GRADES = (1, 2, 3, 4)
"""Grades of a disability certificate (残疾等级), 1 the most severe; no grades of risk."""


@dataclass(frozen=True, slots=True)
class Means:
    """What is known on a day; None is not known. Days are ISO text.

    `guardian_agreement` is the undertaking (责任书) a guardian signs for 以奖代补.
    """

    as_of: str
    low_income: LowIncome | None
    insurance: Insurance
    can_pay: bool | None
    disability_certificate: bool | None
    disability_grade: int | None
    real_hardship: bool | None
    guardian_agreement: bool | None
    source: str
    valid_until: str | None


class MeansRecorded(PersonFact):
    """The household's means were recorded; `source` is the office they are known from."""

    TOPIC = "person.means_recorded"
    sealed_with: ClassVar = SealedWith.CLINICAL

    as_of: str
    low_income: str | None
    insurance: str
    can_pay: bool | None
    disability_certificate: bool | None
    disability_grade: int | None
    real_hardship: bool | None
    guardian_agreement: bool | None
    source: str
    valid_until: str | None
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Keep the means."""
        aggregate.means = Means(
            self.as_of,
            None if self.low_income is None else LowIncome(self.low_income),
            Insurance(self.insurance),
            self.can_pay,
            self.disability_certificate,
            self.disability_grade,
            self.real_hardship,
            self.guardian_agreement,
            self.source,
            self.valid_until,
        )


def record_means(person: "Person", means: Means, today: date) -> None:
    """Record the means; nothing happens if they are those on record."""
    if person.has_left:
        raise AlreadyLeft
    if means.as_of > today.isoformat():
        raise NotYetGiven
    if means.disability_grade is not None and (
        not means.disability_certificate or means.disability_grade not in GRADES
    ):
        raise CertificateNeeded
    if means != person.means:
        facts = asdict(means)
        facts["low_income"] = str(means.low_income) if means.low_income else None
        facts["insurance"] = str(means.insurance)
        person.record(MeansRecorded, **facts, happened_at=means.as_of)

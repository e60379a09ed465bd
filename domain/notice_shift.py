"""One office's shift: how many unchanged notices went singly, which wait, and the digest.

References only. Whether a notice waits is decided on this stream, so that two notices of
the same second never both take the last place of the budget.
"""

from typing import ClassVar
from uuid import UUID, uuid5

from domain.fact import NOT_YET, Fact, FirstFact, SealedWith, Stream


class Begun(FirstFact):
    """The first notice that might wait reached the office in this shift."""

    TOPIC = "notice_shift.begun"
    sealed_with: ClassVar = SealedWith.SITE

    office: str
    shift: str
    ends_at: str

    def apply(self, aggregate: "NoticeShift") -> None:
        """Keep whose shift it is and when it ends."""
        aggregate.office = self.office
        aggregate.shift = self.shift
        aggregate.ends_at = self.ends_at


class ToldSingly(Fact):
    """A notice that might have waited went singly: the budget had room."""

    TOPIC = "notice_shift.told_singly"
    sealed_with: ClassVar = SealedWith.SITE

    notice: str
    budget: int
    why: str
    editions: list[str]

    def apply(self, aggregate: "NoticeShift") -> None:
        """Count it."""
        aggregate.told[self.notice] = True


class Held(Fact):
    """A notice waits for the digest: the budget of the shift was used up."""

    TOPIC = "notice_shift.held"
    sealed_with: ClassVar = SealedWith.SITE

    notice: str
    budget: int
    why: str
    editions: list[str]

    def apply(self, aggregate: "NoticeShift") -> None:
        """Keep what waits."""
        aggregate.held[self.notice] = True


class DigestIssued(Fact):
    """The shift's digest (交接班汇总): what still waits is brought in one message."""

    TOPIC = "notice_shift.digest_issued"
    sealed_with: ClassVar = SealedWith.SITE

    office: str
    shift: str
    notices: list[str]

    def apply(self, aggregate: "NoticeShift") -> None:
        """There is one digest a shift."""
        aggregate.is_digested = True


class NoticeShift(Stream):
    """One office's shift, as far as notices might wait in it."""

    TOPIC = "notice_shift"

    class Event(Stream.Event):
        """The library's base event; never recorded."""

        TOPIC = "notice_shift.event"

    class Created(Stream.Created):
        """The library's base first event; never recorded."""

        TOPIC = "notice_shift.created"

    def __init__(self) -> None:
        """Begin nobody's."""
        self.office = ""
        self.shift = ""
        self.ends_at = ""
        self.told: dict[str, bool] = {}
        self.held: dict[str, bool] = {}
        self.is_digested = False

    @staticmethod
    def id_for(office: UUID, shift: str) -> UUID:
        """Return the one shift an office can have by this name."""
        return uuid5(office, f"notice-shift/{shift}")

    @classmethod
    def begin(cls, office: UUID, shift: str, ends_at: str) -> "NoticeShift":
        """Begin an office's shift."""
        return cls._create(
            Begun,
            id=cls.id_for(office, shift),
            timestamp=NOT_YET,
            office=str(office),
            shift=shift,
            ends_at=ends_at,
        )

    def weigh(
        self, notice: str, *, waits: bool, budget: int, why: str, editions: list[str]
    ) -> None:
        """Note whether a notice waits; asking twice notes it once."""
        if notice in self.told or notice in self.held:
            return
        kind = Held if waits else ToldSingly
        self.record(kind, notice=notice, budget=budget, why=why, editions=editions)

    def issue_digest(self, notices: list[str]) -> None:
        """Issue the digest; there is one a shift."""
        if not self.is_digested:
            self.record(
                DigestIssued, office=self.office, shift=self.shift, notices=notices
            )

"""What every use case shares that rests on one notice and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from domain.notice import Notice
from domain.registry.runner import Found, Touched


@dataclass(frozen=True, slots=True)
class OneNotice:
    """A use case of the system itself that rests on one notice and touches nobody."""

    notice: UUID

    def streams(self) -> Sequence[UUID]:
        """Rest on the notice."""
        return (self.notice,)

    def touches(self, found: Found) -> Touched:
        """Touch nobody: the system itself acts."""
        return Touched()


@dataclass(frozen=True, slots=True)
class AtReceiver(OneNotice):
    """A step only the receiver takes: it touches the office the notice is addressed to."""

    def touches(self, found: Found) -> Touched:
        """Touch the office the notice is addressed to."""
        return Touched(office=found.get(Notice, self.notice).receiver)

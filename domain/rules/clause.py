"""How a row of a rule cites what it rests on, and how sure that is."""

from dataclasses import dataclass
from enum import StrEnum


class Evidence(StrEnum):
    """How a source was read; the letters of `sources.md`."""

    PRIMARY = "P"
    """The law, regulation or plan itself was read."""
    REPRODUCED = "R"
    """An official text was read on somebody else's page."""
    CODE = "C"
    """Forms and code lists of systems in use."""
    ACADEMIC = "A"
    """A paper or its abstract."""
    EXAM = "E"
    """Examination or training material."""
    NEWS = "N"
    """A news item or a local notice."""
    REMEMBERED = "K"
    """General knowledge nobody could verify; a configurable default that says so."""
    DECIDED = "D"
    """Our own decision where the texts are silent."""
    LOCAL = "L"
    """What a place has set for itself: an override on record, with its author and reason."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A place in a source of `sources.md` and how it was read."""

    source: str
    place: str
    evidence: Evidence

    @property
    def is_verified(self) -> bool:
        """Return whether a text supports it, rather than memory or ourselves."""
        return self.evidence not in {Evidence.REMEMBERED, Evidence.DECIDED}

    def __str__(self) -> str:
        """Cite it the way a reader looks it up: source, place, evidence."""
        return f"{self.source} {self.place} [{self.evidence}]"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a rule proposes something: a lasting code, the clause, and words for a reader."""

    code: str
    clause: Clause
    en: str
    zh: str

    def fact(self) -> dict[str, str]:
        """Return what an event keeps of it: the code and what it cites."""
        return {"code": self.code, "clause": str(self.clause)}

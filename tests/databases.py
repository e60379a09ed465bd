"""What a test's own database is: one URL for each role."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Database:
    """A migrated database of its own, reached with each role's rights."""

    owner_url: str
    web_url: str
    clerk_url: str
    sealer_url: str
    auditor_url: str

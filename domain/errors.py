"""Every refusal has a name here: one class per reason, the message says what to do.

A refusal is an answer, not a failure. `api/problems.py` gives each its status; a house
test demands that the table is complete. Messages are catalogue keys in English; the
interface translates them. They never carry a person's data.
"""

from typing import ClassVar


class Refused(Exception):
    """Something was asked for that cannot be done as asked."""

    message: ClassVar[str] = "The request cannot be carried out."

    def __init__(self, **details: str | int) -> None:
        """Keep the details the message names; never a person's data."""
        self.details = details
        super().__init__(self.message.format(**details) if details else self.message)

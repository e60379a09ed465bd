"""On which terms a register is read: source, day, divisions, and how risk was coded."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from domain.registry.township_register.fault_texts import FaultCode
from domain.registry.township_register.faults import Fault
from domain.registry.township_register.written import RiskCodes

EDITION = "township-register/1"


@dataclass(frozen=True, slots=True)
class Terms:
    """How to read a register.

    `source` names where it comes from: with a person's number it is the person's key, so
    the same source imported twice is the same people. `villages` are names by code, used
    where a sheet gives only the name; empty means that any code within `scope` will do.
    """

    source: str
    today: date
    scope: str = ""
    villages: Mapping[str, str] = field(default_factory=dict[str, str])
    known_counties: frozenset[str] = frozenset()
    risk_codes: RiskCodes = RiskCodes.ZERO_TO_FIVE

    @property
    def map_name(self) -> str:
        """Return the name of the map, kept with every raw row so that it can be put right."""
        return f"{EDITION} risk={self.risk_codes.value}"


class Faults:
    """The faults of one row, gathered while it is read."""

    def __init__(self) -> None:
        """Start with none."""
        self._found: list[Fault] = []

    def add(self, code: FaultCode, heading: str = "", other_row: int = 0) -> None:
        """Note a fault."""
        self._found.append(Fault(code, heading, other_row))

    @property
    def refusals(self) -> tuple[Fault, ...]:
        """Return what refuses the row."""
        return tuple(fault for fault in self._found if fault.refuses)

    @property
    def doubts(self) -> tuple[Fault, ...]:
        """Return what is recorded all the same and shown."""
        return tuple(fault for fault in self._found if not fault.refuses)

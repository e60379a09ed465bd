"""What happened and what was done about it: dangerous behaviour, locking up, form 13.

The six kinds are form 8's 危险行为. Form 13's printed codes could not be read; the lists
below carry the fields that are known (C4) in words of ours (D-D1).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from domain.values.findings import Incidents


class IncidentKind(StrEnum):
    """危险行为, the six of form 8; the values are the names of its counts."""

    DISTURBANCE = "disturbance"
    """轻度滋事."""
    PUBLIC_ORDER = "public_order"
    """肇事."""
    CRIMINAL = "criminal"
    """肇祸."""
    OTHER_HARM = "other_harm"
    """其他危害行为."""
    SELF_HARM = "self_harm"
    """自伤."""
    SUICIDE_ATTEMPT = "suicide_attempt"
    """自杀未遂."""


INVESTIGATED = frozenset({IncidentKind.PUBLIC_ORDER, IncidentKind.CRIMINAL})
"""What form 13 (肇事肇祸案（事）件调查表) is filled in about."""


class Informant(StrEnum):
    """Who told of it."""

    FAMILY = "family"
    VILLAGE = "village"
    POLICE = "police"
    GRID = "grid"
    HOSPITAL = "hospital"
    SEEN = "seen"
    OTHER = "other"


class IncidentCause(StrEnum):
    """诱因: what set it off, by form 13."""

    SYMPTOMS = "symptoms"
    STOPPED_MEDICINE = "stopped_medicine"
    DRINK_OR_DRUGS = "drink_or_drugs"
    QUARREL = "quarrel"
    LOSS_OR_STRESS = "loss_or_stress"
    OTHER = "other"
    UNKNOWN = "unknown"


class StateThen(StrEnum):
    """患者当时状态: how the illness stood then."""

    RELAPSED = "relapsed"
    UNSETTLED = "unsettled"
    STABLE = "stable"
    UNKNOWN = "unknown"


class GuardianDuty(StrEnum):
    """监护人履职情况."""

    DONE = "done"
    IN_PART = "in_part"
    NOT_DONE = "not_done"
    NO_GUARDIAN = "no_guardian"


class LockedUpBy(StrEnum):
    """Who keeps the person locked up."""

    FAMILY = "family"
    VILLAGE = "village"
    OTHER = "other"
    UNKNOWN = "unknown"


class ReleasedTo(StrEnum):
    """How a locking-up ended."""

    TREATMENT = "treatment"
    """送治解锁."""
    HOME_CARE = "home_care"
    INSTITUTION = "institution"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Investigation:
    """Form 13 about one incident; `None` is "not recorded"."""

    investigated_on: str
    triggers: tuple[IncidentCause, ...] = ()
    state: StateThen | None = None
    managed: bool | None = None
    """纳入管理 when it happened."""
    managed_since: str | None = None
    reimbursed_percent: int | None = None
    """医疗费用报销比例."""
    guardian_duty: GuardianDuty | None = None
    injured: int | None = None
    dead: int | None = None
    taken_to: str = ""
    """现去向: hospital, custody, home."""
    remark: str = ""

    def facts(self) -> dict[str, Any]:
        """Return it as plain values: what an event keeps."""
        return {
            "triggers": [trigger.value for trigger in self.triggers],
            "state": self.state.value if self.state else None,
            "managed": self.managed,
            "managed_since": self.managed_since,
            "reimbursed_percent": self.reimbursed_percent,
            "guardian_duty": self.guardian_duty.value if self.guardian_duty else None,
            "injured": self.injured,
            "dead": self.dead,
            "taken_to": self.taken_to,
            "remark": self.remark,
        }


def counted(kinds: Sequence[str]) -> Incidents:
    """Return how many times each kind stands in a list, as form 8 counts them."""
    return Incidents(**{kind.value: kinds.count(kind.value) for kind in IncidentKind})


def at_least(said: Incidents | None, recorded: Incidents) -> Incidents:
    """Return the higher of two counts of each kind: nothing on record is left out."""
    said = said or Incidents()
    return Incidents(
        **{
            kind.value: max(getattr(said, kind), getattr(recorded, kind))
            for kind in IncidentKind
        }
    )

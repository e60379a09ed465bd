"""What has to be entered again in the national system, and how far each record is.

The system is 国家严重精神障碍信息管理系统; a record is one sheet there.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self
from uuid import NAMESPACE_OID, uuid5


class RecordKind(StrEnum):
    """One kind of sheet of the national system."""

    REGISTRATION = "registration"
    """基本信息: forms 3 and 6 with identity, residence, diagnosis and consent."""
    SUPPLEMENT = "supplement"
    """个人信息补充表, form 7."""
    FOLLOW_UP = "follow_up"
    """随访服务记录表, form 8."""
    DISCHARGE = "discharge"
    """出院信息单, form 4."""
    CHECK_UP = "check_up"
    """健康检查."""
    LOSS = "loss"
    """失访, known by another way than a follow-up."""
    DEATH = "death"
    """死亡."""
    EXCLUSION = "exclusion"
    """排除诊断: the report is corrected there."""


class EntryState(StrEnum):
    """How far a record is."""

    PENDING = "pending"
    """待录入."""
    CHANGED = "changed"
    """待更正: entered, and put right here since."""
    ENTERED = "entered"
    """已录入."""
    IMPORTED = "imported"
    """Came with an imported register: whether it is there was not said (D-W4)."""


SEVERAL = frozenset({RecordKind.FOLLOW_UP, RecordKind.DISCHARGE, RecordKind.CHECK_UP})
"""Kinds a person has several records of, each with an id."""


@dataclass(frozen=True, slots=True, order=True)
class RecordKey:
    """One record of a person: its kind and, where there are several, which."""

    kind: RecordKind
    id: str = ""

    def __str__(self) -> str:
        """Return it as facts and addresses keep it."""
        return f"{self.kind.value}.{self.id}" if self.id else self.kind.value

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the record a text names; ValueError for any other text."""
        kind, _, which = text.partition(".")
        if kind not in set(RecordKind) or bool(which) is not (kind in SEVERAL):
            msg = "no such record"
            raise ValueError(msg)
        return cls(RecordKind(kind), which)


def discharge_id(discharged_on: str) -> str:
    """Return which discharge's sheet it is: an id of the day that tells nobody the day."""
    return str(uuid5(NAMESPACE_OID, f"discharge/{discharged_on}"))

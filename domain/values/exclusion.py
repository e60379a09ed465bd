"""What may exclude a diagnosis: the two kinds of opinion the law knows."""

from enum import StrEnum


class OpinionKind(StrEnum):
    """Whose word says that it is not SMI (P1 arts 32 and 35)."""

    SECOND_DIAGNOSIS = "second_diagnosis"
    """再次诊断: two psychiatrists of another day or institution."""
    FORENSIC_OPINION = "forensic_opinion"
    """医学鉴定: the expert opinion of an independent institution."""

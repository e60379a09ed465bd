"""Special groups a person may belong to (特殊群体): tags with a source and a validity.

The groups are those 002 二(三)3 names; a tag is some other office's word, never ours.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class SpecialGroup(StrEnum):
    """The groups of 002 二(三)3."""

    VETERAN = "veteran"
    """复员退伍军人."""
    POOR = "poor"
    """贫困人员."""
    COMMUNITY_CORRECTION = "community_correction"
    """社区矫正人员."""
    RELEASED_PRISONER = "released_prisoner"
    """刑满释放人员."""
    DETAINEE = "detainee"
    """被监管人员."""
    DRUG_USER = "drug_user"
    """吸毒人员."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """One group, on which office's word, and from when until when it holds."""

    group: SpecialGroup
    source_office: str
    valid_from: date
    valid_until: date | None = None

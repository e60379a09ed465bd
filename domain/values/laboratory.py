"""Checks that medicines call for: of the blood, the heart, the weight.

Source:   the codes are ours (D-J8); which medicine calls for which is
          `rules/laboratory_checks.py`.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from domain.values.check_up import CheckUpItem


class LabCheck(StrEnum):
    """One check."""

    BLOOD_COUNT = "blood_count"
    """血常规（含白细胞分类）."""
    LITHIUM_LEVEL = "lithium_level"
    VALPROATE_LEVEL = "valproate_level"
    CARBAMAZEPINE_LEVEL = "carbamazepine_level"
    LIVER = "liver"
    KIDNEY = "kidney"
    THYROID = "thyroid"
    SODIUM = "sodium"
    GLUCOSE_LIPIDS = "glucose_lipids"
    ECG = "ecg"


FROM_CHECK_UP: Final[Mapping[CheckUpItem, LabCheck]] = {
    CheckUpItem.BLOOD_COUNT: LabCheck.BLOOD_COUNT,
    CheckUpItem.TRANSAMINASES: LabCheck.LIVER,
    CheckUpItem.KIDNEY: LabCheck.KIDNEY,
    CheckUpItem.ECG: LabCheck.ECG,
}
"""Items of the annual check-up that are such a check, too."""

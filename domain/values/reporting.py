"""The words of a report on its way: what was sent, and how far it has come."""

from enum import StrEnum


class ReportWhat(StrEnum):
    """What a hospital sent."""

    CARD = "card"
    """患者报告卡, form 3."""
    DISCHARGE_SHEET = "discharge_sheet"
    """出院信息单, form 4."""


class ReportState(StrEnum):
    """How far it has come."""

    SENT = "sent"
    ADDRESS = "address"
    """住址不详, the police are being asked."""
    SENT_BACK = "sent_back"
    """退回县级精防机构."""
    RECEIVED = "received"
    FILED = "filed"
    """已建档."""

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


class ReportStep(StrEnum):
    """What is to be done next about a card or a sheet, and so by whom."""

    RECEIVE_CARD = "receive_card"
    """接收报告卡, primary care."""
    FILE = "file"
    """建档, primary care."""
    ASK_POLICE = "ask_police"
    """联系公安协查住址, primary care."""
    COUNTY = "county"
    """退回件处理, the county SMI office."""
    SHEET = "sheet"
    """录入出院信息单, the hospital."""
    RECEIVE_SHEET = "receive_sheet"
    """接收出院信息单, primary care."""

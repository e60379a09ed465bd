"""The county SMI office's review (审核): what is reviewed, and how a call-back ended."""

from enum import StrEnum


class ReviewKind(StrEnum):
    """What a case under review is about."""

    CARD = "card"
    """报告卡: a hospital's report."""
    REGISTRATION = "registration"
    """新建档."""
    MOVE = "move"
    """迁移: another residence."""
    HANDOVER = "handover"
    """责任移交, accepted."""
    LOSS = "loss"
    """失访."""
    DEATH = "death"
    """死亡."""
    EXCLUSION = "exclusion"
    """排除诊断, confirmed."""


class CallBackResult(StrEnum):
    """How a call-back (回访) ended."""

    CONFIRMED = "confirmed"
    """属实."""
    DIFFERS = "differs"
    """与报告不符."""
    NOT_REACHED = "not_reached"
    """未联系上."""


class ReviewState(StrEnum):
    """How far a case is."""

    WAITING = "waiting"
    """待审核."""
    RETURNED = "returned"
    """已退回: the sender's turn."""
    ACCEPTED = "accepted"
    """审核通过."""

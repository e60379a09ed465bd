"""Rehabilitation services and guidance: what was delivered, how, and what came of it.

Source:   K for the service codes of 2018 as remembered (K): 服药、预防复发、躯体管理、生活技能、
          社交能力、职业康复训练, 心理康复, 同伴支持, 家庭支持. The steps of the referral
          platform are R21's; topics, ways and outcomes have no list: ours (D-J9).
"""

from enum import StrEnum
from typing import Final

MOST_MINUTES: Final = 720
"""Minutes of one service; nobody is served longer at once."""


class Service(StrEnum):
    """A rehabilitation service."""

    MEDICATION = "medication"
    """服药训练."""
    RELAPSE = "relapse"
    """预防复发训练."""
    PHYSICAL = "physical"
    """躯体管理训练."""
    LIVING = "living"
    """生活技能训练."""
    SOCIAL = "social"
    """社交能力训练."""
    VOCATIONAL = "vocational"
    """职业康复训练."""
    PSYCHOLOGICAL = "psychological"
    """心理康复."""
    PEER = "peer"
    """同伴支持."""
    FAMILY = "family"
    """家庭支持."""


class ServiceWay(StrEnum):
    """How a service or guidance was given."""

    ALONE = "alone"
    """One to one."""
    GROUP = "group"
    HOME = "home"
    PHONE = "phone"
    LEAFLET = "leaflet"


class Progress(StrEnum):
    """What came of it, as whoever delivered it judges."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    NOT_JUDGED = "not_judged"


class Topic(StrEnum):
    """What guidance (健康教育、家属指导) was about."""

    ILLNESS = "illness"
    MEDICINE = "medicine"
    SIDE_EFFECTS = "side_effects"
    RELAPSE_SIGNS = "relapse_signs"
    CRISIS = "crisis"
    DAILY_CARE = "daily_care"
    REHABILITATION = "rehabilitation"
    RIGHTS = "rights"
    """Policies and rights: aid, consent, confidentiality."""
    CARER_STRAIN = "carer_strain"


class Audience(StrEnum):
    """Who was guided."""

    PERSON = "person"
    GUARDIAN = "guardian"
    FAMILY = "family"


class ApplyWay(StrEnum):
    """Who applied for community rehabilitation (R21: three ways)."""

    SELF = "self"
    """The person or the family."""
    MEDICAL = "medical"
    """A medical institution."""
    OTHER = "other"
    """Another body: 残联, village committee, civil affairs."""


class Stage(StrEnum):
    """When somebody in community rehabilitation is assessed (R21)."""

    FIRST = "first"
    INTERIM = "interim"
    CLOSING = "closing"


class CaseState(StrEnum):
    """Where a case of community rehabilitation stands, and the steps it has taken."""

    APPLIED = "applied"
    ACCEPTED = "accepted"
    REFERRED = "referred"
    IN_SERVICE = "in_service"
    ASSESSED = "assessed"
    DECLINED = "declined"
    CLOSED = "closed"

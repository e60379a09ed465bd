"""The words of a clue (线索): form 1's nine questions, who brought it, what became of it."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class ClueSign(IntEnum):
    """精神行为异常识别清单, form 1 (R8): a "yes" makes a clue."""

    ADMITTED_BEFORE = 1
    """曾在精神科住院治疗."""
    LOCKED_UP = 2
    """因精神异常而被家人关锁."""
    IMPULSIVE = 3
    """经常冲动, 伤人毁物, 或无故离家出走."""
    ODD = 4
    """行为举止古怪, 在公共场所蓬头垢面或赤身露体."""
    TALKS_TO_SELF = 5
    """经常自言自语, 自笑, 或说话让人难以理解."""
    SUSPICIOUS = 6
    """经常疑心."""
    OVERACTIVE = 7
    """过分兴奋话多, 过分活跃, 惹是生非."""
    WITHDRAWN = 8
    """冷淡孤僻懒散, 不能正常学习工作生活."""
    SUICIDAL = 9
    """有过自杀行为或企图."""


class ClueSource(StrEnum):
    """Who noticed: the departments that look for people jointly, and those near them."""

    HEALTH = "health"
    """卫生健康 (卫计)."""
    POLITICS_LAW = "politics_law"
    """政法 (综治)."""
    POLICE = "police"
    CIVIL_AFFAIRS = "civil_affairs"
    JUSTICE = "justice"
    DISABILITY_FEDERATION = "disability_federation"
    COMMITTEE = "committee"
    """村(居)民委员会."""
    RELATIVES = "relatives"
    SELF = "self"
    OTHER = "other"


class ClueStage(StrEnum):
    """How far a clue has come."""

    ENTERED = "entered"
    """待复核."""
    SUSPECTED = "suspected"
    """复核疑似, to be sent to a psychiatrist."""
    SENT = "sent"
    """已送精神科医师复核诊断."""
    PENDING = "pending"
    """待核查: the psychiatrist cannot say yet."""
    CONFIRMED = "confirmed"
    """已确诊, to be registered and reported."""
    REGISTERED = "registered"
    REFUTED = "refuted"
    """排除."""
    ON_RECORD = "on_record"
    """已在册, found to be somebody on the register."""
    EXPIRED = "expired"
    """逾期失效."""

    @property
    def is_open(self) -> bool:
        """Return whether something is still to be done about it."""
        return self in OPEN


OPEN = frozenset(
    {
        ClueStage.ENTERED,
        ClueStage.SUSPECTED,
        ClueStage.SENT,
        ClueStage.PENDING,
        ClueStage.CONFIRMED,
    }
)


class Verification(StrEnum):
    """What the verification came to (form 2; the codes are ours)."""

    SUSPECTED = "suspected"
    """疑似, to be sent to a psychiatrist."""
    NOTHING_FOUND = "nothing_found"
    """未见异常."""
    NOBODY_THERE = "nobody_there"
    """查无此人."""
    ON_RECORD = "on_record"
    """已在册."""


class ReviewOutcome(StrEnum):
    """What the psychiatrist said."""

    CONFIRMED = "confirmed"
    """A case of the register."""
    NOT_A_CASE = "not_a_case"
    """Not a severe mental disorder."""
    PENDING = "pending"
    """待核查."""


class ClueStep(StrEnum):
    """What is to be done next."""

    VERIFY = "verify"
    SEND = "send"
    DIAGNOSE = "diagnose"
    HIGHER_HOSPITAL = "higher_hospital"
    REPORT = "report"


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """Whom a clue is about, as far as it was told; `contact` is whom to ask."""

    name: str
    sex: str
    birth_date: str | None = None
    village: str
    address: str
    phone: str = ""
    contact: str = ""

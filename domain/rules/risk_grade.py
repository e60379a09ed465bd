"""Help to grade the risk (危险性评估 0-5级) from what was seen or told.

Decision: the level whose description fits; an aid, the doctor grades.
Source:   R1 二(二), the 2017 wording, read with E1 and E4 (sources.md). The 2011 wording
          of level 5 (管制性危险武器) is narrower and no longer used: 持械 is any implement.
Hit rule: the highest matching level wins; all its matching rows are reasons (D-G1).
Silence:  D-G2: people hurt with bare hands without continuous smashing is read as level 4,
          the lowest level whose description speaks of people.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from domain.rules.clause import Clause, Evidence, Reason
from domain.values.findings import Grade


class Smashing(StrEnum):
    """打砸."""

    NONE = "none"
    SOME = "some"
    CONTINUOUS = "continuous"


class Violence(StrEnum):
    """Violence against other people."""

    NONE = "none"
    BARE_HANDS = "bare_hands"
    ARMED = "armed"
    """持械: with any implement, a stick or a kitchen knife included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """What was seen or told since the last follow-up."""

    threatens: bool = False
    smashing: Smashing = Smashing.NONE
    only_at_home: bool = True
    talked_down: bool = True
    """能被劝说制止."""
    violence: Violence = Violence.NONE
    harms_self: bool = False
    """自伤、自杀, with whatever implement."""
    arson_or_explosion: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A described behaviour and its level; left out = any."""

    then: Grade
    why: Reason
    threatens: bool | None = None
    smashing: AbstractSet[Smashing] | None = None
    only_at_home: bool | None = None
    talked_down: bool | None = None
    violence: AbstractSet[Violence] | None = None
    harms_self: bool | None = None
    arson_or_explosion: bool | None = None

    def matches(self, seen: Observed) -> bool:
        """Return whether the description fits what was seen."""
        return (
            self.threatens in (None, seen.threatens)
            and (self.smashing is None or seen.smashing in self.smashing)
            and self.only_at_home in (None, seen.only_at_home)
            and self.talked_down in (None, seen.talked_down)
            and (self.violence is None or seen.violence in self.violence)
            and self.harms_self in (None, seen.harms_self)
            and self.arson_or_explosion in (None, seen.arson_or_explosion)
        )


TEXT = Clause("R1", "二(二)", Evidence.REPRODUCED)
READING = Clause("E1", "危险性评估", Evidence.EXAM)
BARE = Clause("OURS", "D-G2", Evidence.DECIDED)
SMASHES = frozenset({Smashing.SOME, Smashing.CONTINUOUS})

# fmt: off
TABLE: tuple[Row, ...] = (
    Row(then=Grade.LEVEL_5, violence={Violence.ARMED},
        why=Reason("risk.armed", TEXT, "Violence against people with any implement.",
                   "持械针对人的任何暴力行为")),
    Row(then=Grade.LEVEL_5, arson_or_explosion=True,
        why=Reason("risk.arson", TEXT, "Arson or explosion, at home or in public.",
                   "纵火、爆炸等行为，无论在家里还是公共场合")),
    Row(then=Grade.LEVEL_4, harms_self=True,
        why=Reason("risk.self_harm", TEXT, "Self-harm or suicide, with a weapon or without.",
                   "自伤、自杀")),
    Row(then=Grade.LEVEL_4, smashing={Smashing.CONTINUOUS}, talked_down=False,
        why=Reason("risk.continuous", TEXT,
                   "Continuous smashing of things or hitting people; cannot be talked down.",
                   "持续的打砸行为，不分场合，针对财物或人，不能接受劝说而停止")),
    Row(then=Grade.LEVEL_4, violence={Violence.BARE_HANDS},
        why=Reason("risk.bare_hands", BARE, "People hurt with bare hands.", "徒手伤人")),
    Row(then=Grade.LEVEL_3, smashing=SMASHES, talked_down=False,
        why=Reason("risk.not_talked_down", TEXT, "Smashes things; cannot be talked down.",
                   "明显打砸行为，针对财物，不能接受劝说而停止")),
    Row(then=Grade.LEVEL_3, smashing=SMASHES, only_at_home=False,
        why=Reason("risk.outside", READING, "Smashes things outside the home.",
                   "明显打砸行为，不分场合，针对财物")),
    Row(then=Grade.LEVEL_2, smashing=SMASHES, only_at_home=True, talked_down=True,
        why=Reason("risk.at_home", TEXT, "Smashes things at home only; can be talked down.",
                   "打砸行为，局限在家里，针对财物，能被劝说制止")),
    Row(then=Grade.LEVEL_1, threatens=True,
        why=Reason("risk.words", TEXT, "Threatens and shouts; smashes nothing.",
                   "口头威胁，喊叫，但没有打砸行为")),
    Row(then=Grade.LEVEL_0, threatens=False, smashing={Smashing.NONE},
        violence={Violence.NONE}, harms_self=False, arson_or_explosion=False,
        why=Reason("risk.none", TEXT, "None of the behaviours of levels 1 to 5.",
                   "无符合以下1~5级中的任何行为")),
)
# fmt: on

EDITION = "risk-grade/2017"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The level whose description fits, and every row of that level that does."""

    grade: Grade
    because: tuple[Reason, ...]
    edition: str = EDITION


def suggest(seen: Observed) -> Suggestion:
    """Return the highest level whose description fits; rows are listed highest first."""
    hits = [row for row in TABLE if row.matches(seen)]
    grade = hits[0].then
    return Suggestion(grade, tuple(row.why for row in hits if row.then is grade))

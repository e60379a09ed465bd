"""The invented people of a demo county, and the habits that shape their course."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from random import Random
from typing import Final

from domain.values.registration import (
    Disease,
    GuardianAbility,
    GuardianRelation,
    Sex,
)
from ops.demo.county.calibration import DISEASES, RATES
from ops.demo.county.places import any_village
from ops.demo.county.plan import Plan
from ops.demo.township import demo_id_number

SURNAMES: Final = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡"
    "余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯"
)
GIVEN: Final = (
    "安宁康平和顺清明国强志勇文军建华永福海山玉兰秀英桂芳春梅淑珍凤霞丽娟红艳敏静"
    "成林树根长生来旺金贵银生水火土木天地东西南北元亨利贞仁义礼智信"
)
YEAR: Final = 365
FIRST_SEQUENCE: Final = 21
"""Sequences below are the demo township's."""
BORN: Final = date(1905, 1, 1)
"""ID numbers are of people born in this year: nobody living is meant."""
FIRST_REGISTERED: Final = date(2012, 1, 1)


class Habit(StrEnum):
    """How a person is followed up."""

    KEPT = "kept"
    IRREGULAR = "irregular"
    UNMANAGED = "unmanaged"


@dataclass(frozen=True, slots=True)
class Invented:
    """An invented person as they enter the register on `enters_on`.

    Somebody registered before the county's first day comes with the old register.
    """

    number: int
    name: str
    sex: Sex
    born: date
    id_number: str
    village: str
    disease: Disease
    registered_on: date
    enters_on: date
    agreed: bool
    guardian: str
    relation: GuardianRelation
    ability: GuardianAbility
    habit: Habit
    works_away: bool

    @property
    def is_new(self) -> bool:
        """Return whether the person was registered only in the county's two years."""
        return self.registered_on == self.enters_on


def people(plan: Plan) -> Iterator[Invented]:
    """Yield the plan's people; each depends on seed and number alone."""
    for number in range(plan.people):
        yield _person(plan, number, plan.chance(f"person/{number}"))


def _person(plan: Plan, number: int, chance: Random) -> Invented:
    rates = RATES[plan.profile]
    sex = chance.choice((Sex.MALE, Sex.FEMALE))
    born = BORN + timedelta(days=number % YEAR)
    sequence = FIRST_SEQUENCE + 2 * (number // YEAR) + (sex is Sex.FEMALE)
    days = (plan.until - plan.since).days
    is_new = chance.random() < rates.arrivals * days / YEAR
    enters_on = plan.since + timedelta(days=chance.randrange(days) if is_new else 0)
    before = (plan.since - FIRST_REGISTERED).days
    surname = chance.choice(SURNAMES)
    agreed = chance.random() > rates.unmanaged / 2
    return Invented(
        number=number,
        name=surname + "".join(chance.sample(("演", chance.choice(GIVEN)), 2)),
        sex=sex,
        born=born,
        id_number=demo_id_number(born, sequence),
        village=any_village(chance),
        disease=chance.choices(tuple(DISEASES), tuple(DISEASES.values()))[0],
        registered_on=enters_on
        if is_new
        else FIRST_REGISTERED + timedelta(days=chance.randrange(before)),
        enters_on=enters_on,
        agreed=agreed,
        guardian=surname + "演" + chance.choice(GIVEN),
        relation=chance.choice(tuple(GuardianRelation)[:4]),
        ability=chance.choices(tuple(GuardianAbility), (6, 3, 1))[0],
        habit=_habit(chance, rates.unmanaged, rates.irregular),
        works_away=chance.random() < rates.away,
    )


def _habit(chance: Random, unmanaged: float, irregular: float) -> Habit:
    drawn = chance.random()
    if drawn < unmanaged:
        return Habit.UNMANAGED
    return Habit.IRREGULAR if drawn < unmanaged + irregular else Habit.KEPT

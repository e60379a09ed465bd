"""What clerks really do to a register: each habit with the cells it leaves and its faults.

A habit that is only another way of writing (dates in seven forms, codes as words) has no
fault and is not here: `ops/demo/register_hand.py` writes with those all the time.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from domain.registry.township_register.fault_texts import FaultCode as F
from ops.demo.register_hand import Value
from ops.demo.township import TOWNSHIP, VILLAGES, demo_id_number


@dataclass(frozen=True, slots=True)
class Dirt:
    """A habit: the cells it spoils, the faults to be found, and whether it adds a row."""

    name: str
    cells: Mapping[str, Value]
    faults: tuple[F, ...]
    adds_a_row: bool = field(default=False, kw_only=True)


BORN: Final = date(1970, 5, 6)


def _with_wrong_check_digit(number: str) -> str:
    return number[:-1] + ("0" if number[-1] != "0" else "1")


# fmt: off
def people_dirt(block: int = 0) -> tuple[Dirt, ...]:
    """Return what happens to people; each block of a register has its own ID numbers."""
    later = timedelta(days=block)
    born = BORN + later
    a_man = demo_id_number(born, 601)
    lunar = f"{born - timedelta(days=34):%Y.%m.%d}"
    child, orphan = date(2014, 7, 2) + later, date(2014, 6, 1)
    return (
        Dirt("the spreadsheet rounded the ID number",
             {"id_number": float(demo_id_number(date(1962, 3, 4), 610)[:17] + "0")},
             (F.ID_ROUNDED,)),
        Dirt("the rounded ID number was saved as text", {"id_number": "1.1E+17"}, (F.ID_ROUNDED,)),
        Dirt("a digit of the ID number mistyped",
             {"id_number": _with_wrong_check_digit(a_man)}, (F.ID_CHECK_DIGIT,)),
        Dirt("the ID number of before 1999", {"id_number": "990101620304611"}, (F.ID_OLD,)),
        Dirt("a digit of the ID number left out", {"id_number": a_man[:-1]}, (F.ID_LENGTH,)),
        Dirt("the letter O for a zero", {"id_number": a_man[:6] + "197O" + a_man[10:]},
             (F.ID_CHARACTER,)),
        Dirt("a month 13 in the ID number", {"id_number": a_man[:10] + "1301" + a_man[14:]},
             (F.ID_BIRTH_DATE,)),
        Dirt("no name", {"name": " "}, (F.NAME_MISSING,)),
        Dirt("a digit of the village's code left out", {"village": VILLAGES[0][:-1]},
             (F.VILLAGE_WRONG,)),
        Dirt("the letter l in the village's code", {"village": TOWNSHIP + "00l"},
             (F.VILLAGE_WRONG,)),
        Dirt("a village of another township", {"village": "990101002001", "village_name": ""},
             (F.VILLAGE_OUTSIDE,)),
        Dirt("a typing error in the diagnosis", {"diagnosis": "精神分列症"},
             (F.DIAGNOSIS_UNREADABLE,)),
        Dirt("no diagnosis", {"diagnosis": "", "icd10": ""}, (F.DIAGNOSIS_MISSING,)),
        Dirt("no day of registration", {"registered_on": "-"}, (F.REGISTERED_MISSING,)),
        Dirt("the day of registration in words", {"registered_on": "去年3月"},
             (F.REGISTERED_UNREADABLE,)),
        Dirt("a child without a guardian",
             {"birth_date": orphan, "sex": "男", "guardian": "",
              "id_number": demo_id_number(orphan, 613)}, (F.GUARDIAN_NEEDED,)),
        Dirt("somebody who died", {"died_on": date(2025, 8, 9)}, (F.DIED,)),

        Dirt("somebody unknown", {"name": "无名氏07", "id_number": "", "birth_date": "不详"},
             (F.IDENTITY_UNKNOWN, F.BIRTH_MISSING)),
        Dirt("the wrong sex", {"id_number": a_man, "birth_date": born, "sex": "女"},
             (F.SEX_DIFFERS,)),
        Dirt("the date of birth on the old calendar",
             {"id_number": demo_id_number(born, 603), "sex": "男", "birth_date": lunar},
             (F.BIRTH_DIFFERS,)),
        Dirt("a telephone number with a digit too many", {"phone": "139000000001"},
             (F.PHONE_DOUBTFUL,)),
        Dirt("the name of the village next door",
             {"village": VILLAGES[1], "village_name": "演示三村"},
             (F.VILLAGE_NAME_DIFFERS,)),
        Dirt("depression among the six", {"diagnosis": "重度抑郁发作", "icd10": "F32.2"},
             (F.DIAGNOSIS_OUTSIDE_SIX,)),
        Dirt("only the year of the diagnosis", {"diagnosed_on": "2009年"},
             (F.DIAGNOSED_ON_UNCLEAR,)),
        Dirt("nothing about consent", {"consent": "", "consent_on": ""}, (F.CONSENT_UNCLEAR,)),
        Dirt("consent without a day", {"consent": "同意", "consent_on": ""},
             (F.CONSENT_DAY_UNCLEAR,)),
        Dirt("a guardian of no known relation", {"guardian_relation": "发小"},
             (F.RELATION_UNCLEAR,)),
        Dirt("a child with a guardian",
             {"birth_date": child, "sex": "男", "guardian": "演示母亲",
              "id_number": demo_id_number(child, 615)}, (F.UNDER_FOURTEEN,)),

        Dirt("the same line twice", {}, (F.KEY_REPEATED,), adds_a_row=True),
        Dirt("the same ID number under another spelling", {"key": f"YT{block}A", "name": "章演安"},
             (F.ID_REPEATED,), adds_a_row=True),
        Dirt("the same person again, by another name and without a number",
             {"key": f"YT{block}B", "name": "阿演", "id_number": ""},
             (F.IDENTITY_UNKNOWN, F.PERHAPS_SAME_PERSON), adds_a_row=True),
    )


def visit_dirt(until: date) -> tuple[Dirt, ...]:
    """Return what happens to follow-ups in a register kept until a day."""
    future = until + timedelta(days=400)
    return (
        Dirt("no day", {"visited_on": ""}, (F.VISIT_DAY_MISSING,)),
        Dirt("the day in words", {"visited_on": "上月中旬"}, (F.VISIT_DAY_UNREADABLE,)),
        Dirt("31 April", {"visited_on": "2026.4.31"}, (F.VISIT_DAY_UNREADABLE,)),
        Dirt("no way of visiting", {"form": ""}, (F.FORM_UNREADABLE,)),
        Dirt("two grades at once", {"risk": "3或4"}, (F.RISK_UNREADABLE,)),
        Dirt("a grade there is not", {"risk": "7"}, (F.RISK_OUTSIDE_CODES,)),
        Dirt("high for a grade", {"risk": "高危"}, (F.RISK_IN_THREE_WORDS,)),
        Dirt("neither grade nor class", {"risk": "", "judged": ""}, (F.CLASS_MISSING,)),
        Dirt("a class there is not", {"judged": "4"}, (F.CLASS_UNREADABLE,)),
        Dirt("nobody was reached", {"judged": "0 未访到"}, (F.NOT_REACHED,)),

        Dirt("no grade", {"risk": "未评估"}, (F.RISK_NOT_ASSESSED,)),
        Dirt("nobody spoken with", {"spoke_with": ""}, (F.SPOKE_WITH_MISSING,)),
        Dirt("a typing error in an answer", {"insight": "自知力完权"}, (F.ANSWER_UNREADABLE,)),
        Dirt("a code the form does not have", {"sleep": 4}, (F.ANSWER_UNREADABLE,)),
        Dirt("a button's text copied along", {"symptom_codes": "幻觉、搜索"},
             (F.ANSWERS_LEFT_OUT,)),
        Dirt("the next day in words", {"due_on": "三个月后"}, (F.DUE_UNREADABLE,)),
        Dirt("the next day before this one", {"due_on": date(2024, 1, 1)},
             (F.DUE_NOT_AFTER,)),

        Dirt("a day that has not come", {"visited_on": future}, (F.VISIT_IN_FUTURE,),
             adds_a_row=True),
        Dirt("a follow-up before the registration", {"visited_on": date(2012, 3, 4)},
             (F.VISIT_BEFORE_REGISTRATION,), adds_a_row=True),
        Dirt("the same follow-up twice", {}, (F.VISIT_REPEATED,), adds_a_row=True),
        Dirt("somebody who is not in the list", {"key": "YX999"}, (F.PERSON_NOT_LISTED,),
             adds_a_row=True),
    )
# fmt: on

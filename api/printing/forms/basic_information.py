"""Form 6 (个人基本信息表): the ordinary resident's record (C4, D-F1)."""

from typing import Any, Final

from api.printing.form import Filled, Form, heading
from api.printing.sheet import Block, Field, Part, Signatures, coded, text
from domain.values.basic_information import (
    AddressType,
    Allergy,
    BloodType,
    Education,
    Exposure,
    FamilyIllness,
    Marriage,
    Nation,
    Occupation,
    PastIllness,
    Payment,
    ResidenceType,
    RhType,
)

MOST_ILLNESSES: Final = 6
"""The boxes the form has for past illnesses; the family has as many each."""


def parts(filled: Filled) -> tuple[Part, ...]:
    """Return everyday life, then health."""
    return (
        Block("", (*heading(filled), *_everyday(filled))),
        Block("健康史", _health(filled)),
        Block("家族史", _family(filled)),
        Signatures((text("填表日期"), text("医生签字"))),
    )


def _everyday(filled: Filled) -> tuple[tuple[Field, ...], ...]:
    basic = filled.answers("basic_information")
    return (
        (
            text("工作单位", basic.get("work_unit")),
            text("联系人", basic.get("contact")),
            text("联系人电话", basic.get("contact_phone")),
        ),
        (
            coded("常住类型", ResidenceType, basic.get("residence_type")),
            coded(
                "民族", Nation, basic.get("nation"), beside=basic.get("minority", "")
            ),
        ),
        (coded("现住址类型", AddressType, basic.get("address_type")),),
        (coded("户籍地类型", AddressType, basic.get("domicile_type")),),
        (coded("文化程度", Education, basic.get("education")),),
        (coded("职业", Occupation, basic.get("occupation")),),
        (coded("婚姻状况", Marriage, basic.get("marriage")),),
        (coded("医疗费用支付方式", Payment, basic.get("payment"), boxes=3),),
        (
            text("村(居)委会联系人", basic.get("committee_contact")),
            text("电话", basic.get("committee_phone")),
        ),
    )


def _health(filled: Filled) -> tuple[tuple[Field, ...], ...]:
    health = filled.answers("health_history")
    return (
        (
            coded("血型", BloodType, health.get("blood_type")),
            coded("RH", RhType, health.get("rh")),
        ),
        (
            coded(
                "药物过敏史",
                Allergy,
                health.get("allergies"),
                boxes=3,
                beside=health.get("allergies_other", ""),
            ),
        ),
        (coded("暴露史", Exposure, health.get("exposure"), boxes=3),),
        (
            coded(
                "疾病",
                PastIllness,
                health.get("illnesses"),
                boxes=MOST_ILLNESSES,
                beside=health.get("illnesses_remark", ""),
            ),
        ),
        (
            text("手术", health.get("operations")),
            text("外伤", health.get("injuries")),
            text("输血", health.get("transfusions")),
        ),
        (text("遗传病史", health.get("hereditary")),),
    )


def _family(filled: Filled) -> tuple[tuple[Field, ...], ...]:
    health = filled.answers("health_history")

    def of(label: str, name: str) -> tuple[Field, ...]:
        ill: Any = health.get(name)
        return (coded(label, FamilyIllness, ill, boxes=MOST_ILLNESSES),)

    return (
        of("父亲", "father"),
        of("母亲", "mother"),
        of("兄弟姐妹", "siblings"),
        of("子女", "children"),
    )


FORM: Final = Form(6, "个人基本信息表", "C4", parts)

"""Form 1 (精神行为异常识别清单): nine questions; one yes makes a clue (R8)."""

from typing import Final

from api.console.places import place
from api.printing.form import Filled, Form, Occasion
from api.printing.numbered import numbered
from api.printing.sheet import (
    Block,
    Field,
    Part,
    Signatures,
    Table,
    Words,
    coded,
    said,
    text,
)
from domain.values.clue import ClueSign, ClueSource
from domain.values.registration import Sex
from projections.clues import ClueRow, clues_told


def told(filled: Filled) -> ClueRow | None:
    """Return the clue a sheet is filled in from; None leaves it open."""
    return clues_told(filled.facts).get(filled.one) if filled.one else None


def occasions(filled: Filled) -> list[Occasion]:
    """Return the clues there are about somebody, the latest first."""
    found = clues_told(filled.facts).items()
    return [Occasion(key, row.entered_on) for key, row in reversed(list(found))]


def parts(filled: Filled) -> tuple[Part, ...]:
    """Return whom it is about, the questions, and who told of it."""
    row = told(filled)
    ask = row is None
    lines = tuple(
        (
            str(sign.value),
            said(ClueSign, sign),
            "□是  □否" if row is None else "是" if sign in row.signs else "否",
        )
        for sign in ClueSign
    )
    return (
        Block("", who(row)),
        Table("识别清单", ("序号", "问题", "回答"), (1, 9, 2), lines),
        Block(
            "线索来源",
            (
                (numbered("来源", ClueSource, None if ask else row.source),),
                (
                    text("知情人", "" if ask else row.contact),
                    text("获知日期", "" if ask else row.entered_on),
                ),
                (text("备注", "" if ask else row.remark),),
            ),
        ),
        Words(
            ("有一项回答“是”即为线索，须经调查复核和精神科医师诊断；不得据此建档。",)
        ),
        Signatures((text("填表人"), text("填表日期"))),
    )


def who(row: ClueRow | None) -> tuple[tuple[Field, ...], ...]:
    """Return the rows that head forms 1 and 2."""
    at = "" if row is None else f"{place(row.division)}{row.address}"
    return (
        (
            text("姓名", row and row.name),
            coded("性别", Sex, row and row.sex),
            text("出生日期", row and row.birth_date),
        ),
        (text("现住址", at, share=2), text("电话", row and row.phone)),
    )


FORM: Final = Form(1, "精神行为异常识别清单", "R8", parts, occasions)

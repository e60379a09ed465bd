"""A form becomes a model, or sentences beside its fields."""

from datetime import date
from typing import Any

from api.console.forms import Form, Posted
from api.language import language


class Trial(Form):
    name: str
    on: date
    ticked: tuple[str, ...] = ()
    note: str | None = None


def posted(**fields: list[str]) -> Posted:
    return Posted(fields, language("zh-CN"))


def read(**fields: list[str]) -> tuple[Any, dict[str, str]]:
    return posted(**fields).read(Trial)


def test_what_was_typed_becomes_the_model_s_values() -> None:
    form, errors = read(
        name=[" 演示甲 "],
        on=["2026-03-02"],
        ticked=["a", "b"],
        note=[""],
        csrf=["x"],
        command_id=["y"],
        seen=["3"],
    )

    assert errors == {}
    assert form == Trial(name="演示甲", on=date(2026, 3, 2), ticked=("a", "b"))
    assert form.note is None


def test_what_is_wrong_is_said_beside_its_field() -> None:
    form, errors = read(name=[""], on=["31.3."], other=["x"])

    assert form is None
    assert errors == {
        "name": "此项必填。",
        "on": "请填写日期，例如 2026-03-31。",
        "other": "此处没有这一项。",
    }


def test_what_was_typed_can_be_shown_again() -> None:
    assert posted(name=["甲"]).value("name") == "甲"
    assert posted().value("name") == ""

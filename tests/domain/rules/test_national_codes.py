"""Every coded value of the forms has its national code, or says that nobody could read it."""

from enum import Enum
from inspect import getmembers, isclass
from types import ModuleType

import pytest

from domain.rules.national_codes import OURS_ALONE, PARITY, national_code
from domain.values import (
    basic_information,
    check_up,
    exclusion,
    findings,
    registration,
    report_card,
    supplement,
    visit_details,
)
from domain.values.findings import AdverseReaction, Grade
from domain.values.national_form import FORMS
from domain.values.registration import ConsentAnswer, Disease

OF_THE_FORMS = (
    basic_information,
    check_up,
    exclusion,
    findings,
    registration,
    report_card,
    supplement,
    visit_details,
)


def lists(module: ModuleType) -> list[type[Enum]]:
    return [
        kind
        for _, kind in getmembers(module, isclass)
        if issubclass(kind, Enum) and kind.__module__ == module.__name__
    ]


@pytest.mark.parametrize("module", OF_THE_FORMS, ids=lambda m: m.__name__)
def test_every_list_of_the_forms_is_in_the_table_or_ours_alone(
    module: ModuleType,
) -> None:
    assert lists(module)
    assert [k for k in lists(module) if (k in PARITY) is (k in OURS_ALONE)] == []


@pytest.mark.parametrize("kind", PARITY, ids=lambda kind: kind.__name__)
def test_every_value_has_its_line_in_the_order_of_the_form(kind: type[Enum]) -> None:
    codes = PARITY[kind].codes

    assert list(codes) == list(kind)
    numbers = [int(code) for code in codes.values() if code and code.isdecimal()]
    falling = kind is ConsentAnswer
    assert numbers == sorted(numbers, reverse=falling)


def test_every_list_a_sheet_shows_is_in_the_table() -> None:
    shown = {f.codes for fields in FORMS.values() for f in fields if f.codes}

    assert shown <= set(PARITY)


@pytest.mark.parametrize("fields", FORMS.values(), ids=FORMS)
def test_a_sheet_names_each_of_its_values_once(fields: tuple[object, ...]) -> None:
    names = [getattr(field, "name", "") for field in fields]

    assert len(set(names)) == len(names)


def test_a_value_without_a_verified_code_has_none() -> None:
    assert national_code(AdverseReaction, "severe") == "2"
    assert national_code(Grade, 3) == "3"
    assert national_code(ConsentAnswer, "refused") == "0"
    assert national_code(Disease, "bipolar") is None
    assert national_code(Grade, None) is None

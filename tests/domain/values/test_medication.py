import re
from pathlib import Path

import pytest

from domain.rules import access
from domain.values.medication import (
    DRUGS,
    DrugFault,
    DrugUse,
    Route,
    drug_named,
    drug_of,
    same_drugs,
)

REGISTER = (Path(access.__file__).parent / "sources.md").read_text(encoding="utf-8")
SOURCES = dict(re.findall(r"^\| (\w+) \| .*? \| (\w) \|$", REGISTER, re.MULTILINE))

NAMED_IN_THE_RULES = (
    *("氯氮平", "奥氮平", "利培酮", "阿立哌唑", "喹硫平", "齐拉西酮", "氨磺必利"),
    *("帕利哌酮", "鲁拉西酮", "氟哌啶醇", "奋乃静", "氯丙嗪", "舒必利", "硫必利"),
    *("五氟利多", "碳酸锂", "丙戊酸钠", "卡马西平", "拉莫三嗪", "奥卡西平", "苯海索"),
    *("癸酸氟哌啶醇", "氟奋乃静长效制剂", "棕榈酸帕利哌酮", "利培酮微球"),
    "阿立哌唑长效制剂",
)
"""Domain rules, section 9."""


def test_the_table_has_every_drug_the_rules_name_and_no_other() -> None:
    assert [drug.zh for drug in DRUGS] == list(NAMED_IN_THE_RULES)
    assert len({drug.code for drug in DRUGS}) == len(DRUGS)


def test_every_drug_cites_a_source_of_the_register_with_its_grade() -> None:
    wrong = [drug for drug in DRUGS if SOURCES.get(drug.source) != drug.evidence]

    assert wrong == []
    remembered = {drug.zh for drug in DRUGS if drug.evidence == "K"}
    assert remembered == {"利培酮微球", "阿立哌唑长效制剂"}


def test_every_injection_is_long_acting_and_one_drug_is_taken_weekly() -> None:
    injected = [drug for drug in DRUGS if drug.route is Route.INJECTION]
    by_mouth = [drug for drug in DRUGS if drug not in injected and drug.is_long_acting]

    assert all(drug.is_long_acting for drug in injected)
    assert [(drug.zh, drug.label_weeks) for drug in by_mouth] == [("五氟利多", 1)]


def test_a_drug_is_found_by_code_and_by_name() -> None:
    assert drug_named(" 奥氮平 ") == drug_of("olanzapine") is not None
    assert drug_named("奥氮") is None
    assert DrugUse.called("奥氮平", evening_mg="10").drug == "olanzapine"
    assert DrugUse.called(" 中药 ") == DrugUse(name="中药")


@pytest.mark.parametrize(
    ("doses", "a_day"),
    [
        (("0.1", "0.1", "0.1"), "0.3"),
        (("2.50", "", "2.5"), "5"),
        (("100", "", "200"), "300"),
        (("", "", "0"), "0"),
        (("", "", ""), None),
    ],
)
def test_the_day_is_added_up_exactly(
    doses: tuple[str, str, str], a_day: str | None
) -> None:
    morning, noon, evening = doses
    use = DrugUse(
        drug="clozapine", morning_mg=morning, noon_mg=noon, evening_mg=evening
    )

    assert use.fault is None
    assert use.daily_mg == a_day


@pytest.mark.parametrize(
    ("use", "fault"),
    [
        (DrugUse(), DrugFault.NO_NAME),
        (DrugUse(name=" "), DrugFault.NO_NAME),
        (DrugUse(drug="olanzapine", name="奥氮平"), DrugFault.NO_NAME),
        (DrugUse(drug="aspirin"), DrugFault.UNKNOWN_CODE),
        (DrugUse(name="某药" * 31), DrugFault.TOO_LONG),
        (DrugUse(name="某药", morning_mg="半片"), DrugFault.DOSE),
        (DrugUse(name="某药", morning_mg="-5"), DrugFault.DOSE),
        (DrugUse(name="某药", morning_mg="1e3"), DrugFault.DOSE),
        (DrugUse(name="某药", evening_mg="\u0665"), DrugFault.DOSE),
        (DrugUse(name="某药", evening_mg="1.0005"), DrugFault.DOSE),
        (
            DrugUse(name="某药", evening_mg="5", every_weeks=2, each_mg="25"),
            DrugFault.BOTH_WAYS,
        ),
        (DrugUse(name="某药", every_weeks=2), DrugFault.HALF),
        (DrugUse(name="某药", each_mg="25"), DrugFault.HALF),
        (DrugUse(name="某药", every_weeks=0, each_mg="25"), DrugFault.WEEKS),
        (DrugUse(name="某药", every_weeks=27, each_mg="25"), DrugFault.WEEKS),
        (DrugUse(name="某药"), None),
        (DrugUse(drug="penfluridol", every_weeks=1, each_mg="20"), None),
    ],
)
def test_a_row_says_what_is_wrong_with_it(
    use: DrugUse, fault: DrugFault | None
) -> None:
    assert use.fault is fault


def test_rows_come_back_from_facts_as_they_were() -> None:
    use = DrugUse(drug="haloperidol_decanoate", every_weeks=4, each_mg="50")

    assert DrugUse.from_facts(use.facts()) == use


def test_the_same_medicine_typed_differently_is_the_same() -> None:
    a = DrugUse(drug="olanzapine", evening_mg="10.0")
    b = DrugUse(drug="olanzapine", evening_mg="10")
    c = DrugUse(drug="clozapine", morning_mg="25")

    assert same_drugs((a, c), (c, b))
    assert not same_drugs((a, c), (b,))
    assert not same_drugs((DrugUse(drug="olanzapine", morning_mg="10"),), (b,))

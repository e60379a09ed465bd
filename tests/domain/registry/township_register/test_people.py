"""A row of the list of people, kind of dirt by kind of dirt."""

from typing import Any

import pytest

from domain.registry.township_register.fault_texts import FaultCode as F
from domain.registry.township_register.sheet import Cell, CellKind
from domain.values.registration import Disease
from tests.domain.registry.township_register.rows import (
    AN_ID,
    accepted_person,
    codes_of,
    person,
)

# fmt: off
REFUSED: tuple[tuple[str, dict[str, Any], F], ...] = (
    ("no number", {"key": " "}, F.KEY_MISSING),
    ("no name", {"name": "'"}, F.NAME_MISSING),
    ("id rounded in a text", {"id_number": "1.1E+17"}, F.ID_ROUNDED),
    ("id rounded in lower case", {"id_number": "9.90101e17"}, F.ID_ROUNDED),
    ("id rounded in a number", {"id_number": Cell("9.90101190505e+17", CellKind.NUMBER)},
     F.ID_ROUNDED),
    ("wrong check digit", {"id_number": "230381190505050029"}, F.ID_CHECK_DIGIT),
    ("month 13", {"id_number": "230381190513010018"}, F.ID_BIRTH_DATE),
    ("31 April", {"id_number": "230381190504310019"}, F.ID_BIRTH_DATE),
    ("born in the future", {"id_number": "230381209901010017"}, F.ID_FUTURE),
    ("fifteen digits", {"id_number": "230381050505001"}, F.ID_OLD),
    ("seventeen digits", {"id_number": "99010119050505001"}, F.ID_LENGTH),
    ("letter O", {"id_number": "99010119O505050013"}, F.ID_CHARACTER),
    ("no village", {"village": "", "village_name": ""}, F.VILLAGE_MISSING),
    ("a village nobody knows", {"village": "", "village_name": "别村"}, F.VILLAGE_MISSING),
    ("eleven digits of village", {"village": "99010100100"}, F.VILLAGE_WRONG),
    ("a village that is not there", {"village": "990101001099"}, F.VILLAGE_WRONG),
    ("another township", {"village": "990101002001"}, F.VILLAGE_OUTSIDE),
    ("no diagnosis", {"diagnosis": ""}, F.DIAGNOSIS_MISSING),
    ("diagnosis mistyped", {"diagnosis": "精神分列症"}, F.DIAGNOSIS_UNREADABLE),
    ("diagnosis mistyped beside a code", {"diagnosis": "精神分列症", "icd10": "F20"},
     F.DIAGNOSIS_UNREADABLE),
    ("no registration", {"registered_on": "/"}, F.REGISTERED_MISSING),
    ("registration in words", {"registered_on": "去年"}, F.REGISTERED_UNREADABLE),
    ("registration tomorrow", {"registered_on": "2026-11-25"}, F.REGISTERED_IN_FUTURE),
    ("died", {"died_on": "2025-01-01"}, F.DIED),
)
# fmt: on


@pytest.mark.parametrize(
    ("cells", "code"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_a_row_is_refused_with_its_reason(cells: dict[str, Any], code: F) -> None:
    assert codes_of(person(**cells)) == ("refused", [code])


# fmt: off
DOUBTED: tuple[tuple[str, dict[str, Any], list[F]], ...] = (
    ("unknown person", {"name": "无名氏07", "id_number": "", "birth_date": ""},
     [F.IDENTITY_UNKNOWN, F.BIRTH_MISSING]),
    ("no id and no sex", {"id_number": "无", "sex": "?"},
     [F.IDENTITY_UNKNOWN, F.SEX_MISSING]),
    ("the other sex", {"sex": "女"}, [F.SEX_DIFFERS]),
    ("another birthday", {"birth_date": "1905-06-01"}, [F.BIRTH_DIFFERS]),
    ("a phone too long", {"phone": "139000000001"}, [F.PHONE_DOUBTFUL]),
    ("a name of another village", {"village_name": "演示二村"}, [F.VILLAGE_NAME_DIFFERS]),
    ("another disease", {"diagnosis": "抑郁症"}, [F.DIAGNOSIS_OUTSIDE_SIX]),
    ("a year of diagnosis", {"diagnosed_on": "2009年"}, [F.DIAGNOSED_ON_UNCLEAR]),
    ("no answer on consent", {"consent": ""}, [F.CONSENT_UNCLEAR]),
    ("consent without a day", {"consent_on": ""}, [F.CONSENT_DAY_UNCLEAR]),
    ("a friend from childhood", {"guardian_relation": "发小"}, [F.RELATION_UNCLEAR]),
)
# fmt: on


@pytest.mark.parametrize(
    ("cells", "codes"), [row[1:] for row in DOUBTED], ids=[row[0] for row in DOUBTED]
)
def test_a_row_is_recorded_and_doubted(cells: dict[str, Any], codes: list[F]) -> None:
    assert codes_of(person(**cells)) == ("accepted", codes)


def test_every_reason_against_a_row_is_given() -> None:
    read = person(name="", diagnosis="", id_number="1.1E+17")

    assert codes_of(read) == (
        "refused",
        [F.NAME_MISSING, F.ID_ROUNDED, F.DIAGNOSIS_MISSING],
    )


@pytest.mark.parametrize(
    "written",
    [
        f"'{AN_ID}",
        f"  {AN_ID} ",
        "９９０１０１１９０５０５０５００１３",
        "990101 19050505 0013",
        f"{AN_ID}\u200b",
    ],
)
def test_an_id_number_is_read_however_it_was_protected(written: str) -> None:
    assert accepted_person(id_number=written).identity.id_number == AN_ID


def test_a_small_x_is_stored_as_a_capital() -> None:
    read = accepted_person(id_number="23038119050505001x")

    assert read.identity.id_number == "23038119050505001X"


def test_an_unknown_person_keeps_the_hospital_s_name_and_has_no_number() -> None:
    identity = accepted_person(name="无名氏07", id_number="", birth_date="").identity

    assert (identity.name, identity.id_kind, identity.id_number) == (
        "无名氏07",
        "unknown",
        None,
    )


def test_the_id_number_wins_over_sex_and_birth_date() -> None:
    identity = accepted_person(sex="女", birth_date="1999-01-01").identity

    assert (identity.sex, identity.birth_date) == ("1", "1905-05-05")


def test_without_an_id_number_a_month_of_birth_says_the_year() -> None:
    assert accepted_person(id_number="", birth_date="1975.3").identity.birth_date == (
        "1975"
    )


def test_a_village_is_found_by_its_name_when_the_code_is_missing() -> None:
    read = accepted_person(village="", village_name=" 演示二村 ")

    assert read.residence.village == "990101001002"


def test_a_village_s_code_may_be_a_number() -> None:
    read = accepted_person(village=Cell("990101001001", CellKind.NUMBER))

    assert read.residence.village == "990101001001"


@pytest.mark.parametrize(
    ("written", "disease", "icd10"),
    [
        ("精神分裂症", Disease.SCHIZOPHRENIA, None),
        ("01", Disease.SCHIZOPHRENIA, None),
        ("F20.0", Disease.SCHIZOPHRENIA, "F20.0"),
        ("精神分裂症 F20.0", Disease.SCHIZOPHRENIA, "F20.0"),
        ("精神分裂症（f20.9）", Disease.SCHIZOPHRENIA, "F20.9"),
        ("双相（情感）障碍", Disease.BIPOLAR, None),
        ("癫痫所致精神障碍", Disease.EPILEPSY, None),
        ("6", Disease.INTELLECTUAL, None),
    ],
)
def test_a_diagnosis_is_read_by_word_or_code(
    written: str, disease: Disease, icd10: str | None
) -> None:
    diagnosis = accepted_person(diagnosis=written).diagnosis

    assert (diagnosis.disease, diagnosis.icd10) == (disease, icd10)


def test_a_refusal_of_consent_is_asked_again_after_a_year() -> None:
    read = accepted_person(consent="0", consent_on="2026.2.28")

    assert (read.consent.answer, read.consent.ask_again_on) == ("refused", "2027-02-28")


def test_younger_than_fourteen_the_guardian_signs() -> None:
    read = accepted_person(id_number="", birth_date="2012-11-25")

    assert [fault.code for fault in read.doubts] == [
        F.IDENTITY_UNKNOWN,
        F.UNDER_FOURTEEN,
    ]
    assert read.consent.signed_by == "张演监"


def test_younger_than_fourteen_without_a_guardian_is_refused() -> None:
    read = person(id_number="", birth_date="2012-11-25", guardian="")

    assert codes_of(read) == ("refused", [F.GUARDIAN_NEEDED])


def test_the_fourteenth_birthday_makes_one_old_enough() -> None:
    read = person(id_number="", birth_date="2012-11-24", guardian="")

    assert codes_of(read) == ("accepted", [F.IDENTITY_UNKNOWN])


def test_the_raw_row_is_kept_as_found_with_clinical_columns_apart() -> None:
    row = accepted_person(
        name=" 张 演安", registered_on=Cell("42371", CellKind.NUMBER)
    ).row

    assert row.identity["姓名"] == " 张 演安"
    assert (row.identity["建档日期"], row.identity["建档日期#"]) == ("42371", "number")
    assert set(row.clinical) == {"诊断", "确诊日期", "确诊医院"}
    assert not set(row.clinical) & set(row.identity)
    assert (row.source, row.number, row.map) == (
        "演示登记表",
        2,
        "township-register/1 risk=0-5",
    )

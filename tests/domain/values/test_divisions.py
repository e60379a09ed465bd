import pytest

from domain.values.divisions import COUNTY, DEMO_PREFIX, LEVELS, national, with_demo


def test_the_files_hold_as_many_divisions_as_their_notice_says() -> None:
    by_digits = {
        digits: sum(len(code) == digits for code in national().today)
        for digits in LEVELS
    }

    assert by_digits == {2: 34, 4: 333, 6: 2851, 9: 38536, 12: 0}
    assert len(national().past) == 3699


def test_every_division_lies_in_a_province_and_every_township_in_a_county() -> None:
    today = national().today

    assert [code for code in today if code[:2] not in today] == []
    assert [
        code for code in today if len(code) > COUNTY and code[:COUNTY] not in today
    ] == []


def test_codes_are_digits_and_names_are_chinese() -> None:
    both = {**national().today, **national().past}

    assert [
        code for code in both if not code.isdecimal() or len(code) not in LEVELS
    ] == []
    assert [n for n in both.values() if not n or any(c in "（）() " for c in n)] == []


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("11", ("北京市",)),
        ("110101", ("北京市", "东城区")),
        ("130102001", ("河北省", "石家庄市", "长安区", "建北街道")),
        ("429004", ("湖北省", "仙桃市")),
        ("441900", ("广东省", "东莞市")),
        ("653132", ("新疆维吾尔自治区", "喀什地区", "岑岭县")),
        ("110101999999", ("北京市", "东城区")),
        ("000000", ()),
        ("", ()),
    ],
)
def test_a_code_is_named_from_the_province_down(
    code: str, names: tuple[str, ...]
) -> None:
    assert national().name_of(code) == names


@pytest.mark.parametrize(
    ("code", "name", "historic"),
    [
        ("330102", "上城区", False),
        ("330103", "下城区", True),
        ("110103", "崇文区", True),
        ("230381", "虎林市", False),
        ("110101190505050010", "东城区", False),
        ("990101", None, False),
        ("11", None, False),
    ],
)
def test_a_county_has_a_name_though_its_code_be_of_the_past(
    code: str, name: str | None, *, historic: bool
) -> None:
    assert national().county_name(code) == name
    assert national().is_historic(code) is historic
    assert national().is_known(code) is (name is not None)


def test_no_code_is_both_of_today_and_of_the_past() -> None:
    assert national().today.keys() & national().past.keys() == set()


def test_known_counties_are_six_digits_and_of_today() -> None:
    counties = national().known_counties()

    assert {"110101", "659013"} <= counties
    assert "330103" not in counties
    assert {len(code) for code in counties} == {6}


def test_the_demo_is_known_only_where_it_is_asked_for() -> None:
    assert with_demo().name_of("990101001001") == (
        *("演示省", "演示市", "演示县", "演示镇", "演示一村"),
    )
    assert national().name_of("990101001001") == ()


def test_the_demo_takes_no_code_that_is_or_was_somebody_s() -> None:
    country = [*national().today, *national().past]
    invented = with_demo().today.keys() - national().today.keys()

    assert [code for code in country if code.startswith(DEMO_PREFIX)] == []
    assert [code for code in invented if not code.startswith(DEMO_PREFIX)] == []
    assert invented

import pytest

from projections.name_index import (
    LONGEST_PREFIX,
    grams,
    initials,
    latin_prefixes,
    pinyin_keys,
    query_terms,
    sort_key,
)
from projections.surnames import COMPOUND, GIVEN, SINGLE


def is_found(name: str, text: str) -> bool:
    """Tell whether a search finds a name, as the database compares them."""
    terms = query_terms(text)
    asks = bool(terms.grams or terms.latin)
    return (
        asks
        and {*terms.grams} <= {*grams(name)}
        and {*terms.latin} <= {*latin_prefixes(name)}
    )


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("曾国强", "zengguoqiang"),
        ("单雄", "shanxiong"),
        ("仇英", "qiuying"),
        ("解明", "xieming"),
        ("区明", "ouming"),
        ("朴明", "piaoming"),
        ("查明", "zhaming"),
        ("盖明", "geming"),
        ("任重", "renzhong"),
        ("翟明", "zhaiming"),
        ("覃明", "qinming"),
        ("乐明", "yueming"),
        ("万明", "wanming"),
        ("纪明", "jiming"),
        ("吕明", "luming"),
        ("尉迟明", "yuchiming"),
        ("长孙明", "zhangsunming"),
        ("万俟明", "moqiming"),
        ("令狐明", "linghuming"),
        ("欧阳明", "ouyangming"),
        ("单于明", "chanyuming"),
        ("诸葛明", "zhugeming"),
        ("李建国", "lijianguo"),
    ],
)
def test_a_surname_is_read_as_surnames_are(name: str, reading: str) -> None:
    assert pinyin_keys(name)[0] == reading


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("曾国强", "ceng"),
        ("单雄", "danx"),
        ("仇英", "chou"),
        ("解明", "jiem"),
        ("区明", "quming"),
        ("朴明", "pu"),
        ("查明", "cha"),
        ("尉迟", "yuchi"),
        ("吕布", "lv"),
        ("吕布", "lyubu"),
        ("吕布", "lü"),
        ("吕布", "Lǚ Bù"),
        ("张乐", "zhangyue"),
        ("张乐", "zhangle"),
    ],
)
def test_a_name_is_found_by_its_other_readings_too(name: str, typed: str) -> None:
    assert is_found(name, typed)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("陈志强", "chen"),
        ("陈志强", "c"),
        ("陈志强", "Chen ZhiQiang"),
        ("陈志强", "ＣＨＥＮ"),
        ("陈志强", "czq"),
        ("陈志强", "zhiq"),
        ("陈志强", "zq"),
        ("陈志强", "陈"),
        ("陈志强", "志强"),
        ("陈志强", "陈志强"),
        ("陈志强", "陈 强"),
        ("陈志强", "陈zq"),
        ("陈 志强", "陈志强"),
        ("买买提·艾力", "买买提艾力"),
        ("买买提·艾力", "买买提•艾力"),
        ("买买提・艾力", "艾力"),
        ("买买提．艾力", "aili"),
        ("买买提·艾力", "mmtal"),
        ("买买提·艾力", "maimaiti aili"),
        ("𬭎明", "𬭎"),
        ("𬭎明", "hongming"),
        ("㛃", "㛃"),
        ("Ivan Petrov", "ivan p"),
        ("Ivan Petrov", "petrov"),
    ],
)
def test_a_name_is_found_by_what_people_type(name: str, typed: str) -> None:
    assert is_found(name, typed)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("陈志强", "强志"),
        ("陈志强", "陈强"),
        ("陈志强", "陈志刚"),
        ("陈志强", "hen"),
        ("陈志强", "chenzhiqiangx"),
        ("陈志强", "王zq"),
        ("陈志强", ""),
        ("陈志强", " · "),
        ("陈志强", "%"),
        ("𬭎明", "宏明"),
    ],
)
def test_a_name_is_not_found_by_something_else(name: str, typed: str) -> None:
    assert not is_found(name, typed)


def test_an_id_number_asks_for_nothing_among_names() -> None:
    for text in ("99010119050505001X", "990101190505050028", "演示1"):
        assert query_terms(text).latin == ()


def test_grams_are_the_characters_and_their_neighbours_once_each() -> None:
    assert grams("买买提·艾力") == [
        *("买", "提", "艾", "力"),
        *("买买", "买提", "提艾", "艾力"),
    ]
    assert grams("") == []


def test_initials_follow_each_reading_of_the_surname() -> None:
    assert initials("曾国强") == ["zgq", "cgq"]
    assert initials("欧阳明") == ["oym"]


def test_names_are_ordered_by_syllable_then_character_and_unread_ones_last() -> None:
    names = ["曾一", "吕一", "卢一", "梁一", "李安", "李一", "安一", "々"]

    assert sorted(names, key=sort_key) == [
        *("安一", "李安", "李一", "梁一", "卢一", "吕一", "曾一", "々"),
    ]


def test_the_same_reading_is_ordered_by_character() -> None:
    assert sort_key("李伟") != sort_key("李维")
    assert sort_key("李伟").startswith("li wei ")


def test_a_long_search_asks_for_no_more_than_is_kept() -> None:
    long_name = "阿卜杜热西提·吐尔逊买买提江"

    assert max(map(len, latin_prefixes(long_name))) == LONGEST_PREFIX
    assert is_found(long_name, "abudurexitituerxunmaimaitijiang")
    assert len(query_terms("王" * 5000).grams) == 1


def test_a_name_with_many_readings_stays_small() -> None:
    worst = "查" + "乐行长"

    assert len(latin_prefixes(worst)) < 500


def test_tables_hold_surnames_and_readings() -> None:
    assert {len(surname) for surname in SINGLE} | {len(c) for c in GIVEN} == {1}
    assert {len(surname) for surname in COMPOUND} == {2}
    readings = [*SINGLE.values(), *COMPOUND.values(), *GIVEN.values()]
    assert all(
        each.isascii() and each.islower() for group in readings for each in group
    )

"""The tree is as it was agreed, and nothing in it belongs to one machine or one person."""

import re
from collections.abc import Iterator

import pytest

from tests.house.tree import ROOT, committed_files

TOP_LEVEL = {
    *("pyproject.toml", "README.md", "LICENSE"),
    *("requirements.txt", "requirements-test.txt"),
    *("domain", "api", "projections", "scheduler", "ops", "tests"),
}

MACHINE_PATH = re.compile(r"/(?:root|home|work|Users)/[\w.]|[A-Z]:\\\\?Users")
INDEX_ADDRESS = re.compile(
    r"(?:--|\b)(?:extra-)?index-url|pythonhosted\.org|pypi\.org/simple|registry\.npm\w*\."
)
PRIVATE_KEY = re.compile("BEGIN [A-Z ]*" + "PRIVATE KEY")
ID_NUMBER = re.compile(r"(?<![\dA-Za-z])\d{17}[\dXx](?![\dA-Za-z])")

SPECIMENS = {"11010519491231002X", "440524188001010014"}
"""Printed in GB 11643 itself."""

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

VENDORED = ("api/console/static/vendor/",)


def texts() -> Iterator[tuple[str, str]]:
    for name in committed_files():
        if name.startswith(VENDORED):
            continue
        try:
            yield name, (ROOT / name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}:{number}"
        for name, text in texts()
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line)
    ]


def could_be_somebody_s(number: str) -> bool:
    """Tell whether an ID number is well formed, assignable, and of somebody alive."""
    total = sum(int(d) * w for d, w in zip(number[:17], WEIGHTS, strict=True))
    return (
        "10X98765432"[total % 11] == number[17].upper()
        and not number.startswith("99")
        and "1906" < number[6:10] < "2090"
        and number.upper() not in SPECIMENS
    )


def test_the_top_level_is_as_fixed() -> None:
    top = {name.partition("/")[0] for name in committed_files()}

    assert {name for name in top if not name.startswith(".")} - TOP_LEVEL == set()


def test_no_file_names_a_place_on_one_machine() -> None:
    assert lines_with(MACHINE_PATH) == []


def test_no_file_names_where_packages_come_from() -> None:
    assert [at for at in lines_with(INDEX_ADDRESS) if "house/test_tree" not in at] == []


def test_no_file_holds_a_private_key() -> None:
    assert lines_with(PRIVATE_KEY) == []


def test_no_file_holds_an_id_number_that_could_be_somebody_s() -> None:
    found = [
        f"{name}: {number[:6]}"
        for name, text in texts()
        for number in ID_NUMBER.findall(text)
        if could_be_somebody_s(number)
    ]

    assert found == []


def test_no_file_is_a_burden() -> None:
    heavy = [n for n in committed_files() if (ROOT / n).stat().st_size > 2_000_000]

    assert heavy == ["api/printing/fonts/NotoSansCJKsc-GBK.otf"]  # decision 25


def test_no_name_is_a_drawer_for_everything() -> None:
    drawers = re.compile(r"(^|/)(utils?|helpers?|manager|base|common|misc)(\.py|/|$)")

    ours = [name for name in committed_files() if not name.startswith(VENDORED)]

    assert [name for name in ours if drawers.search(name)] == []


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (MACHINE_PATH, "/" + "root/x"),
        (MACHINE_PATH, "see /" + "work/main"),
        (INDEX_ADDRESS, "--index" + "-url x"),
        (PRIVATE_KEY, "-----BEGIN " + "PRIVATE KEY-----"),
        (ID_NUMBER, "1" * 18),
    ],
)
def test_each_pattern_finds_what_it_is_for(pattern: re.Pattern[str], line: str) -> None:
    assert pattern.search(line)


def test_an_assignable_number_is_told_from_a_synthetic_one() -> None:
    assert could_be_somebody_s("11010119900307" + "7459")
    assert not could_be_somebody_s("990101199003070" + "00X")
    assert not could_be_somebody_s("11010519491231002X")


def test_each_decision_record_has_a_number_of_its_own() -> None:
    records = [p.name for p in (ROOT / "ops" / "decisions").glob("*.md")]

    assert len({name[:4] for name in records}) == len(records)

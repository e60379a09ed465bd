"""The nightly roster: sealed for one office, opened without a database, never plain."""

from pathlib import Path
from uuid import UUID

import pytest
from typer.testing import CliRunner

from domain.values.findings import Grade
from ops.commands.__main__ import app
from ops.rosters import MakeRosters, RosterProblem, code_of, head_of, unseal
from ops.site import Site
from ops.views import make_views
from projections.every import OF_THE_LOG
from projections.folding import Folding
from projections.offices import all_offices
from tests.databases import Database
from tests.registering import a_form, an_office, follow_up, register
from tests.streams import NOON


@pytest.fixture
def offices(site: Site, database: Database) -> dict[str, UUID]:
    """Return the offices of a village where one is at level 4, another at level 1."""
    make_views(database.owner_url, OF_THE_LOG)
    made = {
        kind: an_office(site, kind)
        for kind in ("police_station", "county_smi", "civil_affairs")
    }
    hospital = an_office(site)
    follow_up(site, register(site, hospital), a_form(risk=Grade.LEVEL_4))
    follow_up(site, register(site, hospital), a_form(risk=Grade.LEVEL_1))
    Folding(site.engine, site.log, OF_THE_LOG).catch_up()
    return made


def test_each_office_that_answers_dangers_has_one_sealed_under_its_own_code(
    site: Site, offices: dict[str, UUID], tmp_path: Path
) -> None:
    folder = tmp_path / "rosters"

    made = MakeRosters(site, folder)(NOON)

    police, county = offices["police_station"], offices["county_smi"]
    assert made == 2
    assert {file.stem for file in folder.iterdir()} == {str(police), str(county)}
    sealed = (folder / f"{police}.roster").read_bytes()
    assert (folder / f"{police}.roster").stat().st_mode & 0o077 == 0
    plain = unseal(sealed, code_of(site.secrets, police))
    assert plain.startswith(b"%PDF")
    assert b"%PDF" not in sealed
    with pytest.raises(RosterProblem):
        unseal(sealed, code_of(site.secrets, county))
    with pytest.raises(RosterProblem):
        unseal(sealed[:-1] + bytes([sealed[-1] ^ 1]), code_of(site.secrets, police))


def test_it_names_who_is_at_level_3_or_above_and_whom_to_ring_by_the_offices_own_fields(
    site: Site, offices: dict[str, UUID], tmp_path: Path
) -> None:
    with site.engine.begin() as connection:
        known = all_offices(connection)
    making = MakeRosters(site, tmp_path)

    sheet = making.sheet(offices["police_station"], known, {}, NOON.date().isoformat())

    people = next(part for part in sheet.parts if getattr(part, "title", "") == "人员")
    assert [line[2] for line in getattr(people, "lines", ())] == ["4级"]
    said = " ".join(sheet.texts())
    assert "演示甲" in said
    for word in ("F20", "精神分裂", "自知力"):
        assert word not in said


def test_nothing_plain_is_left_on_the_disk_and_closed_offices_have_none(
    site: Site, offices: dict[str, UUID], tmp_path: Path
) -> None:
    folder = tmp_path / "rosters"
    folder.mkdir()
    (folder / "of-a-closed-office.roster").write_bytes(b"old")

    MakeRosters(site, folder)(NOON)

    left = [file for file in folder.rglob("*") if file.is_file()]
    assert len(left) == len([*offices]) - 1
    for file in left:
        assert "演示甲".encode() not in file.read_bytes()
        assert head_of(file.read_bytes()).office == file.stem


def test_it_is_opened_on_any_machine_by_the_code_alone(
    site: Site, offices: dict[str, UUID], tmp_path: Path
) -> None:
    MakeRosters(site, tmp_path / "rosters")(NOON)
    police = offices["police_station"]
    file, to = tmp_path / "rosters" / f"{police}.roster", tmp_path / "opened.pdf"
    asked = ["roster", "open", str(file), "--to", str(to), "--code-stdin"]

    wrong = CliRunner().invoke(app, asked, input="ABCD-EFGH\n")
    right = CliRunner().invoke(app, asked, input=code_of(site.secrets, police) + "\n")

    assert (wrong.exit_code, right.exit_code) == (1, 0)
    assert to.read_bytes().startswith(b"%PDF")

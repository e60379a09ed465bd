"""The short form of `check privacy`, and that its search finds what is hidden."""

from pathlib import Path
from random import Random

import pytest

from ops.proving.checks import privacy
from ops.proving.checks.privacy.canaries import Canaries


@pytest.fixture
def canaries() -> Canaries:
    return Canaries(Random(1))


@pytest.mark.alone
@pytest.mark.timeout(300)
def test_nothing_is_left_of_whose_keys_were_destroyed() -> None:
    """Without the sweep something is left: the same run shows it on a second person."""
    report = privacy.PROOF.run(short=True, said=lambda _: None)

    assert [f.line for f in report.figures if not f.holds] == []
    unswept = next(f for f in report.figures if f.name == "left when nothing is swept")
    assert unswept.value >= 1
    assert "tables" in unswept.note
    assert "write-ahead log" in unswept.note


@pytest.mark.parametrize("offset", range(8))
def test_a_value_the_database_compressed_is_found(
    canaries: Canaries, offset: int
) -> None:
    plain = b"x" * offset + canaries.word().encode()
    groups = [plain[n : n + 8] for n in range(0, len(plain), 8)]

    assert len(canaries.found(b"\x00".join(groups))) == 1


def test_a_value_between_two_pieces_of_a_file_is_found(
    canaries: Canaries, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"-" * ((1 << 24) - 9) + canaries.word().encode())
    (tmp_path / "other").write_bytes(canaries.name().encode()[3:])

    assert len(canaries.found_in([tmp_path])) == 2


def test_a_key_is_found_as_a_dump_spells_it(canaries: Canaries) -> None:
    canaries.keep_bytes(bytes(range(32)), "a key")

    assert canaries.found(b"\\\\x" + bytes(range(32)).hex().encode()) == {"a key"}
    assert canaries.found(bytes(range(31))) == set()

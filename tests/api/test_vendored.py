"""What was vendored is what was published, and is named with its licence."""

import hashlib
from pathlib import Path

VENDOR = Path(__file__).parents[2] / "api/console/static/vendor"


def listed() -> dict[str, str]:
    sums = (VENDOR / "SHA256SUMS").read_text(encoding="ascii").splitlines()
    return {name: digest for digest, name in (line.split("  ") for line in sums)}


def found() -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.iterdir()
        if path.name not in {"SHA256SUMS", "VENDORED.md"}
    }


def test_every_vendored_file_is_byte_for_byte_what_was_published() -> None:
    assert found() == listed()


def test_every_vendored_file_is_named_with_its_licence() -> None:
    table = (VENDOR / "VENDORED.md").read_text(encoding="utf-8")

    assert [
        n for n in listed() if not n.endswith(".txt") and f"| `{n}` |" not in table
    ] == []

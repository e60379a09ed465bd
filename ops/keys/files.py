"""The site's two secrets, in files kept apart from the database and backed up apart.

`master.key` wraps the data keys and may be rotated by wrapping them again. `claim.key`
never changes: stream ids of claims and the digests of commands come from it.
"""

import hmac
import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

SECRET: Final = 32
_NAMES: Final = ("master.key", "claim.key")


class KeyFileProblem(Exception):
    """A key file is missing, open to others, or of the wrong length."""


@dataclass(frozen=True, slots=True, repr=False)
class Secrets:
    """The site's secrets in memory; never printed."""

    master: bytes
    claim: bytes

    def derived(self, use: str) -> bytes:
        """Return the 32-byte key for one named use that must never change."""
        return hmac.digest(self.claim, f"suian/{use}/1".encode(), sha256)


def create_missing(folder: Path) -> None:
    """Make the folder and whichever secret it lacks, readable by the owner alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in _NAMES:
        path = folder / name
        if not path.exists():
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(os.urandom(SECRET).hex().encode())


def read(folder: Path) -> Secrets:
    """Return the secrets; `KeyFileProblem` says which file is wrong and what to do."""
    master, claim = (_read_one(folder / name) for name in _NAMES)
    return Secrets(master=master, claim=claim)


def _read_one(path: Path) -> bytes:
    try:
        mode, text = path.stat().st_mode, path.read_text()
    except OSError:
        msg = f"密钥文件 {path.name} 缺失或无法读取：请从备份恢复 / restore it from backup"
        raise KeyFileProblem(msg) from None
    if mode & 0o077:
        msg = f"密钥文件 {path.name} 权限过宽：chmod 600 / readable by others"
        raise KeyFileProblem(msg)
    secret = bytes.fromhex(text.strip())
    if len(secret) != SECRET:
        msg = f"密钥文件 {path.name} 长度不对：请从备份恢复 / restore it from backup"
        raise KeyFileProblem(msg)
    return secret

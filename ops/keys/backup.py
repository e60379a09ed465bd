"""The site's secrets in one file, sealed under a passphrase, to be kept apart.

Whoever has this file, the passphrase and a copy of the database can read everything;
whoever has the database and neither the secrets nor this file can read nothing, for ever.
The wrapped data keys are not in it: they are in the database, and destroying them there
must be enough.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ops.keys import files
from ops.keys.masters import NONCE

SHORTEST: Final = 12
"""The fewest characters of a passphrase: whoever takes the file may guess at leisure."""
_FORMAT: Final = "suian keys 1"
_SALT: Final = 16
_STRETCH: Final = {"time": 3, "memory_kib": 262144, "lanes": 4}
"""Argon2id, four times the memory of RFC 9106's second choice: it runs a few times a year."""


class BackupProblem(Exception):
    """A backup of the secrets cannot be made, read, or put back."""


def write(
    path: Path,
    secrets: files.Secrets,
    passphrase: str,
    random_bytes: Callable[[int], bytes],
) -> None:
    """Write the secrets to a new file that only its owner may read."""
    if path.exists():
        raise BackupProblem(f"文件已存在 / the file exists already: {path}")
    if len(passphrase) < SHORTEST:
        raise BackupProblem(
            f"口令至少 {SHORTEST} 位 / a passphrase has at least {SHORTEST} characters"
        )
    salt, nonce = random_bytes(_SALT), random_bytes(NONCE)
    head = {"format": _FORMAT, "kdf": "argon2id", **_STRETCH, "salt": _text(salt)}
    plain = json.dumps(
        {"masters": [m.hex() for m in secrets.masters], "claim": secrets.claim.hex()}
    )
    sealed = AESGCM(_stretched(passphrase, head)).encrypt(
        nonce, plain.encode(), _bound(head)
    )
    kept = {**head, "cipher": "AES-256-GCM", "sealed": _text(nonce + sealed)}
    files.keep_text(path, json.dumps(kept, indent=1) + "\n")


def read(path: Path, passphrase: str) -> files.Secrets:
    """Return the secrets of a backup; `BackupProblem` says what is the matter."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        head = {n: kept[n] for n in ("format", "kdf", *_STRETCH, "salt")}
        sealed = b64decode(kept["sealed"])
    except OSError as problem:
        raise BackupProblem(
            f"无法读取 / cannot be read: {path} ({problem.strerror})"
        ) from None
    except (ValueError, KeyError, TypeError):
        raise BackupProblem(f"不是密钥备份 / not a backup of keys: {path}") from None
    if head["format"] != _FORMAT:
        raise BackupProblem(f"未知的备份格式 / of a format we do not know: {path}")
    try:
        plain = AESGCM(_stretched(passphrase, head)).decrypt(
            sealed[:NONCE], sealed[NONCE:], _bound(head)
        )
    except InvalidTag:
        raise BackupProblem(
            "口令不对,或文件已损坏 / another passphrase, or the file is damaged"
        ) from None
    found = json.loads(plain)
    masters = tuple(bytes.fromhex(each) for each in found["masters"])
    return files.Secrets(masters, bytes.fromhex(found["claim"]))


def put_back(folder: Path, secrets: files.Secrets) -> list[str]:
    """Write the secrets that are missing; return their names. None is ever replaced."""
    wanted = dict(
        zip((files.MASTER, files.OLD), secrets.masters, strict=False),
    ) | {files.CLAIM: secrets.claim}
    present = [name for name in wanted if (folder / name).exists()]
    for name in present:
        if files.read_one(folder / name) != wanted[name]:
            raise BackupProblem(
                f"{folder / name} 与备份不同,未做任何更改:确认后先移走它"
                " / differs from the backup, nothing was changed: move it away first"
            )
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    missing = [name for name in wanted if name not in present]
    for name in missing:
        files.keep(folder / name, wanted[name])
    return missing


def _stretched(passphrase: str, head: dict[str, Any]) -> bytes:
    return hash_secret_raw(
        passphrase.encode(),
        b64decode(head["salt"]),
        time_cost=head["time"],
        memory_cost=head["memory_kib"],
        parallelism=head["lanes"],
        hash_len=files.SECRET,
        type=Type.ID,
    )


def _bound(head: dict[str, Any]) -> bytes:
    return json.dumps(head, sort_keys=True).encode()


def _text(raw: bytes) -> str:
    return b64encode(raw).decode()

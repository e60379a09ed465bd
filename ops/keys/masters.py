"""The master keys: the newest wraps data keys, and each of them may unwrap.

There is one, and while a rotation goes on there are two. Whoever meets a data key that
none he knows opens looks once more for a newer one: so every process of an installation
learns of a rotation by itself, at the first key that was wrapped anew.
"""

import hmac
from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE: Final = 12


class MasterMissing(Exception):
    """A data key was wrapped under a master key that is not at hand."""

    def __init__(self, key: UUID) -> None:
        """Name the data key and say what to do."""
        super().__init__(
            f"主密钥打不开数据密钥 {key}:请从备份恢复 master.key(suian keys restore)"
            f" / no master key opens data key {key}: restore master.key from its backup"
        )


class Masters:
    """Wraps and unwraps data keys."""

    def __init__(self, read: Callable[[], Sequence[bytes]]) -> None:
        """Take what finds the master keys there are now, the newest first."""
        self._read = read
        self._known = tuple(read())

    def wrap(self, key: UUID, secret: bytes, nonce: bytes) -> bytes:
        """Return a data key's secret wrapped under the newest master key there is now."""
        self._look_again()
        return wrapped_under(self._known[0], key, secret, nonce)

    def unwrap(self, key: UUID, wrapped: bytes) -> bytes:
        """Return a data key's secret; `MasterMissing` when no master key opens it."""
        found = self._open(key, wrapped)
        if found is None:
            self._look_again()
            found = self._open(key, wrapped)
        if found is None:
            raise MasterMissing(key)
        return found

    def _look_again(self) -> None:
        """Put the newest first; one known before may still be needed for a row in hand."""
        self._known = tuple(dict.fromkeys((*self._read(), *self._known)))

    def _open(self, key: UUID, wrapped: bytes) -> bytes | None:
        return next((s for m in self._known if (s := opened(m, key, wrapped))), None)


def wrapped_under(master: bytes, key: UUID, secret: bytes, nonce: bytes) -> bytes:
    """Return a data key's secret wrapped under this master key."""
    return nonce + AESGCM(master).encrypt(nonce, secret, key.bytes)


def opened(master: bytes, key: UUID, wrapped: bytes) -> bytes | None:
    """Return the secret if this master key wrapped it."""
    try:
        return AESGCM(master).decrypt(wrapped[:NONCE], wrapped[NONCE:], key.bytes)
    except InvalidTag:
        return None


def name_of(master: bytes) -> str:
    """Return what a master key is called where it may not be shown."""
    return hmac.digest(master, b"suian/master/name/1", sha256)[:8].hex()

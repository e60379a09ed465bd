"""Checks passwords with argon2id, off the event loop and few at a time."""

import asyncio
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

AT_ONCE: Final = 2
"""How many hashes are worked out side by side: each takes 64 MiB and about 150 ms."""

SHORTEST: Final = 8
"""The fewest characters of a password (OWASP ASVS 5.0, 6.2.1)."""

STRONG: Final = PasswordHasher(time_cost=3, memory_cost=65536, parallelism=4)
"""The second recommended choice of RFC 9106, section 4."""


class Passwords:
    """Makes and checks password hashes."""

    def __init__(self, hasher: PasswordHasher = STRONG) -> None:
        """Take the hasher; tests take a cheap one."""
        self._hasher = hasher
        self._decoy = hasher.hash("no account has this password")
        self._turns = asyncio.Semaphore(AT_ONCE)

    def hash(self, password: str) -> str:
        """Return the hash to keep for a new password."""
        return self._hasher.hash(password)

    async def fits(self, password_hash: str, password: str) -> bool:
        """Return whether the password is right.

        Give an empty hash for an unknown account: the same work is done and the answer
        is no, so that the time taken tells nobody which names exist.
        """
        async with self._turns:
            fits = await asyncio.to_thread(
                self._verify, password_hash or self._decoy, password
            )
        return fits and bool(password_hash)

    def _verify(self, password_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash, password)
        except (VerifyMismatchError, InvalidHashError):
            return False

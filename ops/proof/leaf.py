"""The Merkle leaf of a fact: binds its position and recording time to its hash.

RFC 6962 leaf prefix; the position and the microseconds since 1970 are eight bytes each.
The leaf's index is position − 1.
"""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Final

_LEAF: Final = b"\x00"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_BYTES: Final = 8


def leaf(position: int, recorded_at: datetime, fact_hash: bytes) -> bytes:
    """Return the 32-byte leaf hash of the fact at a position."""
    microseconds = (recorded_at - _EPOCH) // timedelta(microseconds=1)
    return hashlib.sha256(
        _LEAF
        + position.to_bytes(_BYTES)
        + microseconds.to_bytes(_BYTES, signed=True)
        + fact_hash
    ).digest()

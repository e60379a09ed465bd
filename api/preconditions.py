"""What a command over HTTP says about itself: its own id, and the version its sender saw.

Idempotency-Key follows the IETF draft of that name (-07, expired); If-Match follows RFC
9110, section 13.1.1, where only changes to what was seen demand it.
"""

import re
from typing import Annotated, Final
from uuid import UUID

from fastapi import Depends, Header

from api.refusals import IdempotencyKeyMissing, IfMatchMalformed

_VERSION: Final = re.compile(r'"([1-9][0-9]{0,17})"')


def etag(version: int) -> str:
    """Return the ETag of a stream's version."""
    return f'"{version}"'


def idempotency_key(
    key: Annotated[str | None, Header(alias="Idempotency-Key")] = None,
) -> UUID:
    """Return the command's id; refuse a command without one."""
    try:
        return UUID((key or "").strip('"'))
    except ValueError:
        raise IdempotencyKeyMissing from None


def if_match(
    version: Annotated[str | None, Header(alias="If-Match")] = None,
) -> int | None:
    """Return the version the sender saw, None when it says none."""
    if version is None:
        return None
    match = _VERSION.fullmatch(version.strip())
    if match is None:
        raise IfMatchMalformed(example=etag(3))
    return int(match[1])


IdempotencyKey = Annotated[UUID, Depends(idempotency_key)]
IfMatch = Annotated[int | None, Depends(if_match)]

"""How a command is answered: what it came to, where that is, and its version."""

from typing import Final
from uuid import UUID

from fastapi import Response

from api.preconditions import etag
from api.v1.models import Done
from domain.log import Recorded

ROOT: Final = "/api/v1"


def done(
    response: Response,
    address: str,
    stream: UUID,
    recorded: Recorded,
    made: UUID | None = None,
) -> Done:
    """Return the answer of a command on a stream, with its Location and ETag.

    `made` is the id of what was made within the stream; left out, it is the stream.
    """
    answer = Done.of(stream, recorded)
    response.headers["Location"] = ROOT + address
    if answer.version:
        response.headers["ETag"] = etag(answer.version)
    return answer.model_copy(update={"id": made or stream})

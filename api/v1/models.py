"""What every body of the interface is made from."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict

from domain.log import Recorded


class Body(BaseModel):
    """A request's body: JSON's own types only, and nothing unknown."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Answer(BaseModel):
    """An answer's body; every field is always there."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Problem(Answer):
    """A refusal (RFC 9457); the same members in every language."""

    model_config = ConfigDict(extra="allow", frozen=True)

    type: str
    title: str
    status: int
    detail: str
    request_id: str


class Done(Answer):
    """What a command came to: the log's position to wait for, and the stream's version.

    Both are 0 when there was nothing left to do.
    """

    id: UUID
    position: int
    version: int

    @classmethod
    def of(cls, stream: UUID, recorded: Recorded) -> "Done":
        """Return it for the stream the command was about."""
        return cls(
            id=stream, position=recorded.position, version=recorded.version(stream)
        )

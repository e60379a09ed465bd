"""What a notice may carry, by kind of receiver, for those who build the other side."""

from typing import Any, Final

from fastapi import APIRouter
from pydantic import Field

from api.v1.models import Answer
from domain.registry.notice_schema import schemas

router: Final = APIRouter(prefix="/api/v1/notice-schemas", tags=["notices"])


class NoticeSchemasAnswer(Answer):
    """One closed JSON Schema per kind of office that is told."""

    schemas: dict[str, dict[str, Any]] = Field(
        title="By kind of office",
        examples=[
            {"police_station": {"type": "object", "additionalProperties": False}}
        ],
    )


@router.get("")
def list_notice_schemas() -> NoticeSchemasAnswer:
    """List what each kind of receiver may be told; open to everybody."""
    return NoticeSchemasAnswer(schemas=schemas())

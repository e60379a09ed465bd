"""Describes the interface (OpenAPI 3.1): refusals as problem documents, sessions as bearers."""

from typing import Any, Final

from fastapi import FastAPI

from api.v1.models import Problem

REFUSED: Final[dict[int | str, dict[str, Any]]] = {
    "4XX": {
        "description": "Refused; `type` says why and `detail` what to do.",
        "content": {
            "application/problem+json": {
                "schema": {"$ref": "#/components/schemas/Problem"}
            }
        },
    }
}
"""What every operation may answer besides what it is for."""

OPEN: Final[dict[str, Any]] = {"security": []}
"""Said of the operations that need no session."""


class Described(FastAPI):
    """An application whose description also names what all operations share."""

    def openapi(self) -> dict[str, Any]:
        """Return the description, made once."""
        if self.openapi_schema is None:
            described = super().openapi()
            components = described.setdefault("components", {})
            components.setdefault("schemas", {})["Problem"] = (
                Problem.model_json_schema()
            )
            components["securitySchemes"] = {
                "session": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "The token from `begin_session`.",
                }
            }
            described["security"] = [{"session": []}]
        return super().openapi()

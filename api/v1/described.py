"""Headers as the description names them: read by guards, so no route's own argument."""

from typing import Any, Final


def _header(name: str, description: str, *, required: bool, **shape: Any) -> Any:
    return {
        "name": name,
        "in": "header",
        "required": required,
        "description": description,
        "schema": {"type": "string", **shape},
    }


_PURPOSE: Final = _header(
    "X-Purpose",
    "For what this is asked, where the role has several purposes; a code of `Purpose`.",
    required=False,
    examples=["care"],
)
_KEY: Final = _header(
    "Idempotency-Key",
    "The command's own id: a new UUID for each new command, the same when repeated.",
    required=True,
    format="uuid",
)
_SEEN: Final = _header(
    "If-Match",
    "The person's version that was seen, as it came in ETag.",
    required=True,
    examples=['"7"'],
)

QUESTION: Final[dict[str, Any]] = {"parameters": [_PURPOSE]}
"""What shows records."""
COMMAND: Final[dict[str, Any]] = {"parameters": [_PURPOSE, _KEY]}
"""What records facts; repeated, it has one effect and the same answer."""
CHANGE: Final[dict[str, Any]] = {"parameters": [_PURPOSE, _KEY, _SEEN]}
"""What overwrites what was seen: 428 without the version, 412 when it has changed."""

"""Pages of a list by keyset cursor: where the last page ended, sealed.

A cursor tells nothing about people, fits only the question it was made for, and cannot be
made up: the sort values of the last line, under AES-SIV with the question as associated
data.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Final, Generic, TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from api.refusals import CursorMalformed

MOST: Final = 200
USUAL: Final = 50

Key = str | int
Line = TypeVar("Line")


class PageQuery(BaseModel):
    """Which page of a list is asked for; lists with filters add theirs by inheriting."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    limit: int = Field(USUAL, ge=1, le=MOST, description="Lines on a page.")
    cursor: str | None = Field(
        None, max_length=1000, description="From the Link of the page before."
    )


Paged = Annotated[PageQuery, Query()]


@dataclass(frozen=True, slots=True)
class Cursors:
    """Seals and opens the cursors of one question."""

    key: bytes
    question: str

    def seal(self, values: Sequence[Key]) -> str:
        """Return the cursor that stands after the line with these sort values."""
        plain = json.dumps(list(values), separators=(",", ":"), ensure_ascii=False)
        sealed = self._cipher().encrypt(plain.encode(), [self.question.encode()])
        return base64.urlsafe_b64encode(sealed).decode().rstrip("=")

    def open(self, cursor: str | None) -> tuple[Key, ...] | None:
        """Return the sort values a cursor stands after, None for the first page."""
        if cursor is None:
            return None
        try:
            sealed = base64.b64decode(
                cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True
            )
            plain = self._cipher().decrypt(sealed, [self.question.encode()])
        except (binascii.Error, ValueError, InvalidTag):
            raise CursorMalformed from None
        return tuple(json.loads(plain))

    def _cipher(self) -> AESSIV:
        return AESSIV(hashlib.sha512(b"suian/cursor" + self.key).digest())


def cursors(key: bytes, request: Request) -> Cursors:
    """Return the cursors of the question a request asks: its address and its filters."""
    filters = sorted(
        (name, value)
        for name, value in request.query_params.multi_items()
        if name not in {"cursor", "limit"}
    )
    return Cursors(key, json.dumps([request.url.path, filters]))


@dataclass(frozen=True, slots=True)
class PageOf(Generic[Line]):
    """One page: its lines, and the sort values the next one starts after."""

    lines: Sequence[Line]
    after: tuple[Key, ...] | None


def cut(
    lines: Sequence[Line], limit: int, sorted_by: Callable[[Line], tuple[Key, ...]]
) -> PageOf[Line]:
    """Return the page of a question asked for one line more than the page holds."""
    page = lines[:limit]
    return PageOf(page, sorted_by(page[-1]) if len(lines) > limit else None)


def link_next(
    request: Request, response: Response, key: bytes, after: tuple[Key, ...] | None
) -> None:
    """Add the Link to the next page (RFC 8288), if there is one."""
    if after is not None:
        cursor = cursors(key, request).seal(after)
        address = request.url.include_query_params(cursor=cursor)
        response.headers["Link"] = f'<{address.path}?{address.query}>; rel="next"'

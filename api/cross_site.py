"""Tells a form of ours from one that another site made a browser send."""

import hmac
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import FormData
from starlette.requests import Request

from api.refusals import CrossSite

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
HEADER: Final = "x-csrf-token"
FIELD: Final = "csrf"


def check_origin(request: Request) -> None:
    """Refuse what a browser says was sent from elsewhere.

    Programs send neither header and pass; they have no cookie a stranger could ride on.
    """
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise CrossSite
    if request.headers.get("sec-fetch-site", "none") not in {"none", "same-origin"}:
        raise CrossSite


async def check_token(request: Request, expected: str) -> None:
    """Refuse a change that does not carry its session's token in a header or a field."""
    sent = request.headers.get(HEADER) or _field(await _form(request))
    if not hmac.compare_digest(sent.encode(), expected.encode()):
        raise CrossSite


async def _form(request: Request) -> FormData:
    return await request.form() if request.method == "POST" else FormData()


def _field(form: FormData) -> str:
    sent = form.get(FIELD)
    return sent if isinstance(sent, str) else ""

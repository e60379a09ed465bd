"""What each kind of refusal means, for people: where `type` in an answer leads."""

import re
from typing import Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.console.pages import page
from api.language import Language, language_of
from api.problems import STATUS_OF, TITLES, name_of
from api.refusals import NotFound
from domain.errors import Refused

router: Final = APIRouter(prefix="/problems", include_in_schema=False)

BY_NAME: Final[dict[str, type[Refused]]] = {name_of(kind): kind for kind in STATUS_OF}


@router.get("")
def list_problems(request: Request) -> Response:
    """Show every kind of refusal."""
    language = language_of(request)
    kinds = [_shown(kind, language) for kind in STATUS_OF]
    return page(request, "problem_kinds.html", kinds=kinds)


@router.get("/{name}")
def show_problem(request: Request, name: str) -> Response:
    """Show one kind of refusal."""
    if name not in BY_NAME:
        raise NotFound
    return page(
        request, "problem_kind.html", **_shown(BY_NAME[name], language_of(request))
    )


def _shown(kind: type[Refused], language: Language) -> dict[str, Any]:
    status = STATUS_OF[kind]
    return {
        "name": name_of(kind),
        "status": status,
        "title": language.text(TITLES[status]),
        "detail": re.sub(r"\{\w+\}", "…", language.text(kind.message)),
    }

"""Gives a refusal its form: a document under `/api/`, a page or part of one elsewhere."""

from collections.abc import Sequence
from http import HTTPStatus
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.console.pages import page
from api.language import language_of
from api.problems import STATUS_OF, Fault, answer, headers_of, problem
from domain.errors import RecordMerged, Refused

DOCUMENTS = ("/api/", "/healthz", "/readyz", "/metrics")
"""Where systems ask."""


def refused(
    request: Request, refusal: Refused, faults: Sequence[Fault] = ()
) -> Response:
    """Return a refusal in the form its asker can read."""
    if request.url.path.startswith(DOCUMENTS):
        return answer(request, refusal, faults)
    if isinstance(refusal, RecordMerged) and request.method == "GET":
        return _to_survivor(request, str(refusal.details["survivor"]))
    status = STATUS_OF[type(refusal)]
    is_part = request.headers.get("hx-request") == "true"
    if status == HTTPStatus.UNAUTHORIZED:
        return _to_sign_in(request, is_part=is_part)
    document = problem(
        refusal, language_of(request), request.scope.get("request_id", ""), faults
    )
    response = page(
        request,
        "problem_part.html" if is_part else "problem.html",
        status_code=status,
        problem=document,
    )
    response.headers.update(headers_of(refusal))
    return response


def _to_survivor(request: Request, survivor: str) -> Response:
    """Lead from a merged record's page to the same page of the surviving record."""
    record = str(request.path_params.get("person", ""))
    address = request.url.path.replace(record, survivor) if record else "/"
    return RedirectResponse(address, status_code=HTTPStatus.SEE_OTHER)


def _to_sign_in(request: Request, *, is_part: bool) -> Response:
    if is_part:
        return Response(status_code=HTTPStatus.OK, headers={"HX-Redirect": "/sign-in"})
    wanted = request.url.path if request.method == "GET" else "/"
    address = "/sign-in" if wanted == "/" else f"/sign-in?{urlencode({'next': wanted})}"
    return RedirectResponse(address, status_code=HTTPStatus.SEE_OTHER)

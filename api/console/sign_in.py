"""Signing in and out in a browser, and switching its language."""

import re
from typing import Annotated, Final

from fastapi import APIRouter
from pydantic import Field, StringConstraints
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.status import HTTP_303_SEE_OTHER, HTTP_422_UNPROCESSABLE_CONTENT

from api import cookies, language
from api.console.forms import Form, PostedForm
from api.console.pages import page
from api.cross_site import check_origin
from api.language import language_of
from api.principal import CurrentSession, services_of
from api.problems import STATUS_OF, headers_of
from api.refusals import SignInFailed, TooManyTries
from api.sessions import sign_in, sign_out

router: Final = APIRouter(include_in_schema=False)

YEAR_SECONDS: Final = 31_536_000
_LOCAL: Final = re.compile(r"/(?![/\\])[\x21-\x7e]*")


class SignInForm(Form):
    """Name and password; a password is taken as typed."""

    sign_in_name: str = Field(max_length=100)
    password: Annotated[str, StringConstraints(strip_whitespace=False, max_length=200)]
    next: str = "/"


@router.get("/sign-in")
def show_sign_in(request: Request, next: str = "/") -> Response:  # noqa: A002 - its name in the address
    """Show the form."""
    cookies.name_for(request)
    return page(request, "sign_in.html", next=local(next), sign_in_name="", errors={})


@router.post("/sign-in")
async def do_sign_in(request: Request, posted: PostedForm) -> Response:
    """Begin a session, or show the form again with what to do."""
    check_origin(request)
    cookies.name_for(request)
    form, errors = posted.read(SignInForm)
    status, headers = HTTP_422_UNPROCESSABLE_CONTENT, dict[str, str]()
    if form is not None:
        address = request.client.host if request.client else ""
        try:
            begun = await sign_in(
                services_of(request), form.sign_in_name, form.password, address
            )
        except (SignInFailed, TooManyTries) as refusal:
            errors = {"": language_of(request).text(refusal.message, **refusal.details)}
            status, headers = STATUS_OF[type(refusal)], headers_of(refusal)
        else:
            response = _to(posted.value("next"))
            cookies.keep(request, response, begun.token)
            return response
    shown = page(
        request,
        "sign_in.html",
        status_code=status,
        next=local(posted.value("next")),
        sign_in_name=posted.value("sign_in_name"),
        errors=errors,
    )
    shown.headers.update(headers)
    return shown


@router.post("/sign-out")
async def do_sign_out(request: Request, session: CurrentSession) -> Response:
    """End the session."""
    await run_in_threadpool(sign_out, services_of(request), session)
    response = _to("/sign-in")
    cookies.forget(request, response)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@router.post("/language")
async def switch_language(request: Request, posted: PostedForm) -> Response:
    """Remember the language in this browser and go back."""
    check_origin(request)
    response = _to(posted.value("next"))
    tag = posted.value("language")
    if tag in language.LANGUAGES:
        response.set_cookie(
            language.COOKIE,
            tag,
            max_age=YEAR_SECONDS,
            httponly=True,
            secure=request.url.scheme == "https",
            samesite="lax",
        )
    return response


def local(address: str) -> str:
    """Return the address if it is a path of ours, else the home page's."""
    return address if _LOCAL.fullmatch(address) else "/"


def _to(address: str) -> RedirectResponse:
    return RedirectResponse(local(address), status_code=HTTP_303_SEE_OTHER)

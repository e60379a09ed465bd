"""Renders a console page: its language, who is signed in, and the menu come of themselves."""

import hashlib
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from starlette.requests import Request
from starlette.responses import HTMLResponse

from api.console import choices
from api.console.menu import bar, menu
from api.console.outcomes import outcome
from api.console.places import place
from api.console.reasons import mark_of
from api.language import LANGUAGES, Language, language_of
from api.words import word
from domain.rules.access import Operation, purposes

HERE: Final = Path(__file__).parent
STATIC: Final = HERE / "static"
LOCAL: Final = ZoneInfo("Asia/Shanghai")
NAMED: Final = {kind.__name__: kind for kind in choices.CHOICES}
"""The closed lists a template may name."""


def page(
    request: Request, template: str, *, status_code: int = 200, **values: Any
) -> HTMLResponse:
    """Return a page; the template also gets `language`, `principal`, `csrf`, `menu`, `path`."""
    language = language_of(request)
    principal = request.scope.get("principal")
    text = ENVIRONMENT.get_template(template).render(
        language=language,
        languages=LANGUAGES,
        principal=principal,
        csrf=request.scope.get("csrf", ""),
        menu=bar(menu(principal.role)) if principal else ((), ()),
        path=request.url.path,
        **values,
    )
    return HTMLResponse(text, status_code, headers={"Content-Language": language.tag})


@pass_context
def _text(context: Context, sentence: str, **details: str | int) -> str:
    language: Language = context["language"]
    return language.text(sentence, **details)


@pass_context
def _may_do(context: Context, operation: str) -> bool:
    """Return whether who is signed in may do it at all: else no link leads there."""
    principal = context["principal"]
    return principal is not None and bool(
        purposes(principal.role, Operation(operation))
    )


@pass_context
def _counted(context: Context, one: str, many: str, n: int) -> str:
    language: Language = context["language"]
    return language.counted(one, many, n)


@pass_context
def _word(context: Context, member: StrEnum) -> str:
    language: Language = context["language"]
    return language.text(word(member))


@pass_context
def _said(context: Context, value: Any, kind: str) -> str:
    return choices.shown(NAMED[kind], value, context["language"])


@pass_context
def _rule_mark(context: Context, code: str) -> str:
    return mark_of(code, context["language"])


@pass_context
def _outcome(context: Context, value: str) -> str:
    return outcome(value, context["language"])


def _day(value: date | str | None) -> str:
    return "" if value is None else str(value)[:10]


def written(value: datetime | str | None) -> str:
    """Return a moment as pages write it, in China's time; a plain day as it is."""
    if not value:
        return ""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    if moment.tzinfo is None:
        return _day(moment)
    return moment.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M")


@cache
def _static(name: str) -> str:
    file = STATIC / name
    edition = hashlib.sha256(file.read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={edition}"


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # jinja2 leaves the types of both tables open.
    environment.globals.update(  # pyright: ignore[reportUnknownMemberType]
        {"_": _text, "ngettext": _counted, "static": _static, "may_do": _may_do}
    )
    environment.filters.update(  # pyright: ignore[reportUnknownMemberType]
        {
            "word": _word,
            "said": _said,
            "outcome": _outcome,
            "place": place,
            "day": _day,
            "moment": written,
            "rule_mark": _rule_mark,
        }
    )
    return environment


ENVIRONMENT: Final = _environment()

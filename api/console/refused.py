"""Says what a use case refused, beside the field of the form it is about."""

from collections.abc import Mapping
from typing import Final

from starlette.requests import Request

from api.console.choices import shown
from api.console.reasons import said
from api.language import Language, language_of
from api.problems import STATUS_OF
from domain import errors
from domain.errors import Refused
from domain.registry.reasons import in_words
from domain.values.visit_details import Repeatable

NOWHERE: Final[Mapping[type[Refused], str]] = {}


def beside(
    request: Request, refusal: Refused, places: Mapping[type[Refused], str] = NOWHERE
) -> tuple[dict[str, str], int]:
    """Return the sentence by the field it is about, and the status of the page.

    A refusal that has no place stands at the head of the form.
    """
    language = language_of(request)
    sentence = language.text(refusal.message, **_details(refusal, language))
    return {places.get(type(refusal), ""): sentence}, STATUS_OF[type(refusal)]


def _details(refusal: Refused, language: Language) -> Mapping[str, str | int]:
    """Return what the refusal names, in the reader's words where it names codes."""
    if isinstance(refusal, errors.UnderGradingUnanswered):
        codes = str(refusal.details["questions"]).split(", ")
        asked = [in_words({"code": code}) for code in codes]
        words = [said(reason, language).text for reason in asked if reason]
        return {"questions": "; ".join(words)}
    if isinstance(refusal, errors.NothingToConfirm):
        fields = str(refusal.details["fields"]).split(", ")
        words = [shown(Repeatable, field, language) for field in fields]
        return {"fields": ", ".join(words)}
    return refusal.details

"""Reads a form as posted: into a model, or into sentences beside its fields."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final, TypeVar

from fastapi import Depends
from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.requests import Request

from api.faults import sentence
from api.language import Language, language_of

OWN: Final = frozenset({"csrf", "command_id", "seen"})
"""Fields every form carries; `Acting` and the session read them."""

M = TypeVar("M", bound="Form")


class Form(BaseModel):
    """What a page's form may hold; nothing unknown. A field left empty is not there."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


@dataclass(frozen=True, slots=True)
class Posted:
    """The fields of a form; those sent several times as lists."""

    fields: Mapping[str, Any]
    language: Language

    def read(self, model: type[M]) -> tuple[M | None, dict[str, str]]:
        """Return the model, or None and a sentence for each field that is not as expected."""
        lists = {
            name
            for name, info in model.model_fields.items()
            if _is_list(info.annotation)
        }
        given = {
            name: value if name in lists else value[0]
            for name, value in self.fields.items()
            if name not in OWN and any(value)
        }
        try:
            return model.model_validate(given), {}
        except ValidationError as refused:
            errors = refused.errors(include_url=False, include_input=False)
            return None, {
                ".".join(map(str, e["loc"])): sentence(e, self.language) for e in errors
            }

    def value(self, name: str) -> str:
        """Return what was typed into a field, to show it again."""
        return str(self.fields.get(name, [""])[0])


async def posted(request: Request) -> Posted:
    """Return the form a request carries."""
    form = await request.form()
    fields: dict[str, list[str]] = {}
    for name, value in form.multi_items():
        if isinstance(value, str):
            fields.setdefault(name, []).append(value)
    return Posted(fields, language_of(request))


def _is_list(annotation: Any) -> bool:
    return getattr(annotation, "__origin__", None) in {list, tuple, frozenset}


PostedForm = Annotated[Posted, Depends(posted)]

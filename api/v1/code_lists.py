"""The closed lists of codes that bodies and answers use, with titles in two languages."""

from collections.abc import Mapping
from enum import Enum
from typing import Any, Final

from fastapi import APIRouter
from pydantic import Field

from api.console.choices import CHOICES, GRADES
from api.language import language
from api.v1.models import Answer
from api.words import WORDS
from domain.values.medication import DRUGS, Drug, DrugClass, Route

router: Final = APIRouter(prefix="/api/v1/code-lists", tags=["code lists"])


class Code(Answer):
    """One code of a list."""

    code: str | int = Field(title="Code", examples=["spouse"])
    zh: str = Field(title="In Chinese", examples=["配偶"])
    en: str = Field(title="In English", examples=["Spouse"])


class CodeList(Answer):
    """One list: its name and its codes in the order of the form."""

    name: str = Field(title="Name", examples=["GuardianRelation"])
    codes: list[Code]


class DrugCode(Code):
    """One drug of the table `drugs`, with where its name comes from.

    `label_weeks` is remembered and not verified (K) for every drug that has one.
    """

    drug_class: DrugClass = Field(title="Class", examples=["antipsychotic"])
    route: Route = Field(title="How it is given", examples=["mouth"])
    is_long_acting: bool = Field(title="Whether long-acting (长效药)", examples=[False])
    label_weeks: int | None = Field(title="Usual interval in weeks", examples=[None])
    source: str = Field(title="Source, by its id on the register", examples=["CAT"])
    evidence: str = Field(title="How the source was read", examples=["C"])


class CodeListsAnswer(Answer):
    """Every list there is."""

    items: list[CodeList]
    drugs: list[DrugCode] = Field(
        title="Drugs; no national code list was found, others are named in free text"
    )


@router.get("")
def list_codes() -> CodeListsAnswer:
    """List every closed list of codes with titles; open to everybody."""
    lists: Mapping[type[Enum], Mapping[Any, str]] = {**CHOICES, **WORDS}
    grades = [_code(int(grade), words) for grade, words in GRADES.items()]
    return CodeListsAnswer(
        items=[
            CodeList(name="Grade", codes=grades),
            *(
                CodeList(
                    name=kind.__name__,
                    codes=[_code(code.value, words) for code, words in codes.items()],
                )
                for kind, codes in lists.items()
            ),
        ],
        drugs=[_drug(drug) for drug in DRUGS],
    )


def _drug(drug: Drug) -> DrugCode:
    return DrugCode(
        code=drug.code,
        zh=drug.zh,
        en=drug.code.replace("_", " ").capitalize(),
        drug_class=drug.drug_class,
        route=drug.route,
        is_long_acting=drug.is_long_acting,
        label_weeks=drug.label_weeks,
        source=drug.source,
        evidence=drug.evidence,
    )


def _code(code: str | int, words: str) -> Code:
    return Code(
        code=code, zh=language("zh-CN").text(words), en=language("en").text(words)
    )

"""Clauses are cited to Chinese readers in Chinese, whatever the tables call their places."""

import re
from collections.abc import Iterator

import pytest

from api.console.clause_places import in_chinese
from api.console.reasons import SOURCES, cited
from api.language import language
from domain.rules.book import TABLES
from domain.rules.clause import Clause
from domain.rules.reasons import REASONS


def clauses() -> Iterator[Clause]:
    """Yield every clause a page can show: of reasons, rows and parameters."""
    yield from (reason.clause for reason in REASONS.values())
    for table in TABLES:
        for text in table.texts():
            for line in text.lines:
                yield from line.clauses
        for line in table.more():
            yield from line.clauses
        yield from (parameter.why.clause for parameter in table.parameters())


CITED = sorted({str(clause) for clause in clauses()})


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("art 28", "第28条"),
        ("arts 4-5", "第4—5条"),
        ("arts 23, 29", "第23、29条"),
        ("arts 302 and 305", "第302、305条"),
        ("art 28(2)", "第28条第2款"),
        ("arts 30(2)(1) and 31", "第30条第2款第1项、第31条"),
        ("item 12", "第12项"),
        ("form 8", "表8"),
        ("Q4 D", "第4题 D"),
        ("process", "流程"),
        ("二(三)3", "二(三)3"),
        ("D-M4", "D-M4"),
    ],
)
def test_a_place_is_said_in_chinese(place: str, said: str) -> None:
    assert in_chinese(place) == said


@pytest.mark.parametrize("clause", CITED)
def test_no_english_word_stands_in_what_is_cited_to_a_chinese_reader(
    clause: str,
) -> None:
    title, mark = cited(clause, language("zh-CN"))

    assert clause.partition(" ")[0] in SOURCES
    assert re.findall(r"[a-z]{2,}", title + mark) == []


def test_an_english_reader_reads_the_place_as_it_is_kept() -> None:
    assert cited("P1 art 28(2) [P]", language("en")) == (
        "Mental Health Law art 28(2)",
        "",
    )

"""The place of a clause for a Chinese reader: `arts 4-5` is 第4—5条, `form 8` is 表8.

The tables cite places as `sources.md` does, in English where the text has numbers only; an
event keeps them so for good. What a place is called in Chinese is a matter of showing.
"""

import re
from collections.abc import Mapping
from typing import Final

_ARTICLES: Final = re.compile(r"arts? (.+)")
_ONE: Final = re.compile(r"(\d+)(?:-(\d+))?(?:\((\d+)\))?(?:\((\d+)\))?")
_FORM: Final = re.compile(r"form (\d+)")
_ITEM: Final = re.compile(r"item (\d+)")
_QUESTION: Final = re.compile(r"Q(\d+)( [A-Z])?")

WORDS: Final[Mapping[str, str]] = {
    "2018 clues, half a year": "2018年线索，半年",
    "2018 form 3, primary care": "2018年表3，基层部分",
    "field notes 1": "实地笔记1",
    "field notes 1, guardians tire": "实地笔记1，监护人疲惫",
    "field notes 1, month and quarter ends": "实地笔记1，月末季末",
    "field notes 1, townships without staff": "实地笔记1，乡镇无人员",
    "field notes 1, 下调3级": "实地笔记1，下调3级",
    "field notes 1, 压级": "实地笔记1，压级",
    "field notes 1, 慢性残留": "实地笔记1，慢性残留",
    "field notes 1, 暂停提醒": "实地笔记1，暂停提醒",
    "field notes 1, 面访": "实地笔记1，面访",
    "field notes 4": "实地笔记4",
    "field notes 4, emergency": "实地笔记4，应急处置",
    "process": "流程",
    "taowenge p-35068540": "网页 p-35068540",
}
"""Places that are words."""


def in_chinese(place: str) -> str:
    """Return a place as a Chinese reader looks it up; one that is Chinese stays as it is."""
    if place in WORDS:
        return WORDS[place]
    if found := _ARTICLES.fullmatch(place):
        return _articles(re.split(r", | and ", found[1])) or place
    for pattern, said in (
        (_FORM, "表{0}"),
        (_ITEM, "第{0}项"),
        (_QUESTION, "第{0}题{1}"),
    ):
        if found := pattern.fullmatch(place):
            return said.format(*(part or "" for part in found.groups()))
    return place


def _articles(named: list[str]) -> str:
    """Return articles with their paragraphs and items; '' when one cannot be read."""
    found = [_ONE.fullmatch(each) for each in named]
    read = [each for each in found if each]
    if len(read) < len(named):
        return ""
    if not any(paragraph for each in read for paragraph in each.groups()[2:]):
        return f"第{'、'.join(_numbers(each) for each in read)}条"
    return "、".join(_article(each) for each in read)


def _article(found: re.Match[str]) -> str:
    paragraph, item = found[3], found[4]
    below = (f"第{paragraph}款" if paragraph else "") + (f"第{item}项" if item else "")
    return f"第{_numbers(found)}条{below}"


def _numbers(found: re.Match[str]) -> str:
    return f"{found[1]}—{found[2]}" if found[2] else found[1]

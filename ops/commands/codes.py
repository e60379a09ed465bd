"""Options that several subcommands take: divisions, villages, days; and closed words."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import typer

from domain.values.places import is_division, is_village
from ops.site import Site


def _division(code: str) -> str:
    if code and not is_division(code):
        raise typer.BadParameter(
            "应为 2、4、6、9 或 12 位数字 / 2, 4, 6, 9 or 12 digits"
        )
    return code


def _villages(codes: list[str]) -> list[str]:
    if not all(map(is_village, codes)):
        raise typer.BadParameter("应为 12 位数字 / twelve digits")
    return codes


DivisionOption = Annotated[
    str, typer.Option(help="行政区划代码 / division code", callback=_division)
]
VillagesOption = Annotated[
    list[str],
    typer.Option(
        "--village", help="村(居)代码,可多次 / a village; several", callback=_villages
    ),
]
DayOption = Annotated[
    datetime | None,
    typer.Option(
        "--on", formats=["%Y-%m-%d"], help="自何日起,默认今天 / from which day"
    ),
]


def day(given: datetime | None, opened: Site) -> str:
    """Return the day that was given, today in Shanghai if none was."""
    from domain.values.calendar import shanghai_day

    return (given.date() if given else shanghai_day(opened.clock())).isoformat()


def chinese(word_: StrEnum) -> str:
    """Return what a closed word is called on screen."""
    from api.language import language
    from api.words import word

    return language("zh-CN").text(word(word_))

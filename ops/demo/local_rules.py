"""What the demonstration county has set otherwise, and its working-day calendar."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from domain.registry.rule_settings import LoadYear, SetOverride
from ops.working_days import packaged_years

COUNTY: Final = "990101"
WHY: Final = "演示：县里要求新建档患者10天内首次随访"
TEXT: Final = "演示县卫健局 演示文件第1号"
NOTICE: Final = "国务院办公厅节假日安排"


def years(first: date, last: date) -> Iterator[LoadYear]:
    """Yield the years of a stretch of days, as far as the package knows them."""
    known = packaged_years(last.year)
    return (
        LoadYear(known[year], NOTICE)
        for year in range(first.year, last.year + 1)
        if year in known
    )


def sooner_first_visit(from_on: date) -> SetOverride:
    """Return the county's one rule of its own: a first visit within ten days."""
    return SetOverride("first_visit.days", COUNTY, 10, from_on.isoformat(), TEXT, WHY)

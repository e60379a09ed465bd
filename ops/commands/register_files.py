"""`suian template` and `suian demo-register`: a register to fill in, and one to try with."""

from pathlib import Path
from typing import Annotated

import typer

from domain.registry.township_register.written import RiskCodes
from domain.values.calendar import shanghai_day
from ops.clock import now
from ops.commands.frame import fail, say
from ops.demo.register import FEWEST_VISITS, PEOPLE_COUNT, Size, write_register
from ops.register.template import write_template

FileArgument = Annotated[Path, typer.Argument(help="要写的文件 / the file to write")]


def template(file: FileArgument = Path("登记簿模板.xlsx")) -> None:
    """空白登记簿模板 / an empty register to fill in, with a code sheet."""
    write_template(file)
    say(f"已写入 / written: {file}")


def demo_register(
    file: FileArgument = Path("演示登记簿.xlsx"),
    seed: Annotated[int, typer.Option(help="随机种子 / seed")] = 1,
    people: Annotated[
        int, typer.Option(min=1, help="患者行数 / rows of people")
    ] = PEOPLE_COUNT,
    visits: Annotated[
        int | None, typer.Option(help="随访行数 / rows of follow-ups")
    ] = None,
    risk_codes: Annotated[
        RiskCodes, typer.Option(help="危险性评估编码 / how risk is coded")
    ] = RiskCodes.ZERO_TO_FIVE,
) -> None:
    """演示登记簿(含常见错误)/ an invented register with the usual dirt in it."""
    size = Size(people, visits)
    if not size.fits:
        fail(f"随访行数至少为患者的 {FEWEST_VISITS} 倍 / too few follow-ups: {visits}")
    planted = write_register(file, seed, shanghai_day(now()), risk_codes, size)
    say(f"已写入 / written: {file} {planted.counts()}")

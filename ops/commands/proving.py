"""`suian check NAME` and `suian bench NAME`: the proofs in their long form."""

from typing import Annotated

import typer

from ops.commands.frame import JsonOption, fail, say, show
from ops.proving.every import BENCHES, CHECKS, proof
from ops.proving.proof import Proof

ListOption = Annotated[bool, typer.Option("--list", help="列出全部 / list them all")]
ShortOption = Annotated[
    bool, typer.Option("--short", help="短式,不超过 20 秒 / the form `test` runs")
]
NameArgument = Annotated[
    str | None, typer.Argument(metavar="NAME", help="名称,见 --list / see --list")
]


def check(
    name: NameArgument = None,
    *,
    every: ListOption = False,
    short: ShortOption = False,
    json: JsonOption = False,
    no_key: Annotated[
        bool,
        typer.Option(
            "--no-key",
            help="接收方不认消息编号,检查必须失败 / the receiver ignores ids: it must fail",
        ),
    ] = False,
) -> None:
    """证明一项承诺成立;不成立则退出码为 1 / prove that a claim holds; exits 1 when not."""
    name = None if every else name
    if no_key and name != "notices":
        fail("只有 check notices 可以不用编号 / only check notices goes without a key")
    if not no_key:
        _prove("checks", CHECKS, name, short=short, as_json=json)
        return
    from ops.proving.checks.notices import KEYLESS

    _carry_out(KEYLESS, short=short, as_json=json)


def bench(
    name: NameArgument = None,
    *,
    every: ListOption = False,
    short: ShortOption = False,
    json: JsonOption = False,
) -> None:
    """并排测量速度;低于底线则退出码为 1 / measure side by side; exits 1 below a floor."""
    _prove("benches", BENCHES, None if every else name, short=short, as_json=json)


def _prove(
    kind: str, names: tuple[str, ...], name: str | None, *, short: bool, as_json: bool
) -> None:
    if name is None:
        claims = {each: proof(kind, each).claim for each in names}
        lines = [f"{each:<12} {claim}" for each, claim in claims.items()]
        show(claims, as_json=as_json, lines=lines)
        return
    if name not in names:
        fail(f"没有这一项 / no such name: {name} ({', '.join(names)})")
    _carry_out(proof(kind, name), short=short, as_json=as_json)


def _carry_out(asked: Proof, *, short: bool, as_json: bool) -> None:
    say(asked.claim)
    report = asked.run(short=short, said=say)
    lines = [figure.line for figure in report.figures]
    show(report.as_values, as_json=as_json, lines=lines)
    if not report.holds:
        fail("不成立 / does not hold")

"""`suian demo-county`: an invented county with two years of history."""

import json
import secrets
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Annotated, Any, Final

import typer
from rich.console import Console
from rich.progress import Progress

from domain.values.calendar import SHANGHAI, shanghai_day
from ops.clock import now
from ops.commands.frame import DATA, DataOption, JsonOption, fail, installation, show
from ops.demo.county.diary import diary
from ops.demo.county.load import ClerkIsWorking, CountyClock, Loaded, Loader
from ops.demo.county.plan import Plan, Profile, evening
from ops.site import Site, open_site

MARK: Final = "demo-county.json"
ACCOUNTS: Final = "demo.json"
"""Where `up` looks for the demo accounts' password."""
SHOWN: Final = 20


def demo_county(
    seed: Annotated[int, typer.Option(help="随机种子 / seed")] = 1,
    people: Annotated[int, typer.Option(min=1, help="人数 / people")] = 2100,
    profile: Annotated[
        Profile, typer.Option(help="usual 约1%为3级及以上;busy 演示:繁忙")
    ] = Profile.USUAL,
    until: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], help="截止日,默认昨天 / last day: yesterday"
        ),
    ] = None,
    data: DataOption = DATA,
    *,
    as_json: JsonOption = False,
) -> None:
    """演示县(均为虚构)/ an invented county's two years, into an empty installation.

    过去的通知当天已发出并由模拟单位签收 (notices of the past were issued and answered on
    their own days); 中断后重新执行即可继续 (run again, it goes on where it broke off).
    """
    today = shanghai_day(now())
    last = until.date() if until else today - timedelta(days=1)
    if last >= today:
        fail("截止日必须早于今天 / the last day must be before today")
    asked = Plan.of_two_years(seed, people, profile, last)
    with installation(data) as prepared:
        clock = CountyClock(evening(asked.since))
        site = open_site(prepared.url("clerk"), prepared.keys, clock=clock)
        try:
            plan, password = _marked(site, data, asked, chosen=until is not None)
            loaded, seconds = _load(site, clock, plan, password)
        finally:
            site.close()
    result = _plain(plan, loaded, seconds)
    show(result, as_json=as_json, lines=_words(plan, loaded, seconds))
    if loaded.refused:
        raise typer.Exit(1)


def _marked(site: Site, data: Path, asked: Plan, *, chosen: bool) -> tuple[Plan, str]:
    """Return the plan and the password: those of the mark where there is one."""
    mark = data / MARK
    if not mark.exists():
        if site.log.last_position():
            fail(
                "演示县只能装入空的安装,请用 --data 另选目录 / "
                "the demo county needs an empty installation: name another --data"
            )
        password = f"demo-{secrets.token_hex(4)}"
        _keep(mark, {**asdict(asked), "password": password})
        _keep(data / ACCOUNTS, {"password": password})
    kept = json.loads(mark.read_text())
    password = str(kept.pop("password"))
    plan = _plan_of(kept)
    same = (plan.seed, plan.people, plan.profile) == (
        asked.seed,
        asked.people,
        asked.profile,
    )
    if not same or (chosen and plan != asked):
        fail(f"此目录已有另一演示县 / another demo county is here: {kept}")
    return plan, password


def _plan_of(kept: dict[str, Any]) -> Plan:
    days = {
        name: datetime.strptime(kept[name], "%Y-%m-%d").replace(tzinfo=SHANGHAI).date()
        for name in ("since", "until")
    }
    return Plan(kept["seed"], kept["people"], Profile(kept["profile"]), **days)


def _keep(path: Path, kept: dict[str, Any]) -> None:
    path.touch(mode=0o600)
    path.write_text(json.dumps(kept, default=str))


def _load(
    site: Site, clock: CountyClock, plan: Plan, password: str
) -> tuple[Loaded, float]:
    began = monotonic()
    entries = diary(plan, site.claim)
    try:
        with Progress(console=Console(stderr=True)) as progress:
            task = progress.add_task("装入演示县 / loading", total=len(entries))
            loaded = Loader(site, clock, plan).run(
                entries, password, lambda count: progress.advance(task, count)
            )
    except ClerkIsWorking:
        fail("请先停止 suian up / stop `suian up` first")
    return loaded, monotonic() - began


def _plain(plan: Plan, loaded: Loaded, seconds: float) -> dict[str, Any]:
    return {
        "plan": asdict(plan),
        "facts": loaded.facts,
        "commands": loaded.commands,
        "seconds": round(seconds, 1),
        "facts_a_second": round(loaded.facts / seconds),
        "refused": loaded.refused,
    }


def _words(plan: Plan, loaded: Loaded, seconds: float) -> list[str]:
    return [
        f"演示县{plan.label} {plan.since} – {plan.until}: {plan.people} 人 / people",
        f"{loaded.facts} 条事实 / facts, {seconds:.1f} 秒 / s",
        f"{loaded.facts / seconds:.0f} 条每秒 / facts a second",
        f"{len(loaded.refused)} 条被拒 / refused",
        *(f"  {key}: {refusal}" for key, refusal in loaded.refused[:SHOWN]),
        "./ops/suian up 启动并显示演示账号 / starts it and shows the demo accounts",
    ]

"""`suian inspect`: whether this installation is as it should be, and what to do if not."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Final

import psycopg
import typer
from psycopg import errors

from domain.registry import rule_settings
from domain.values.calendar import shanghai_day
from ops.clock import now
from ops.commands.frame import DATA, DataOption, JsonOption, say, show
from ops.embedded.binaries import NoBinaries, find
from ops.embedded.problem import ServerProblem
from ops.embedded.roles import ROLES
from ops.installation import Prepared, is_up, open_installation, start
from ops.keys import custody
from ops.keys.files import KeyFileProblem, read
from ops.migrations import pending
from ops.proof.chain import check_log
from ops.settings import Installation
from ops.site import open_site
from ops.store.format import UnknownFormat

LITTLE_SPACE: Final = 2 * 1024**3
NOTICE_MONTH: Final = 12
"""By when the State Council's notice of the next year is out."""
MUCH_SKEW: Final = timedelta(seconds=5)
FORBIDDEN: Final = "DELETE FROM log.event WHERE false"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is well, and otherwise what to do.

    What only warns is well as things stand, and will not be when something else breaks.
    """

    what: str
    is_well: bool
    words: str
    warns: bool = False

    @property
    def mark(self) -> str:
        """Return the sign before its line."""
        return "✗" if not self.is_well else "!" if self.warns else "✓"


Look = Callable[[Prepared], Finding]


def inspect(data: DataOption = DATA, *, json: JsonOption = False) -> None:
    """检查安装 / inspect an installation; exit code 1 when something is wrong."""
    findings = list(_look(Installation(data=data.resolve())))
    show(
        [asdict(finding) for finding in findings],
        as_json=json,
        lines=[f"{f.mark} {f.what}: {f.words}" for f in findings],
    )
    if not all(finding.is_well for finding in findings):
        raise typer.Exit(1)


def _look(settings: Installation) -> Iterator[Finding]:
    yield Finding("Python", sys.version_info >= (3, 11), sys.version.split()[0])
    if not settings.database_url:
        try:
            binaries = find(os.environ)
        except NoBinaries as problem:
            yield Finding("PostgreSQL", is_well=False, words=str(problem))
            return
        words = f"{binaries.version} ({binaries.source})"
        yield Finding("PostgreSQL", is_well=True, words=words)
    if not (settings.data / "roles.json").exists():
        words = "尚未安装:先运行 suian up / nothing here yet: run suian up first"
        yield Finding("data", is_well=False, words=f"{settings.data}: {words}")
        return
    started = not is_up(settings)
    try:
        prepared = start(settings, say) if started else open_installation(settings)
    except (ServerProblem, psycopg.Error) as problem:
        yield Finding("database", is_well=False, words=str(problem))
        return
    try:
        for look in LOOKS:
            yield _looked(look, prepared)
    finally:
        if started and prepared.server:
            prepared.server.stop()


def _looked(look: Look, prepared: Prepared) -> Finding:
    try:
        return look(prepared)
    except (psycopg.Error, KeyFileProblem, OSError, UnknownFormat) as problem:
        return Finding(look.__name__.strip("_"), is_well=False, words=str(problem))


def _secrets(prepared: Prepared) -> Finding:
    try:
        read(prepared.keys)
    except KeyFileProblem as problem:
        return Finding("keys", is_well=False, words=str(problem))
    words = "只有所有者可读 / readable by the owner alone"
    return Finding("keys", is_well=True, words=words)


def _backup(prepared: Prepared) -> Finding:
    master = read(prepared.keys).masters[0]
    with psycopg.connect(prepared.url("owner")) as connection:
        is_backed_up = custody.was(connection, master, custody.BACKED_UP)
        is_drilled = custody.was(connection, master, custody.DRILLED)
    if is_drilled:
        words = "现用主密钥的备份已演练 / the backup of this master key was tried"
    elif is_backed_up:
        words = "备份尚未演练 / the backup was never tried: suian keys drill FILE"
    else:
        words = (
            "现用主密钥没有备份,丢失即永远丢失全部数据 / no backup of this master key:"
            " losing it is losing everything: suian keys backup FILE"
        )
    return Finding("key backup", is_well=True, words=words, warns=not is_drilled)


def _schema(prepared: Prepared) -> Finding:
    steps = pending(prepared.url("owner"))
    words = f"缺少 / lacks {steps}: suian up" if steps else "最新 / newest"
    return Finding("schema", not steps, words)


def _rights(prepared: Prepared) -> Finding:
    too_many: list[str] = []
    for role in ROLES:
        if role != "owner":
            with psycopg.connect(prepared.url(role)) as connection:
                try:
                    connection.execute(FORBIDDEN)
                except errors.InsufficientPrivilege:
                    continue
                too_many.append(role)
    words = (
        f"权限过多 / too much: {too_many}" if too_many else "日志只可追加 / append-only"
    )
    return Finding("rights", not too_many, words)


def _clock(prepared: Prepared) -> Finding:
    with psycopg.connect(prepared.url("web")) as connection:
        row = connection.execute("SELECT clock_timestamp()").fetchone()
    skew = abs(now() - row[0]) if row else timedelta.max
    words = f"相差 / apart {skew.total_seconds():.1f} s"
    return Finding("clock", skew < MUCH_SKEW, words)


def _space(prepared: Prepared) -> Finding:
    folder = prepared.server.place.data if prepared.server else prepared.settings.data
    free = shutil.disk_usage(folder).free
    words = f"剩余 / free {free // 1024**2} MiB"
    return Finding("disk", free > LITTLE_SPACE, words)


def _chain(prepared: Prepared) -> Finding:
    site = open_site(prepared.url("clerk"), prepared.keys)
    try:
        facts, broken = check_log(site.log.recorder, lambda _: None)
    finally:
        site.close()
    words = (
        f"防篡改校验不通过,位置 / does not verify at {[b.position for b in broken[:5]]}"
        if broken
        else f"{facts} 条,防篡改校验通过 / facts verify"
    )
    return Finding("log", not broken, words)


def _calendar(prepared: Prepared) -> Finding:
    site = open_site(prepared.url("clerk"), prepared.keys)
    try:
        known = {year.year for year in rule_settings.settings(site.log).years}
        today = shanghai_day(site.clock())
    finally:
        site.close()
    needed = {today.year, *([today.year + 1] if today.month >= NOTICE_MONTH else [])}
    lacking = sorted(needed - known)
    words = (
        f"未导入,工作日按自然日计 / not loaded, natural days count: {lacking}:"
        " suian rules load-year YEAR"
        if lacking
        else "已导入 / loaded"
    )
    return Finding("calendar", is_well=True, words=words, warns=bool(lacking))


LOOKS: Final[tuple[Look, ...]] = (
    _secrets,
    _backup,
    _schema,
    _rights,
    _clock,
    _space,
    _chain,
    _calendar,
)

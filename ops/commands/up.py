"""`suian up`: everything on this machine, in the foreground, until Ctrl-C."""

import json
import secrets
import socket
from pathlib import Path
from typing import Annotated

import typer

from ops.commands.frame import DATA, DataOption, fail, say
from ops.embedded.binaries import NoBinaries
from ops.embedded.problem import ServerProblem
from ops.installation import Prepared, prepare
from ops.keys.files import KeyFileProblem
from ops.settings import DEFAULT_PORT, Installation, outgoing_environment
from ops.supervisor import Child, Supervisor, module


def up(
    port: Annotated[
        int, typer.Option(help="网页端口 / the port", envvar="SUIAN_PORT")
    ] = DEFAULT_PORT,
    data: DataOption = DATA,
    host: Annotated[str, typer.Option(help="监听地址 / the address")] = "127.0.0.1",
    *,
    demo: Annotated[
        bool, typer.Option(help="首次启动时装入演示乡镇 / enter the demo township")
    ] = True,
) -> None:
    """启动随安 / start Suian: 数据库、网页、办事进程 (database, web and clerk)."""
    settings = Installation(port=port, data=data.resolve(), host=host)
    _must_be_free(host, port)
    try:
        prepared = prepare(settings, say)
    except (ServerProblem, NoBinaries, KeyFileProblem) as problem:
        fail(str(problem))
    if prepared.server and prepared.server.place.note:
        say(prepared.server.place.note)
    try:
        accounts = _demo(prepared) if demo else []
        children = [
            _child(prepared, "web"),
            _child(prepared, "clerk"),
        ]
        welcome = [
            f"随安已启动 / Suian is up: http://{host}:{port}/",
            *accounts,
            "按 Ctrl-C 停止 / Ctrl-C stops it",
        ]
        Supervisor(
            prepared.server,
            children,
            say,
            is_up=lambda: _listens(host, port),
            welcome=welcome,
        ).run()
    finally:
        if prepared.server:
            prepared.server.stop()


def _must_be_free(host: str, port: int) -> None:
    try:
        with socket.create_server((host, port)):
            return
    except OSError as problem:
        fail(
            f"无法使用 {host}:{port}({problem.strerror}):请用 --port 另选端口"
            f" / {host}:{port} cannot be used ({problem.strerror}): name another --port"
        )


def _listens(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


def _child(prepared: Prepared, name: str) -> Child:
    settings = prepared.settings
    given = {
        "SUIAN_URL": prepared.url(name),
        "SUIAN_KEYS": str(prepared.keys),
        "SUIAN_PORT": str(settings.port),
        "SUIAN_HOST": settings.host,
        **outgoing_environment(),
    }
    return Child(name, module(f"ops.{name}"), given)


def _demo(prepared: Prepared) -> list[str]:
    """Enter the demo township into an empty register; return its accounts as lines."""
    from ops.demo.township import ACCOUNTS, load
    from ops.site import open_site

    kept = prepared.settings.data / "demo.json"
    site = open_site(prepared.url("clerk"), prepared.keys)
    try:
        if site.log.last_position() == 0:
            say("正在装入演示乡镇 / entering the demo township …")
            password = f"demo-{secrets.token_hex(4)}"
            _keep(kept, password)
            load(site, password)
    finally:
        site.close()
    if not kept.exists():
        return []
    password = json.loads(kept.read_text())["password"]
    heading = f"演示账号 / demo accounts(密码 / password: {password}):"
    return [heading, *(f"  {a.sign_in_name:<10} {a.name}" for a in ACCOUNTS)]


def _keep(path: Path, password: str) -> None:
    path.touch(mode=0o600)
    path.write_text(json.dumps({"password": password}))

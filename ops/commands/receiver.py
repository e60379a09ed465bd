"""`suian receiver`: the reference receiver, and what its people answer."""

import random
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from ops.clock import now
from ops.commands.frame import JsonOption, fail, say, show

if TYPE_CHECKING:
    from collections.abc import Generator

    from ops.receiver.answering import Suian

receiver: Final = typer.Typer(
    name="receiver",
    help="参考接收端 / the reference receiver",
    no_args_is_help=True,
)

NoticeArgument = Annotated[str, typer.Argument(help="告知单编号 / the notice's id")]
SiteOption = Annotated[str, typer.Option("--site", help="随安地址 / Suian's address")]
AsOption = Annotated[str, typer.Option("--as", help="登录名 / the sign-in name")]
SITE: Final = "http://127.0.0.1:8000"


@receiver.command("serve")
def serve_messages(
    secret: Annotated[
        list[str],
        typer.Option(
            help="签名密钥,更换期间给两个 / whsec_…, two while one is replaced"
        ),
    ],
    file: Annotated[Path, typer.Option(help="存放文件 / where messages are kept")],
    port: Annotated[int, typer.Option(help="端口 / the port")] = 8899,
    token: Annotated[
        str, typer.Option(help="查询编号清单的口令 / what GET /ids asks for")
    ] = "",
    *,
    faults: Annotated[
        bool, typer.Option(help="允许注入故障 / let tests make things go wrong")
    ] = False,
) -> None:
    """接收告知 / receive notices on this machine until Ctrl-C."""
    from ops.receiver.faults import Faults
    from ops.receiver.kept import Kept
    from ops.receiver.server import Station, serve

    made = Faults(random.random) if faults else None
    station = Station(secret, Kept(file), now, token, made, say)
    server = serve(station, "127.0.0.1", port)
    say(f"http://127.0.0.1:{server.server_port}/webhook")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        say("已停止 / stopped")
    finally:
        server.server_close()
        station.kept.close()


@receiver.command("sms")
def serve_texts(
    port: Annotated[int, typer.Option(help="端口 / the port")] = 8898,
    key: Annotated[
        str, typer.Option(help="口令,同 SUIAN_SMS_KEY / the same as SUIAN_SMS_KEY")
    ] = "",
) -> None:
    """短信网关替身,只显示不发送 / a gateway of SMS that shows and sends nothing."""
    from ops.receiver.sms import Texts, serve

    server = serve(Texts(key, say), "127.0.0.1", port)
    say(f"SUIAN_SMS_URL=http://127.0.0.1:{server.server_port}/messages")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        say("已停止 / stopped")
    finally:
        server.server_close()


@receiver.command()
def ids(
    file: Annotated[Path, typer.Option(help="存放文件 / where messages are kept")],
    *,
    json: JsonOption = False,
) -> None:
    """收到的编号 / the ids of what was taken in."""
    from ops.receiver.kept import Kept

    kept = Kept(file)
    lines = kept.list()
    kept.close()
    show(
        [{"id": line.id, "type": line.type, "at": line.received_at} for line in lines],
        as_json=json,
        lines=[f"{line.id}  {line.type}  {line.received_at}" for line in lines],
    )


@receiver.command()
def inbox(site: SiteOption = SITE, name: AsOption = "") -> None:
    """收件箱 / what this office was told; the password comes from standard input."""
    with _signed_in(site, name) as suian:
        for line in suian.inbox():
            print(f"{line['id']}  {line['state']}  {line['accept_by']}")


@receiver.command()
def accept(
    notice: NoticeArgument, site: SiteOption = SITE, name: AsOption = ""
) -> None:
    """签收 / accept a notice; the password comes from standard input."""
    with _signed_in(site, name) as suian:
        suian.accept(notice)
    say("已签收 / accepted")


@receiver.command("return")
def send_back(
    notice: NoticeArgument,
    reason: Annotated[str, typer.Option(help="原因 / why")],
    site: SiteOption = SITE,
    name: AsOption = "",
) -> None:
    """退回 / send a notice back."""
    with _signed_in(site, name) as suian:
        suian.send_back(notice, reason)
    say("已退回 / returned")


@receiver.command()
def outcome(
    notice: NoticeArgument,
    what: Annotated[str, typer.Option(help="处置结果 / what came of it")],
    remark: Annotated[str, typer.Option(help="说明 / remark")] = "",
    site: SiteOption = SITE,
    name: AsOption = "",
) -> None:
    """处置反馈 / report what came of a notice."""
    with _signed_in(site, name) as suian:
        suian.report(notice, what, remark)
    say("已反馈 / reported")


@contextmanager
def _signed_in(site: str, name: str) -> "Generator[Suian]":
    from ops.receiver.answering import NotAnswered, Suian

    try:
        yield Suian.sign_in(site, name, sys.stdin.readline().strip())
    except NotAnswered as refusal:
        fail(f"随安未受理 / Suian refused: {refusal}")
    except OSError:
        fail(f"连不上 {site} / {site} cannot be reached")

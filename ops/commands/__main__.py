"""The command line: `./ops/suian COMMAND`."""

from typing import Final

import typer

from ops.commands.account import account
from ops.commands.alarm import alarm
from ops.commands.demo_county import demo_county
from ops.commands.erase import erase
from ops.commands.history import history
from ops.commands.import_register import import_register
from ops.commands.inspect import inspect
from ops.commands.keys import keys
from ops.commands.notices import notices
from ops.commands.office import office
from ops.commands.proving import bench, check
from ops.commands.receiver import receiver
from ops.commands.register_files import demo_register, template
from ops.commands.remap import remap
from ops.commands.roster import roster
from ops.commands.rules import rules
from ops.commands.test import test
from ops.commands.up import up
from ops.commands.verify import verify
from ops.commands.view import view

app: Final = typer.Typer(
    name="suian",
    help="随安:严重精神障碍患者县域管理 / county care of severe mental illness",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
)
for command in (up, test, check, bench, inspect, history, verify):
    app.command()(command)
app.command("import")(import_register)
app.command()(remap)
app.command("template")(template)
app.command("demo-register")(demo_register)
app.command("demo-county")(demo_county)
for several in (office, account, view, alarm, keys, erase, rules, receiver, notices):
    app.add_typer(several)
app.add_typer(roster)


if __name__ == "__main__":
    app()

"""The command line: `./ops/suian COMMAND`."""

from typing import Final

import typer

from ops.commands.history import history
from ops.commands.import_register import import_register
from ops.commands.inspect import inspect
from ops.commands.register_files import demo_register, template
from ops.commands.test import test
from ops.commands.up import up

app: Final = typer.Typer(
    name="suian",
    help="随安:严重精神障碍患者县域管理 / county care of severe mental illness",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
)
for command in (up, test, inspect, history):
    app.command()(command)
app.command("import")(import_register)
app.command("template")(template)
app.command("demo-register")(demo_register)


if __name__ == "__main__":
    app()

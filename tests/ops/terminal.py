"""An installation on the tests' own server, and a keyboard to type commands at it."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from ops.clerk import foldings
from ops.commands.__main__ import app
from ops.site import Site


@dataclass(frozen=True, slots=True)
class Terminal:
    """The command line of an installation whose parts are at hand as `site`."""

    site: Site
    data: Path

    def suian(self, *words: str, typed: str = "") -> Result:
        """Run a subcommand; `typed` is what comes from the keyboard or a pipe."""
        return CliRunner().invoke(app, [*words, "--data", str(self.data)], input=typed)

    def read(self, *words: str) -> Any:
        """Run a subcommand that must succeed and return its JSON."""
        result = self.suian(*words, "--json")
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    def position(self) -> int:
        """Return the position of the newest fact."""
        return self.site.log.last_position()

    def readings(self) -> list[dict[str, Any]]:
        """Return what the reading log holds."""
        facts = self.site.reading_log.after(0, 1000)
        return [vars(logged.fact) for logged in facts]

    def fold(self) -> None:
        """Let every view take in both logs."""
        for folding in foldings(self.site):
            folding.catch_up()

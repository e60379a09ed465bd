"""What every subcommand shares."""

import subprocess
import sys
from pathlib import Path

from ops.settings import CHECKOUT

FULL = Path("/dev/full")
"""A file with no room left."""


def test_what_cannot_be_told_stops_nobody() -> None:
    words = "from ops.commands.frame import say; say('去 / go'); print('went on')"

    with FULL.open("w") as full:
        told = subprocess.run(
            [sys.executable, "-c", words],
            cwd=CHECKOUT,
            stdout=subprocess.PIPE,
            stderr=full,
            text=True,
            check=False,
        )

    assert told.stdout == "went on\n"

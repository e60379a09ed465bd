"""Programs that stand in for ones a machine may not have."""

from pathlib import Path
from typing import Final

FIFTEEN: Final = Path("/usr/lib/postgresql/15/bin")


def a_program_that_says(words: str, path: Path) -> None:
    """Make a program that prints the words, whatever it is asked."""
    path.write_text(f'#!/bin/sh\necho "{words}"\n')
    path.chmod(0o755)

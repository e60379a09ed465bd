"""Every command of the integrator's page is run against a site, and its answer compared."""

import re
import shlex
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO
from uuid import uuid4

import pytest

from api.app import create_app
from ops.channels import ways
from ops.clerk import rounds_clerk
from ops.clock import now
from ops.settings import Outgoing
from ops.site import Site, open_site
from ops.views import make_views
from projections.every import OF_THE_LOG, OF_THE_READING_LOG
from projections.folding import Folding
from tests.api.console.browsing import a_person, told
from tests.api.township import Township
from tests.api.v1.served import served
from tests.api.web import PASSWORD, Web
from tests.databases import Database

PAGE = Path("ops/integrators.md")
HERE = Outgoing(webhook_networks="127.0.0.0/8")
BLOCKS = re.compile(r"```(sh|json)\n(.*?)```|<!-- (.*?) -->", re.DOTALL)
END = "-- that was all --"


@dataclass
class Shell:
    """One shell in which one block after the other is run."""

    process: subprocess.Popen[str]
    to: IO[str]
    back: IO[str]

    def run(self, block: str) -> str:
        """Run a block and return what it printed."""
        program = f"{shlex.quote(sys.executable)} -m ops.commands"
        self.to.write(block.replace("./ops/suian", program) + f"\necho; echo '{END}'\n")
        self.to.flush()
        return "".join(iter(self._line, f"{END}\n"))

    def _line(self) -> str:
        line = self.back.readline()
        assert line, "the shell has ended"
        return line


@pytest.fixture
def township(database: Database, keys_folder: Path, site: Site) -> Iterator[Township]:
    make_views(database.owner_url, (*OF_THE_LOG, *OF_THE_READING_LOG))
    opened = open_site(database.web_url, keys_folder)
    web = Web(clerk=site, site=opened)
    web.app = create_app(replace(web.services, ways=ways(opened, HERE)))
    yield Township(web)
    opened.close()


@pytest.fixture
def shell(township: Township, tmp_path: Path) -> Iterator[Shell]:
    with served(township.web.app) as address, socket.create_server(("", 0)) as free:
        port = free.getsockname()[1]
        free.close()
        process = subprocess.Popen(
            ["bash", "--noprofile", "--norc"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdin
        assert process.stdout
        shell = Shell(process, process.stdin, process.stdout)
        known = {
            "SUIAN": address,
            "OFFICE": str(township.offices["police"]),
            "NAME": "officer",
            "ADMIN_NAME": "admin",
            "PASSWORD": PASSWORD,
            "PORT": str(port),
            "FILE": str(tmp_path / "kept.db"),
        }
        for name, value in known.items():
            shell.run(f"{name}={shlex.quote(value)}")
        yield shell
        shell.run("kill $(jobs -p); wait")
        shell.to.close()
        process.wait(20)
        shell.back.close()


def grade_somebody(township: Township) -> None:
    """Tell the police station of somebody, and let the clerk bring it."""
    told(township, a_person(township))
    site = township.web.clerk
    folding = Folding(site.engine, site.log, OF_THE_LOG)
    clerk = rounds_clerk(site, folding, uuid4(), HERE)
    while clerk.tick(now()).is_busy:
        folding.catch_up()
    clerk.leave()
    township.fold()


def like(expected: str, answer: str) -> bool:
    """Return whether an answer is what the page says, where it says anything."""
    lines = [line for line in answer.splitlines() if line.strip()]
    wanted = [line for line in expected.splitlines() if line.strip()]
    return len(lines) == len(wanted) and all(
        re.fullmatch(".*".join(map(re.escape, want.split("…"))), line)
        for want, line in zip(wanted, lines, strict=True)
    )


def test_every_command_of_the_integrators_page_answers_as_the_page_says(
    township: Township, shell: Shell
) -> None:
    answer, compared = "", 0
    for kind, block, act in BLOCKS.findall(PAGE.read_text()):
        if act:
            assert act == "somebody is graded"
            grade_somebody(township)
        elif kind == "sh":
            answer = shell.run(block)
            township.fold()
        else:
            assert like(block, answer), (block, answer)
            compared += 1
    assert compared == 7

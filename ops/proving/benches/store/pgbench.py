"""The baseline: pgbench inserts one row a transaction into a plain six-column table."""

import os
import re
import subprocess
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import psycopg
from psycopg.conninfo import conninfo_to_dict

from ops.embedded.binaries import Binaries

TABLE: Final = """
CREATE SCHEMA plain;
CREATE TABLE plain.event (
    position bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    stream uuid NOT NULL,
    version bigint NOT NULL,
    topic text NOT NULL,
    recorded_at timestamptz NOT NULL,
    state text NOT NULL,
    PRIMARY KEY (stream, version)
)
"""

SCRIPT: Final = r"""
\set version :version % 20 + 1
\if :version = 1
\set stream random(1, 9223372036854775806)
\endif
INSERT INTO plain.event (stream, version, topic, recorded_at, state)
VALUES (lpad(to_hex(:stream::bigint), 32, '0')::uuid, :version,
        'person.follow_up_recorded', now(), :state);
"""
"""Streams of twenty, as ours; the payload travels with every row."""

_RATE: Final = re.compile(r"tps = ([\d.]+) \(without initial connection time\)")
_SAMPLED: Final = 0.1
_TOOK: Final = 2


@dataclass(frozen=True, slots=True)
class Pgbench:
    """pgbench at one server; `payload` is the size of a row's state in bytes."""

    binaries: Binaries
    url: str
    payload: int

    def make_table(self) -> None:
        """Make the plain table."""
        with psycopg.connect(self.url) as connection:
            connection.execute(TABLE)

    def run(self, clients: int, seconds: int) -> tuple[float, list[float]]:
        """Return transactions a second, and a sample of how many seconds each took.

        Its seconds begin before it has connected, which does not count in its rate; a
        run so short that nothing else came of it is made again, longer.
        """
        with TemporaryDirectory(prefix="suian-pgbench-") as folder:
            script = Path(folder) / "insert.sql"
            script.write_text(SCRIPT)
            said = subprocess.run(
                self._words(clients, seconds, script),
                env={**os.environ, **_environment(self.url)},
                cwd=folder,
                capture_output=True,
                text=True,
                check=True,
            ).stdout
            found = _RATE.search(said)
            if found:
                return float(found[1]), _latencies(Path(folder))
        return self.run(clients, seconds * 2)

    def _words(self, clients: int, seconds: int, script: Path) -> list[str]:
        state = urlsafe_b64encode(os.urandom(self.payload)).decode()[: self.payload]
        return [
            self.binaries.program("pgbench"),
            *("--no-vacuum", "--protocol=prepared", f"--file={script}"),
            *(f"--client={clients}", f"--jobs={min(2, clients)}"),
            *(
                f"--time={seconds + clients // 32}",
                "--log",
                f"--sampling-rate={_SAMPLED}",
            ),
            *("-D", "version=20", "-D", "stream=0", "-D", f"state={state}"),
        ]


def _environment(url: str) -> dict[str, str]:
    names = {
        "host": "PGHOST",
        "user": "PGUSER",
        "password": "PGPASSWORD",
        "dbname": "PGDATABASE",
    }
    parts = conninfo_to_dict(url)
    return {variable: str(parts[name]) for name, variable in names.items()}


def _latencies(folder: Path) -> list[float]:
    return [
        int(line.split()[_TOOK]) / 1e6
        for file in folder.glob("pgbench_log.*")
        for line in file.read_text().splitlines()
    ]

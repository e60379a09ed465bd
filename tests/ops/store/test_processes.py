"""Two processes of eight threads append at once: no gap, no step back, nothing skipped."""

import subprocess
import sys
from pathlib import Path

from ops.site import Site
from tests.databases import Database

THREADS, EACH = 8, 15
FACTS = 2 * THREADS * EACH * 2


def test_positions_times_and_readers_hold_under_two_processes_of_eight_threads(
    site: Site, database: Database, tmp_path: Path
) -> None:
    command = [
        sys.executable,
        "-m",
        "tests.ops.store.writer",
        database.web_url,
        str(tmp_path / "keys"),
        str(THREADS),
        str(EACH),
    ]
    writers = [subprocess.Popen(command) for _ in range(2)]
    seen: list[int] = []
    while any(writer.poll() is None for writer in writers) or len(seen) < FACTS:
        seen += [e.position for e in site.log.after(seen[-1] if seen else 0, 25)]
        if all(writer.poll() is not None for writer in writers):
            assert [writer.returncode for writer in writers] == [0, 0]

    assert seen == list(range(1, FACTS + 1))
    times = [entry.recorded_at for entry in site.log.after(0, FACTS)]
    assert times == sorted(times)

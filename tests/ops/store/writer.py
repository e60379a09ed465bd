"""A writing process for the test of many processes: eight threads, skewed clocks.

Called as `python -m tests.ops.store.writer URL KEYS THREADS EACH`.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

from ops.site import open_site
from tests.streams import NOON, a_person, append, pending


def main(url: str, keys: str, threads: int, each: int) -> None:
    """Append `each` people from every thread, every other one with a clock behind."""
    site = open_site(url, Path(keys), connections=threads)

    def write() -> None:
        for n in range(each):
            now = NOON + timedelta(seconds=(-1) ** n * n)
            append(site.log, pending(a_person()), now=now)

    with ThreadPoolExecutor(threads) as pool:
        for done in [pool.submit(write) for _ in range(threads)]:
            done.result()
    site.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))

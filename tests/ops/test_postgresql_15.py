"""Store, views and migrations hold on the oldest PostgreSQL an office may bring, too.

The same tests run once more with `SUIAN_TEST_PG=15`; every test's database is migrated
there, so the migrations run as well. What else needs a database differs in nothing but
what these cover.
"""

import os
import subprocess
import sys

import pytest

from ops.proving.bed import postgresql_15
from ops.settings import CHECKOUT

WITHOUT_DATABASE = ("tests/ops/store/test_format.py",)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("folder", ["tests/ops/store", "tests/projections"])
def test_the_same_tests_pass_on_postgresql_15(folder: str) -> None:
    if postgresql_15() is None:
        pytest.skip("no PostgreSQL 15 here: apt-get install postgresql-15")

    run = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"),
            *(f"--ignore={each}" for each in WITHOUT_DATABASE),
            folder,
        ],
        cwd=CHECKOUT,
        env={**os.environ, "SUIAN_TEST_PG": "15"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stdout[-4000:]

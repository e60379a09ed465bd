"""An installation's folder whose database is the test's own."""

import json
from pathlib import Path

import pytest

from ops.embedded.server import Server
from ops.site import Site
from ops.views import make_views
from projections.every import OF_THE_LOG, OF_THE_READING_LOG
from tests.databases import Database
from tests.ops.terminal import Terminal


@pytest.fixture
def terminal(
    server: Server,
    database: Database,
    site: Site,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Terminal:
    """A command line over the site, reached as a server of one's own is."""
    (tmp_path / "roles.json").write_text(json.dumps(server.passwords.of))
    monkeypatch.setenv("SUIAN_DATABASE_URL", database.owner_url)
    make_views(database.owner_url, (*OF_THE_LOG, *OF_THE_READING_LOG))
    return Terminal(site, tmp_path)

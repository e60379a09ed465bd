"""The web over a test's own database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ops.site import Site, open_site
from ops.views import make_views
from projections.every import OF_THE_LOG, OF_THE_READING_LOG
from tests.api.web import Web
from tests.databases import Database


@pytest.fixture
def web(database: Database, keys_folder: Path, site: Site) -> Iterator[Web]:
    make_views(database.owner_url, (*OF_THE_LOG, *OF_THE_READING_LOG))
    opened = open_site(database.web_url, keys_folder)
    yield Web(clerk=site, site=opened)
    opened.close()

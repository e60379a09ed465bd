"""A throwaway server of one's own for a proof: nobody else's data is ever touched."""

import os
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree

from ops.embedded.binaries import Binaries, find, version_of
from ops.embedded.place import choose
from ops.embedded.roles import Passwords, make_roles
from ops.embedded.server import DATABASE, Server, running
from ops.keys.files import create_missing
from ops.migrations import migrate
from ops.site import Site, open_site
from ops.views import make_views
from projections.every import OF_THE_LOG, OF_THE_READING_LOG


@dataclass(frozen=True, slots=True)
class Bed:
    """A running, durable server with an empty, migrated database and the site's keys."""

    server: Server
    root: Path
    database: str = DATABASE

    @property
    def keys(self) -> Path:
        """Return the folder with the site's secrets."""
        return self.root / "keys"

    def url(self, role: str) -> str:
        """Return the URL of a role: owner, web, clerk, sealer, auditor, super."""
        return self.server.url(role, self.database)

    def site(self, role: str = "clerk", connections: int = 8) -> Site:
        """Open the site; the caller closes it."""
        return open_site(self.url(role), self.keys, connections=connections)


@contextmanager
def throwaway(
    *options: str, binaries: Binaries | None = None, views: bool = True
) -> Generator[Bed]:
    """Give a bed; `options` are PostgreSQL's own. Commits are durable unless told."""
    root = Path(tempfile.mkdtemp(prefix="suian-bed-"))
    root.chmod(0o755)
    try:
        place = choose(root, binaries or find(os.environ))
        passwords = Passwords.kept_in(root / "roles.json")
        with running(Server(place, passwords, options)) as server:
            make_roles(server.url("super", "postgres"), passwords, DATABASE)
            migrate(server.url("owner"))
            if views:
                make_views(server.url("owner"), (*OF_THE_LOG, *OF_THE_READING_LOG))
            create_missing(root / "keys")
            yield Bed(server, root)
        rmtree(place.data.parent, ignore_errors=True)
    finally:
        rmtree(root, ignore_errors=True)


def postgresql_15() -> Binaries | None:
    """Return the Debian package's PostgreSQL 15, if it is installed."""
    folder = Path("/usr/lib/postgresql/15/bin")
    version = version_of(folder)
    return Binaries(folder, version, "debian") if version else None

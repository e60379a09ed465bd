"""The real web, its commands carried out on the library's application and recorder."""

import json
import os
from typing import Final

from ops.proving.benches._other_web import serve
from ops.proving.benches._upstream import Facts
from ops.proving.benches._upstream_log import UpstreamLog

ENVIRONMENT: Final = "SUIAN_UPSTREAM"
"""The variable with the library's settings, as JSON."""


def main() -> None:
    """Serve until told to stop."""
    serve(lambda _: UpstreamLog(Facts(json.loads(os.environ[ENVIRONMENT]))))


if __name__ == "__main__":
    main()

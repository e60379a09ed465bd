"""Sets logging up once: one line a happening, ids and closed words only.

JSON where a machine reads, plain text at a terminal. A name that could hold a person's
data is dropped, whoever logs it.
"""

import logging
import sys
from typing import Final

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

NEVER: Final = frozenset(
    {
        "name",
        "id_number",
        "phone",
        "address",
        "body",
        "findings",
        "words",
        "password",
        "token",
    }
)
"""Keys that never reach a line."""


def set_up(*, as_json: bool | None = None) -> None:
    """Let every logger of this process write the same lines to standard error."""
    machine = not sys.stderr.isatty() if as_json is None else as_json
    render: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if machine
        else structlog.dev.ConsoleRenderer()
    )
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        dropped,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                render,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)


def dropped(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Return the event without what could tell who a person is."""
    return {key: value for key, value in event.items() if key not in NEVER}

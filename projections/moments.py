"""Which position a moment stands at: recording times never run backwards along the log."""

from bisect import bisect_right
from datetime import datetime

from domain.log import Log


def position_at(log: Log, moment: datetime) -> int:
    """Return the last position recorded by a moment, 0 before the first."""

    def recorded_at(position: int) -> datetime:
        return log.after(position - 1, 1)[0].recorded_at

    return bisect_right(range(1, log.last_position() + 1), moment, key=recorded_at)

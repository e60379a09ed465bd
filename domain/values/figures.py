"""How a rate is written: two decimals, half up on the exact ratio, a dash for nothing.

The published national figures all come out this way (domain rules 10.1; T75, T79, T81).
"""

from typing import Final

NOTHING: Final = "—"
"""What stands for a rate of nobody; never 0 %."""

PERCENT: Final = 100
PER_MILLE: Final = 1000


def rate(
    numerator: int, denominator: int, *, per: int = PERCENT, places: int = 2
) -> str:
    """Return the rate as text, without its sign."""
    if denominator == 0:
        return NOTHING
    scale = 10**places
    scaled = (2 * numerator * per * scale + denominator) // (2 * denominator)
    return f"{scaled // scale}.{scaled % scale:0{places}d}" if places else str(scaled)

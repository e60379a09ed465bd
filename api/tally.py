"""Counts requests for `/metrics`, by method, route pattern and status."""

from collections import defaultdict
from collections.abc import Iterator
from threading import Lock
from typing import Final

from api.services import Reading

METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Tally:
    """How many requests a process has answered and how long they took."""

    def __init__(self) -> None:
        """Begin at nothing."""
        self._lock = Lock()
        self._answered: defaultdict[tuple[str, str, str], int] = defaultdict(int)
        self._seconds: defaultdict[tuple[str, str], float] = defaultdict(float)

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """Add one answered request; a method nobody knows counts as OTHER."""
        method = method if method in METHODS else "OTHER"
        with self._lock:
            self._answered[method, route, str(status)] += 1
            self._seconds[method, route] += seconds

    def readings(self) -> Iterator[Reading]:
        """Return the counts so far."""
        with self._lock:
            answered, seconds = dict(self._answered), dict(self._seconds)
        for (method, route, status), n in answered.items():
            labels = (("method", method), ("route", route), ("status", status))
            yield Reading("suian_requests_total", n, labels)
        for (method, route), total in seconds.items():
            labels = (("method", method), ("route", route))
            yield Reading("suian_request_seconds_total", total, labels)

"""Forms of people in a small township with every view."""

from tests.api.v1.conftest import township

__all__ = ["township"]

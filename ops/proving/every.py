"""Every check and bench there is, found by the name of its file."""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import Final

from ops.proving import benches, checks
from ops.proving.proof import Proof


def _names(package: object) -> tuple[str, ...]:
    path = getattr(package, "__path__", [])
    found = (module.name for module in iter_modules(path))
    return tuple(sorted(name for name in found if not name.startswith("_")))


CHECKS: Final[tuple[str, ...]] = _names(checks)
BENCHES: Final[tuple[str, ...]] = _names(benches)

_KINDS: Final[Mapping[str, tuple[str, ...]]] = {"checks": CHECKS, "benches": BENCHES}


def proof(kind: str, name: str) -> Proof:
    """Return the `PROOF` of a file in `checks/` or `benches/`; KeyError for none."""
    if name not in _KINDS[kind]:
        raise KeyError(name)
    found: Proof = import_module(f"ops.proving.{kind}.{name}").PROOF
    return found

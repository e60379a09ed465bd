"""What the log keeps of each class for ever: its name, its key, its version, its parts.

`python -m tests.house.stored_names` prints the lines for `stored_names.txt`.
"""

from typing import Any

from domain.fact import Fact, FirstFact, PersonFact, PersonFirstFact, Stream
from tests.house.tree import domain_modules, subclasses

FORMS = {Fact, FirstFact, PersonFact, PersonFirstFact}
"""What facts are built from; never recorded themselves."""


def facts() -> set[type[Fact]]:
    domain_modules()
    return {
        fact
        for fact in subclasses(Fact) - FORMS
        if fact.__module__.startswith("domain.")
    }


def streams() -> set[type[Stream]]:
    domain_modules()
    return {
        stream
        for stream in {Stream, *subclasses(Stream)}
        if stream.__module__.startswith("domain.")
    }


def parts(fact: type[Fact]) -> str:
    declared: dict[str, Any] = {}
    for each in reversed(fact.__mro__):
        if each.__module__.startswith("domain."):
            declared |= vars(each).get("__annotations__", {})
    return " ".join(
        f"{name}:{str(getattr(kind, '__name__', kind)).replace(' ', '')}"
        if isinstance(kind, type) and not hasattr(kind, "__origin__")
        else f"{name}:{str(kind).replace(' ', '')}"
        for name, kind in declared.items()
        if "ClassVar" not in str(kind)
    )


def line(fact: type[Fact]) -> str:
    version = getattr(fact, "class_version", 1)
    return f"{fact.TOPIC} v{version} {fact.sealed_with.value} {parts(fact)}".rstrip()


def lines() -> list[str]:
    return sorted(
        [*(line(fact) for fact in facts()), *(each.TOPIC for each in streams())]
    )


if __name__ == "__main__":
    print("\n".join(lines()))  # noqa: T201 - this is what the command is for

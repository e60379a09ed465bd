"""Long-acting injections given early or late: the ways on, and who was told of a late one."""

from enum import StrEnum


class LatePath(StrEnum):
    """What to do with the next injection, by how long ago the last one was."""

    EARLY = "early"
    """Before the window opens: it can wait."""
    ON_TIME = "on_time"
    """Within the window."""
    GIVE_NOW = "give_now"
    """Late: the usual dose as soon as possible, then as before."""
    GIVE_TWICE = "give_twice"
    """Late: the usual dose now and again after a week, then as before."""
    WITH_ORAL = "with_oral"
    """Late: the usual dose now, with the same drug by mouth for some days."""
    RELOAD = "reload"
    """So late that treatment begins anew with the loading doses."""
    ASK = "ask"
    """No row knows: a psychiatrist decides."""


class Told(StrEnum):
    """Who was told that an injection is late."""

    PERSON = "person"
    GUARDIAN = "guardian"
    PSYCHIATRIST = "psychiatrist"
    UNIT = "unit"
    """The responsible unit (管理责任单位)."""
    COUNTY = "county"
    """The county SMI office (县级精防机构)."""

"""What makes a child process end with its parent, however that ends."""

import ctypes
import os
import signal
from collections.abc import Callable
from typing import Final

_PR_SET_PDEATHSIG: Final = 1


def dies_with_parent(
    number: signal.Signals, parent: int | None = None
) -> Callable[[], None]:
    """Return what a child does first: ask the kernel to signal it when we die (Linux).

    To be handed to `subprocess` as `preexec_fn`, which runs after the change of user
    that would cancel the request; or to be called in a child that was started by other
    means, with the parent's number. Elsewhere a child that was orphaned is ended when its
    folder is next taken.
    """
    library = ctypes.CDLL(None, use_errno=True)
    parent = parent or os.getpid()

    def before() -> None:
        if hasattr(library, "prctl"):
            library.prctl(_PR_SET_PDEATHSIG, int(number))
        if os.getppid() != parent:
            os._exit(1)

    return before

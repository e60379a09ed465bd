"""The short form of the bench runs, and a figure beyond its limit is a failure."""

import pytest

from ops.proving.benches.loading import LIMITS, PROOF, RATIO, Seen, Took


def test_the_short_form_measures_every_side() -> None:
    """Its limits leave room for the tests beside it: ten times the time, an even race."""
    said: list[str] = []

    report = PROOF.run(short=True, said=said.append)

    named = {figure.name: figure for figure in report.figures}
    assert {f"loading {size} facts, keys known" for size in LIMITS} <= named.keys()
    assert all(figure.value > 0 for figure in report.figures)
    assert named["catch-up × the library's subscription"].least == 1.0
    assert len(said) == 3


def seen(*, load: float = 0.001, ours: float = 1.0, sealing: float = 0.001) -> Seen:
    """Return what a bench might have seen, everything well but what is named."""

    def took(seconds: float) -> Took:
        return Took([seconds] * 9, [seconds] * 9)

    return Seen(
        known={size: took(load) for size in LIMITS},
        unknown={size: took(load) for size in LIMITS},
        ours=took(ours),
        library=took(RATIO),
        sealing=took(sealing),
    )


@pytest.mark.parametrize(
    ("figures", "holds"),
    [
        (seen(), True),
        (seen(load=0.0031), False),
        (seen(ours=1.01), False),
        (seen(sealing=0.016), False),
    ],
)
def test_a_figure_beyond_its_limit_does_not_hold(figures: Seen, *, holds: bool) -> None:
    assert PROOF.told(figures).holds is holds

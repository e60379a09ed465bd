"""Reports the longest files and functions; nothing is enforced.

`python -m tests.house.sizes` prints how many lines the median, the ninetieth of a hundred
and the longest have, and names whatever is longer than a page or three should be.
"""

import ast
from statistics import median, quantiles

from tests.house.tree import ROOMS, place, python_files, syntax

LONG_FILE, LONG_FUNCTION = 300, 40


def spread(lengths: list[int]) -> str:
    ninetieth = quantiles(lengths, n=10)[-1]
    return f"{median(lengths):.0f} / {ninetieth:.0f} / {max(lengths)}"


def report() -> str:
    files: dict[str, int] = {}
    functions: dict[str, int] = {}
    for path in python_files(*ROOMS, "tests"):
        module = syntax(path)
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > 1:
            files[place(path, module)] = lines
        for node in ast.walk(module):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                functions[f"{place(path, node)} {node.name}"] = length
    long = [
        f"{length:5} {name}"
        for lengths, limit in ((files, LONG_FILE), (functions, LONG_FUNCTION))
        for name, length in sorted(lengths.items(), key=lambda each: -each[1])
        if length > limit
    ]
    heads = (
        f"{len(files)} files, lines: {spread(list(files.values()))}",
        f"{len(functions)} functions, lines: {spread(list(functions.values()))}",
    )
    return "\n".join([*heads, *long])


if __name__ == "__main__":
    print(report())  # noqa: T201 - this is what the command is for

"""An `apply` only assigns, so that history replays whatever the rules have become."""

import ast
import inspect
import textwrap
from collections.abc import Iterator
from types import FunctionType
from typing import Any

import pytest

from domain.fact import Fact, Stream
from tests.house.tree import domain_modules, subclasses

PARSERS = {
    *("str", "int", "bool", "len", "tuple", "list", "dict", "set", "frozenset"),
    *("replace", "asdict"),
}
"""What may be called by a lower-case name: it only gives a value another shape."""

VALUES = (
    *(ast.Name, ast.Attribute, ast.Constant, ast.Subscript, ast.Slice, ast.Starred),
    *(ast.Tuple, ast.List, ast.Dict, ast.Set, ast.JoinedStr, ast.FormattedValue),
    *(ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.keyword),
    *(ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.comprehension),
    *(ast.operator, ast.unaryop, ast.boolop, ast.cmpop, ast.expr_context, ast.Call),
)


def only_parses(call: ast.Call) -> bool:
    """Tell whether a call builds a value: a class, a class's constructor, a parser."""
    match call.func:
        case ast.Name(id=name):
            return name in PARSERS or name[:1].isupper()
        case ast.Attribute(value=ast.Name(id=owner), attr=name):
            return owner[:1].isupper() or name == "fromisoformat"
        case _:
            return False


def is_value(expression: ast.AST) -> bool:
    return all(
        isinstance(node, VALUES)
        and (not isinstance(node, ast.Call) or only_parses(node))
        for node in ast.walk(expression)
    )


def root(target: ast.expr) -> ast.expr:
    while isinstance(target, ast.Attribute | ast.Subscript):
        target = target.value
    return target


def only_assigns(statement: ast.stmt, owner: str) -> bool:
    """Tell whether a statement only assigns to what belongs to the owner, or a name."""
    match statement:
        case ast.Expr(value=ast.Constant(value=str())) | ast.Pass():
            return True
        case ast.Assign(targets=targets, value=value):
            pass
        case ast.AugAssign(target=target, value=value):
            targets = [target]
        case ast.AnnAssign(target=target, value=ast.expr() as value):
            targets = [target]
        case ast.Delete(targets=targets):
            value = ast.Constant(None)
        case _:
            return False
    roots = [root(target) for target in targets]
    return is_value(value) and all(
        isinstance(each, ast.Name) and (each is target or each.id == owner)
        for each, target in zip(roots, targets, strict=True)
    )


def faults(function: ast.FunctionDef, owner: str) -> list[str]:
    return [
        ast.unparse(statement)
        for statement in function.body
        if not only_assigns(statement, owner)
    ]


def parse(function: FunctionType) -> ast.FunctionDef:
    (definition,) = ast.parse(textwrap.dedent(inspect.getsource(function))).body
    assert isinstance(definition, ast.FunctionDef)
    return definition


def in_our_house(parent: type[Any]) -> Iterator[type[Any]]:
    domain_modules()
    for found in sorted(
        {parent, *subclasses(parent)}, key=lambda each: each.__qualname__
    ):
        if found.__module__.startswith("domain."):
            yield found


def test_every_apply_only_assigns_to_its_aggregate() -> None:
    wrong = {
        f"{fact.__module__}.{fact.__qualname__}": found
        for fact in in_our_house(Fact)
        if "apply" in vars(fact)
        for definition in [parse(vars(fact)["apply"])]
        if (found := faults(definition, definition.args.args[1].arg))
    }

    assert wrong == {}


def test_every_stream_begins_by_assigning_only() -> None:
    wrong = {
        f"{stream.__module__}.{stream.__qualname__}": found
        for stream in in_our_house(Stream)
        if "__init__" in vars(stream) and stream is not Stream
        if (found := faults(parse(vars(stream)["__init__"]), "self"))
    }

    assert wrong == {}


def test_no_fact_changes_how_facts_are_applied() -> None:
    assert [fact for fact in in_our_house(Fact) if "mutate" in vars(fact)] == []


@pytest.mark.parametrize(
    "statement",
    [
        "if aggregate.closed: raise CaseIsClosed",
        "aggregate.close()",
        "aggregate.visits.append(self.visit)",
        "aggregate.due_on = next_due(self.visited_on)",
        "aggregate.seen_at = datetime.now()",
        "aggregate.proposed = classify(self.findings)",
        "assert self.grade < 6",
        "for each in self.rows: aggregate.rows = each",
        "self.grade = 3",
        "other.grade = aggregate.grade",
        "return None",
    ],
)
def test_a_planted_decision_in_an_apply_is_found(statement: str) -> None:
    assert not only_assigns(ast.parse(statement).body[0], "aggregate")


@pytest.mark.parametrize(
    "statement",
    [
        "aggregate.grade = self.grade",
        "aggregate.due_on = date.fromisoformat(self.due_on)",
        "aggregate.gradings[self.grading] = Grading(self.grading, self.grade)",
        "aggregate.kept_rows += 1",
        "aggregate.rows = [*aggregate.rows, self.row]",
        "aggregate.identity = None if self.name is None else Identity(self.name)",
        "key = self.corrects or self.grading",
        "del aggregate.gradings[self.grading]",
    ],
)
def test_an_assignment_in_an_apply_is_let_be(statement: str) -> None:
    assert only_assigns(ast.parse(statement).body[0], "aggregate")

"""The description (OpenAPI) lists every route, and every route names its operation."""

from functools import cache
from typing import Any

from fastapi.routing import APIRoute

from api.open_routes import OWN_SESSION, PUBLIC, named
from api.principal import guards
from api.v1.health import router as health
from api.v1.resources import RESOURCES
from domain.rules.access import TABLE
from tests.api.web import an_app

ROUTES = [
    route
    for router in RESOURCES
    if router is not health
    for route in router.routes
    if isinstance(route, APIRoute)
]
GUARDED = [route for route in ROUTES if named(route) not in PUBLIC | OWN_SESSION]


@cache
def described() -> dict[str, Any]:
    return an_app().openapi()


def operation(route: APIRoute) -> dict[str, Any]:
    method = next(iter(route.methods or ()))
    return described()["paths"][route.path][method.lower()]


def headers(route: APIRoute) -> dict[str, bool]:
    return {
        parameter["name"]: parameter["required"]
        for parameter in operation(route).get("parameters", ())
        if parameter["in"] == "header"
    }


def test_the_description_lists_every_route_of_the_interface_by_its_operation() -> None:
    assert len(ROUTES) >= 25
    listed = {operation(route)["operationId"] for route in ROUTES}
    assert listed == {route.name for route in ROUTES}
    assert len(listed) == len(ROUTES)


def test_every_route_names_an_operation_that_has_a_row_in_the_policy() -> None:
    granted = {name for row in TABLE for name in row.operations}
    for route in GUARDED:
        asked = {guard.operation for guard in guards(route.dependant)}
        assert asked
        assert asked <= granted


def test_every_operation_says_what_it_does_and_how_it_refuses() -> None:
    for route in ROUTES:
        said = operation(route)
        assert said["description"].strip()
        assert "application/problem+json" in said["responses"]["4XX"]["content"]


def test_every_guarded_route_takes_a_purpose_and_every_command_a_key() -> None:
    for route in GUARDED:
        if route.path.startswith("/api/v1/sessions"):
            continue
        taken = headers(route)
        assert taken.get("X-Purpose") is False
        records = any(
            dependency.name == "acting" for dependency in route.dependant.dependencies
        )
        assert taken.get("Idempotency-Key", False) is records


def test_every_field_of_a_body_has_a_title_and_unknown_ones_are_refused() -> None:
    schemas = described()["components"]["schemas"]
    bodies = {name: s for name, s in schemas.items() if name.endswith("Body")}

    assert len(bodies) > 10
    for name, schema in bodies.items():
        assert schema["additionalProperties"] is False, name
        for title, field in schema["properties"].items():
            assert "title" in field or "$ref" in str(field), (name, title)


def test_no_address_takes_a_name_a_number_or_words() -> None:
    for route in ROUTES:
        asked = {p["name"] for p in operation(route).get("parameters", ())}
        assert not asked & {"name", "id_number", "phone", "words", "q"}

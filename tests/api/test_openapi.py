"""The description of the interface is complete and true."""

from starlette.testclient import TestClient

from tests.api.web import HTTPS, an_app


def test_the_interface_is_described_with_an_id_for_each_operation() -> None:
    described = TestClient(an_app(), base_url=HTTPS).get("/api/v1/openapi.json").json()

    operations = [
        operation for path in described["paths"].values() for operation in path.values()
    ]
    ids = [operation["operationId"] for operation in operations]
    assert described["openapi"].startswith("3.1")
    assert len(ids) == len(set(ids)) > 0
    assert described["security"] == [{"session": []}]
    assert described["paths"]["/api/v1/sessions"]["post"]["security"] == []
    assert all(path.startswith("/api/v1/") for path in described["paths"])


def test_every_operation_s_refusals_are_problem_documents() -> None:
    described = TestClient(an_app(), base_url=HTTPS).get("/api/v1/openapi.json").json()

    for path in described["paths"].values():
        for operation in path.values():
            refused = {k: v for k, v in operation["responses"].items() if k > "4"}
            assert refused, operation["operationId"]
            for response in refused.values():
                assert response["content"] == {
                    "application/problem+json": {
                        "schema": {"$ref": "#/components/schemas/Problem"}
                    }
                }

"""Code lists over HTTP: every list that bodies use, in two languages, for everybody."""

from typing import Any

from starlette.testclient import TestClient

from tests.api.web import HTTPS, an_app


def lists() -> dict[str, list[dict[str, Any]]]:
    answer = TestClient(an_app(), base_url=HTTPS).get("/api/v1/code-lists")
    assert answer.status_code == 200
    return {item["name"]: item["codes"] for item in answer.json()["items"]}


def test_a_code_has_its_value_and_a_title_in_both_languages() -> None:
    (spouse,) = [c for c in lists()["GuardianRelation"] if c["code"] == "spouse"]

    assert (spouse["zh"], spouse["en"]) == ("配偶", "Spouse")
    assert [code["code"] for code in lists()["FollowUpClass"]] == [1, 2, 3]
    assert [code["code"] for code in lists()["Grade"]] == list(range(6))


def test_every_list_that_a_body_takes_is_there_with_all_its_codes() -> None:
    described: Any = an_app().openapi()["components"]["schemas"]
    known = lists()
    enums = {
        name: schema["enum"] for name, schema in described.items() if "enum" in schema
    }
    not_for_bodies = {"Operation", "NoticeState", "Kind", "Listed"}

    assert set(enums) - not_for_bodies <= set(known)
    for name in set(enums) - not_for_bodies:
        assert sorted(map(str, enums[name])) == sorted(
            str(code["code"]) for code in known[name]
        )


def test_no_title_is_missing_in_chinese() -> None:
    untranslated = [
        (name, code["code"])
        for name, codes in lists().items()
        for code in codes
        if code["zh"] == code["en"]
    ]

    assert untranslated == []

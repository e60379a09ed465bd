"""A command names itself, and the version its sender saw."""

from uuid import UUID

import pytest

from api.preconditions import etag, idempotency_key, if_match
from api.refusals import IdempotencyKeyMissing, IfMatchMalformed

KEY = "0b8f1f2e-6a63-4f0e-8d9c-0d4c7a3f5a11"


@pytest.mark.parametrize("sent", [KEY, f'"{KEY}"', KEY.upper()])
def test_a_command_s_id_is_a_uuid_plain_or_quoted(sent: str) -> None:
    assert idempotency_key(sent) == UUID(KEY)


@pytest.mark.parametrize("sent", [None, "", "1", "not-a-uuid", KEY + "0"])
def test_a_command_without_an_id_is_refused(sent: str | None) -> None:
    with pytest.raises(IdempotencyKeyMissing):
        idempotency_key(sent)


def test_the_version_seen_is_the_one_in_etag() -> None:
    assert if_match(etag(12)) == 12
    assert if_match(None) is None


@pytest.mark.parametrize(
    "sent", ["*", "3", 'W/"3"', '"0"', '"-1"', '"3", "4"', '"x"', ""]
)
def test_anything_else_is_no_version(sent: str) -> None:
    with pytest.raises(IfMatchMalformed):
        if_match(sent)

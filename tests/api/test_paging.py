"""Cursors lead on, tell nothing, and fit one question only."""

import pytest
from starlette.requests import Request
from starlette.responses import Response

from api.paging import cursors, cut, link_next
from api.refusals import CursorMalformed

KEY = bytes(32)


def a_request(query: str = "village=1") -> Request:
    return Request(
        {
            "type": "http",
            "method": "GET",
            "scheme": "https",
            "server": ("suian.test", 443),
            "path": "/api/v1/people",
            "query_string": query.encode(),
            "headers": [],
        }
    )


def test_a_cursor_leads_back_to_where_the_page_ended() -> None:
    sealed = cursors(KEY, a_request()).seal(("chen zhiqiang", 7))

    assert cursors(KEY, a_request(f"limit=5&cursor={sealed}&village=1")).open(
        sealed
    ) == ("chen zhiqiang", 7)
    assert cursors(KEY, a_request()).open(None) is None


def test_a_cursor_tells_nothing_of_what_it_holds() -> None:
    long, short = ("chen" * 9, "wang" * 9)
    sealed = cursors(KEY, a_request()).seal((long,))

    assert "chen" not in sealed
    assert sealed[:20] != cursors(KEY, a_request()).seal((short,))[:20]


@pytest.mark.parametrize("made_up", ["", "x", "AAAA" * 9, "é", "a" * 999])
def test_a_made_up_cursor_is_refused(made_up: str) -> None:
    with pytest.raises(CursorMalformed):
        cursors(KEY, a_request()).open(made_up)


def test_a_cursor_of_another_question_or_site_is_refused() -> None:
    sealed = cursors(KEY, a_request()).seal((1,))

    with pytest.raises(CursorMalformed):
        cursors(KEY, a_request("village=2")).open(sealed)
    with pytest.raises(CursorMalformed):
        cursors(bytes([1]) * 32, a_request()).open(sealed)


def test_the_link_to_the_next_page_keeps_the_question() -> None:
    page = cut([1, 2, 3], 2, lambda line: (line,))
    response = Response()
    link_next(a_request("village=1&limit=2"), response, KEY, page.after)

    link = response.headers["link"]
    assert page.lines == [1, 2]
    assert link.startswith("</api/v1/people?village=1&limit=2&cursor=")
    assert link.endswith('>; rel="next"')
    sealed = link.split("cursor=")[1].split(">")[0]
    assert cursors(KEY, a_request("village=1&limit=2")).open(sealed) == (2,)


def test_the_last_page_has_no_next() -> None:
    response = Response()
    page = cut([1, 2], 2, lambda line: (line,))
    link_next(a_request(), response, KEY, page.after)

    assert page.after is None
    assert "link" not in response.headers

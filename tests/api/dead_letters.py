"""A notice that the police station's webhook gave up, and the row of the desk that says so."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import text

from domain.registry.notices import NoteDelivery
from tests.api.console.browsing import a_person, told
from tests.api.township import Township
from tests.streams import NOON


def a_dead_letter(township: Township) -> UUID:
    """Tell the police station of somebody by a broken webhook; return the notice."""
    notice = told(township, a_person(township))
    give_up(township, notice, township.offices["police"])
    return notice


def give_up(township: Township, notice: UUID, receiver: UUID) -> None:
    """Let the webhook have given a notice up, and its line be broken."""
    township.run(
        NoteDelivery(notice, "webhook", "http_500"), role="system", purpose="report"
    )
    given = {
        "notice": notice,
        "receiver": receiver,
        "since": NOON - timedelta(days=3),
        "now": NOON,
    }
    with township.web.clerk.engine.begin() as connection:
        connection.execute(text(ATTEMPT), given)
        connection.execute(text(CIRCUIT), given)


ATTEMPT = """
INSERT INTO desk.attempt (message, notice, channel, receiver, state, since, next_at, tries,
    failure, ended_at)
VALUES (:notice, :notice, 'webhook', :receiver, 'undeliverable', :since, :now, 21,
    'http_500', :now)
"""
CIRCUIT = """
INSERT INTO desk.circuit (receiver, channel, failures, failure, opened_at, probe_at)
VALUES (:receiver, 'webhook', 40, 'http_500', :since, :now)
"""

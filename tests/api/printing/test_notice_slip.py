"""A notice's slip says what holds now: a receiver cannot be told later what paper got wrong."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import Connection

from api.notice_fields import as_logged
from api.notice_slip import slip_of
from domain.log import Log
from domain.registry.notice_changes import Change, TellOfChange
from domain.registry.registration import Residence
from tests.api.console.browsing import a_person, told
from tests.api.printing.test_forms_printed import BY
from tests.api.township import Township
from tests.registering import VILLAGE
from tests.streams import NOON


@dataclass(frozen=True, slots=True)
class Opened:
    """What a slip is folded from."""

    connection: Connection
    log: Log


def test_a_corrected_address_is_right_on_paper(township: Township) -> None:
    person = a_person(township)
    notice = told(township, person)
    township.move(
        person, Residence(VILLAGE, "演示路9号", VILLAGE, "演示路1号", "2026-03-02")
    )
    site = township.web.clerk
    moved = site.log.stream(person)[-1]
    at = (NOON + timedelta(hours=1)).isoformat()
    change = Change(
        str(uuid4()), moved.position, "put_right", "clock.change", at, at, ["notice/1"]
    )
    township.run(
        TellOfChange(notice, change, ("residence",)), role="system", purpose="report"
    )

    with site.engine.begin() as connection:
        row = as_logged(site.log, notice)
        said = list(slip_of(Opened(connection, site.log), notice, row, BY).texts())

    assert "演示路9号" in said
    assert "演示路1号" not in said
    assert "演示甲" in said

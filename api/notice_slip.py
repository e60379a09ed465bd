"""The slip of a notice, as the page and the interface print it and take it back."""

from uuid import UUID

from api.console.notice_words import LABELS, in_words
from api.console.pages import written
from api.language import language
from api.notice_fields import Sources, as_logged, brought
from api.printing.making import Printer, printed, printer
from api.printing.sheet import CHINESE, Sheet
from api.printing.slip import slip
from api.v1.asking import Asking
from domain.errors import SlipCodeUnknown, Unknown
from domain.log import Log
from domain.values.acceptance import read_code, slip_code
from projections.notice_box import NoticeRow, notice, with_slip
from projections.offices import all_offices


def person_of_notice(log: Log, notice_id: UUID) -> UUID:
    """Return whom a notice is about."""
    return as_logged(log, notice_id).person


def code_of(words_key: bytes, notice_id: UUID) -> str:
    """Return the code a notice's slip is printed with."""
    return slip_code(notice_id, words_key)


def slip_as_pdf(asking: Asking, notice_id: UUID) -> bytes:
    """Return the slip as a PDF, with what its receiver may read; a noted look."""
    by = printer(asking)
    with asking.reading() as opened:
        if notice(opened.connection, notice_id) is None:
            raise Unknown(kind="notice")
        row = as_logged(opened.log, notice_id)
        opened.saw([row.person])
        sheet = slip_of(opened, notice_id, row, by)
    return printed([sheet], by)


def slip_of(opened: Sources, notice_id: UUID, row: NoticeRow, by: Printer) -> Sheet:
    """Return the slip of a notice, its fields as corrected: nobody corrects paper."""
    chinese = language(CHINESE)
    fields = in_words(brought(opened, notice_id, row, chinese), chinese)
    receiver = all_offices(opened.connection)[row.receiver].name
    if issued := fields.get("issued_at"):
        fields["issued_at"] = written(issued)
    labels = {name: chinese.text(label) for name, label in LABELS.items()}
    foot = f"打印 {written(by.now)} {by.name}"
    return slip(fields, labels, row.slip_code, receiver, written(row.accept_by), foot)


def notice_with_code(asking: Asking, typed: str) -> tuple[UUID, UUID, str]:
    """Return the notice in sight with the slip's code, whom it is about, and the code."""
    code = read_code(typed)
    with asking.reading() as opened:
        found = with_slip(opened.connection, code) if code else None
        if code is None or found is None:
            raise SlipCodeUnknown
        key, row = found
        opened.saw([row.person])
    return key, row.person, code

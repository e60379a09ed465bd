"""A person's chart: the card, the next day, the notices and the follow-ups, all at once.

Folded from the person's own facts when asked, so that it shows what was recorded a moment
ago, or what was known at any position.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from domain.log import Logged
from projections import due_list, notice_box, person_card
from projections.aid import AidRow, aid_of
from projections.check_ups import CheckUpRow, check_ups
from projections.danger import Danger, danger_of
from projections.due_list import Due
from projections.emergencies import EmergencyRow, emergencies_of
from projections.exclusions import Exclusion, exclusion_of
from projections.follow_ups import FollowUpRow, follow_ups
from projections.medication import Medication, medication
from projections.notice_box import NoticeRow
from projections.person_card import Card
from projections.record import Record, record_of
from projections.referrals import ReferralRow, referrals_of
from projections.stays import StayRow, stays_of


@dataclass(frozen=True, slots=True)
class Chart:
    """What is known of one person; notices newest first, follow-ups and check-ups latest first."""

    card: Card
    due: Due
    notices: list[tuple[UUID, NoticeRow]]
    follow_ups: list[FollowUpRow]
    medication: Medication
    check_ups: list[CheckUpRow]
    position: int
    aid: AidRow | None
    record: Record
    danger: Danger
    emergencies: list[tuple[UUID, EmergencyRow]]
    referrals: list[tuple[UUID, ReferralRow]]
    stays: list[StayRow]
    exclusion: Exclusion | None


def chart(facts: Sequence[Logged]) -> Chart | None:
    """Return the chart these facts of one person make; None when there is nobody."""
    card: Card | None = None
    due: Due | None = None
    notices: dict[UUID, NoticeRow] = {}
    for logged in facts:
        card = person_card.fold(card, logged)
        due = due_list.fold(due, logged)
        told = notice_box.fold(notices.get(logged.stream), logged)
        if told is not None and notice_box.key(logged) is not None:
            notices[logged.stream] = told
    if card is None or due is None:
        return None
    newest = sorted(notices.items(), key=lambda item: item[1].issued_at, reverse=True)
    return Chart(
        card,
        due,
        newest,
        follow_ups(facts),
        medication(facts),
        check_ups(facts),
        facts[-1].position,
        aid_of(facts),
        record_of(facts),
        danger_of(facts),
        emergencies_of(facts),
        referrals_of(facts),
        stays_of(facts),
        exclusion_of(facts),
    )

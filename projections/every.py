"""Every view there is, by the log it is folded from."""

from typing import Any, Final

from projections.accounts import accounts
from projections.aid import aid
from projections.alarms import alarms
from projections.beds import beds
from projections.check_up_due import check_up_due
from projections.clues import clues
from projections.confirmations import confirmations
from projections.consents import consents
from projections.custody import custody
from projections.danger_reports import danger_reports, own_danger_reports
from projections.digests import digests
from projections.division_changes import division_changes
from projections.due_list import due_list
from projections.duties import duties
from projections.emergencies import emergencies
from projections.escalations import escalations
from projections.exclusions import exclusions
from projections.handover_list import handover_list
from projections.management import management
from projections.medicine_due import medicine_due
from projections.merge_proposals import merge_proposals
from projections.merged_records import merged_records
from projections.missed import missed_escalations
from projections.name_search import name_index
from projections.national_entries import national_entries
from projections.notice_box import notice_box
from projections.notice_shifts import notice_shifts
from projections.offices import offices
from projections.overrides import overrides
from projections.paper_reports import paper_reports
from projections.person_card import person_card
from projections.readings import readings
from projections.referrals import referrals
from projections.rehabilitation import rehabilitation
from projections.reminders import reminders
from projections.reports import reports
from projections.reviews import reviews
from projections.stock import stock
from projections.view import View
from projections.worklists import worklists

OF_THE_LOG: Final[tuple[View[Any], ...]] = (
    person_card,
    due_list,
    confirmations,
    consents,
    custody,
    division_changes,
    exclusions,
    clues,
    danger_reports,
    own_danger_reports,
    reports,
    paper_reports,
    national_entries,
    reviews,
    name_index,
    management,
    missed_escalations,
    notice_box,
    duties,
    escalations,
    notice_shifts,
    offices,
    accounts,
    alarms,
    aid,
    reminders,
    digests,
    handover_list,
    worklists,
    overrides,
    merged_records,
    merge_proposals,
    stock,
    medicine_due,
    check_up_due,
    rehabilitation,
    emergencies,
    referrals,
    beds,
)
OF_THE_READING_LOG: Final[tuple[View[Any], ...]] = (readings,)

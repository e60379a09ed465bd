"""What somebody who looked was doing, in words."""

from collections.abc import Mapping
from typing import Final

from api.language import msg
from domain.rules.access import Operation

LOOKS_AT: Final[Mapping[str, str]] = {
    Operation.READ_PERSON: msg("opened the chart"),
    Operation.READ_HISTORY: msg("read the history"),
    Operation.SEARCH_PEOPLE: msg("searched"),
    Operation.READ_DUE_LIST: msg("saw the due list"),
    Operation.READ_HANDOVER_LIST: msg("saw the hand-over list"),
    Operation.READ_INBOX: msg("read a notice"),
    Operation.READ_READING_LOG: msg("saw who looked"),
    Operation.REGISTER_PERSON: msg("registered somebody"),
    Operation.RECORD_FOLLOW_UP: msg("filled in a follow-up"),
    Operation.CORRECT_FOLLOW_UP: msg("put a follow-up right"),
    Operation.GRADE_RISK: msg("filled in a quick report"),
    Operation.READ_RATES: msg("saw the figures"),
    Operation.READ_ALARMS: msg("saw the alarms"),
    Operation.READ_OFFICES: msg("saw the offices"),
}
"""By operation; any other shows under its own name."""

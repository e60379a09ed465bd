"""Which alarms somebody hears: the own office's, or for who oversees the division's."""

from uuid import UUID

from api.principal import Principal
from api.reading import Reading
from domain.rules.access import Operation, Relation, relations
from domain.values.places import is_within
from projections.alarms import AlarmRow, ringing


def heard(opened: Reading, principal: Principal) -> list[tuple[UUID, AlarmRow]]:
    """Return what rings for a principal, soonest to be answered first.

    Alarms of no division are the site's own: who oversees a division hears them too.
    """
    if Relation.OWN_OFFICE in relations(principal.role, Operation.READ_ALARMS):
        office = str(principal.organisation)
        found = ringing(opened.connection, principal.role, office)
    else:
        found = ringing(opened.connection)
    return [(key, alarm) for key, alarm in found if _is_near(alarm, principal)]


def _is_near(alarm: AlarmRow, principal: Principal) -> bool:
    if not principal.division:
        return False
    return not alarm.division or is_within(alarm.division, principal.division)

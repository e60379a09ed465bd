"""What a merge needs to know beforehand: the claims on both records' ID numbers."""

from uuid import UUID

from api.services import Services
from domain.registry.identities import identity_on_record
from domain.registry.merging import Claims

ID_NUMBER = "ID number"
"""The kind of claim that keeps a number to one person."""


def claims_of(services: Services, survivor: UUID, retired: UUID) -> Claims:
    """Return the claims on the numbers the two records tell of themselves."""
    return Claims(_claim(services, survivor), _claim(services, retired))


def _claim(services: Services, record: UUID) -> UUID | None:
    number = identity_on_record(services.log, record).id_number
    return services.claim(ID_NUMBER, number) if number else None

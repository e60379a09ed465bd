"""Codes of divisions that change: said once, then carried to offices, accounts and people.

Nothing recorded is touched. Whoever is renumbered gets new facts from the day on, caused by
the change, so that every list, right and figure follows, and as of before it did not.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from domain.account import Account
from domain.division import DivisionChange
from domain.log import Command
from domain.office import Office
from domain.person.person import Person
from domain.person.residence import record_residence
from domain.person.responsibility import renumber_entrusted
from domain.registry.runner import Found, Touched
from domain.rules.access import Operation


@dataclass(frozen=True, slots=True)
class ChangeDivisionCode:
    """Say that a division has another code from a day on, and by which document."""

    old: str
    new: str
    name: str
    from_on: str
    reason: str

    operation = Operation.CHANGE_DIVISION

    def touches(self, found: Found) -> Touched:
        """Touch both codes."""
        del found
        return Touched(divisions=(self.old, self.new))

    def streams(self) -> Sequence[UUID]:
        """Rest on nothing."""
        return ()

    def decide(self, found: Found, command: Command) -> None:
        """Record the change."""
        found.begin(
            DivisionChange.change(
                command.new_id("division"),
                old=self.old,
                new=self.new,
                name=self.name,
                from_on=self.from_on,
                reason=self.reason,
            )
        )


@dataclass(frozen=True, slots=True)
class Renumber:
    """Carry a change to one office, account or person; nothing happens where none is due."""

    change: UUID
    whose: UUID

    operation = Operation.RENUMBER

    def touches(self, found: Found) -> Touched:
        """Touch nobody: the system itself renumbers."""
        del found
        return Touched()

    def streams(self) -> Sequence[UUID]:
        """Rest on the change and on whom it is carried to."""
        return (self.change, self.whose)

    def decide(self, found: Found, command: Command) -> None:
        """Record the new codes."""
        del command
        change = found.get(DivisionChange, self.change)
        if office := found.maybe(Office, self.whose):
            _office(office, change)
        if account := found.maybe(Account, self.whose):
            _account(account, change)
        if person := found.maybe(Person, self.whose):
            _person(person, change)


def _office(office: Office, change: DivisionChange) -> None:
    office.renumber(change.renumbered(office.division), change.from_on)
    for village, service in list(office.services.items()):
        new = change.renumbered(village)
        if service.until_on is None and new != village:
            office.release_village(village, change.from_on)
            if office.is_open:
                office.assign_village(new, change.from_on)


def _account(account: Account, change: DivisionChange) -> None:
    if account.grant:
        division = change.renumbered(account.grant.division)
        account.grant_role(replace(account.grant, division=division))


def _person(person: Person, change: DivisionChange) -> None:
    if person.residence:
        domicile = person.residence.domicile
        residence = replace(
            person.residence,
            village=change.renumbered(person.residence.village),
            domicile=change.renumbered(domicile) if domicile else domicile,
        )
        record_residence(person, residence)
    renumber_entrusted(person, change.renumbered(person.entrusted_in))

"""`suian erase PERSON`: destroys a person's keys; two people, for ever."""

from typing import Annotated
from uuid import UUID

import typer

from domain.errors import Unknown
from domain.person.person import Person
from domain.registry.erasure import ErasePerson
from domain.registry.runner import folded
from ops.acting import operator_command
from ops.commands.frame import DATA, DataOption, fail, installation, say, site
from ops.site import Site
from ops.views import rewrite_views
from projections.every import OF_THE_LOG


def erase(
    person: Annotated[UUID, typer.Argument(help="患者编号 / the person's id")],
    by: Annotated[str, typer.Option(help="经办人 / who erases")],
    witness: Annotated[str, typer.Option(help="见证人,须为另一人 / who witnesses it")],
    reason: Annotated[str, typer.Option(help="法律依据与原因 / on what ground")],
    data: DataOption = DATA,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="不再询问 / do not ask")] = False,
) -> None:
    """销毁密钥:此人的记录永远不可读 / nobody can ever read this person's record again."""
    with site(data) as opened:
        use_case, division = _erasure(opened, person, (by, witness), reason)
        if not yes:
            _confirm(person)
        opened.runner.run(use_case, operator_command(opened, division))
        keys = opened.keys.destroy(person)
        _forget(opened)
        with installation(data) as prepared:
            rewrite_views(prepared.url("owner"), OF_THE_LOG)
    say(
        f"已销毁 {keys} 个密钥;备份中的密钥须另行销毁"
        f" / {keys} keys destroyed; those in backups are yet to be"
    )


def _erasure(
    opened: Site, person: UUID, two: tuple[str, str], reason: str
) -> tuple[ErasePerson, str]:
    facts = opened.log.stream(person)
    found = folded(facts) if facts else None
    if not isinstance(found, Person):
        raise Unknown(kind="person")
    number = found.identity.id_number if found.identity else None
    claim = opened.claim("ID number", number) if number else None
    return ErasePerson(person, *two, reason, claim), "".join(found.divisions())


def _confirm(person: UUID) -> None:
    typed = typer.prompt(
        "不可撤销。请再次输入患者编号 / for ever: type the person's id again", err=True
    )
    if typed.strip() != str(person):
        fail("编号不一致,未做任何更改 / another id; nothing was changed")


def _forget(opened: Site) -> None:
    """Let every view drop the person before the command returns."""
    from ops.clerk import foldings

    for folding in foldings(opened):
        folding.catch_up()

"""The database's roles, their passwords, and the database they share."""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg import Connection, sql
from psycopg.conninfo import make_conninfo

from ops.embedded.problem import ServerProblem

ROLES: Final = ("owner", "web", "clerk", "sealer", "auditor")
SUPERUSER: Final = "suian_super"
OLDEST: Final = 15
"""The oldest major version of a server of one's own."""


@dataclass(frozen=True, slots=True, repr=False)
class Passwords:
    """Each database role's password, kept readable by the owner alone."""

    of: dict[str, str]

    @classmethod
    def kept_in(cls, path: Path) -> "Passwords":
        """Return the passwords of a file, made now if there is none."""
        if not path.exists():
            made = {role: secrets.token_urlsafe(24) for role in ("super", *ROLES)}
            unfinished = path.with_name(f"{path.name}.new")
            unfinished.unlink(missing_ok=True)
            handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as file:
                json.dump(made, file)
            unfinished.rename(path)
        return cls(json.loads(path.read_text()))


def make_roles(super_url: str, passwords: Passwords, database: str) -> None:
    """Make each role and the database where they are missing; take nobody else's."""
    with _administering(super_url) as connection:
        known = {
            name
            for (name,) in connection.execute(
                "SELECT rolname FROM pg_roles WHERE rolname LIKE 'suian_%'"
            )
        }
        for role in ROLES:
            if f"suian_{role}" in known:
                _must_open(super_url, role, passwords)
            else:
                connection.execute(
                    sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(
                        sql.Identifier(f"suian_{role}"),
                        sql.Literal(passwords.of[role]),
                    )
                )
        _make_database(connection, database)


def _administering(super_url: str) -> Connection[tuple[Any, ...]]:
    try:
        connection = psycopg.connect(super_url, autocommit=True)
    except psycopg.OperationalError as problem:
        reason = str(problem).strip().splitlines()[-1]
        raise ServerProblem(
            "连接不上数据库服务器,请检查 SUIAN_DATABASE_URL / the database server cannot"
            f" be reached, check SUIAN_DATABASE_URL: {reason}"
        ) from None
    major = connection.info.server_version // 10000
    if major < OLDEST:
        connection.close()
        raise ServerProblem(
            f"服务器是 PostgreSQL {major},需要 {OLDEST} 或更高版本 / the server is"
            f" PostgreSQL {major}; {OLDEST} or later is needed"
        )
    return connection


def _must_open(super_url: str, role: str, passwords: Passwords) -> None:
    """Refuse when a role that exists has a password other than ours."""
    try:
        psycopg.connect(
            make_conninfo(super_url, user=f"suian_{role}", password=passwords.of[role])
        ).close()
    except psycopg.OperationalError:
        raise ServerProblem(
            f"数据库角色 suian_{role} 已存在,但 roles.json 中的密码打不开它:请从建立这些角色的"
            "机器复制 roles.json,或在服务器上删除这些角色。"
            f" / Role suian_{role} exists, and the password in roles.json does not open"
            " it: copy roles.json from the machine that made the roles, or drop them."
        ) from None


def _make_database(connection: Connection[tuple[Any, ...]], database: str) -> None:
    name = sql.Identifier(database)
    found = connection.execute(
        "SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = %s",
        (database,),
    ).fetchone()
    if found is None:
        connection.execute(
            sql.SQL(
                "CREATE DATABASE {} OWNER suian_owner TEMPLATE template0 ENCODING 'UTF8'"
            ).format(name)
        )
    elif found[0] != "UTF8":
        raise ServerProblem(
            f"数据库 {database} 的编码是 {found[0]},需要 UTF8:请另建一个"
            f" / database {database} is encoded as {found[0]}; make another in UTF8"
        )
    connection.execute(sql.SQL("ALTER DATABASE {} OWNER TO suian_owner").format(name))
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
    connection.execute(
        sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(
            name,
            sql.SQL(", ").join(sql.Identifier(f"suian_{role}") for role in ROLES),
        )
    )

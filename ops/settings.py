"""Where things are and how they are reached, from the environment.

`up` decides for the whole installation and gives each child process only its own: its
role's database URL, the folder with the site's secrets, and the address it serves.
"""

import os
from pathlib import Path
from typing import Final, Literal

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

CHECKOUT: Final = Path(__file__).resolve().parent.parent
DEFAULT_DATA: Final = CHECKOUT / ".suian"
DEFAULT_PORT: Final = 8010


class Installation(BaseSettings):
    """`SUIAN_DATABASE_URL` uses a server instead of the embedded one."""

    model_config = SettingsConfigDict(env_prefix="SUIAN_", extra="ignore")

    data: Path = DEFAULT_DATA
    port: int = DEFAULT_PORT
    host: str = "127.0.0.1"
    database_url: str = ""


class Outgoing(BaseSettings):
    """How offices are told beside their inboxes: `SUIAN_SMTP_HOST` and the like.

    `webhook_networks` are inner networks webhooks may go to, blanks between them; this
    machine's own (127.0.0.0/8) allows plain http to it.
    """

    model_config = SettingsConfigDict(env_prefix="SUIAN_", extra="ignore")

    public_url: str = ""
    webhook_networks: str = ""
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_encryption: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_from: str = ""
    sms_url: str = ""
    sms_key: SecretStr = SecretStr("")


def outgoing_environment() -> dict[str, str]:
    """Return what the operator set up of `Outgoing`, to hand to a child process."""
    names = {f"SUIAN_{name}".upper() for name in Outgoing.model_fields}
    return {name: value for name, value in os.environ.items() if name in names}


class Child(BaseSettings):
    """What one child process is given: `SUIAN_URL`, `SUIAN_KEYS`, `SUIAN_PORT`."""

    model_config = SettingsConfigDict(env_prefix="SUIAN_", extra="ignore")

    url: str
    keys: Path
    port: int = DEFAULT_PORT
    host: str = "127.0.0.1"

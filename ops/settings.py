"""Where things are and how they are reached, from the environment.

`up` decides for the whole installation and gives each child process only its own: its
role's database URL, the folder with the site's secrets, and the address it serves.
"""

from pathlib import Path
from typing import Final

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


class Child(BaseSettings):
    """What one child process is given: `SUIAN_URL`, `SUIAN_KEYS`, `SUIAN_PORT`."""

    model_config = SettingsConfigDict(env_prefix="SUIAN_", extra="ignore")

    url: str
    keys: Path
    port: int = DEFAULT_PORT
    host: str = "127.0.0.1"

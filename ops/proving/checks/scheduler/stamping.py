"""What the database itself notes during the check: who took a post, who appended, when.

The processes are known by the name they give their connections. Nothing of this is in the
product; the triggers stand on a throwaway bed only.
"""

from collections.abc import Mapping
from typing import Final, LiteralString

import psycopg

from ops.proving.bed import Bed

_MAKE: Final[LiteralString] = """
CREATE SCHEMA proof;
GRANT USAGE ON SCHEMA proof TO suian_clerk;
CREATE TABLE proof.refused (job text NOT NULL, at timestamptz DEFAULT clock_timestamp());
GRANT INSERT ON proof.refused TO suian_clerk;
CREATE TABLE proof.taken (
    name text, epoch bigint, process text, at timestamptz DEFAULT clock_timestamp(),
    PRIMARY KEY (name, epoch)
);
CREATE TABLE proof.stamp (position bigint PRIMARY KEY, process text, epochs jsonb);

CREATE FUNCTION proof.note_taken() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    INSERT INTO proof.taken (name, epoch, process)
    VALUES (NEW.name, NEW.epoch, current_setting('application_name'))
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER noted AFTER INSERT OR UPDATE ON desk.lease FOR EACH ROW
    EXECUTE FUNCTION proof.note_taken();

CREATE FUNCTION proof.stamp() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    INSERT INTO proof.stamp (position, process, epochs)
    SELECT NEW.position, current_setting('application_name'),
           coalesce(jsonb_object_agg(l.name, l.epoch), '{}') FROM desk.lease l;
    RETURN NULL;
END $$;
CREATE TRIGGER stamped AFTER INSERT ON log.event FOR EACH ROW
    EXECUTE FUNCTION proof.stamp();
"""

_HOLDER: Final = (
    "SELECT t.process FROM desk.lease l JOIN proof.taken t USING (name, epoch)"
    " WHERE l.name = %s AND l.expires_at > clock_timestamp()"
)
_IN_A_JOB: Final = (
    "SELECT count(*) FROM desk.occurrence o JOIN desk.lease l"
    " ON l.name = 'clerk.jobs' AND l.epoch = o.epoch WHERE o.state = 'running' AND job = %s"
)


class Stamps:
    """Asks what was noted, as the database's superuser."""

    def __init__(self, bed: Bed) -> None:
        """Make the notes' tables and triggers."""
        self._connection = psycopg.connect(bed.url("super"), autocommit=True)
        self._connection.execute(_MAKE)

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def holder(self, post: str) -> str:
        """Return the process that holds a post, '' when nobody does."""
        found = self._connection.execute(_HOLDER, (post,)).fetchone()
        return str(found[0]) if found else ""

    def is_in_a_job(self, job: str) -> bool:
        """Return whether the holder of the post is in the middle of a job."""
        found = self._connection.execute(_IN_A_JOB, (job,)).fetchone()
        return bool(found and found[0])

    def takers(self) -> Mapping[tuple[str, int], str]:
        """Return which process took a post at which epoch."""
        rows = self._connection.execute("SELECT name, epoch, process FROM proof.taken")
        return {(name, epoch): process for name, epoch, process in rows}

    def stamps(self) -> Mapping[int, tuple[str, Mapping[str, int]]]:
        """Return, by position, who appended and the epochs that were the newest then."""
        rows = self._connection.execute(
            "SELECT position, process, epochs FROM proof.stamp"
        )
        return {position: (process, epochs) for position, process, epochs in rows}

    def refused(self) -> int:
        """Return how many effects were refused to a process that came late."""
        return self._count("SELECT count(*) FROM proof.refused")

    def taken_again(self) -> int:
        """Return how many occurrences were begun more than once."""
        return self._count("SELECT count(*) FROM desk.occurrence WHERE attempts > 1")

    def _count(self, question: LiteralString) -> int:
        found = self._connection.execute(question).fetchone()
        return int(found[0]) if found else 0

"""An index of the few facts after which a person's earlier facts count otherwise.

Whoever folds asks for each batch whether one of its people was ever merged; without the
index that would read everything about all of them.
"""

from alembic import op

revision = "0015"
down_revision = "0008"

INDEX = """
CREATE INDEX turning ON log.event (person, position) WHERE topic IN (
    'person.absorbed', 'person.fact_retracted', 'person.parted', 'person.restored',
    'person.retired'
);
"""


def upgrade() -> None:
    """Make the index; the names are those of `domain/person/counted.py`."""
    op.execute(INDEX)

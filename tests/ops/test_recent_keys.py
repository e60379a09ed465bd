"""Keys kept for sealing are kept for a few seconds, some of them, and never for reading."""

from contextlib import closing
from pathlib import Path
from uuid import uuid4

from domain.log import Erased, Head
from domain.person.identity import record_identity
from ops.keys.recent import KEPT, MOST, Recent
from ops.site import Site, open_site
from tests.databases import Database
from tests.streams import a_person, an_identity, append, pending


class _Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_key_is_kept_for_a_few_seconds() -> None:
    clock = _Clock()
    recent: Recent[str] = Recent(clock)
    pair = (uuid4(), "clinical")
    recent.keep({pair: "key"})

    clock.now = KEPT
    assert recent.of([pair]) == {pair: "key"}
    clock.now = KEPT + 0.1
    assert recent.of([pair]) == {}


def test_the_oldest_give_way() -> None:
    recent: Recent[int] = Recent()
    pairs = [(uuid4(), "clinical") for _ in range(MOST + 1)]
    for number, pair in enumerate(pairs):
        recent.keep({pair: number})

    assert recent.of([pairs[0]]) == {}
    assert len(recent.of(pairs)) == MOST


def test_a_person_is_forgotten_alone() -> None:
    recent: Recent[str] = Recent()
    gone, stays = (uuid4(), "clinical"), (uuid4(), "clinical")
    recent.keep({gone: "a", stays: "b"})

    recent.forget(gone[0], ["clinical", "identity"])

    assert recent.of([gone, stays]) == {stays: "b"}


def test_the_site_s_key_is_found_beside_a_person_s(site: Site) -> None:
    person = uuid4()
    made = site.keys.for_sealing([(None, "site"), (person, "clinical")])

    assert site.keys.at_hand(made) == made
    assert site.keys.at_hand([(person, "identity")]) == {}
    assert site.keys.for_sealing(made) == made


def test_what_was_just_read_can_be_sealed_with_at_once(
    site: Site, database: Database, keys_folder: Path
) -> None:
    person = a_person()
    append(site.log, pending(person))
    with closing(open_site(database.clerk_url, keys_folder)) as other:
        other.log.stream(person.id)

        assert other.keys.at_hand([(person.id, "identity")])


def test_what_another_process_destroyed_cannot_be_read_at_once(
    site: Site, database: Database, keys_folder: Path
) -> None:
    """Nor what is still sealed under the kept key: as if recorded just before."""
    person = a_person()
    with closing(open_site(database.clerk_url, keys_folder)) as other:
        logged = append(other.log, pending(person))
        site.keys.destroy(person.id)
        record_identity(person, an_identity())
        append(other.log, pending(person), Head(2, logged[1].hash))

        facts = [entry.fact for entry in other.log.stream(person.id)]

    assert [isinstance(fact, Erased) for fact in facts] == [False, True, True]

"""Tags of special groups (特殊群体): another office's word, dated, seen by few (D-F6)."""

from typing import TYPE_CHECKING, ClassVar

from domain.errors import ReasonNeeded, Unknown, ValidityReversed
from domain.fact import PersonFact, SealedWith
from domain.values.groups import Tag

if TYPE_CHECKING:
    from domain.person.person import Person


class Tagged(PersonFact):
    """The person was tagged as belonging to a special group, on an office's word."""

    TOPIC = "person.tagged"
    sealed_with: ClassVar = SealedWith.IDENTITY

    tag: str
    group: str
    source_office: str
    valid_from: str
    valid_until: str | None

    def apply(self, aggregate: "Person") -> None:
        """Keep the tag."""
        aggregate.tags[self.tag] = self.group


class TagRemoved(PersonFact):
    """A tag was taken away, and why; the history keeps both."""

    TOPIC = "person.tag_removed"
    sealed_with: ClassVar = SealedWith.IDENTITY

    tag: str
    reason: str

    def apply(self, aggregate: "Person") -> None:
        """Let the tag stand no more."""
        aggregate.tags[self.tag] = ""


def tag(person: "Person", key: str, given: Tag) -> None:
    """Tag the person under a key; a validity that ends before it begins is refused."""
    if given.valid_until and given.valid_until < given.valid_from:
        raise ValidityReversed
    person.record(
        Tagged,
        tag=key,
        group=given.group.value,
        source_office=given.source_office,
        valid_from=given.valid_from.isoformat(),
        valid_until=given.valid_until.isoformat() if given.valid_until else None,
    )


def remove_tag(person: "Person", key: str, reason: str) -> None:
    """Take a tag away; a reason is required, and the tag must stand."""
    if not reason.strip():
        raise ReasonNeeded
    if not person.tags.get(key):
        raise Unknown(kind="tag")
    person.record(TagRemoved, tag=key, reason=reason)

"""Browsers of a township's accounts, the forms they see, and notices to answer."""

from html.parser import HTMLParser
from uuid import UUID

from httpx2 import Response
from starlette.testclient import TestClient

from domain.registry.follow_up import GradeRisk
from domain.registry.notices import IssueNotices, Receiver
from domain.registry.registration import RegisterPerson
from domain.rules.notice_policy import receivers_for
from domain.values.findings import Grade
from domain.values.notices import Trigger
from tests.api.township import Township
from tests.api.web import sign_in
from tests.registering import a_registration
from tests.streams import NOON

CANARY = "<script>alert('演示')</script>"
CLINICAL = ("schizophrenia", "F20", "精神分裂", "演示医院", "自知力", "insight")
CHINESE, ENGLISH = {"Accept-Language": "zh-CN"}, {"Accept-Language": "en"}


class _Forms(HTMLParser):
    """Collects each form's hidden fields by its action."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, dict[str, str]] = {}
        self._action = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._action = named.get("action", "")
            self.found[self._action] = {}
        if tag == "input" and self._action and named.get("type") == "hidden":
            self.found[self._action][named["name"]] = named.get("value", "")


def browser(township: Township, key: str) -> TestClient:
    """Return a browser in which an account has signed in."""
    signed_in = township.web.browser(headers=ENGLISH)
    assert sign_in(signed_in, key).status_code == 303
    return signed_in


def send(by: TestClient, page: Response, action: str, **typed: str) -> Response:
    """Fill in and send the form of a page that has this action."""
    forms = _Forms()
    forms.feed(page.text)
    return by.post(action, data={**forms.found[action], **typed})


def actions(page: Response) -> set[str]:
    """Return where the forms of a page go."""
    forms = _Forms()
    forms.feed(page.text)
    return set(forms.found)


def a_person(township: Township, **named: str) -> UUID:
    """Register somebody of the village."""
    registration = a_registration(township.offices["hospital"], **named)
    return township.register(RegisterPerson(registration, id_claim=None))


def told(
    township: Township, person: UUID, office: str = "police", grade: int = 3
) -> UUID:
    """Grade somebody and tell an office; return the notice."""
    hospital = township.offices["hospital"]
    graded = township.run(GradeRisk(person, grade, "演示"), organisation=hospital)
    fact = graded.facts[0]
    kinds = {"police": "police_station", "smi": "county_smi"}
    rule = next(
        rule
        for rule in receivers_for(Trigger.FIRST_HIGH, Grade(grade), NOON.date())
        if rule.kind == kinds[office]
    )
    receiver = Receiver(
        township.offices[office],
        rule.kind,
        rule.purpose,
        tuple(rule.fields),
        NOON.isoformat(),
        stands_in=False,
        edition="notice-policy/ours-2026",
    )
    issued = township.run(
        IssueNotices(person, fact.event_id, fact.position, (receiver,)),
        role="system",
        purpose="report",
    )
    return issued.facts[0].stream

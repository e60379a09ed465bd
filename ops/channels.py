"""Puts the channels together: what an office may be told, over what the operator set up."""

from dataclasses import dataclass
from functools import partial
from ipaddress import ip_network
from time import perf_counter
from typing import Final
from uuid import UUID

from sqlalchemy import Connection

from api.escalation_lines import turn_fields
from api.language import language
from api.notice_fields import as_logged, brought
from api.services import Pinged, Ways
from domain.log import Log
from domain.registry.channels import NoteChannelGone, channels_of
from domain.registry.notice_escalation import Escalated, Reminded
from domain.values.channels import WayOut
from ops.acting import job_command
from ops.settings import Outgoing
from ops.site import Site
from projections.offices import office
from scheduler.channels.mail import Encryption, Mail, MailServer
from scheduler.channels.neutral import Hint, reference
from scheduler.channels.outside import EVERYWHERE, Outside
from scheduler.channels.own_list import OwnLists
from scheduler.channels.signing import secret_of, shown
from scheduler.channels.sms import HttpGateway, Sms
from scheduler.channels.tries import Tries
from scheduler.channels.webhook import Told, Webhook
from scheduler.enlisting import digested
from scheduler.message import Channel, Message

SOURCE: Final = "urn:suian"
"""Who events come from, where the operator named no address of the site."""
CHINESE: Final = language("zh-CN")
TURNS: Final = {
    "notice.reminded": ("催办待处理", "/"),
    "notice.escalated": ("督办待处理", "/"),
}
"""What waits at an office that is turned to, and on which page."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What a notice's fields are folded from."""

    connection: Connection
    log: Log


def channels(site: Site, outgoing: Outgoing) -> dict[str, Channel]:
    """Return the ways out that are set up; the webhook always is."""
    hint, tries = (
        partial(_hint, site, outgoing),
        Tries(site.engine, site.clock, perf_counter),
    )
    ways: dict[str, Channel] = {WayOut.WEBHOOK: webhook(site, outgoing)}
    if outgoing.smtp_host:
        server = MailServer(
            outgoing.smtp_host,
            outgoing.smtp_port,
            outgoing.smtp_from,
            Encryption(outgoing.smtp_encryption),
            outgoing.smtp_user,
            outgoing.smtp_password.get_secret_value(),
        )
        ways[WayOut.EMAIL] = Mail(
            log=site.log, server=server, hint=hint, tries=tries, clock=site.clock
        )
    if outgoing.sms_url:
        key = outgoing.sms_key.get_secret_value()
        gateway = HttpGateway(Outside(EVERYWHERE), outgoing.sms_url, key)
        ways[WayOut.SMS] = Sms(log=site.log, gateway=gateway, hint=hint, tries=tries)
    return ways


def webhook(site: Site, outgoing: Outgoing) -> Webhook:
    """Return the webhook."""
    allowed = [ip_network(each) for each in outgoing.webhook_networks.split()]
    return Webhook(
        log=site.log,
        outside=Outside(allowed),
        key=_key(site),
        source=outgoing.public_url or SOURCE,
        told=partial(_told, site),
        gone=partial(_gone, site),
        tries=Tries(site.engine, site.clock, perf_counter),
        clock=site.clock,
    )


def own_lists(site: Site, outgoing: Outgoing) -> OwnLists:
    """Return what asks receivers for their own lists."""
    allowed = [ip_network(each) for each in outgoing.webhook_networks.split()]
    return OwnLists(site.log, Outside(allowed), _key(site))


def ways(site: Site, outgoing: Outgoing) -> Ways:
    """Return what the pages of channels ask for: secrets as shown, and a test by hand."""

    def ping(office: UUID) -> Pinged:
        came = webhook(site, outgoing).ping(office, site.new_id())
        return Pinged(came.failure, came.status, came.millis)

    return Ways(
        shown_secret=lambda office, id_: shown(secret_of(_key(site), office, id_)),
        ping=ping,
        usable=frozenset(channels(site, outgoing)),
    )


def _key(site: Site) -> bytes:
    return site.secrets.derived("webhook secret")


def _gone(site: Site, told: Message) -> None:
    """Switch a webhook off whose address takes nothing any more.

    Once for what was chosen: an address that was switched on again can be gone again.
    """
    use_case = NoteChannelGone(told.receiver, WayOut.WEBHOOK)
    chosen = channels_of(site.log, told.receiver).version
    what = f"webhook gone/{chosen}"
    site.runner.run(use_case, job_command(site, what, told.id))


def _told(site: Site, message: Message) -> Told:
    row = as_logged(site.log, message.notice)
    steps = [] if message.is_the_notice else site.log.with_ids([message.id])
    at = steps[0].recorded_at if steps else row.issued_at
    fact = steps[0].fact if steps else None
    with site.engine.begin() as connection:
        sources = Sources(connection, site.log)
        if isinstance(fact, Reminded | Escalated):
            return Told(at, turn_fields(sources, message.notice, fact, CHINESE))
        return Told(at, brought(sources, message.notice, row, CHINESE))


def _hint(site: Site, outgoing: Outgoing, message: Message) -> Hint:
    with site.engine.begin() as connection:
        found = office(connection, message.receiver)
    name = found.name if found else ""
    notices = digested(site.log, message) or [message.notice]
    what, page = TURNS.get(message.topic, ("通知待签收", "/inbox"))
    address = outgoing.public_url.rstrip("/")
    return Hint(
        name,
        "、".join(map(reference, notices)),
        f"{address}{page}" if address else "",
        len(notices),
        what,
    )

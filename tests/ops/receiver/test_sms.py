"""The gateway that sends nothing takes each text once and then has a receipt for it."""

from uuid import uuid4

import pytest

from ops.receiver.sms import Texts, running
from scheduler.channels.outside import EVERYWHERE, NotReached, Outside
from scheduler.channels.sms import HttpGateway, Receipt

KEY = "shown-to-the-gateway"


def test_a_text_is_taken_once_and_its_receipt_comes_when_asked_again() -> None:
    texts, message = Texts(KEY), uuid4()
    with running(texts) as address:
        gateway = HttpGateway(Outside(EVERYWHERE), address, KEY)
        said = [gateway.send(message, "00000000000", "演示") for _ in range(3)]

    assert said == [Receipt.QUEUED, Receipt.DELIVERED, Receipt.DELIVERED]
    assert texts.sent == {str(message): {"to": "00000000000", "text": "演示"}}


def test_whoever_lacks_the_key_sends_nothing() -> None:
    texts = Texts(KEY)
    with running(texts) as address:
        gateway = HttpGateway(Outside(EVERYWHERE), address, "another")
        with pytest.raises(NotReached, match="http_401"):
            gateway.send(uuid4(), "00000000000", "演示")

    assert texts.sent == {}

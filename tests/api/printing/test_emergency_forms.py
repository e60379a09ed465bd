"""Forms 10, 11 and 12 show what was recorded, and are empty where nothing was."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from api.printing.every import FORMS
from api.printing.making import Printer, sheet_of
from domain.registry import emergencies, referrals
from tests.api.printing.test_forms_printed import BY, fields_of, filled
from tests.api.township import Township
from tests.registering import register
from tests.streams import NOON

TODAY = date(2026, 3, 2)


@pytest.fixture
def person(township: Township) -> UUID:
    return register(township.web.clerk, township.offices["hospital"])


def an_emergency(township: Township, person: UUID) -> None:
    report = emergencies.Report(
        frozenset({emergencies.Trigger.SELF_HARM}),
        "持刀自伤(演示)",
        "演示一村",
        emergencies.Reporter.POLICE,
        emergencies.ReportRoute.TELEPHONE,
        NOON,
    )
    opened = township.run(emergencies.OpenEmergency(person, report))
    case = opened.facts[0].stream
    consent = emergencies.ConsentForm(
        emergencies.Signing.SIGNED, emergencies.Signer.GUARDIAN, "演示监护人", "", NOON
    )
    township.run(emergencies.AnswerConsent(case, person, consent))
    disposal = emergencies.DisposalForm(
        NOON - timedelta(hours=1),
        NOON,
        emergencies.Outcome.ADMISSION,
        frozenset({emergencies.Measure.TALKED_DOWN, emergencies.Measure.ESCORTED}),
        emergencies.Effect.BETTER,
    )
    township.run(emergencies.Dispose(case, person, disposal))
    form = emergencies.RecordForm(
        *("演示镇卫生院", "现场(演示)", "演示民警", "", "演示医师", "", "", "F20"),
        is_confirmed=False,
        filled_by="演示镇医",
    )
    township.run(emergencies.FillRecord(case, person, form))


def test_form_10_shows_the_referral_and_nothing_found(
    township: Township, person: UUID
) -> None:
    form = referrals.ReferralForm(
        referrals.Direction.UP,
        frozenset({referrals.ReferralReason.ACUTE}),
        None,
        "外市医院(演示)",
        TODAY,
        out_of_area=True,
        out_of_area_why="统筹区内无机构",
    )
    township.run(referrals.SendReferral(person, form))

    shown = fields_of(sheet_of(FORMS[10], filled(township, person), None, BY))

    assert shown["姓名"].value == "演示甲"
    assert shown["转诊方向"].boxes == ("1",)
    assert shown["转诊原因"].boxes == ("2",)
    assert shown["转入机构及科室"].value == "外市医院(演示)"
    assert shown["统筹地区外就医"].boxes == ("1",)
    assert shown["转诊后了解情况期限（2周）"].value == "2026-03-16"
    assert shown["转诊结果"].boxes == ("",)


def test_forms_11_and_12_show_the_emergency(township: Township, person: UUID) -> None:
    an_emergency(township, person)
    of = filled(township, person)

    asked = fields_of(sheet_of(FORMS[11], of, None, BY))
    record = fields_of(sheet_of(FORMS[12], of, None, BY))

    assert asked["答复"].boxes == ("1",)
    assert asked["签字人"].boxes == ("2",)
    assert record["报告人身份"].boxes == ("3",)
    assert record["开始时间"].value == "2026-03-02 11:00"
    assert record["主要措施"].boxes == ("1", "6")
    assert record["处置结果"].boxes == ("3",)
    assert record["确诊或疑似"].value == "疑似"


@pytest.mark.parametrize("number", [10, 11, 12])
def test_without_an_occasion_the_boxes_are_open(
    township: Township, person: UUID, number: int
) -> None:
    by = Printer("演示医生", NOON)
    shown = fields_of(sheet_of(FORMS[number], filled(township, person), None, by))

    assert shown["姓名"].value == "演示甲"
    assert [f for f in shown.values() if f.options and f.label != "性别"]
    assert all(
        f.boxes == ("",) for f in shown.values() if f.options and f.label != "性别"
    )

"""Say who pays for treatment, and in which order.

Decision: the ordered payers of a treatment's cost.
Source:   S2 二(三)3; P4 art 32; R22 for "unable to pay"; N8 for Harbin (sources.md).
Hit rule: the rules of the longest division prefix that has any; of those the one row for
          (identity known, can pay, emergency). The last payer takes what is left over.
Silence:  S2 stands as the default for places whose order was not read (D-Z1), and where
          Harbin's excerpt is silent. Whether somebody can pay is never guessed: not known
          names nobody and says what to ask. The texts say 分类施救: an officer decides.
"""

from dataclasses import dataclass
from datetime import date

from domain.rules.clause import Clause, Evidence, Reason
from domain.rules.edition import Edition, in_force
from domain.values.aid import Payer


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The payers of one case; a None among the conditions matches whatever it is."""

    known: bool
    can_pay: bool | None
    emergency: bool | None
    payers: tuple[Payer, ...]
    why: Reason

    def fits(self, *, known: bool, can_pay: bool, emergency: bool) -> bool:
        """Return whether the row speaks of this case."""
        return (
            self.known is known
            and self.can_pay in (None, can_pay)
            and self.emergency in (None, emergency)
        )


@dataclass(frozen=True, slots=True)
class Order:
    """Who pays, in order, and why; no payers when something has to be asked first."""

    payers: tuple[Payer, ...]
    because: Reason
    edition: str


PLAN = Clause("S2", "二(三)3", Evidence.PRIMARY)
HARBIN = Clause("N8", "哈尔滨2016", Evidence.NEWS)
P = Payer

# fmt: off
UNKNOWN_EMERGENCY = Reason("payer.unknown_emergency", PLAN,
    "Identity unknown, emergency: the emergency fund pays first.",
    "身份不明，急救费用：先由疾病应急救助基金支付")
UNKNOWN_OTHER = Reason("payer.unknown_other", PLAN,
    "Identity unknown, no emergency: the funds for vagrants may pay.",
    "身份不明，非急救费用：可由流浪乞讨救助资金支付")
ARREARS_EMERGENCY = Reason("payer.arrears_emergency", PLAN,
    "Known, cannot pay, emergency: the emergency fund pays first.",
    "身份明确无力缴费，急救欠费：先由疾病应急救助基金支付")
ARREARS_OTHER = Reason("payer.arrears_other", PLAN,
    "Known, cannot pay: who is liable, then insurance, then the traffic fund; the emergency "
    "fund for what is left.",
    "身份明确无力缴费，非急救欠费：依次由责任人、各类保险、道路交通事故社会救助基金等支付，"
    "无渠道或有缺口的由疾病应急救助基金支付")
CAN_PAY = Reason("payer.can_pay", PLAN,
    "Can pay: settled as usual (implied by the text).", "有能力缴费：按常规结算（由原文推出）")
HARBIN_EMERGENCY = Reason("payer.harbin_emergency", HARBIN,
    "Harbin: known, cannot pay, emergency: who is liable, the traffic fund and the funds for "
    "vagrants first; the emergency fund for what is left.",
    "哈尔滨：身份明确无力缴费，急救欠费：先由责任人、道路交通事故社会救助基金、"
    "流浪乞讨救助资金支付，有缺口的由疾病应急救助基金支付")
ASK_ABILITY = Reason("payer.ask_ability", Clause("R22", "一", Evidence.REPRODUCED),
    "Whether the person can pay is not on record; ask for 低保, 低保边缘, 特困, a certificate of "
    "hardship, or who brought them in (120, 110).",
    "缴费能力未登记：是否低保、低保边缘、特困，有无单位或村（居）困难证明，是否由120、110送来")

UNKNOWN_ROWS = (
    Row(known=False, can_pay=None, emergency=True, payers=(P.EMERGENCY_FUND,),
        why=UNKNOWN_EMERGENCY),
    Row(known=False, can_pay=None, emergency=False, payers=(P.VAGRANT_FUND,),
        why=UNKNOWN_OTHER),
)
SEED_ROWS = (
    *UNKNOWN_ROWS,
    Row(known=True, can_pay=False, emergency=True, payers=(P.EMERGENCY_FUND,),
        why=ARREARS_EMERGENCY),
    Row(known=True, can_pay=False, emergency=False,
        payers=(P.LIABLE_PERSON, P.INSURANCE, P.TRAFFIC_FUND, P.EMERGENCY_FUND),
        why=ARREARS_OTHER),
    Row(known=True, can_pay=True, emergency=None, payers=(P.ORDINARY,),
        why=CAN_PAY),
)
HARBIN_ROWS = (
    *UNKNOWN_ROWS,
    Row(known=True, can_pay=False, emergency=True,
        payers=(P.LIABLE_PERSON, P.TRAFFIC_FUND, P.VAGRANT_FUND, P.EMERGENCY_FUND),
        why=HARBIN_EMERGENCY),
    Row(known=True, can_pay=False, emergency=False,
        payers=(P.LIABLE_PERSON, P.INSURANCE, P.TRAFFIC_FUND, P.EMERGENCY_FUND),
        why=ARREARS_OTHER),
    Row(known=True, can_pay=True, emergency=None, payers=(P.ORDINARY,),
        why=CAN_PAY),
)
# fmt: on

RULES: dict[str, tuple[Row, ...]] = {"": SEED_ROWS, "2301": HARBIN_ROWS}
"""By division prefix: the default is 虎林's (seed 002), 2301 is Harbin."""

REASONS = (
    *dict.fromkeys(row.why for rows in RULES.values() for row in rows),
    ASK_ABILITY,
)

EDITIONS: tuple[Edition[dict[str, tuple[Row, ...]]], ...] = (
    Edition("payer-order/2017", date(2017, 10, 27), RULES),
)


def payer_order(
    division: str, on: date, *, known: bool, can_pay: bool | None, emergency: bool
) -> Order:
    """Return who pays for a treatment on a day, in order; the officer decides.

    `can_pay` is None when it is not known; only for the unidentified it does not matter.
    """
    edition = in_force(EDITIONS, on)
    if known and can_pay is None:
        return Order((), ASK_ABILITY, edition.name)
    prefix = max((p for p in edition.rule if division.startswith(p)), key=len)
    row = next(
        row
        for row in edition.rule[prefix]
        if row.fits(known=known, can_pay=bool(can_pay), emergency=emergency)
    )
    return Order(row.payers, row.why, edition.name)

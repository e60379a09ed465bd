"""A notice on paper: what its receiver may read, a place to sign, and the slip's code."""

from collections.abc import Mapping
from typing import Final

from api.printing.sheet import Block, Field, Part, Sheet, Signatures, Words, text
from domain.values.acceptance import written_code

TITLE: Final = "告知单（签收凭单）"


def slip(
    fields: Mapping[str, str],
    labels: Mapping[str, str],
    code: str,
    receiver: str,
    accept_by: str,
    foot: str,
) -> Sheet:
    """Return the slip of a notice; `fields` are its receiver's and no others, in words."""
    told: tuple[Part, ...] = (
        Block(
            "",
            (
                (text("接收单位", receiver), text("危险性评估", _level(fields))),
                *(
                    (text(labels[name], fields[name]),)
                    for name in labels
                    if fields.get(name)
                ),
            ),
        ),
        Block(
            "签收",
            ((text("凭单编码", written_code(code)), text("应签收时间", accept_by)),),
        ),
        Words(
            (
                "签收人在下方签名后，本单由送达人带回，并在系统中录入凭单编码，即为凭单签收。",
                "本单仅载明履行职责所必需的信息，请妥善保管，不得外传；已联网签收的无需再录入。",
            )
        ),
        Signatures(
            (
                Field("签收人"),
                Field("职务或警号"),
                Field("签收日期"),
                Field("送达人"),
            )
        ),
    )
    return Sheet(0, TITLE, told, foot, is_official=True)


def _level(fields: Mapping[str, str]) -> str:
    if grade := fields.get("grade"):
        return f"{grade}级"
    return "3级及以上" if fields.get("level_band") else ""

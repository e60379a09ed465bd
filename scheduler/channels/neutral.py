"""What e-mail and SMS say: that something waits, its number, and where to look.

Nothing about anybody: not a name, not a level, not what the notice is about.
"""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Hint:
    """Says to an office that a notice waits in its inbox."""

    office: str
    reference: str
    address: str
    count: int = 1
    """How many wait: several in the digest of a shift."""
    what: str = "通知待签收"
    """What waits for what, in words that say nothing about anybody."""

    @property
    def _many(self) -> str:
        return "一条" if self.count == 1 else f"{self.count}条"

    @property
    def _several(self) -> str:
        return "" if self.count == 1 else f"{self.count}条"

    @property
    def subject(self) -> str:
        """Return the subject of an e-mail."""
        return f"随安：有{self._several}{self.what}（{self.reference}）"

    @property
    def mail(self) -> str:
        """Return the text of an e-mail."""
        where = f"请登录查看：{self.address}" if self.address else "请登录查看。"
        return (
            f"{self.office}：\n\n"
            f"贵单位有{self._many}{self.what}，编号 {self.reference}。\n"
            f"{where}\n\n"
            "本邮件不含个人信息，由系统发出，请勿回复。\n"
        )

    @property
    def short(self) -> str:
        """Return the text of an SMS."""
        return f"【随安】{self.office}有{self._many}{self.what}，编号{self.reference}，请登录查看。"


def reference(notice: UUID) -> str:
    """Return the number a notice is spoken of by: the beginning of its id."""
    return str(notice)[:8].upper()

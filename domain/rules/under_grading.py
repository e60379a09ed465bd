"""Ask at entry when the grade looks too low for what is on the same form (压级).

Decision: which questions the doctor is asked before a low grade is kept.
Source:   field notes 1 (K): harm to people or property, incidents, self-harm or weapon
          words with a grade below 3 are asked about at once, and the answer is kept.
Hit rule: every matching row is a question; one reason answers them all.
Silence:  D-U1: 轻度滋事 alone is asked about at level 0 only. A grade that was not
          assessed is asked about like a low one. D-U2: imported rows are not asked about.
"""

from dataclasses import dataclass

from domain.rules.clause import Clause, Evidence, Reason
from domain.values.findings import Findings, Grade, Incidents, Symptom

NOTES = Clause("K", "field notes 1, 压级", Evidence.REMEMBERED)
OURS = Clause("OURS", "D-U1", Evidence.DECIDED)

WORDS = (
    *("刀", "斧", "棍", "锤", "持械", "凶器"),
    *("汽油", "放火", "纵火", "点火", "爆炸"),
    *("自杀", "自伤", "割腕", "跳楼", "上吊", "服毒", "轻生"),
    *("打人", "伤人", "砍", "捅", "砸"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A finding that asks for a grade no lower than `expects`."""

    expects: Grade
    why: Reason
    incident: str | None = None
    symptom: Symptom | None = None
    words: tuple[str, ...] = ()

    def matches(self, found: Findings, remark: str) -> bool:
        """Return whether the form says so while the grade is lower."""
        if found.risk.is_at_least(self.expects):
            return False
        happened = found.incidents or Incidents()
        return (
            (self.incident is not None and getattr(happened, self.incident) > 0)
            or self.symptom in found.symptom_codes
            or any(word in remark for word in self.words)
        )


# fmt: off
TABLE: tuple[Row, ...] = (
    Row(expects=Grade.LEVEL_3, incident="criminal",
        why=Reason("ask.criminal", NOTES, "A criminal incident is recorded.", "本次记录有肇祸")),
    Row(expects=Grade.LEVEL_3, incident="public_order",
        why=Reason("ask.public_order", NOTES, "A breach of public order is recorded.",
                   "本次记录有肇事")),
    Row(expects=Grade.LEVEL_3, incident="other_harm",
        why=Reason("ask.other_harm", NOTES, "Other harm is recorded.", "本次记录有其他危害行为")),
    Row(expects=Grade.LEVEL_3, incident="self_harm",
        why=Reason("ask.self_harm", NOTES, "Self-harm is recorded.", "本次记录有自伤")),
    Row(expects=Grade.LEVEL_3, incident="suicide_attempt",
        why=Reason("ask.suicide_attempt", NOTES, "A suicide attempt is recorded.",
                   "本次记录有自杀未遂")),
    Row(expects=Grade.LEVEL_3, symptom=Symptom.HURTS_PEOPLE_BREAKS_THINGS,
        why=Reason("ask.hurts_people", NOTES, "“Hurts people, breaks things” is ticked.",
                   "目前症状勾选了伤人毁物")),
    Row(expects=Grade.LEVEL_3, words=WORDS,
        why=Reason("ask.words", NOTES, "The remark speaks of a weapon, self-harm or violence.",
                   "备注中提到凶器、自伤或暴力")),
    Row(expects=Grade.LEVEL_1, incident="disturbance",
        why=Reason("ask.disturbance", OURS, "A minor disturbance is recorded at level 0.",
                   "本次记录有轻度滋事，但评估为0级")),
)
# fmt: on


def questions(found: Findings, remark: str = "") -> tuple[Reason, ...]:
    """Return what the doctor must be asked about the grade; empty when nothing is odd."""
    return tuple(row.why for row in TABLE if row.matches(found, remark))

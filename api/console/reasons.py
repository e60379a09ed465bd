"""Says why a rule proposed something: the words, the text it rests on, and how sure it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from api.console.clause_places import in_chinese
from api.language import Language, msg
from domain.registry.proposals import Reason
from domain.registry.reasons import in_words

SOURCES: Final[Mapping[str, str]] = {
    "R1": msg("National basic public health service specification, 3rd ed. 2017"),
    "R2": msg("National basic public health service specification, 3rd ed. (summary)"),
    "R3": msg("National basic public health service specification, 2011 wording"),
    "R4": msg("Form 8, record of a follow-up, 2018"),
    "R10": msg("Rules on reporting severe mental illness, 2013"),
    "R11": msg("Summary of the rules on reporting, 2013"),
    "R12": msg("Beijing rules on reporting severe mental illness"),
    "R13": msg("Indicator formulas of a provincial office, 2017"),
    "R5": msg("Form 8, lower part, 2018"),
    "R7": msg("Supplementary sheet with notes, 2011"),
    "R21": msg("Measures on sharing and referral in community rehabilitation, 2023"),
    "C2": msg("Interface description of a public-health application"),
    "R6": msg("Notes on filling in the forms, previous numbering"),
    "R14": msg("Analysis of one city with its definitions, 2019"),
    "R15": msg("Appraisal standard of public health services, 2013"),
    "R16": msg("China CDC Weekly, note on the figures of 2019"),
    "R19": msg("Task notices of the social psychology pilot, 2020 and 2021"),
    "R20": msg("National mental health work plan 2015–2020"),
    "A1": msg("National analysis of management and treatment, 2015"),
    "A2": msg("National analysis of management and treatment, 2016"),
    "A3": msg("National analysis of management and treatment, 2017"),
    "S3": msg("Shaoxing, answer to a proposal of the consultative conference, 2024"),
    "S2": msg("Hulin mental health work plan, Hu Zheng Ban Gui [2017] No. 6"),
    "P1": msg("Mental Health Law"),
    "P2": msg("Personal Information Protection Law"),
    "P3": msg("Civil Code"),
    "P6": msg("Criminal Procedure Law"),
    "P7": msg("Shandong mental health regulations"),
    "E1": msg("Question bank on the danger levels"),
    "E2": msg("Question bank on the three classes"),
    "E3": msg("Question bank on the 2018 text"),
    "E4": msg("Question bank on visits after referral"),
    "E6": msg("Question bank on consent and visits"),
    "S1": msg("Aojiang plan for severe mental illness, 2023"),
    "P4": msg("Interim Measures for Social Assistance"),
    "P8": msg("Zhejiang Mental Health Regulations"),
    "P9": msg("Zhejiang Social Assistance Regulations"),
    "P10": msg("City mental health regulations"),
    "R17": msg("Flow chart of emergency treatment, undated"),
    "R18": msg("A township's emergency plan, 2023"),
    "R22": msg("Wenzhou rules on emergency aid, 2020"),
    "N1": msg("Local notices on subsidies for guardians"),
    "N7": msg("Local notices on long-acting injections"),
    "N8": msg("Harbin rules on emergency aid, 2016"),
    "N": msg("A local work rule"),
    "K": msg("Remembered practice"),
    "OURS": msg("Decision of this system"),
    "LOCAL": msg("Set here by local rule"),
}
"""The texts of `domain/rules/sources.md` that reasons cite, by id."""

MARKS: Final[Mapping[str, str]] = {
    "K": msg("not verified"),
    "D": msg("our own decision"),
    "N": msg("local example"),
    "E": msg("from examination material"),
    "L": msg("local rule"),
}
"""How sure a citation is, where that has to be said; by the letter of its evidence."""


@dataclass(frozen=True, slots=True)
class Said:
    """A reason for a reader: its words, what it cites, and a mark, empty when verified."""

    text: str
    cites: str
    mark: str


def said(reason: Reason, language: Language) -> Said:
    """Return a reason in the reader's language."""
    words = reason.zh if language.tag == "zh-CN" else reason.en
    return Said(words, *cited(str(reason.clause), language))


def kept(stored: Iterable[Mapping[str, str]] | None, language: Language) -> list[Said]:
    """Return the reasons an event kept, in the reader's language."""
    found: list[Said] = []
    for each in stored or ():
        reason = in_words(each)
        if reason is None:
            found.append(Said(each["code"], *cited(each["clause"], language)))
        else:
            found.append(said(reason, language))
    return found


def mark_of(code: str, language: Language) -> str:
    """Return how sure the rule is that gives this reason, empty when it was verified."""
    known = in_words({"code": code, "clause": ""})
    if known is None:
        raise KeyError(code)
    return cited(str(known.clause), language)[1]


def cited(clause: str, language: Language) -> tuple[str, str]:
    """Return the title and place of a clause like `R1 二(三)3 [R]`, and its mark."""
    source, _, rest = clause.partition(" ")
    place, _, evidence = rest.rpartition(" ")
    if language.tag == "zh-CN":
        place = in_chinese(place)
    title = language.text(SOURCES[source]) if source in SOURCES else source
    mark = MARKS.get(evidence.strip("[]"), "")
    return f"{title} {place}".strip(), language.text(mark) if mark else ""

"""The ways open to each role: one row a page, shown to whom the policy table lets do it."""

from dataclasses import dataclass
from typing import Final

from api.language import msg
from domain.rules.access import Operation, purposes
from domain.values.people import Role


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the menu: its name, a sentence on what it is for, where, what it does."""

    label: str
    what: str
    href: str
    operation: Operation

    @property
    def is_daily(self) -> bool:
        """Return whether it stands in the bar itself, not under "more"."""
        return self.href in DAILY


DAILY: Final = frozenset(
    {"/people", "/due", "/worklists", "/emergencies", "/inbox", "/rates", "/alarms"}
)
"""What people open every day; the bar of a small screen holds no more."""

FEW: Final = 8
"""As many pages stand in the bar for a role that has no more."""


ENTRIES: Final[tuple[Entry, ...]] = (
    Entry(
        msg("People"),
        msg("Find somebody by name, pinyin, initials or ID number."),
        "/people",
        Operation.SEARCH_PEOPLE,
    ),
    Entry(
        msg("Due and overdue"),
        msg("Who is to be seen, and why that day."),
        "/due",
        Operation.READ_DUE_LIST,
    ),
    Entry(
        msg("Lists of work"),
        msg("Not reached, lost, away, home, not seen, in hospital, locked up."),
        "/worklists",
        Operation.READ_DUE_LIST,
    ),
    Entry(
        msg("Danger reports"),
        msg("What 110, hotlines, grid, committees and guardians told; a doctor looks."),
        "/danger-reports",
        Operation.READ_DANGER_REPORTS,
    ),
    Entry(
        msg("To be confirmed"),
        msg("Follow-ups that village doctors collected."),
        "/confirmations",
        Operation.CONFIRM_FOLLOW_UP,
    ),
    Entry(
        msg("Review queue"),
        msg(
            "What was reported in the county: call back those drawn, pass or send back."
        ),
        "/reviews",
        Operation.READ_REVIEWS,
    ),
    Entry(
        msg("Sent back by the review"),
        msg("What the county SMI office sent back to your office."),
        "/returned-reviews",
        Operation.READ_RETURNED,
    ),
    Entry(
        msg("National system"),
        msg("What waits to be entered there, by when, and the sheets to copy."),
        "/national",
        Operation.READ_NATIONAL,
    ),
    Entry(
        msg("Exclusions"),
        msg("Proposed on a second diagnosis or expert opinion; another confirms."),
        "/exclusions",
        Operation.PROPOSE_EXCLUSION,
    ),
    Entry(
        msg("Responsibility"),
        msg("Hand-overs to answer, and who lives where another unit serves."),
        "/responsibility",
        Operation.READ_RESPONSIBILITY,
    ),
    Entry(
        msg("Merging records"),
        msg("Two records of one person; another person confirms."),
        "/merges",
        Operation.PROPOSE_MERGE,
    ),
    Entry(
        msg("Consent to be asked"),
        msg("Never asked, or refused or withdrawn a year ago."),
        "/consents",
        Operation.RECORD_CONSENT,
    ),
    Entry(
        msg("Emergencies"),
        msg("Open cases of the green channel, and what is due of each."),
        "/emergencies",
        Operation.READ_EMERGENCIES,
    ),
    Entry(
        msg("Referrals"),
        msg("Referrals and beds: what waits for an answer, what came back."),
        "/referrals",
        Operation.READ_REFERRALS,
    ),
    Entry(
        msg("Register a person"),
        msg("Enter somebody in the register, known or unknown."),
        "/people/new",
        Operation.REGISTER_PERSON,
    ),
    Entry(
        msg("Clues"),
        msg("People who may be ill: verify, send to a psychiatrist, register."),
        "/clues",
        Operation.READ_CLUES,
    ),
    Entry(
        msg("Hospitals' reports"),
        msg("Report cards and discharge sheets: who is to do what, by when."),
        "/reports",
        Operation.READ_REPORTS,
    ),
    Entry(
        msg("Inbox"),
        msg("Notices of level 3 and higher: accept, send back, report the outcome."),
        "/inbox",
        Operation.READ_INBOX,
    ),
    Entry(
        msg("Our danger reports"),
        msg("Tell of danger, and see how far what your office told is."),
        "/danger-reports/own",
        Operation.READ_OWN_DANGER_REPORTS,
    ),
    Entry(
        msg("Notices nobody accepted"),
        msg(
            "Whom to ring, who was told higher up, and what your office is pressed for."
        ),
        "/escalations",
        Operation.READ_ESCALATIONS,
    ),
    Entry(
        msg("How notices are answered"),
        msg("How far and how fast each office answers, and what is late."),
        "/notices",
        Operation.READ_NOTICE_ANSWERS,
    ),
    Entry(
        msg("Were all told?"),
        msg("What obliges to tell, held against the notices, receiver by receiver."),
        "/notices/reconciliation",
        Operation.READ_NOTICE_ANSWERS,
    ),
    Entry(
        msg("Acceptance by telephone and slip"),
        msg("Confirm what was accepted by telephone; type in the code of a slip."),
        "/acceptances",
        Operation.CONFIRM_ON_BEHALF,
    ),
    Entry(
        msg("Hand-over list"),
        msg("Existing cases of your villages, from an imported register."),
        "/handover",
        Operation.READ_HANDOVER_LIST,
    ),
    Entry(
        msg("Aid"),
        msg("Who is due something by the rules, and waits for a decision."),
        "/aid",
        Operation.READ_AID,
    ),
    Entry(
        msg("Medicine due"),
        msg("Injections, medicine to pick up, and checks that are due."),
        "/medicine-due",
        Operation.READ_DUE_LIST,
    ),
    Entry(
        msg("Community rehabilitation"),
        msg("Applications and cases that await a step."),
        "/rehabilitation",
        Operation.READ_DUE_LIST,
    ),
    Entry(
        msg("Stock of medicine"),
        msg("What is on the shelf, what expires, deliveries and counts."),
        "/stock",
        Operation.READ_STOCK,
    ),
    Entry(
        msg("Rates"),
        msg("Managed, and managed as specified, by division and month."),
        "/rates",
        Operation.READ_RATES,
    ),
    Entry(
        msg("Unstable, and judged otherwise"),
        msg("By what triggered it, how often doctors judge otherwise."),
        "/overrides",
        Operation.READ_RATES,
    ),
    Entry(
        msg("Alarms"),
        msg(
            "What the system cannot set right by itself. "
            "It rings until its matter is settled."
        ),
        "/alarms",
        Operation.READ_ALARMS,
    ),
    Entry(
        msg("Deliveries"),
        msg("Notices no channel could bring, and lines on which nothing gets through."),
        "/deliveries",
        Operation.READ_DELIVERIES,
    ),
    Entry(
        msg("Offices"),
        msg("Whom to ring, and which villages each office serves."),
        "/offices",
        Operation.READ_OFFICES,
    ),
    Entry(
        msg("Rule book"),
        msg("Every rule with its source, what places have set, the working days."),
        "/rules",
        Operation.READ_RULES,
    ),
    Entry(
        msg("Division codes"),
        msg("Codes of townships and villages that changed, and since when."),
        "/divisions",
        Operation.CHANGE_DIVISION,
    ),
    Entry(
        msg("Accounts"),
        msg("Who may sign in, in which role, for which office."),
        "/accounts",
        Operation.READ_ACCOUNTS,
    ),
)
"""In the order shown."""


def menu(role: Role) -> tuple[Entry, ...]:
    """Return the pages a role may open."""
    return tuple(entry for entry in ENTRIES if purposes(role, entry.operation))


def bar(entries: tuple[Entry, ...]) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """Return the pages of the bar itself, and those under "more"."""
    if len(entries) <= FEW:
        return entries, ()
    daily = tuple(entry for entry in entries if entry.is_daily)
    return daily, tuple(entry for entry in entries if not entry.is_daily)

"""Say when the next long-acting injection is in time, and what to do when it is late.

Decision: the window around the due day, and the way on for an injection that is given (or
          asked about) on a day: wait, give, give twice, add the drug by mouth, load anew.
Source:   the drugs' labels as remembered (K): no label was read. D-J6 for what stands
          between them (sources.md). A psychiatrist reviews every row before release.
Hit rule: within the window is in time; before it is early; after it the first row of the
          drug and phase that reaches to the days since the last injection.
Silence:  a drug without rows, or days beyond its last row, leaves it to a psychiatrist.
          Which injections are the first ones is told by those on record (D-J6).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from domain.rules.clause import Clause, Evidence, Reason
from domain.rules.edition import Edition, in_force
from domain.values.injection import LatePath

OURS: Final = Clause("OURS", "D-J6", Evidence.DECIDED)


def _label(place: str) -> Clause:
    return Clause("K", place, Evidence.REMEMBERED)


class Phase(StrEnum):
    """Whether a drug is still being loaded or begun."""

    FIRST = "first"
    LATER = "later"


FIRST, LATER = Phase.FIRST, Phase.LATER


@dataclass(frozen=True, slots=True)
class Row:
    """A way on for a drug: in its first injections or later, up to so many days since.

    `until` is the last day of the row, counted from the last injection; None has no end.
    """

    drug: str
    phase: Phase
    until: int | None
    path: LatePath
    oral_days: int
    why: Reason


@dataclass(frozen=True, slots=True)
class Window:
    """How many days before and after the due day are in time, and what counts as first.

    Fewer than `first_below` injections on record are the first phase; None: the week to
    the next one tells, as a loading prescribes it.
    """

    drug: str
    before: int
    after: int
    first_below: int | None
    why: Reason

    def phase(self, doses: int, every_weeks: int) -> "Phase":
        """Return whether the next injection is still one of the first."""
        if self.first_below is None:
            return FIRST if every_weeks == 1 else LATER
        return FIRST if doses < self.first_below else LATER


PP, RM, AD, HD, FD = (
    "paliperidone_palmitate",
    "risperidone_microspheres",
    "aripiprazole_depot",
    "haloperidol_decanoate",
    "fluphenazine_depot",
)
P = LatePath

# fmt: off
WINDOWS: Final[tuple[Window, ...]] = (
    Window(PP, 7, 7, None, Reason("injection.window_paliperidone", _label("帕利哌酮说明书"),
        "Monthly paliperidone: a week before or after; four days around the second loading dose.",
        "棕榈酸帕利哌酮：每月剂量前后7天内；第二剂负荷前后4天内")),
    Window(RM, 3, 3, 4, Reason("injection.window_risperidone", _label("利培酮微球说明书"),
        "Risperidone microspheres: three days before or after.",
        "利培酮微球：前后3天内")),
    Window(AD, 2, 7, 3, Reason("injection.window_aripiprazole", _label("阿立哌唑长效说明书"),
        "Aripiprazole depot: not before 26 days, until five weeks.",
        "阿立哌唑长效制剂：不早于26天，不晚于5周")),
    Window(HD, 7, 7, 0, Reason("injection.window_haloperidol", _label("癸酸氟哌啶醇说明书"),
        "Haloperidol decanoate: a week before or after.",
        "癸酸氟哌啶醇：前后7天内")),
    Window(FD, 3, 3, 0, Reason("injection.window_fluphenazine", _label("氟奋乃静长效说明书"),
        "Fluphenazine depot: three days before or after.",
        "氟奋乃静长效制剂：前后3天内")),
)
LOADING_WINDOW: Final = 4
"""Days around the second loading dose of paliperidone."""

TABLE: Final[tuple[Row, ...]] = (
    Row(PP, FIRST, 27, P.GIVE_NOW, 0, Reason("injection.paliperidone_second_soon",
        _label("帕利哌酮说明书"),
        "Second loading dose missed, less than four weeks since the first: give it now, the "
        "third five weeks after the first.",
        "漏打第二剂负荷、距首剂不足4周：尽快补打，第三剂于首剂后5周")),
    Row(PP, FIRST, 49, P.GIVE_TWICE, 0, Reason("injection.paliperidone_second_late",
        _label("帕利哌酮说明书"),
        "Second loading dose missed, four to seven weeks since the first: two doses a week "
        "apart, then monthly.",
        "漏打第二剂负荷、距首剂4至7周：尽快注射，一周后再注射一次，之后每月一次")),
    Row(PP, FIRST, None, P.RELOAD, 0, Reason("injection.paliperidone_second_gone",
        _label("帕利哌酮说明书"),
        "Second loading dose missed for more than seven weeks: load anew.",
        "漏打第二剂负荷、距首剂超过7周：重新给予负荷剂量")),
    Row(PP, LATER, 41, P.GIVE_NOW, 0, Reason("injection.paliperidone_soon",
        _label("帕利哌酮说明书"),
        "Less than six weeks since the last: the usual dose now, then monthly.",
        "距上次不足6周：尽快按原剂量注射，之后每月一次")),
    Row(PP, LATER, 182, P.GIVE_TWICE, 0, Reason("injection.paliperidone_late",
        _label("帕利哌酮说明书"),
        "Six weeks to six months since the last: the usual dose now and again after a week "
        "(100 mg each if it was 150 mg), then monthly.",
        "距上次6周至6个月：尽快按原剂量注射，一周后再注射一次（原为150 mg者两次均用100 mg），"
        "之后每月一次")),
    Row(PP, LATER, None, P.RELOAD, 0, Reason("injection.paliperidone_gone",
        _label("帕利哌酮说明书"),
        "More than six months since the last: load anew with 150 mg and 100 mg a week later.",
        "距上次超过6个月：重新负荷（150 mg，一周后100 mg）")),
    Row(RM, FIRST, 27, P.GIVE_NOW, 0, Reason("injection.risperidone_first_soon",
        _label("利培酮微球说明书"),
        "Among the first, less than four weeks since the last: the usual dose now.",
        "治疗初期、距上次不足4周：尽快按原剂量注射")),
    Row(RM, FIRST, None, P.WITH_ORAL, 21, Reason("injection.risperidone_first_late",
        _label("利培酮微球说明书"),
        "Among the first, four weeks or more since the last: inject and take it by mouth for "
        "three weeks.",
        "治疗初期、距上次4周及以上：注射并口服利培酮3周")),
    Row(RM, LATER, 42, P.GIVE_NOW, 0, Reason("injection.risperidone_soon",
        _label("利培酮微球说明书"),
        "Six weeks or less since the last: the usual dose now.",
        "距上次6周以内：尽快按原剂量注射")),
    Row(RM, LATER, None, P.WITH_ORAL, 21, Reason("injection.risperidone_late",
        _label("利培酮微球说明书"),
        "More than six weeks since the last: inject and take it by mouth for three weeks.",
        "距上次超过6周：注射并口服利培酮3周")),
    Row(AD, FIRST, 35, P.GIVE_NOW, 0, Reason("injection.aripiprazole_first_soon",
        _label("阿立哌唑长效说明书"),
        "Second or third dose, five weeks or less since the last: give it now.",
        "第2、3剂、距上次5周以内：尽快注射")),
    Row(AD, FIRST, None, P.WITH_ORAL, 14, Reason("injection.aripiprazole_first_late",
        _label("阿立哌唑长效说明书"),
        "Second or third dose, more than five weeks since the last: inject and take it by "
        "mouth for two weeks.",
        "第2、3剂、距上次超过5周：注射并口服阿立哌唑2周")),
    Row(AD, LATER, 42, P.GIVE_NOW, 0, Reason("injection.aripiprazole_soon",
        _label("阿立哌唑长效说明书"),
        "Six weeks or less since the last: give it now.",
        "距上次6周以内：尽快注射")),
    Row(AD, LATER, None, P.WITH_ORAL, 14, Reason("injection.aripiprazole_late",
        _label("阿立哌唑长效说明书"),
        "More than six weeks since the last: inject and take it by mouth for two weeks.",
        "距上次超过6周：注射并口服阿立哌唑2周")),
    Row(HD, LATER, 42, P.GIVE_NOW, 0, Reason("injection.haloperidol_soon",
        _label("癸酸氟哌啶醇说明书"),
        "Six weeks or less since the last: the usual dose now.",
        "距上次6周以内：尽快按原剂量注射")),
    Row(HD, LATER, 91, P.WITH_ORAL, 14, Reason("injection.haloperidol_late",
        _label("癸酸氟哌啶醇说明书"),
        "Six to thirteen weeks since the last: inject, and haloperidol by mouth meanwhile.",
        "距上次6至13周：注射，并短期口服氟哌啶醇")),
    Row(HD, LATER, None, P.RELOAD, 0, Reason("injection.haloperidol_gone",
        _label("癸酸氟哌啶醇说明书"),
        "More than thirteen weeks since the last: begin anew.",
        "距上次超过13周：重新开始治疗")),
    Row(FD, LATER, 42, P.GIVE_NOW, 0, Reason("injection.fluphenazine_soon",
        _label("氟奋乃静长效说明书"),
        "Six weeks or less since the last: the usual dose now.",
        "距上次6周以内：尽快按原剂量注射")),
    Row(FD, LATER, 84, P.WITH_ORAL, 14, Reason("injection.fluphenazine_late",
        _label("氟奋乃静长效说明书"),
        "Six to twelve weeks since the last: inject, and a drug by mouth meanwhile.",
        "距上次6至12周：注射，并短期口服用药")),
)
IN_WINDOW = Reason("injection.in_window", OURS,
    "Within the window around the due day.", "在应注射日前后允许范围内")
TOO_EARLY = Reason("injection.too_early", OURS,
    "Before the window opens: it can wait.", "早于允许范围，可以等待")
NOBODY_KNOWS = Reason("injection.nobody_knows", OURS,
    "No row knows this drug or so long a gap: a psychiatrist decides.",
    "该药或间隔过长无可循说明，请精神科医师决定")
# fmt: on

REASONS: Final = (
    *(row.why for row in WINDOWS),
    *(row.why for row in TABLE),
    IN_WINDOW,
    TOO_EARLY,
    NOBODY_KNOWS,
)
EDITIONS: Final[tuple[Edition[tuple[Row, ...]], ...]] = (
    Edition("injection-late/remembered-2026", date(2026, 1, 1), TABLE),
)


@dataclass(frozen=True, slots=True)
class WayOn:
    """What is proposed for a day: the path, the window, and the clauses behind it."""

    path: LatePath
    days_since: int
    window_from: date
    window_until: date
    oral_days: int
    because: tuple[Reason, ...]

    @property
    def is_late(self) -> bool:
        """Return whether the window has closed."""
        return self.path not in {LatePath.EARLY, LatePath.ON_TIME}


def way_on(
    drug: str, *, given_on: date, every_weeks: int, doses: int, day: date
) -> WayOn:
    """Return the way on for a day after an injection.

    `every_weeks` is what was to follow it, `doses` how many are on record with it.
    """
    due = given_on + timedelta(weeks=every_weeks)
    window = next((row for row in WINDOWS if row.drug == drug), None)
    phase = window.phase(doses, every_weeks) if window else LATER
    before, after = (window.before, window.after) if window else (0, 0)
    if window and window.first_below is None and phase is FIRST:
        before = after = LOADING_WINDOW
    opens, closes = due - timedelta(days=before), due + timedelta(days=after)
    since = (day - given_on).days
    known = (window.why,) if window else ()
    if day < opens:
        return WayOn(P.EARLY, since, opens, closes, 0, (TOO_EARLY, *known))
    if day <= closes:
        return WayOn(P.ON_TIME, since, opens, closes, 0, (IN_WINDOW, *known))
    for row in in_force(EDITIONS, day).rule:
        reaches = row.until is None or since <= row.until
        if (row.drug, row.phase) == (drug, phase) and reaches:
            return WayOn(row.path, since, opens, closes, row.oral_days, (row.why,))
    return WayOn(P.ASK, since, opens, closes, 0, (NOBODY_KNOWS,))

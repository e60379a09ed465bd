from itertools import chain, combinations, product

import pytest

from domain.rules.access import (
    TABLE,
    Lacking,
    Operation,
    Relation,
    Sight,
    allowed,
    decide,
    purposes,
    relations,
)
from domain.values.people import Purpose, Role

ROLES = "vd td ps co po gr ca dc au ad sy"
ROLE = dict(
    zip(ROLES.split(), [r for r in Role if r != Role.JOINT_MEETING], strict=True)
)
SECRETARIAT = {
    Operation.READ_ESCALATIONS: Relation.OWN_OFFICE,
    Operation.TAKE_ON_NOTICE: Relation.OWN_OFFICE,
    Operation.READ_OFFICES: Relation.ANY,
    Operation.READ_RULES: Relation.ANY,
    Operation.READ_OWN_ACCOUNT: Relation.SELF,
    Operation.CHANGE_OWN_PASSWORD: Relation.SELF,
}
"""All that the secretariat of the joint meeting may do."""
RELATION = {
    "v": Relation.OWN_VILLAGE,
    "d": Relation.OWN_DIVISION,
    "o": Relation.OWN_OFFICE,
    "s": Relation.SELF,
    "*": Relation.ANY,
}

# Who may do what: the relation a role needs, in the order of ROLES; a dot is never.
# fmt: off
WRITTEN = """
                        vd  td  ps  co  po  gr  ca  dc  au  ad  sy
register_person         v   d   d   d   .   .   .   .   .   .   .
correct_identity        .   d   .   d   .   .   .   .   .   .   .
propose_erasure         .   .   .   d   .   .   .   .   .   d   .
erase_person            .   .   .   .   .   .   .   .   .   d   .
propose_merge           .   d   .   d   .   .   .   .   .   .   .
decline_merge           .   d   .   d   .   .   .   .   .   .   .
confirm_merge           .   d   .   d   .   .   .   .   .   .   .
undo_merge              .   .   .   d   .   .   .   .   .   .   .
retract_fact            .   d   d   d   .   .   .   .   .   .   .
record_move             v   d   d   d   .   .   .   .   .   .   .
record_follow_up        v   d   d   d   .   .   .   .   .   .   .
correct_follow_up       v   d   d   d   .   .   .   .   .   .   .
note_contact            v   d   d   d   .   .   .   .   .   .   .
grade_risk              v   d   d   d   .   .   .   .   .   .   .
confirm_follow_up       .   d   .   d   .   .   .   .   .   .   .
record_death            v   d   d   d   .   .   .   .   .   .   .
record_loss             v   d   d   d   .   .   .   .   .   .   .
record_found            v   d   d   d   .   .   .   .   .   .   .
propose_exclusion       .   d   d   d   .   .   .   .   .   .   .
exclude_diagnosis       .   .   d   d   .   .   .   .   .   .   .
enter_clue              v   d   d   d   .   .   .   .   .   .   .
verify_clue             v   d   d   d   .   .   .   .   .   .   .
review_clue             .   .   d   d   .   .   .   .   .   .   .
read_clues              v   d   d   d   .   .   .   .   d   .   .
enter_danger_report     v   d   d   d   d   d   .   .   .   .   .
assess_danger_report    v   d   d   d   .   .   .   .   .   .   .
read_danger_reports     v   d   d   d   .   .   .   .   d   .   .
read_own_danger_reports .   .   .   .   o   o   .   .   .   .   .
look_after_clues        .   .   .   .   .   .   .   .   .   .   *
note_discharge          v   d   d   d   .   .   .   .   .   .   .
report_case             .   .   d   d   .   .   .   .   .   .   .
receive_paper           .   .   .   d   .   .   .   .   .   .   .
receive_report          .   d   .   d   .   .   .   .   .   .   .
read_reports            v   d   d   d   .   .   .   .   d   .   .
record_incident         v   d   d   d   .   .   .   .   .   .   .
investigate_incident    .   d   .   d   .   .   .   .   .   .   .
record_locking          v   d   d   d   .   .   .   .   .   .   .
note_away               v   d   d   d   .   .   .   .   .   .   .
confirm_lowering        .   d   d   d   .   .   .   .   .   .   .
give_opinion            .   .   d   d   .   .   .   .   .   .   .
report_loss             .   d   .   d   .   .   .   .   .   .   .
record_check_up         v   d   d   d   .   .   .   .   .   .   .
keep_record             v   d   d   d   .   .   .   .   .   .   .
record_consent          v   d   d   d   .   .   .   .   .   .   .
tag_person              .   d   .   d   .   .   .   .   .   .   .
read_tags               .   d   .   d   .   .   .   .   d   .   .
set_regimen             .   d   d   d   .   .   .   .   .   .   .
give_injection          v   d   d   d   .   .   .   .   .   .   .
note_reaction           v   d   d   d   .   .   .   .   .   .   .
hand_out_medicine       v   d   d   d   .   .   .   .   .   .   .
enter_result            v   d   d   d   .   .   .   .   .   .   .
record_service          v   d   d   d   .   .   .   .   .   .   .
keep_rehabilitation     .   d   .   d   .   .   .   .   .   .   .
enrol                   .   d   .   d   .   .   .   .   .   .   .
keep_stock              o   o   .   o   .   .   .   .   .   .   .
read_stock              d   d   .   d   .   .   .   .   d   .   .
open_emergency          v   d   d   d   .   .   .   .   .   .   .
record_emergency        v   d   d   d   .   .   .   .   .   .   .
decide_admission        .   .   d   d   .   .   .   .   .   .   .
decide_funding          .   d   .   d   .   .   .   .   .   .   .
read_emergencies        v   d   d   d   .   .   .   .   d   .   .
send_referral           v   d   d   d   .   .   .   .   .   .   .
answer_referral         .   o   o   d   .   .   .   .   .   .   .
record_stay             v   d   d   d   .   .   .   .   .   .   .
read_referrals          v   d   d   d   .   .   .   .   d   .   .
read_reviews            .   .   .   d   .   .   .   .   d   .   .
review_case             .   .   .   d   .   .   .   .   .   .   .
read_returned           v   d   d   d   .   .   .   .   .   .   .
answer_review           o   o   o   o   .   .   .   .   .   .   .
read_national           .   d   .   d   .   .   .   .   d   .   .
enter_national          .   d   .   d   .   .   .   .   .   .   .
export_national         .   d   .   d   .   .   .   .   .   .   .
import_register         .   d   .   d   .   .   .   .   .   .   .
offer_handover          .   d   .   d   .   .   .   .   .   .   .
answer_handover         o   o   .   o   .   .   .   .   .   .   .
decide_responsibility   .   .   .   d   .   .   .   .   .   .   .
read_responsibility     v   d   d   d   .   .   .   .   d   .   .
lapse_handover          .   .   .   .   .   .   .   .   .   .   *
read_person             v   d   d   d   .   .   .   .   d   .   .
read_history            v   d   d   d   .   .   .   .   d   .   .
print_form              v   d   d   d   .   .   .   .   d   .   .
search_people           v   d   d   d   .   .   .   .   d   .   .
read_due_list           v   d   d   d   .   .   .   .   d   .   .
read_rates              d   d   d   d   .   .   .   .   d   d   .
record_means            v   d   d   d   .   .   .   .   .   .   .
read_aid                .   d   .   d   .   .   .   .   d   .   .
decide_aid              .   d   .   d   .   .   .   .   .   .   .
read_handover_list      .   .   .   o   o   o   o   o   d   .   .
read_inbox              .   .   .   o   o   o   o   o   d   .   .
read_notice_answers     .   d   .   d   .   .   .   .   d   .   .
open_notice             .   .   .   o   o   o   o   o   .   .   .
accept_notice           .   .   .   o   o   o   o   o   .   .   .
change_shift            .   .   .   o   o   o   o   o   .   .   .
return_notice           .   .   .   o   o   o   o   o   .   .   .
report_outcome          .   .   .   o   o   o   o   o   .   .   .
close_notice            .   d   .   d   .   .   .   .   .   .   .
enter_on_behalf         .   .   .   d   .   .   .   .   .   .   .
confirm_on_behalf       .   d   .   d   .   .   .   .   .   .   .
print_slip              .   d   .   d   o   o   o   o   .   .   .
accept_by_slip          .   d   .   d   .   .   .   .   .   .   .
read_escalations        v   d   d   d   o   o   o   o   d   .   .
take_on_notice          .   .   .   o   o   o   o   o   .   .   .
note_call               o   o   o   o   .   .   .   .   .   .   .
escalate_notice         .   .   .   .   .   .   .   .   .   .   *
read_deliveries         .   .   .   d   .   .   .   .   d   d   .
redeliver_notice        .   .   .   d   .   .   .   .   .   d   .
issue_notice            .   .   .   .   .   .   .   .   .   .   *
deliver_notice          .   .   .   .   .   .   .   .   .   .   *
assess_aid              .   .   .   .   .   .   .   .   .   .   *
send_reminder           .   .   .   .   .   .   .   .   .   .   *
plan_after_outcome      .   .   .   .   .   .   .   .   .   .   *
make_digest             .   .   .   .   .   .   .   .   .   .   *
raise_alarm             .   .   .   .   .   .   .   .   .   .   *
read_alarms             .   o   .   o   .   .   .   .   d   d   .
acknowledge_alarm       .   o   .   o   .   .   .   .   .   d   .
open_office             .   .   .   .   .   .   .   .   .   d   .
assign_village          .   .   .   .   .   .   .   .   .   d   .
close_office            .   .   .   .   .   .   .   .   .   d   .
reopen_office           .   .   .   .   .   .   .   .   .   d   .
read_offices            *   *   *   *   *   *   *   *   *   *   .
read_channels           .   .   .   d   .   .   .   .   d   d   .
set_channels            .   .   .   d   .   .   .   .   .   d   .
change_division         .   .   .   .   .   .   .   .   .   d   .
renumber                .   .   .   .   .   .   .   .   .   .   *
note_vacancy            .   .   .   .   .   .   .   .   .   .   *
open_account            .   .   .   .   .   .   .   .   .   d   .
grant_role              .   .   .   .   .   .   .   .   .   d   .
disable_account         .   .   .   .   .   .   .   .   .   d   .
set_password            .   .   .   .   .   .   .   .   .   d   .
read_accounts           .   .   .   .   .   .   .   .   d   d   .
read_own_account        s   s   s   s   s   s   s   s   s   s   .
change_own_password     s   s   s   s   s   s   s   s   s   s   .
read_rules              *   *   *   *   *   *   *   *   *   *   .
try_rules               .   .   .   d   .   .   .   .   .   d   .
set_override            .   .   .   d   .   .   .   .   .   d   .
load_calendar           .   .   .   d   .   .   .   .   .   d   .
rebuild_view            .   .   .   .   .   .   .   .   .   *   .
read_reading_log        .   .   .   d   .   .   .   .   d   .   .
"""
# fmt: on


def written() -> dict[tuple[Operation, Role], Relation | None]:
    head, *lines = WRITTEN.strip().splitlines()
    assert head.split() == ROLES.split()
    found = {
        (Operation(name), ROLE[role]): RELATION.get(mark)
        for name, *marks in map(str.split, lines)
        for role, mark in zip(head.split(), marks, strict=True)
    }
    rest = {(op, Role.JOINT_MEETING): SECRETARIAT.get(op) for op in Operation}
    return found | rest


EXPECTED = written()
HELD = [Relation.OWN_VILLAGE, Relation.OWN_DIVISION, Relation.OWN_OFFICE, Relation.SELF]
EVERY_STANDING = [
    frozenset(chosen)
    for chosen in chain.from_iterable(
        combinations(HELD, n) for n in range(len(HELD) + 1)
    )
]


def test_the_written_table_names_every_operation_and_role() -> None:
    assert set(EXPECTED) == set(product(Operation, Role))


@pytest.mark.parametrize("operation", Operation)
def test_every_operation_has_a_row(operation: Operation) -> None:
    assert any(operation in row.operations for row in TABLE)


@pytest.mark.parametrize("role", Role)
def test_every_role_may_do_exactly_what_is_written(role: Role) -> None:
    for operation, held in product(Operation, EVERY_STANDING):
        needed = EXPECTED[operation, role]
        may = needed is Relation.ANY or needed in held

        by_purpose = {
            purpose: decide(role, purpose, operation, held).is_allowed
            for purpose in Purpose
        }

        named = purposes(role, operation)
        assert by_purpose == {purpose: may and purpose in named for purpose in Purpose}


@pytest.mark.parametrize("role", Role)
def test_the_first_gate_is_open_exactly_where_some_relation_would_do(
    role: Role,
) -> None:
    for operation, purpose in product(Operation, Purpose):
        some = any(
            decide(role, purpose, operation, held).is_allowed for held in EVERY_STANDING
        )

        assert allowed(role, operation, purpose) is some


def test_the_relation_needed_is_told() -> None:
    for (operation, role), needed in EXPECTED.items():
        assert relations(role, operation) == ({needed} if needed else set())


PURPOSES = {
    (Role.VILLAGE_DOCTOR, Operation.RECORD_FOLLOW_UP): (
        Purpose.CARE,
        Purpose.JOINT_FOLLOW_UP,
    ),
    (Role.TOWNSHIP_DOCTOR, Operation.READ_PERSON): (
        Purpose.CARE,
        Purpose.JOINT_FOLLOW_UP,
        Purpose.SUPERVISION,
    ),
    (Role.TOWNSHIP_DOCTOR, Operation.CORRECT_IDENTITY): (Purpose.CARE,),
    (Role.AUDITOR, Operation.READ_PERSON): (Purpose.AUDIT,),
    (Role.POLICE, Operation.ACCEPT_NOTICE): (Purpose.RESPONSE,),
    (Role.GRID, Operation.ACCEPT_NOTICE): (Purpose.RESPONSE,),
    (Role.CIVIL_AFFAIRS, Operation.ACCEPT_NOTICE): (Purpose.JOINT_FOLLOW_UP,),
    (Role.DISABILITY_COMMISSIONER, Operation.OPEN_NOTICE): (Purpose.JOINT_FOLLOW_UP,),
    (Role.COUNTY_SMI, Operation.ACCEPT_NOTICE): (Purpose.REPORT,),
    (Role.COUNTY_SMI, Operation.READ_READING_LOG): (Purpose.SUPERVISION,),
    (Role.ADMINISTRATOR, Operation.OPEN_ACCOUNT): (Purpose.ADMINISTRATION,),
    (Role.SYSTEM, Operation.ISSUE_NOTICE): (
        Purpose.ADMINISTRATION,
        Purpose.REPORT,
        Purpose.CARE,
    ),
    (Role.POLICE, Operation.READ_PERSON): (),
}


@pytest.mark.parametrize(("asked", "expected"), PURPOSES.items())
def test_a_role_acts_for_its_own_purposes(
    asked: tuple[Role, Operation], expected: tuple[Purpose, ...]
) -> None:
    assert purposes(*asked) == expected


def test_the_secretariat_sees_no_chart_and_no_inbox() -> None:
    may = {op for op in Operation if purposes(Role.JOINT_MEETING, op)}

    assert may == set(SECRETARIAT)


RECEIVERS = [Role.POLICE, Role.GRID, Role.CIVIL_AFFAIRS, Role.DISABILITY_COMMISSIONER]


@pytest.mark.parametrize("role", RECEIVERS)
def test_t109_a_receiver_never_reads_a_chart_and_opens_only_its_own_notices(
    role: Role,
) -> None:
    purpose = purposes(role, Operation.OPEN_NOTICE)[0]
    everything_but_the_office = frozenset(HELD) - {Relation.OWN_OFFICE}

    chart = decide(role, purpose, Operation.READ_PERSON, frozenset(HELD))
    own = decide(role, purpose, Operation.OPEN_NOTICE, {Relation.OWN_OFFICE})
    others = decide(role, purpose, Operation.OPEN_NOTICE, everything_but_the_office)

    assert (chart.is_allowed, chart.lacking) == (False, Lacking.ROLE)
    assert own.row is not None
    assert own.row.sight is Sight.NOTICE
    assert (others.is_allowed, others.lacking) == (False, Lacking.RELATION)


@pytest.mark.parametrize("role", [*RECEIVERS, Role.ADMINISTRATOR, Role.SYSTEM])
def test_only_care_and_audit_ever_see_a_chart(role: Role) -> None:
    assert not any(role in row.roles and row.sight is Sight.CHART for row in TABLE)


def test_the_auditor_changes_nothing_but_their_own_password() -> None:
    may = {op for op in Operation if purposes(Role.AUDITOR, op)}

    writing = {op for op in may if not op.startswith(("read_", "search_", "print_"))}

    assert writing == {Operation.CHANGE_OWN_PASSWORD}


def test_a_purpose_that_does_not_fit_is_refused_and_the_fitting_ones_are_named() -> (
    None
):
    refused = decide(
        Role.TOWNSHIP_DOCTOR,
        Purpose.AUDIT,
        Operation.READ_PERSON,
        {Relation.OWN_DIVISION},
    )

    assert refused.lacking is Lacking.PURPOSE
    assert refused.purposes == (
        Purpose.CARE,
        Purpose.JOINT_FOLLOW_UP,
        Purpose.SUPERVISION,
    )

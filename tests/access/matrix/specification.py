"""Who may do what with each entity: the specification of rights as data, written apart from access/table/.

A capital letter is a right on all rows, a small one on one's own only; «-» is nothing. R read, C create, U change,
D delete. «Own» is what tests/access/matrix/world.py builds as one's own.
"""

from __future__ import annotations

from models.base import Base
from rules.terms import Role

COLUMNS = (Role.ADMINISTRATOR, Role.DIRECTOR, Role.DEPUTY_UPR, Role.DEPUTY_OOD, Role.DEPUTY_UVR, Role.METHODIST,
           Role.SENIOR_MASTER, Role.DATA_CLERK, Role.CURATOR, Role.TEACHER, Role.STUDENT, Role.PARENT)

TEXT = """
                       admin  dir    upr    ood    uvr    method master clerk  curat  teach  stud   parent

# user (account); role of a user
user                   RCU    R      R      R      R      -      -      -      -      -      -      -
user_role              RCUD   R      R      R      R      -      -      -      -      -      -      -

# student, guardian
student                R      R      R      R      R      R      r      RCU    ru     r      r      r
guardian               R      R      R      R      R      R      -      RCU    rcu    r      r      r
guardianship           R      R      R      R      R      R      -      RCU    rc     r      r      r

# group, subgroup, membership, movement (orders)
group                  R      R      R      R      R      R      R      RCU    r      r      r      r
subgroup               R      R      R      R      R      R      R      RCU    r      ru     r      r
subgroup_membership    R      R      R      R      R      R      R      RCU    r      r      r      r
membership             R      R      R      R      R      R      R      RCU    r      r      r      r
movement               R      R      R      R      R      R      R      RCU    r      r      r      r
curatorship            R      R      R      RCU    R      R      R      R      r      r      r      r

# speciality, discipline, module, curriculum and lines (Пр. 10)
speciality             R      R      R      RCUD   R      R      R      R      r      R      r      r
discipline             R      R      R      RCUD   R      R      R      R      r      R      r      r
module                 R      R      R      RCUD   R      R      R      R      r      R      r      r
curriculum             R      R      R      RCUD   R      R      R      R      r      R      r      r
curriculum_line        R      R      R      RCUD   R      R      R      R      r      R      r      r
competence             R      R      R      RCUD   R      R      R      R      r      R      r      r

# practice: programme, placement, base (Пр. 12); the supervisor's log and sheet
practice               R      R      R      R      R      R      RCUD   -      r      r      r      r
practice_programme     R      R      R      R      R      R      RCUD   -      r      r      r      r
programme_section      R      R      R      R      R      R      RCUD   -      r      r      r      r
placement              R      R      R      R      R      R      RCUD   -      r      r      r      r
enterprise             R      R      R      R      R      R      RCUD   -      r      r      r      r
day_log                R      R      R      R      R      R      R      -      r      rcu    r      r
attestation_sheet      R      R      R      R      R      R      R      -      r      rcu    r      r
sheet_row              R      R      R      R      R      R      R      -      r      rcu    r      r

# academic year, semester, holiday, bells
academic_year          RCU    R      R      RCU    R      RCU    R      R      R      R      R      R
semester               RCU    R      R      RCU    R      RCU    R      R      R      R      R      R
holiday                RCU    R      R      RCU    R      RCU    R      R      R      R      R      R
bell_schedule          RCU    R      R      RCU    R      RCU    R      R      R      R      R      R
bell_slot              RCU    R      R      RCU    R      RCU    R      R      R      R      R      R

# turning of the year, terms of keeping, acts of erasing: see NOT_NAMED
year_operation         RCU    R      R      RCU    R      RCU    -      RCU    -      -      -      -
retention_term         RCU    R      R      R      R      -      -      R      -      -      -      -
erasure                RC     R      R      R      R      -      -      RC     -      -      -      -

# journal (who teaches what to whom), hours
journal                R      R      R      RCUD   R      R      r      -      r      r      -      -

# thematic plan (п. 5.6): the methodist approves; the author writes until approved
syllabus               R      R      R      R      R      RU     -      -      r      rcud   -      -
syllabus_topic         R      R      R      R      R      R      -      -      r      rcud   r      r

# timetable, changes (п. 5.5)
timetable_slot         R      R      R      R      R      RCUD   R      R      R      R      r      r
timetable_change       R      R      R      R      R      RCUD   R      R      R      R      r      r

# lesson, its tasks, works, homework
lesson                 R      R      R      R      R      R      r      -      r      rcud   r      r
lesson_task            R      R      R      R      R      R      r      -      r      rcud   r      r
work                   R      R      R      R      R      R      r      -      r      rcud   r      r
homework               R      R      R      R      R      R      r      -      r      rcud   r      r

# mark; absence; final mark; debt, attempts; excuse note
mark                   R      R      R      R      R      R      r      -      r      rcud   r      r
absence                R      R      R      R      R      R      r      -      rcud   rcud   r      r
final_mark             R      R      R      R      R      R      r      -      r      rcu    r      r
debt                   R      R      R      RCU    R      R      -      -      r      r      r      r
debt_attempt           R      R      R      RCU    R      R      -      -      r      ru     r      r
excuse_note            -      R      R      R      R      -      -      -      rcud   -      r      r

# message, announcement; support request; change request (п. 5.3)
thread                 rc     rc     rc     rc     rc     rc     rc     rc     rc     rc     rc     rc
message                rcu    rcu    rcu    rcu    rcu    rcu    rcu    rcu    rcu    rcu    rcu    rcu
support_request        RcU    rc     rc     rc     rc     rc     rc     rcu    rc     rc     rc     rc
change_request         R      R      R      R      R      -      -      RU     rc     -      -      -

# finding; inspection act (п. 7.2-7.4)
finding                R      RU     RU     RU     RU     R      ru     -      r      ru     -      -
inspection             R      RCU    RCU    RCU    RCU    R      rcu    -      r      r      -      -
remark                 R      RCU    RCU    RCU    RCU    R      rcu    -      r      r      -      -

# norm, check settings; closing and reopening; plan schedule
norm_value             RCU    R      RCU    R      R      R      R      -      R      R      -      -
check_setting          RCU    R      RCU    R      R      R      R      -      R      R      -      -
closing                R      R      RCU    RCU    R      -      -      -      -      -      -      -
reopening_grant        R      R      RCU    RCU    R      -      -      -      -      -      -      -
reopening_request      R      R      RU     RU     R      -      -      -      -      rc     -      -
plan_event             R      R      RCUD   R      R      Ru     Ru     Ru     Ru     R      r      r

# audit journal, view log
audit_record           R      R      R      R      R      -      -      -      r      r      -      -
view_record            R      R      R      R      R      -      -      -      r      -      r      r

# not a row of the specification: see NOT_NAMED
absence_kind           RCU    R      R      R      R      R      R      R      R      R      R      R
cell                   R      R      R      R      R      R      r      -      r      r      r      r
college                RCU    R      R      R      R      R      R      R      R      R      R      R
public_document        RCUD   R      RCUD   R      R      R      R      R      R      R      R      R
consent                R      R      R      R      R      -      -      RCU    r      -      rcu    rcu
timetable_name         -      R      R      R      R      RCUD   -      -      -      -      -      -
import_batch           Rc     R      R      Rc     R      rc     rc     rc     -      rc     -      -
participant            rcu    rcu    rcu    rcu    rcu    rcu    rcu    rcu    rcu    rcu    rcu    rcu
attachment             rc     rc     rc     rc     rc     rc     rc     rc     rc     rc     rc     rc
acknowledgement        R      R      R      R      R      r      r      r      r      r      r      r
notification           ru     ru     ru     ru     ru     ru     ru     ru     ru     ru     ru     ru
notification_setting   rcud   rcud   rcud   rcud   rcud   rcud   rcud   rcud   rcud   rcud   rcud   rcud
saved_filter           rcud   rcud   rcud   rcud   rcud   rcud   rcud   rcud   rcud   rcud   -      -
saved_report           rcd    rcd    rcd    rcd    rcd    rcd    rcd    rcd    rcd    rcd    -      -
number_series          RU     R      R      R      R      -      -      -      -      -      -      -
issued_document        Rc     Rc     Rc     Rc     Rc     rc     rc     rc     rc     rc     -      -
task                   rcu    rcu    rcu    rcu    rcu    rcu    rcu    rcu    rcu    rcu    -      -
user_session           ru     ru     ru     ru     ru     ru     ru     ru     ru     ru     ru     ru
parent_letter          R      R      R      R      R      -      -      -      rc     -      -      -
api_client             RCU    R      R      R      R      -      -      -      -      -      -      -
api_use                R      R      R      R      R      -      -      -      -      -      -      -
job_run                RC     R      R      R      R      -      -      -      -      -      -      -
outbox                 R      R      -      -      -      -      -      -      r      -      -      -
audit_head             -      -      -      -      -      -      -      -      -      -      -      -
file_content           -      -      -      -      -      -      -      -      -      -      -      -
idempotency_key        -      -      -      -      -      -      -      -      -      -      -      -
person_key             -      -      -      -      -      -      -      -      -      -      -      -
activation             -      -      -      -      -      -      -      -      -      -      -      -
throttle               -      -      -      -      -      -      -      -      -      -      -      -
second_factor          -      -      -      -      -      -      -      -      -      -      -      -
recovery_code          -      -      -      -      -      -      -      -      -      -      -      -
user_identity          -      -      -      -      -      -      -      -      -      -      -      -
passkey                -      -      -      -      -      -      -      -      -      -      -      -
passkey_challenge      -      -      -      -      -      -      -      -      -      -      -      -
visit                  -      -      -      -      -      -      -      -      -      -      -      -
"""

# what the specification does not name, and the least right that serves it
NOT_NAMED = {
    "year_operation": "«Academic year», «journal»: administrator, deputy for ООД, methodist; «group»: the clerk. "
                      "Each does only the parts whose rows these lines let write: calendar, groups, journals.",
    "retention_term": "«Backup, archive, state»: the administrator keeps them, the administration reads; the clerk "
                      "reads what he must keep.",
    "erasure": "«Student, guardian» is the clerk's, «user» and «archive» the administrator's: either may; read by the "
               "administration.",
    "absence_kind": "A dictionary: the administrator keeps it, whoever meets an absence reads its letter.",
    "cell": "The frame of marks and absences: read as they are, written only with them.",
    "college": "Requisites stand on every paper: all read, the administrator keeps them.",
    "public_document": "Open to everybody by its nature; kept by those the plan schedule names (rows 3 and 8).",
    "parent_letter": "What the curator has told each parent (п. 5.3); read by the curator's heads (Пр. 11).",
    "consent": "Named among what learners write; the clerk keeps the paper ones, those who read the card read them.",
    "import_batch": "A report of one's own import; the administration reads all of them.",
    "timetable_name": "What serves the methodist's import of the timetable is the methodist's; leaders read it.",
    "participant": "Part of a conversation: as the conversation.",
    "attachment": "Part of a message: as the message.",
    "acknowledgement": "Written by the person alone, through the pages; the administration reads all of them.",
    "notification": "One's own, never another's.",
    "notification_setting": "One's own, never another's.",
    "saved_filter": "One's own; learners have no lists to filter.",
    "saved_report": "«Reports: what the reader may read»: one's own, never another's; a file is opened by its owner.",
    "issued_document": "«Documents: what the reader may read»: one's own; the administration sees what was issued.",
    "number_series": "Settings of the college: kept by the administrator as its requisites are; leaders read.",
    "task": "Heavy documents and imports as work in the queue: one's own, never another's; learners order none.",
    "user_session": "«Own password, sessions»: one's own, never another's.",
    "outbox": "State of the system: the administrator, the director; a curator: what becomes of own letters.",
    "api_client": "«Backup, archive, state of the system»: the administrator keeps keys of programs, leaders see them.",
    "api_use": "State of the system: what programs have read.",
    "job_run": "Backup, archive, state of the system: the administrator orders, the administration reads.",
    "audit_head": "The machine's own.",
    "file_content": "The machine's own: given out only through its attachment.",
    "idempotency_key": "The machine's own.",
    "person_key": "The machine's own: whoever reads it reads what was erased.",
    "activation": "The machine's own: the desk says who was activated.",
    "throttle": "The machine's own.",
    "second_factor": "The machine's own: one's own page says only whether it is on.",
    "recovery_code": "The machine's own: hashes; the codes are shown once, to whom they serve.",
    "user_identity": "The machine's own: one's own page says whether a provider is linked.",
    "passkey": "The machine's own: one's own page lists their names and days, staff only (ADR 38).",
    "passkey_challenge": "The machine's own: a random number that lives five minutes.",
    "visit": "The machine's own: only counted, in the sheet of п. 5.7 and never day by day.",
}

# decisions inside the named rows
DECIDED = {
    "guardianship": "The curator fills in parents directly; undoing a tie is a change, asked of the clerk (п. 5.3).",
    "subgroup": "The clerk proposes the split, the teacher confirms it (п. 5.4).",
    "curatorship": "Deputy for ООД assigns; the clerk's RCU is about students' groups, not about curators.",
    "day_log": "The supervisor's; the senior master controls that it is filled (Пр. 12), who enters answers (п. 9.4).",
    "attestation_sheet": "As the day log.",
    "sheet_row": "As the day log.",
    "syllabus": "Learners read topics, not plans.",
    "message": "Written into one's own conversations; the only change is a complaint.",
    "final_mark": "Publishing is an act of the teacher's page, not a field of a form.",
}

# what nobody in these roles may meet in any answer: markers of the world's home student
PHONE, ADDRESS, BIRTH, MEDICAL, HASH = "phone", "address", "birth_date", "medical_group", "password_hash"
HIDDEN: dict[Role | None, frozenset[str]] = {
    Role.ADMINISTRATOR: frozenset({MEDICAL, HASH}),
    Role.DIRECTOR: frozenset({MEDICAL, HASH}),
    Role.DEPUTY_UPR: frozenset({MEDICAL, HASH}),
    Role.DEPUTY_OOD: frozenset({MEDICAL, HASH}),
    Role.DEPUTY_UVR: frozenset({MEDICAL, HASH}),
    Role.METHODIST: frozenset({PHONE, ADDRESS, BIRTH, MEDICAL, HASH}),
    Role.SENIOR_MASTER: frozenset({PHONE, ADDRESS, BIRTH, MEDICAL, HASH}),
    Role.DATA_CLERK: frozenset({HASH}),
    Role.CURATOR: frozenset({HASH}),
    Role.TEACHER: frozenset({PHONE, ADDRESS, BIRTH, MEDICAL, HASH}),
    Role.STUDENT: frozenset({HASH}),
    Role.PARENT: frozenset({HASH}),
    None: frozenset({PHONE, ADDRESS, BIRTH, MEDICAL, HASH}),
}

MODELS: dict[str, type[Base]] = {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}


def _parse(text: str) -> dict[str, dict[Role, str]]:
    lines = [line.split() for line in text.splitlines()[2:] if line.strip() and not line.startswith("#")]
    if wrong := [line[0] for line in lines if len(line) != len(COLUMNS) + 1]:
        raise ValueError(f"a line of the specification is not whole: {wrong}")
    return {name: {role: letters.replace("-", "") for role, letters in zip(COLUMNS, cells, strict=True)}
            for name, *cells in lines}


SPECIFICATION = _parse(TEXT)


def scope(role: Role | None, table: str, verb: str) -> str:
    """«all», «own» or «none»: on which rows of the table the role has the verb."""
    letters = SPECIFICATION[table][role] if role is not None else ""
    return "all" if verb in letters else "own" if verb.lower() in letters else "none"

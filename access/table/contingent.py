"""Students, parents, groups and orders (п. 5.3, 5.4)."""

from __future__ import annotations

from access.entity_rows import guardian_of_my_students_only, guardians_of, movements_of, my_guardianships
from access.grants import CREATE, READ, UPDATE, can
from access.message_rows import given_by_me_as_parent, given_by_student
from access.rows import (
    about,
    former_students_of_my_groups,
    mine,
    of_groups_i_teach,
    of_groups_of,
    of_my_groups,
    of_my_students,
    of_students_i_teach,
    students_on_practice,
    subgroups_of,
    subgroups_of_my_journals,
)
from access.scopes import (
    ADMINISTRATION,
    OFFICE,
    groups_i_teach,
    my_children,
    my_groups,
    myself,
    students_i_teach,
    students_of_my_groups,
)
from access.table.blocks import CONTACTS, Table, all_but, but_names, each, learners
from models import (
    ChangeRequest,
    Consent,
    Curatorship,
    Group,
    Guardian,
    Guardianship,
    Membership,
    Movement,
    Student,
    Subgroup,
    SubgroupMembership,
)
from rules.terms import Role

PRIVATE = CONTACTS | {"birth_date"}  # a methodist reads the card without them
MEDICAL = frozenset({"medical_group"})  # the clerk, the curator and the person only
CHANGE = ("student_id", "guardian_id", "field", "new_value", "comment")
DECISION = ("state", "reply", "decided_by_id", "decided_at")
parents_of_my_group = guardians_of(students_of_my_groups, "родители своей группы, пока куратор")

TABLE: Table = {
    Student: {
        **each(ADMINISTRATION, can(READ, hidden=MEDICAL)),
        Role.METHODIST: (can(READ, hidden=MEDICAL | PRIVATE),),
        Role.SENIOR_MASTER: (can(READ, rows=students_on_practice, hidden=but_names(Student)),),
        Role.DATA_CLERK: (can(READ), can(CREATE, UPDATE, only=all_but(Student, "user_id"))),
        Role.CURATOR: (  # directly into empty fields only, which the action holds; the rest by requests (п. 5.3)
            can(READ, rows=of_my_students(Student)),
            can(UPDATE, rows=of_my_students(Student), only=CONTACTS | MEDICAL | {"birth_date"}),
            can(READ, rows=former_students_of_my_groups, hidden=but_names(Student))),
        Role.TEACHER: (can(READ, rows=of_students_i_teach(Student), hidden=but_names(Student)),),
        **learners(about, Student),
    },
    Guardian: {
        **each(ADMINISTRATION, can(READ)),
        Role.METHODIST: (can(READ, hidden=CONTACTS),),
        Role.DATA_CLERK: (can(READ), can(CREATE, UPDATE, only=all_but(Guardian, "user_id"))),
        Role.CURATOR: (  # as with students: the action fills empty contacts only
            can(READ, rows=parents_of_my_group),
            can(CREATE, rows=parents_of_my_group, only=all_but(Guardian, "user_id")),
            can(UPDATE, rows=parents_of_my_group, only=CONTACTS)),
        Role.TEACHER: (can(READ, rows=guardians_of(students_i_teach, "родители студентов своих журналов"),
                           hidden=but_names(Guardian)),),
        Role.STUDENT: (can(READ, rows=guardians_of(myself, "свои"), hidden=but_names(Guardian)),),
        Role.PARENT: (can(READ, rows=mine(Guardian.user_id, "только о себе")),),
    },
    Guardianship: {
        **each(OFFICE, can(READ)),
        Role.DATA_CLERK: (can(READ, CREATE, UPDATE),),
        Role.CURATOR: (
            can(READ, rows=of_my_students(Guardianship)),
            can(CREATE, rows=of_my_students(Guardianship) & guardian_of_my_students_only)),
        Role.TEACHER: (can(READ, rows=of_students_i_teach(Guardianship)),),
        Role.STUDENT: (can(READ, rows=about(myself, Guardianship)),),
        Role.PARENT: (can(READ, rows=my_guardianships),),
    },
    Consent: {
        **each(ADMINISTRATION, can(READ)),
        Role.DATA_CLERK: (can(READ, CREATE, UPDATE),),
        Role.CURATOR: (can(READ, rows=of_my_students(Consent)),),
        Role.STUDENT: (
            can(READ, rows=about(myself, Consent)),
            can(CREATE, rows=about(myself, Consent) & given_by_student),
            can(UPDATE, rows=about(myself, Consent) & given_by_student, only={"revoked_on"})),
        Role.PARENT: (
            can(READ, rows=about(my_children, Consent)),
            can(CREATE, rows=about(my_children, Consent) & given_by_me_as_parent),
            can(UPDATE, rows=about(my_children, Consent) & given_by_me_as_parent, only={"revoked_on"})),
    },
    ChangeRequest: {
        **each(ADMINISTRATION, can(READ)),
        Role.DATA_CLERK: (can(READ), can(UPDATE, only=DECISION)),
        Role.CURATOR: (
            can(READ, rows=of_my_students(ChangeRequest)),
            can(CREATE, rows=of_my_students(ChangeRequest) & mine(ChangeRequest.author_id, "от себя"), only=CHANGE)),
    },
    Group: {
        **each((*OFFICE, Role.SENIOR_MASTER), can(READ)),
        Role.DATA_CLERK: (can(READ, CREATE, UPDATE),),
        Role.CURATOR: (can(READ, rows=of_my_groups(Group)),),
        Role.TEACHER: (can(READ, rows=of_groups_i_teach(Group)),),
        **learners(of_groups_of, Group),
    },
    Membership: {
        **each((*OFFICE, Role.SENIOR_MASTER), can(READ)),
        Role.DATA_CLERK: (can(READ, CREATE, UPDATE),),
        Role.CURATOR: (can(READ, rows=of_my_groups(Membership)),),
        Role.TEACHER: (can(READ, rows=of_groups_i_teach(Membership)),),
        **learners(about, Membership),
    },
    Movement: {
        **each((*OFFICE, Role.SENIOR_MASTER), can(READ)),
        Role.DATA_CLERK: (can(READ, CREATE, UPDATE),),
        Role.CURATOR: (can(READ, rows=movements_of(my_groups, "своей группы, пока куратор")),),
        Role.TEACHER: (can(READ, rows=movements_of(groups_i_teach, "групп, где преподаёт")),),
        **learners(about, Movement),
    },
    Subgroup: {  # the clerk proposes the split, the teacher confirms it (п. 5.4)
        **each((*OFFICE, Role.SENIOR_MASTER), can(READ)),
        Role.DATA_CLERK: (can(READ), can(CREATE, UPDATE, only={"group_id", "split", "number"})),
        Role.CURATOR: (can(READ, rows=of_my_groups(Subgroup)),),
        Role.TEACHER: (
            can(READ, rows=of_groups_i_teach(Subgroup)),
            can(UPDATE, rows=subgroups_of_my_journals, only={"confirmed_by_id", "confirmed_at"})),
        **learners(subgroups_of, Subgroup),
    },
    SubgroupMembership: {
        **each((*OFFICE, Role.SENIOR_MASTER), can(READ)),
        Role.DATA_CLERK: (can(READ, CREATE, UPDATE),),
        Role.CURATOR: (can(READ, rows=of_my_groups(SubgroupMembership)),),
        Role.TEACHER: (can(READ, rows=of_groups_i_teach(SubgroupMembership)),),
        **learners(about, SubgroupMembership),
    },
    Curatorship: {
        **each((*OFFICE, Role.SENIOR_MASTER, Role.DATA_CLERK), can(READ)),
        Role.DEPUTY_OOD: (can(READ, CREATE, UPDATE),),
        Role.CURATOR: (can(READ, rows=of_my_groups(Curatorship)),),
        Role.TEACHER: (can(READ, rows=of_groups_i_teach(Curatorship)),),
        **learners(of_groups_of, Curatorship),
    },
}

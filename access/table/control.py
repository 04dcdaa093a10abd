"""Control, inspections, closing of periods, norms, plan schedule (п. 5.7, 7.2–7.4)."""

from __future__ import annotations

from access.entity_rows import (
    concluded_inspections,
    findings_of,
    findings_of_my_groups,
    inspections_of,
    inspections_of_practice_only,
    journals_of_my_groups,
    remarks_of_concluded,
)
from access.grants import CREATE, DELETE, READ, UPDATE, can
from access.rows import mine, of_my_groups, of_my_journals, of_practice, where
from access.scopes import ADMINISTRATION, LEADERS, OFFICE, my_journals, practice_journals
from access.table.blocks import LEARNERS, STAFF, Block, Table, each
from models import (
    CheckSetting,
    Closing,
    Finding,
    Inspection,
    NormValue,
    PlanEvent,
    Remark,
    ReopeningGrant,
    ReopeningRequest,
)
from rules.terms import Role

ACCEPTANCE = ("state", "accepted_reason")
findings_of_practice = findings_of(practice_journals, "практики")
my_findings = findings_of(my_journals, "своих журналов")
my_inspections = mine(Inspection.inspector_id, "где проверяет сам")

NORMS: Block = {
    **each(STAFF, can(READ)),
    **each((Role.ADMINISTRATOR, Role.DEPUTY_UPR), can(READ, CREATE, UPDATE)),
    Role.DATA_CLERK: (),
}
CLOSINGS: Block = {
    **each(ADMINISTRATION, can(READ)),
    **each((Role.DEPUTY_UPR, Role.DEPUTY_OOD), can(READ, CREATE, UPDATE)),
}

TABLE: Table = {
    Finding: {
        **each(OFFICE, can(READ)),
        **each(LEADERS, can(READ), can(UPDATE, only=ACCEPTANCE)),
        Role.SENIOR_MASTER: (can(READ, rows=findings_of_practice),
                             can(UPDATE, rows=findings_of_practice, only=(*ACCEPTANCE, "explanation"))),
        Role.CURATOR: (can(READ, rows=findings_of_my_groups),),
        Role.TEACHER: (
            can(READ, rows=my_findings), can(READ, rows=mine(Finding.responsible_id, "где отвечает")),
            can(UPDATE, rows=my_findings, only={"explanation"}),
            can(UPDATE, rows=mine(Finding.responsible_id, "где отвечает"), only={"explanation"})),
    },
    Inspection: {
        **each(OFFICE, can(READ)),
        **each(LEADERS, can(READ, CREATE, UPDATE)),
        Role.SENIOR_MASTER: (
            can(READ, rows=inspections_of(practice_journals, "с замечаниями о практике")),
            can(READ, CREATE, UPDATE, rows=my_inspections & inspections_of_practice_only),
            can(UPDATE, rows=inspections_of(practice_journals, "с замечаниями о практике")
                & inspections_of_practice_only)),
        Role.CURATOR: (can(READ, rows=inspections_of(journals_of_my_groups, "своей группы, пока куратор")
                           & concluded_inspections),),
        Role.TEACHER: (can(READ, rows=inspections_of(my_journals, "своих журналов") & concluded_inspections),),
    },
    Remark: {
        **each(OFFICE, can(READ)),
        **each(LEADERS, can(READ, CREATE, UPDATE)),
        Role.SENIOR_MASTER: (can(READ, CREATE, UPDATE, rows=of_practice(Remark)),),
        Role.CURATOR: (can(READ, rows=of_my_groups(Remark) & remarks_of_concluded),),
        Role.TEACHER: (can(READ, rows=of_my_journals(Remark) & remarks_of_concluded),),
    },
    NormValue: NORMS,
    CheckSetting: NORMS,
    Closing: CLOSINGS,
    ReopeningGrant: CLOSINGS,
    ReopeningRequest: {
        **each(ADMINISTRATION, can(READ)),
        **each((Role.DEPUTY_UPR, Role.DEPUTY_OOD), can(READ, UPDATE)),
        Role.TEACHER: (can(READ, rows=mine(ReopeningRequest.author_id, "свои")),
                       can(CREATE, rows=of_my_journals(ReopeningRequest))),
    },
    PlanEvent: {
        **each(STAFF, can(READ)),
        **each((Role.METHODIST, Role.SENIOR_MASTER, Role.DATA_CLERK, Role.CURATOR),
               can(READ), can(UPDATE, rows=mine(PlanEvent.responsible_id, "где отвечает"))),
        Role.DEPUTY_UPR: (can(READ, CREATE, UPDATE, DELETE),),
        **each(LEARNERS, can(READ, rows=where(PlanEvent.is_public.is_(True), "открытая часть"))),
    },
}

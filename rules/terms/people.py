"""Words about people: roles, families, movement, access, consents."""

from __future__ import annotations

from rules.terms.term import Term


class Role(Term):
    """Who a user is (docs/roles.md, order 156/2-У)."""

    ADMINISTRATOR = "administrator", "администратор"
    DIRECTOR = "director", "директор"
    DEPUTY_UPR = "deputy_upr", "заместитель директора по УПР"
    DEPUTY_OOD = "deputy_ood", "заместитель директора по ООД"
    DEPUTY_UVR = "deputy_uvr", "заместитель директора по УВР"
    METHODIST = "methodist", "методист"
    SENIOR_MASTER = "senior_master", "старший мастер"
    DATA_CLERK = "data_clerk", "технический специалист"
    CURATOR = "curator", "куратор"
    TEACHER = "teacher", "преподаватель"
    STUDENT = "student", "студент"
    PARENT = "parent", "родитель"


STAFF_ROLES = frozenset(set(Role) - {Role.STUDENT, Role.PARENT})


class Gender(Term):
    MALE = "m", "мужской"
    FEMALE = "f", "женский"


class MedicalGroup(Term):
    """Medical group for physical education (п. 6.8)."""

    MAIN = "main", "основная"
    PREPARATORY = "preparatory", "подготовительная"
    SPECIAL_A = "special_a", "специальная «А»"
    SPECIAL_B = "special_b", "специальная «Б»"


class Relation(Term):
    MOTHER = "mother", "мать"
    FATHER = "father", "отец"
    GUARDIAN = "guardian", "опекун"
    OTHER = "other", "законный представитель"


class MovementKind(Term):
    """Movement of students, each by an order with number and date (п. 5.4)."""

    ENROLMENT = "enrolment", "зачисление"
    TRANSFER = "transfer", "перевод в другую группу"
    LEAVE = "leave", "академический отпуск"
    RETURN = "return", "выход из академического отпуска"
    EXPULSION = "expulsion", "отчисление"
    GRADUATION = "graduation", "выпуск"


class AccessState(Term):
    """How somebody stands at the desk that issues passwords (п. 5.2)."""

    NONE = "none", "доступа нет"
    ISSUED = "issued", "пароль выдан, входа не было"
    EXPIRED = "expired", "пароль истёк"
    ACTIVE = "active", "входит"
    BLOCKED = "blocked", "заблокирован"


class ConsentKind(Term):
    PROCESSING = "processing", "обработка персональных данных"
    PHOTO = "photo", "фотография"
    MESSENGER = "messenger", "уведомления через внешние службы"
    TRANSFER = "transfer", "передача третьим лицам"

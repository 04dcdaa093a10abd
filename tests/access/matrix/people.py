"""Groups of the college and the people in them; «Зюз» marks what is foreign to home, «Шмы» a foreign practice."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from models.base import Base
from rules import terms as t
from tests import factories as f

Rows = dict[str, Base]

# what only those who may see it meet (specification.HIDDEN)
HOME_PHONE, HOME_ADDRESS, HOME_BIRTH = "79991234567", "Тайнинская", dt.date(2006, 3, 13)
HOME_MEDICAL = t.MedicalGroup.SPECIAL_B
PASSWORD_HASH = f.PASSWORD_HASH


@dataclass(frozen=True)
class Stem:
    """How the rows of one place are named, so that a page betrays whose they are."""

    surname: str
    group: str
    title: str
    number: int
    medical: t.MedicalGroup = t.MedicalGroup.MAIN
    phone: str = "79001111111"
    address: str = "ул. Общая, 1"
    born: dt.date = dt.date(2006, 7, 7)


HOME = Stem("Рунов", "РУН-22", "Рунная", 1, HOME_MEDICAL, HOME_PHONE, f"ул. {HOME_ADDRESS}, 1", HOME_BIRTH)
AWAY = Stem("Зюзин", "ЗЮЗ-22", "Зюзнная", 2)
SHOP = Stem("Шмыгин", "ШМЫ-32", "Шмыговая", 3)
FORMER = Stem("Зюзяев", "ЗЮЗ-42", "Зюзская", 4)


def programme(stem: Stem) -> Rows:
    """A speciality with a curriculum of one discipline, one МДК and one practice."""
    speciality = f.SpecialityFactory(code=f"0{stem.number}.02.07", title=f"{stem.title} специальность")
    curriculum = f.CurriculumFactory(speciality=speciality, title=f"{stem.title} план")
    module = f.ModuleFactory(speciality=speciality, index=f"ПМ.0{stem.number}", title=f"{stem.title} разработка")
    discipline = f.DisciplineFactory(title=f"{stem.title} дисциплина")
    course = f.DisciplineFactory(title=f"{stem.title} теория", module=module)
    line = f.CurriculumLineFactory(curriculum=curriculum, discipline=discipline)
    mdk = f.CurriculumLineFactory(curriculum=curriculum, discipline=course, module=module, kind=t.LineKind.MDK)
    second = f.CurriculumLineFactory(curriculum=curriculum, discipline__title=f"{stem.title} вторая дисциплина")
    practice = f.PracticeFactory(speciality=speciality, module=module, index=f"УП.0{stem.number}.01",
                                 title=f"{stem.title} практика")
    of_practice = f.CurriculumLineFactory(curriculum=curriculum, of_practice=True, practice=practice)
    other = f.PracticeFactory(speciality=speciality, module=module, index=f"УП.0{stem.number}.02",
                              title=f"{stem.title} вторая практика")
    return {"line_of_mdk": mdk, "second_line": second, "second_line_of_practice": f.CurriculumLineFactory(
                curriculum=curriculum, of_practice=True, practice=other),
            "speciality": speciality, "curriculum": curriculum, "module": module, "discipline": discipline,
            "curriculum_line": line, "practice": practice, "line_of_practice": of_practice,
            "competence": f.CompetenceFactory(curriculum=curriculum, title=f"{stem.title} компетенция")}


def people(stem: Stem, plan: Rows) -> Rows:
    """A group of one student with an account and a parent with an account."""
    group = f.GroupFactory(name=stem.group, curriculum=plan["curriculum"])
    student = f.StudentFactory(
        last_name=stem.surname, phone=stem.phone, address=stem.address, birth_date=stem.born,
        medical_group=stem.medical, email=f"student{stem.number}@example.ru",
        user=f.UserFactory(last_name=stem.surname, roles=(t.Role.STUDENT,)))
    guardian = f.GuardianFactory(
        last_name=f"{stem.surname}а", female=True, phone=stem.phone, address=stem.address,
        user=f.UserFactory(last_name=f"{stem.surname}а", roles=(t.Role.PARENT,)))
    membership = f.MembershipFactory(student=student, group=group)
    subgroup = f.SubgroupFactory(group=group, split=f"{stem.title} подгруппа", number=1)
    return {"group": group, "student": student, "guardian": guardian, "membership": membership,
            "movement": membership.entered_by, "subgroup": subgroup,
            "guardianship": f.GuardianshipFactory(student=student, guardian=guardian),
            "subgroup_membership": f.SubgroupMembershipFactory(subgroup=subgroup, student=student)}


def papers(stem: Stem, place: Rows, curator: Base) -> Rows:
    """What hangs on the student's card and on the group."""
    group, student, guardian = place["group"], place["student"], place["guardian"]
    return {
        "curatorship": f.CuratorshipFactory(group=group, user=curator),
        "consent": f.ConsentFactory(student=student, basis=f"{stem.title} заявление"),
        "change_request": f.ChangeRequestFactory(student=student, author=curator, new_value=f"7900{stem.number:07d}"),
        "parent_letter": f.ParentLetterFactory(student=student, guardian=guardian, author=curator),
        "excuse_note": f.ExcuseNoteFactory(student=student, entered_by=curator, document=f"{stem.title} справка"),
        "view_record": f.ViewRecordFactory(user=curator, student_id=student.id),
    }

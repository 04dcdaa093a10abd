"""Parents of a student as a file tells of them: found by name or phone, shared between brothers and sisters."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from actions.intake.people import GuardianRow, StudentRow
from actions.intake.report import bring
from models import Guardian, Guardianship, Student, db
from rules.names import gender_of, search_key
from rules.terms import Gender, Relation

RELATIONS = {Gender.FEMALE: Relation.MOTHER, Gender.MALE: Relation.FATHER}
AT_ONCE = 500


class Families:
    """Guardians known so far: one full name with one phone is one person."""

    def __init__(self, rows: Iterable[StudentRow]) -> None:
        self.known: dict[tuple[str, str], Guardian] = {}
        phones = sorted({guardian.phone for row in rows for guardian in row.guardians if guardian.phone})
        for start in range(0, len(phones), AT_ONCE):
            for found in db.session.scalars(
                    sa.select(Guardian).where(Guardian.phone.in_(phones[start:start + AT_ONCE]))):
                self.known[found.search_key, found.phone or ""] = found

    def write(self, student: Student, row: GuardianRow, write: bool = True) -> list[str]:
        """Bring one parent of the student to the file; what changed, in words; with ``write`` off only the words."""
        stored = _among(student, row)
        if stored is not None:
            return self._update(stored, row, write)
        if write:
            self._add(student, row)
        return [f"родитель: {row.full_name}"]

    def _add(self, student: Student, row: GuardianRow) -> None:
        guardian = self.known.get((_key(row), row.phone)) if row.phone else None
        if guardian is None:
            guardian = Guardian(last_name=row.surname, first_name=row.name, patronymic=row.patronymic or None,
                                phone=row.phone)
            if row.phone:
                self.known[_key(row), row.phone] = guardian
        gender = gender_of(row.patronymic)
        db.session.add(Guardianship(student=student, guardian=guardian, is_primary=not student.guardianships,
                                    relation=RELATIONS[gender] if gender else Relation.OTHER))

    def _update(self, guardian: Guardian, row: GuardianRow, write: bool) -> list[str]:
        told = {"last_name": row.surname} | ({"phone": row.phone} if row.phone else {})
        found = bring(guardian, told, write)
        if guardian.phone:
            self.known[_key(row), guardian.phone] = guardian
        return [f"родитель {row.full_name}, {words}" for words in found]


def _among(student: Student, row: GuardianRow) -> Guardian | None:
    """The same parent of this student: by full name, else by phone when only the surname differs."""
    own = [held.guardian for held in student.guardianships]
    for guardian in own:
        if search_key(guardian.full_name) == _key(row):
            return guardian
    given = search_key(row.name, row.patronymic)
    return next((guardian for guardian in own if row.phone and guardian.phone == row.phone
                 and search_key(guardian.first_name, guardian.patronymic) == given), None)


def _key(row: GuardianRow) -> str:
    return search_key(row.surname, row.name, row.patronymic)

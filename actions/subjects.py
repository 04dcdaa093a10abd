"""What the lines of a curriculum teach: modules, disciplines with МДК, practices, found or made."""

from __future__ import annotations

import sqlalchemy as sa

from models import Discipline, Module, Practice, Speciality, db
from rules.names import search_key
from rules.plan import CurriculumFile, CurriculumRow, is_physical_education, line_kind, practice_kind
from rules.terms import TAUGHT, LineKind


class Subjects:
    """Subjects of one speciality by what files call them; any case, ё as е."""

    def __init__(self, speciality: Speciality, plan: CurriculumFile) -> None:
        self.speciality = speciality
        self.titles = {row.index: row.title for row in plan.lines if row.is_sum}
        self.modules = {(item.index, search_key(item.title)): item for item in db.session.scalars(
            sa.select(Module).where(Module.speciality_id == speciality.id))}
        self.practices = {(item.index, search_key(item.title)): item for item in db.session.scalars(
            sa.select(Practice).where(Practice.speciality_id == speciality.id))}
        self.disciplines = {(item.module_id, search_key(item.title)): item for item in db.session.scalars(
            sa.select(Discipline).where(sa.or_(Discipline.module_id.is_(None), Discipline.module_id.in_(
                [module.id for module in self.modules.values()]))))}
        self.courses: dict[tuple[int, str], Discipline] = {}

    def of(self, row: CurriculumRow) -> dict[str, Module | Practice | Discipline | None]:
        """What the row teaches and its module, as columns of a line."""
        kind = line_kind(row)
        parent = row.index if kind is LineKind.MODULE else row.parent_index
        module = self.module(parent) if parent else None
        discipline = None
        if kind in TAUGHT:
            discipline = self.course(row.title, module) if module else self.discipline(row.title)
        return {"module": module, "discipline": discipline,
                "practice": self.practice(row, module) if kind is LineKind.PRACTICE else None}

    def module(self, index: str) -> Module:
        """By index and title; a module whose own row the file leaves out is known by its index."""
        title = self.titles.get(index)
        if title is None:
            named = next((item for (known, _), item in self.modules.items() if known == index), None)
            if named is not None:
                return named
        key = index, search_key(title or index)
        if key not in self.modules:
            self.modules[key] = Module(speciality=self.speciality, index=index, title=title or index)
            db.session.add(self.modules[key])
        return self.modules[key]

    def discipline(self, title: str) -> Discipline:
        key = None, search_key(title)
        if key not in self.disciplines:
            self.disciplines[key] = Discipline(title=title, physical_education=is_physical_education(title))
            db.session.add(self.disciplines[key])
        return self.disciplines[key]

    def course(self, title: str, module: Module) -> Discipline:
        """An МДК: the same title in another module is another course."""
        stored = self.disciplines.get((module.id, search_key(title))) if module.id is not None else None
        if stored is not None:
            return stored
        key = id(module), search_key(title)
        if key not in self.courses:
            self.courses[key] = Discipline(title=title, module=module)
            db.session.add(self.courses[key])
        return self.courses[key]

    def practice(self, row: CurriculumRow, module: Module | None) -> Practice:
        key = row.index, search_key(row.title)
        if key not in self.practices:
            self.practices[key] = Practice(speciality=self.speciality, module=module, index=row.index, title=row.title,
                                           kind=practice_kind(row.index, row.title))
            db.session.add(self.practices[key])
        return self.practices[key]

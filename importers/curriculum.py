"""A curriculum from whatever holds one: ММИС .plx or our table."""

from __future__ import annotations

from importers.curriculum_plx import read_plx
from importers.curriculum_table import read_curriculum_table
from importers.guard import FileKind, admit
from importers.limits import DEFAULT, Limits
from rules.plan import CurriculumFile


def read_curriculum(
    data: bytes,
    file_name: str = "",
    *,
    speciality_code: str = "",
    admission_year: int | None = None,
    limits: Limits = DEFAULT,
) -> CurriculumFile:
    """The plan, its kind told by content; speciality and year are for tables that do not name them."""
    if admit(data, limits).kind is FileKind.XML:
        return read_plx(data, file_name, limits)
    return read_curriculum_table(
        data, speciality_code=speciality_code, admission_year=admission_year, file_name=file_name, limits=limits
    )

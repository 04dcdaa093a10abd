"""A curriculum from whatever holds one: ММИС .plx, the old .plm.xml, or our table."""

from __future__ import annotations

from dataclasses import replace

from importers.curriculum_plm import is_old_plan, read_plm
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
    base_education: str = "",
    limits: Limits = DEFAULT,
) -> CurriculumFile:
    """The plan, its kind told by content; speciality, year and base are for files that do not name them."""
    source = admit(data, limits)
    if source.kind is FileKind.XML:
        plan = (read_plm if is_old_plan(source.text) else read_plx)(data, file_name, limits)
    else:
        plan = read_curriculum_table(
            data, speciality_code=speciality_code, admission_year=admission_year, file_name=file_name, limits=limits
        )
    return replace(plan, base_education=base_education) if base_education else plan

"""The page of a programme as a form: dates and order, rows of sections, a row per student (Пр. 12)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from actions.practice import PlaceEntry, ProgrammeEntry, SectionEntry
from models import Placement, PracticeProgramme
from queries.roster import RosterLine
from rules.violation import Violation

BLANK_ROWS = 3
MOST_ROWS = 40
MISSING = "Заполните поле."
RUSSIAN = ("ru_RU", "ru")


class SectionForm(Form):
    class Meta:
        locales = RUSSIAN

    id = HiddenField()
    title = StringField("Раздел", [Length(max=250)])
    work = StringField("Вид работ", [Length(max=500)])
    hours = IntegerField("Часы", [Optional(), NumberRange(1, 999, "Часы — число от 1 до 999.")])


class PlaceForm(Form):
    class Meta:
        locales = RUSSIAN

    student_id = HiddenField()
    chosen = BooleanField("Выбрать")
    enterprise = StringField("Предприятие", [Length(max=250)])
    mentor = StringField("Наставник от предприятия", [Length(max=120)])
    contract_number = StringField("Договор №", [Length(max=40)])
    contract_date = DateField("Дата договора", [Optional()])


class ProgrammeForm(Form):
    class Meta:
        locales = RUSSIAN

    version = HiddenField()
    starts = DateField("Начало", [InputRequired(MISSING)])
    ends = DateField("Конец", [InputRequired(MISSING)])
    order_number = StringField("Приказ №", [Length(max=32)])
    order_date = DateField("Дата приказа", [Optional()])
    supervisor_id = SelectField("Руководитель от лицея", coerce=lambda value: int(value) if value else None)
    enterprise = StringField("Общая база группы", [Length(max=250)])
    sections = FieldList(FormField(SectionForm), "Разделы и виды работ", max_entries=MOST_ROWS)
    places = FieldList(FormField(PlaceForm), "Места студентов", max_entries=200)
    all = FormField(PlaceForm, "Назначить выбранным")

    @classmethod
    def of(cls, entry: ProgrammeEntry | None, students: Sequence[RosterLine], supervisors: Sequence[tuple[int, str]],
           version: int = 0, defaults: dict[str, Any] | None = None) -> ProgrammeForm:
        """Filled with what stands (or is about to); blank rows for more sections, a row per student."""
        sections = [{"id": str(one.id or ""), "title": one.title, "work": one.work, "hours": one.hours}
                    for one in (entry.sections if entry else ())]
        places = {one.student_id: one for one in (entry.places if entry else ())}
        data: dict[str, Any] = {**(defaults or {}), "version": str(version)}
        if entry is not None:
            data |= {name: getattr(entry, name) for name in ("starts", "ends", "order_number", "order_date",
                                                             "supervisor_id", "enterprise")}
        data["sections"] = sections + [{}] * BLANK_ROWS
        data["places"] = [_place(places.get(line.student_id) or PlaceEntry(line.student_id)) for line in students]
        return cls(data=data).offering(supervisors)

    def offering(self, supervisors: Sequence[tuple[int, str]]) -> ProgrammeForm:
        """With the list of supervisors; the one that stands there stays although blocked."""
        self.supervisor_id.choices = [("", "Не выбран"), *((str(key), name) for key, name in supervisors)]
        return self

    def assign(self) -> int:
        """«Назначить выбранным»: what is typed in the common row goes to the chosen students; their number."""
        chosen = [row.form for row in self.places if row.form.chosen.data]
        for row in chosen:
            for name in ("enterprise", "mentor", "contract_number", "contract_date"):
                if self.all.form[name].data:
                    row[name].data = self.all.form[name].data
                    row[name].raw_data = None  # so that the page shows what was assigned
            row.chosen.data = False
        return len(chosen)

    def entry(self) -> ProgrammeEntry:
        """What was typed, ready for the rules."""
        return ProgrammeEntry(
            starts=self.starts.data, ends=self.ends.data, supervisor_id=self.supervisor_id.data or 0,
            enterprise=self.enterprise.data or "", order_number=self.order_number.data or "",
            order_date=self.order_date.data,
            sections=tuple(SectionEntry(row.form.title.data or "", row.form.work.data or "", row.form.hours.data,
                                        _number(row.form.id.data)) for row in self.sections),
            places=tuple(PlaceEntry(_number(row.form.student_id.data) or 0, row.form.enterprise.data or "",
                                    row.form.mentor.data or "", row.form.contract_number.data or "",
                                    row.form.contract_date.data) for row in self.places))

    def show(self, violations: Iterable[Violation]) -> None:
        """Put each refusal under its field, the rest on top of the form."""
        for violation in violations:
            field = self._field(violation.field or "")
            if field is None:
                self.form_errors.append(str(violation))
            else:
                field.errors = [*field.errors, str(violation)]
        for rows in (self.sections, self.places):
            if any(row.form.errors for row in rows) and not rows.errors:
                rows.errors = ["Проверьте отмеченные строки"]

    def _field(self, name: str) -> Any:
        kind, _, rest = name.partition("-")
        if kind == "section" and rest:
            place, _, column = rest.partition("-")
            return self.sections[int(place)].form[column]
        if kind == "place" and rest:
            student, _, column = rest.partition("-")
            return next((row.form[column] for row in self.places if row.form.student_id.data == student), None)
        return self._fields.get(name)


def entry_of(programme: PracticeProgramme, places: dict[int, Placement]) -> ProgrammeEntry:
    """The programme as it stands, to be filled into the form."""
    return ProgrammeEntry(
        programme.starts, programme.ends, programme.supervisor_id,
        programme.enterprise.name if programme.enterprise else "", programme.order_number or "",
        programme.order_date,
        tuple(SectionEntry(one.title, one.work, one.hours, one.id) for one in programme.sections),
        tuple(PlaceEntry(student, one.enterprise.name, one.mentor or "", one.contract_number or "", one.contract_date)
              for student, one in places.items()))


def _place(place: PlaceEntry) -> dict[str, Any]:
    return {"student_id": str(place.student_id), "enterprise": place.enterprise, "mentor": place.mentor,
            "contract_number": place.contract_number, "contract_date": place.contract_date}


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) <= 9 else None

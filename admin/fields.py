"""Form fields that speak Russian and use the browser's own date and time inputs."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from flask import url_for
from flask_admin.helpers import get_current_view
from markupsafe import Markup
from wtforms import DateField, DateTimeLocalField, DecimalField, Field, IntegerField, SelectFieldBase, TimeField
from wtforms.fields.choices import Choice
from wtforms.utils import unset_value
from wtforms.validators import InputRequired, StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget, Select, html_params

from admin.lookups import Lookup, as_id, as_pairs
from admin.values import local, name_of
from models.base import Base
from rules.terms import Term
from views.guards import identity, settings

EMPTY = "__None"
FIRST_DAY, LAST_DAY = dt.date(1900, 1, 1), dt.date(2199, 12, 31)


class Required(InputRequired):  # type: ignore[misc]
    """Refuses an empty field: text of spaces, an unchosen record."""

    def __call__(self, form: Any, field: Any) -> None:
        value = field.data
        if value is None or (isinstance(value, str) and not value.strip()):
            if field.errors:
                raise StopValidation()  # what was typed is wrong already: one message is enough
            raise StopValidation("Заполните поле.")


class Clearable(Field):  # type: ignore[misc]
    """Lets an optional field be empty, and says in its own words what is wrong otherwise."""

    wrong = ""
    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            super().process_formdata([valuelist[0].strip()])
        except (ValueError, ArithmeticError) as error:
            self.data = None
            raise ValueError(self.wrong) from error


class DayField(Clearable, DateField):  # type: ignore[misc]
    wrong = "Введите дату в виде 01.09.2023."

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, format=["%Y-%m-%d", "%d.%m.%Y"], **kwargs)

    def pre_validate(self, form: Any) -> None:
        if self.data is not None and not FIRST_DAY <= self.data <= LAST_DAY:
            raise ValidationError("Проверьте год.")


class HourField(Clearable, TimeField):  # type: ignore[misc]
    wrong = "Введите время в виде 09:30."

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, format=["%H:%M", "%H:%M:%S"], **kwargs)


class MomentField(Clearable, DateTimeLocalField):  # type: ignore[misc]
    """A moment typed in the college's zone and kept aware."""

    wrong = "Введите дату и время."

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d.%m.%Y %H:%M"], **kwargs)

    def process_data(self, value: dt.datetime | None) -> None:
        self.data = local(value) if value is not None else None

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        if self.data is not None:
            self.data = self.data.replace(tzinfo=settings().zone)

    def pre_validate(self, form: Any) -> None:
        if self.data is not None and not FIRST_DAY <= self.data.date() <= LAST_DAY:
            raise ValidationError("Проверьте год.")


class NumberField(Clearable, IntegerField):  # type: ignore[misc]
    wrong = "Введите целое число."

    def __init__(self, *args: Any, least: int, most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.least, self.most = least, most

    def pre_validate(self, form: Any) -> None:
        if self.data is not None and not self.least <= self.data <= self.most:
            raise ValidationError("Число слишком большое." if self.data > 0 else "Число слишком маленькое.")


class FractionField(Clearable, DecimalField):  # type: ignore[misc]
    wrong = "Введите число."

    def __init__(self, *args: Any, digits: int, scale: int, **kwargs: Any) -> None:
        super().__init__(*args, places=None, **kwargs)
        self.digits, self.scale = digits, scale

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata([text.replace(",", ".") for text in valuelist])

    def pre_validate(self, form: Any) -> None:
        if self.data is None:
            return
        if not self.data.is_finite() or abs(self.data) >= Decimal(10) ** (self.digits - self.scale):
            raise ValidationError("Число слишком большое.")
        self.data = self.data.quantize(Decimal(1).scaleb(-self.scale))


class TermField(SelectFieldBase):  # type: ignore[misc]
    """One of the college's words."""

    widget = Select()

    def __init__(self, *args: Any, kind: type[Term], optional: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.optional, self.wrong = kind, optional, False

    def process_data(self, value: Any) -> None:
        self.data = self.kind(value) if value else None

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            value = valuelist[0]
            known = {member.value for member in self.kind}
            self.wrong = bool(value) and value != EMPTY and value not in known
            self.data = self.kind(value) if value in known else None

    def pre_validate(self, form: Any) -> None:
        if self.wrong:
            raise ValidationError("Выберите значение из списка.")

    def iter_choices(self) -> Iterator[Choice]:
        if self.optional or self.data is None:
            yield Choice("", "—" if self.optional else "выберите", self.data is None, {})
        for member in self.kind:
            yield Choice(member.value, member.title, member == self.data, {})


class TermsField(SelectFieldBase):  # type: ignore[misc]
    """Several of the college's words, as boxes to tick."""

    widget, option_widget = ListWidget(prefix_label=False), CheckboxInput()

    def __init__(self, *args: Any, kind: type[Term], **kwargs: Any) -> None:
        super().__init__(*args, default=list, **kwargs)
        self.kind, self.wrong = kind, False

    def process_formdata(self, valuelist: list[str]) -> None:
        known = {member.value for member in self.kind}
        self.wrong = not known.issuperset(valuelist)
        self.data = [self.kind(value) for value in dict.fromkeys(valuelist) if value in known]

    def pre_validate(self, form: Any) -> None:
        if self.wrong:
            raise ValidationError("Выберите значения из списка.")

    def iter_choices(self) -> Iterator[Choice]:
        for member in self.kind:
            yield Choice(member.value, member.title, member in (self.data or ()), {})


class RecordWidget:
    """A plain select while the records are few, otherwise a field that looks them up."""

    def __call__(self, field: RecordField, **kwargs: Any) -> Markup:
        if field.few is not None:
            return Select()(field, **kwargs)
        view = get_current_view()
        chosen = as_pairs([field.data])[0] if field.data is not None else None
        kwargs.setdefault("id", field.id)
        kwargs |= {"type": "hidden", "data-role": "select2-ajax", "data-minimum-input-length": "1",
                   "data-placeholder": "Начните вводить", "data-separator": ",",
                   "data-url": url_for(f"{view.endpoint}.ajax_lookup", name=field.short_name)}
        if field.optional:
            kwargs["data-allow-blank"] = "1"
        if chosen:
            kwargs |= {"value": str(chosen[0]), "data-json": json.dumps(chosen, ensure_ascii=False)}
        return Markup("<input ") + Markup(html_params(name=field.name, **kwargs)) + Markup(">")  # noqa: S704


class RecordField(SelectFieldBase):  # type: ignore[misc]
    """Another record, chosen among those the user may read; a foreign or unknown id is not accepted."""

    widget = RecordWidget()

    def __init__(self, *args: Any, lookup: Lookup, optional: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lookup, self.optional, self.wrong = lookup, optional, False
        self._few: Any = unset_value

    @property
    def few(self) -> list[Base] | None:
        if self._few is unset_value:
            self._few = self.lookup.first(identity())
        found: list[Base] | None = self._few
        return found

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist:
            return
        value, kept = valuelist[0], self.object_data
        self.data = None
        if value in ("", EMPTY):
            return
        if isinstance(kept, Base) and as_id(value) == kept.id:
            self.data = kept  # unchanged: it may be a record that only another may read
        else:
            self.data = self.lookup.find(identity(), value)
            self.wrong = self.data is None

    def pre_validate(self, form: Any) -> None:
        if self.wrong:
            raise ValidationError("Выберите из списка: такого значения нет или оно вам недоступно.")

    def iter_choices(self) -> Iterator[Choice]:
        records = list(self.few or ())
        if self.optional or self.data is None:
            yield Choice("", "—" if self.optional else "выберите", self.data is None, {})
        if self.data is not None and self.data not in records:
            records.insert(0, self.data)
        for record in records:
            yield Choice(str(record.id), name_of(record), record == self.data, {})

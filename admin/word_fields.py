"""A choice among a few words that are not a dictionary of the college: a weekday, a level, a field of a card."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from wtforms import SelectFieldBase
from wtforms.fields.choices import Choice
from wtforms.validators import ValidationError
from wtforms.widgets import Select


class WordField(SelectFieldBase):  # type: ignore[misc]
    """``words`` are (value, title)."""

    widget = Select()

    def __init__(self, *args: Any, words: Sequence[tuple[Any, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words, self.wrong = words, False

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist:
            return
        known = {str(value): value for value, _ in self.words}
        self.wrong = bool(valuelist[0]) and valuelist[0] not in known
        self.data = known.get(valuelist[0])

    def pre_validate(self, form: Any) -> None:
        if self.wrong:
            raise ValidationError("Выберите значение из списка.")

    def iter_choices(self) -> Iterator[Choice]:
        if self.data is None:
            yield Choice("", "выберите", True, {})
        for value, title in self.words:
            yield Choice(str(value), title, value == self.data, {})

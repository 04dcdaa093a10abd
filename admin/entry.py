"""What the views of the journal share: a record chosen once, a reason, refusals of actions under fields of forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from wtforms import StringField

from actions.cells import Stale
from actions.refusals import NotYours, Refused
from admin.base import EntityView
from admin.fields import RecordField, Required
from admin.lookups import Lookup
from admin.saving import FOREIGN
from models.base import Base
from rules.violation import Violation

REASON = StringField("Причина", description="Нужна для поздней записи и для исправления (п. 6.1–6.3)")


def record(label: str, model: type[Base]) -> RecordField:
    """A record that must be chosen."""
    return RecordField(label, lookup=Lookup(model), optional=False, validators=[Required()])


class EntryView(EntityView):
    """A view whose rows are written through actions; ``renamed`` ties the rules' field names to the form's."""

    renamed: Mapping[str, str] = {}

    @contextmanager
    def told(self, form: Any = None) -> Iterator[None]:
        """Turn what an action raises into refusals under the fields of the form."""
        try:
            yield
        except Refused as refused:
            for violation in refused.violations[1:]:
                self.refuse(form, self._placed(violation))
            raise self._placed(refused.violations[0]) from refused
        except Violation as violation:
            raise self._placed(violation) from violation
        except NotYours as error:
            raise Violation("", FOREIGN) from error
        except Stale as error:
            raise Violation("", f"Клетку только что изменил(а) {error.author}: сейчас там «{error.value}»") from error

    def _placed(self, violation: Violation) -> Violation:
        said = violation.field or ""
        name = self.renamed.get(said) or self.renamed.get(said.split("-")[0]) or violation.field  # works-0-number
        if violation.needs == "reason":
            name = "reason"
        return Violation(violation.point, violation.message, name, violation.needs)

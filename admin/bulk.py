"""Acts on chosen rows: at once, or after a page that asks what they need: an order, a date, a reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from flask import flash, g, redirect, request
from flask_admin.actions import action
from flask_admin.form import BaseForm
from flask_admin.helpers import get_redirect_target
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from access.check import allows, writable
from access.grants import CREATE, UPDATE
from admin.base import EntityView
from admin.fields import DayField, Required
from admin.lookups import Lookup
from models import db
from models.base import Base
from queries.naming import name_of
from rules.names import sort_key
from rules.violation import Violation

ASKED = "_asked"  # in the form of the page: the answers are there
CHANGED = "Не записано: строку только что изменили. Обновите страницу."


@dataclass(frozen=True)
class Act:
    """name: of the bulk action; title: what the button says."""

    name: str
    title: str


@dataclass(frozen=True)
class ShortLookup(Lookup):
    """Records narrowed to so few that they are all shown at once."""

    @property
    def is_dictionary(self) -> bool:
        return True


class BulkView(EntityView):
    """A view with acts of its own; each is an @action, declared in ``action_verbs``."""

    makes: ClassVar[Mapping[str, type[Base]]] = {}  # act → entity it also creates rows of
    on_details: ClassVar[Sequence[str]] = ()  # acts shown as buttons on the details page too
    bulk_template = "back/bulk.html"

    def is_action_allowed(self, name: str) -> bool:
        made = self.makes.get(name)
        return super().is_action_allowed(name) and (made is None or allows(self.user, CREATE, made))

    def get_actions_list(self) -> Any:
        """As ``action_verbs`` declares them, deletion last."""
        actions, confirmations = super().get_actions_list()
        order = list(self.action_verbs)
        return sorted(actions, key=lambda act: (act[0] == "delete", order.index(act[0]))), confirmations

    def ask(self, name: str, kind: type[BaseForm], do: Callable[[Any], str], button: str, note: str = "") -> Any:
        """Show the page of the act, or do it with the answers; ``do`` returns what to say."""
        answered = ASKED in request.form
        form = kind(request.form if answered else None)
        if answered and form.validate() and (said := self._done(form, lambda: do(form))) is not None:
            flash(said, "success")
            return redirect(get_redirect_target() or self.get_url(".index_view"))
        page = self.render(self.bulk_template, form=form, act=Act(name, dict(self._actions)[name]), button=button,
                           note=note, chosen=sorted(
                               ((row.id, name_of(row)) for row in g.chosen), key=lambda pair: sort_key(pair[1])),
                           return_url=get_redirect_target() or self.get_url(".index_view"))
        return page, 422 if answered else 200

    def run(self, do: Callable[[Any], None], said: Callable[[int], str]) -> None:
        """Do it to every chosen row, all or none."""
        def every() -> str:
            for row in g.chosen:
                do(row)
            return said(len(g.chosen))
        answer = self._done(None, every)
        if answer is not None:
            flash(answer, "success")

    def _done(self, form: BaseForm | None, do: Callable[[], str]) -> str | None:
        try:
            self.take_turn()
            said = do()
            db.session.flush()
            db.session.commit()
        except (Violation, IntegrityError) as error:
            db.session.rollback()
            self.refuse(form, error)
        except StaleDataError:
            db.session.rollback()
            self.refuse(form, Violation("", CHANGED))
        else:
            return said
        return None

    def beside(self, model: Any) -> dict[str, Any]:
        return {**super().beside(model), "own_acts": self.own_acts(model)}

    def own_acts(self, model: Any) -> list[Act]:
        """Buttons of the details page: what the user may do to this very row."""
        titles = dict(self._actions)
        return [Act(name, titles[name]) for name in self.on_details
                if self.is_action_allowed(name) and self.find(self.action_verb(name), model.id) is not None]


class CloseForm(BaseForm):  # type: ignore[misc]
    day = DayField("Закрыть с", validators=[Required()])


class ClosableView(BulkView):
    """Reference data in use are not deleted but closed from a date on."""

    closes: ClassVar[str] = "closed_on"
    close_note = "Закрытое остаётся в журналах и отчётах, но больше не предлагается в новых строках."
    action_verbs = {**BulkView.action_verbs, "close": UPDATE}

    def is_action_allowed(self, name: str) -> bool:
        open_fields = writable(self.user, UPDATE, self.entity)
        return super().is_action_allowed(name) and (
            name != "close" or open_fields is None or self.closes in open_fields)

    @action("close", "Закрыть с даты")
    def action_close(self, ids: Any) -> Any:
        return self.ask("close", CloseForm, self._close, "Закрыть", self.close_note)

    def _close(self, form: Any) -> str:
        for row in g.chosen:
            self.check_closing(row, form.day.data)
            setattr(row, self.closes, form.day.data)
        return f"Закрыто с {form.day.data:%d.%m.%Y}: {len(g.chosen)}."

    def check_closing(self, row: Any, day: Any) -> None:
        """Raise a Violation under «day» when the row may not be closed then."""

"""Forms: only the fields the user may write; refusals under their fields; a stale form shows both versions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

import sqlalchemy as sa
from flask import current_app, flash, g, redirect, request
from flask_admin import expose
from flask_admin.form import BaseForm, FormOpts, rules
from flask_admin.helpers import get_redirect_target
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from access.check import writable, writable_on
from access.grants import CREATE, UPDATE, Action
from actions.cells import Stale
from admin.constraint_words import CHECKS
from admin.constraints import Refusal, explain
from admin.export import ExportView
from admin.fields import RecordField
from admin.forms import VERSION, build_form, default_fields
from admin.lookups import Narrow
from admin.values import words
from models import db
from queries.attributes import resolve
from queries.references import used_in
from queries.spans import overlapped
from rules.violation import Violation
from views.once import keep, repeated

MEANWHILE = "Эту клетку только что изменил кто-то ещё. Посмотрите, что в ней теперь, и повторите."
FOREIGN = "Сюда у вас нет доступа: выберите другое."


def require_alone(row: Any) -> None:
    """Spans that PostgreSQL excludes by itself are refused on SQLite too."""
    broken = overlapped(row)
    if broken is not None:
        field, message = CHECKS[broken]
        raise Violation("", message, field)


def _phrase(violation: Violation) -> Refusal:
    """The rule's words as one sentence, its point at the end."""
    point = f" (п. {violation.point})" if violation.point else ""
    return Refusal(violation.field, f"{violation.message.rstrip('.')}{point}.")


class FormView(ExportView):
    """How a row is filled in, saved and deleted."""

    fields: ClassVar[Sequence[str]] = ()
    sections: ClassVar[Sequence[tuple[str, Sequence[str]]]] = ()
    fixed: ClassVar[Sequence[str]] = ()  # set when created, never changed
    extra_fields: ClassVar[Mapping[str, Any]] = {}  # not the model's: a reason, a new login
    hints: ClassVar[Mapping[str, str]] = {}
    narrow: ClassVar[Mapping[str, Narrow]] = {}

    create_template, edit_template = "back/create.html", "back/edit.html"

    # the hooks a view of a regulated entity overrides

    def validate(self, form: BaseForm, model: Any | None) -> Iterable[Violation]:
        """What forbids the entered values, beside the model's own limits; ``model`` is None for a new row."""
        return ()

    def opened(self, model: Any) -> None:
        """Called when the page of a row is shown: cards of people are written into the log of views (п. 9.2)."""

    def save(self, form: BaseForm, model: Any | None) -> Any:
        """Write the form into a row and return it; views of the regulation's entities call an action instead."""
        row = model if model is not None else self.entity()
        for field in form:
            if field.short_name in self.own_fields:
                setattr(row, field.short_name, field.data)
        db.session.add(row)
        return row

    def remove(self, model: Any) -> None:
        """Delete a row; views of the regulation's entities call an action instead."""
        db.session.delete(model)

    # the form class

    @property
    def form_names(self) -> list[str]:
        if self.sections:
            return [name for _, names in self.sections for name in names]
        return list(self.fields) or default_fields(self.entity)

    @property
    def own_fields(self) -> list[str]:
        """Fields of the form that are the model's."""
        return [name for name in self.form_names if name not in self.extra_fields]

    def scaffold_form(self) -> type[BaseForm]:
        return build_form(self.entity, self.form_names, extra=self.extra_fields, labels=self.labels, hints=self.hints,
                          narrow=self.narrow)

    def make_form(self, model: Any | None) -> BaseForm:
        """The form of this request, without the fields that the user may not write."""
        form = self._create_form_class(request.form if request.method == "POST" else None, obj=model)
        open_fields = (writable(self.user, CREATE, self.entity) if model is None
                       else writable_on(self.user, UPDATE, model))
        for name in self.form_names:
            shut = model is not None and name in self.fixed
            if shut or not (open_fields is None or name in self.extra_fields
                            or open_fields & resolve(self.entity, name).names):
                del form[name]
        if model is None and VERSION in form:
            del form[VERSION]
        return form

    # pages

    @expose("/new/", methods=("GET", "POST"))
    def create_view(self) -> Any:
        form = self.make_form(None)
        if request.method == "POST":
            if (answer := repeated()) is not None:
                return answer
            if (row := self.write(form, None)) is not None:
                return self.saved(row, created=True)
        return self.form_page(self.create_template, form, None)

    @expose("/edit/", methods=("GET", "POST"))
    def edit_view(self) -> Any:
        model = g.record
        form = self.make_form(model)
        if request.method == "POST" and self.write(form, model) is not None:
            return self.saved(model, created=False)
        self.opened(model)
        return self.form_page(self.edit_template, form, model)

    @expose("/delete/", methods=("POST",))
    def delete_view(self) -> Any:
        if self.erase([g.record]):
            flash("Удалено.", "success")
        return redirect(get_redirect_target() or self.get_url(".index_view"))

    def form_page(self, template: str, form: BaseForm, model: Any | None) -> Any:
        code = g.get("form_status", 422) if request.method == "POST" else 200
        context = self.beside(model) if model is not None else {}
        page = self.render(template, form=form, form_opts=FormOpts(self.form_widget_args, self.rules_for(form)),
                           return_url=get_redirect_target() or self.get_url(".index_view"),
                           **context, **({"model": model} if model is not None else {}))
        return page, code

    def rules_for(self, form: BaseForm) -> Any:
        """The sections of the form, without the fields that are not in it."""
        parts = [(title, [name for name in names if name in form]) for title, names in self.sections]
        sets = [rules.FieldSet(names, title) for title, names in parts if names]
        return rules.RuleSet(self, sets) if sets else None

    def beside(self, model: Any) -> dict[str, Any]:
        """What stands beside the form of an existing row."""
        return {}

    def saved(self, row: Any, created: bool) -> Any:
        """The answer after a save: back to where one came from."""
        flash("Добавлено." if created else "Сохранено.", "success")
        return redirect(self.after_save(row))

    def after_save(self, row: Any) -> str:
        back = get_redirect_target()
        if "_continue_editing" in request.form and self.may(UPDATE):
            return self.get_url(".edit_view", id=row.id, url=back)
        if "_add_another" in request.form:
            return self.get_url(".create_view", url=back)
        return back or self.get_url(".index_view")

    # writing

    def write(self, form: BaseForm, model: Any | None) -> Any | None:
        """Save and commit; None when something forbids it: the form then says what, and nothing is written."""
        try:
            self.take_turn()
            if (model is not None and self.is_stale(form, model)) or not self.accepts(form, model):
                return None
            row = self.save(form, model)
            db.session.flush()
            self.require_own(form, row, CREATE if model is None else UPDATE)
            require_alone(row)
            if model is None:
                keep(self.after_save(row))
            db.session.commit()
        except StaleDataError:
            db.session.rollback()
            self.show_both(form, model)
        except Stale:
            db.session.rollback()
            self.refuse(form, Violation("", MEANWHILE))
        except (Violation, IntegrityError) as error:
            db.session.rollback()
            self.refuse(form, error)
        else:
            return row
        return None

    def accepts(self, form: BaseForm, model: Any | None) -> bool:
        valid = form.validate()
        with db.session.no_autoflush:
            violations = list(self.validate(form, model)) if valid else []
        for violation in violations:
            self.refuse(form, violation)
        return valid and not violations

    def require_own(self, form: BaseForm, row: Any, action: Action) -> None:
        """The written row must still be the user's: nothing is moved into another's group or journal."""
        if db.session.scalar(sa.select(self.entity.id).where(self.entity.id == row.id, self.scope(action))) is None:
            parents = [field.short_name for field in form if isinstance(field, RecordField)]
            raise Violation("", FOREIGN, field=parents[0] if parents else None)

    def refuse(self, form: BaseForm | None, error: Violation | IntegrityError) -> None:
        """Put a refusal under its field, or above the form when it has none."""
        refusal = explain(self.entity, error) if isinstance(error, IntegrityError) else _phrase(error)
        field = self.field_of(form, refusal.field) if form is not None else None
        if field is not None:
            field.errors = [*field.errors, refusal.message]
        elif form is not None:
            form.form_errors = [*form.form_errors, refusal.message]
        else:
            flash(refusal.message, "error")

    @staticmethod
    def field_of(form: BaseForm, name: str | None) -> Any:
        for candidate in (name, (name or "").removesuffix("_id")):
            if candidate and candidate in form:
                return form[candidate]
        return None

    # a stale form

    def is_stale(self, form: BaseForm, model: Any) -> bool:
        if VERSION not in form or form[VERSION].data == str(model.row_version):
            return False
        self.show_both(form, model)
        return True

    def show_both(self, form: BaseForm, model: Any) -> None:
        """Beside every field that differs stands what is stored now; a second save then overwrites knowingly."""
        g.form_status = 409
        db.session.refresh(model)
        stored = self._create_form_class(None, obj=model)
        form.validate()
        for field in form:
            name = field.short_name
            if name in self.own_fields and stored[name].data != field.data:
                field.errors = [*field.errors, f"Сейчас записано: {words(stored[name].data) or 'пусто'}."]
        form.form_errors = [*form.form_errors, f"Пока форма была открыта, {self.last_writer(model)} изменил(а) эту "
                            "строку. Ваше не потеряно: сравните и сохраните ещё раз."]
        form[VERSION].data = str(model.row_version)
        form[VERSION].raw_data = None

    def last_writer(self, model: Any) -> str:
        """Who changed the row last, if the audit says it."""
        return "другой пользователь"

    # deleting

    def erase(self, found: Sequence[Any]) -> bool:
        """Delete the rows, all or none; the first refusal is shown."""
        try:
            for row in found:
                places = used_in(row)
                if places:
                    raise Violation("", f"Нельзя удалить «{words(row)}»: используется в разделе "
                                        f"{', '.join(f'«{place}»' for place in places)}.")
                self.remove(row)
            db.session.flush()
            db.session.commit()
        except (Violation, IntegrityError) as error:
            db.session.rollback()
            self.refuse(None, error)
            return False
        except StaleDataError:
            db.session.rollback()
            flash("Не удалено: строку только что изменили. Обновите страницу.", "error")
            return False
        return True

    def create_form(self, obj: Any = None) -> BaseForm:
        return self.make_form(None)

    def edit_form(self, obj: Any = None) -> BaseForm:
        return self.make_form(obj)

    def handle_view_exception(self, exc: Exception) -> bool:
        current_app.logger.error("unexpected refusal in the back office", exc_info=exc)
        return False

"""Администрирование: accounts and roles; passwords are issued, never read or typed (п. 5.2)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from flask import current_app, flash, g
from flask_admin import expose
from flask_admin.actions import action

from access.grants import UPDATE
from actions import accounts
from actions.passwords import issue_one_time
from admin.base import EntityView
from admin.fields import TermsField
from admin.filters import YES_NO, choice_filter
from clock import wall_now
from models import User, UserRole, db
from rules.credentials import check_login, normalise_login
from rules.terms import STAFF_ROLES, Role
from rules.violation import Violation


def _with_role(user: Any, role: str) -> sa.ColumnElement[bool]:
    return User.id.in_(sa.select(UserRole.user_id).where(UserRole.role == role))


def _blocked(user: Any, flag: str) -> sa.ColumnElement[bool]:
    return User.blocked_at.is_not(None) if flag == "1" else User.blocked_at.is_(None)


class UserView(EntityView):
    entity = User
    name_one = "учётную запись"
    columns = ("full_name", "login", "roles", "position", "last_sign_in_at", "state")
    labels = {"state": "Состояние", "roles": "Роли"}
    loads = ("roles",)
    order = ("sort_key",)
    filters = (choice_filter("Роль", "role", lambda user: Role.choices(), _with_role, Role),
               choice_filter("Заблокирован", "blocked", lambda user: YES_NO, _blocked), "last_sign_in_at", "position")
    sections = (
        ("Человек", ("last_name", "first_name", "patronymic", "position")),
        ("Вход", ("login", "roles")),
        ("Контакты", ("email", "phone")),
    )
    extra_fields = {"roles": TermsField("Роли", kind=Role)}
    details = ("last_name", "first_name", "patronymic", "login", "roles", "position", "email", "phone", "state",
               "block_reason", "last_sign_in_at", "must_change_password")
    verbs = {"issue_password": (UPDATE,)}
    objects = {"issue_password": "form"}
    action_verbs = {"block": UPDATE, "unblock": UPDATE}
    hints = {"login": "Латинские буквы, цифры, точка, дефис и подчёркивание."}

    def show_roles(self, user: User) -> str:
        return ", ".join(role.title for role in Role if role in user.role_set)

    def show_state(self, user: User) -> str:
        if user.blocked_at is not None:
            return "заблокирован"
        return "ждёт первого входа" if user.last_sign_in_at is None else "входит"

    def make_form(self, model: User | None) -> Any:
        form = super().make_form(model)
        if model is not None and form["roles"].raw_data is None:
            form["roles"].data = [role for role in Role if role in model.role_set]
        return form

    def validate(self, form: Any, model: User | None) -> Iterable[Violation]:
        problem = check_login(normalise_login(form["login"].data))
        if problem is not None:
            yield Violation(problem.point, problem.message, "login")
        if not form["roles"].data:
            yield Violation("", "Выберите хотя бы одну роль.", "roles")
        if model is not None and model.id == self.user.id and Role.ADMINISTRATOR not in form["roles"].data:
            yield Violation("", "Нельзя снять с себя роль администратора: попросите другого администратора.", "roles")

    def save(self, form: Any, model: User | None) -> User:
        form["login"].data = normalise_login(form["login"].data)
        user: User = super().save(form, model)
        chosen = set(form["roles"].data)
        user.roles = [held for held in user.roles if Role(held.role) in chosen] + [
            UserRole(role=role) for role in Role if role in chosen - user.role_set]
        if model is None:
            g.password = issue_one_time(user, wall_now(), current_app.extensions["settings"].password_memory)
        return user

    def saved(self, row: User, created: bool) -> Any:
        return self.password_page(row) if created else super().saved(row, created)

    def password_page(self, user: User) -> Any:
        """The one-time password is shown once, on the answer itself: it is stored nowhere."""
        return self.render("back/password.html", account=user, password=g.password,
                           return_url=self.get_url(".index_view"))

    @expose("/password/", methods=("POST",))
    def issue_password(self) -> Any:
        """A new one-time password for a member of staff."""
        user: User = g.record
        if user.role_set.isdisjoint(STAFF_ROLES):
            raise Violation("5.2", "Студентам и родителям пароли выдаёт куратор")
        g.password = issue_one_time(user, wall_now(), current_app.extensions["settings"].password_memory)
        db.session.commit()
        return self.password_page(user)

    @action("block", "Заблокировать", "Выбранные пользователи не смогут войти, их сеансы закончатся сразу.")
    def action_block(self, ids: Any) -> None:
        others = [user for user in g.chosen if user.id != self.user.id and user.blocked_at is None]
        for user in others:
            accounts.block(user, "Заблокирован администратором", wall_now())
        db.session.commit()
        flash(f"Заблокировано: {len(others)}.", "success")

    @action("unblock", "Разблокировать")
    def action_unblock(self, ids: Any) -> None:
        for user in g.chosen:
            accounts.unblock(user)
        db.session.commit()
        flash(f"Разблокировано: {len(g.chosen)}.", "success")


VIEWS = (UserView,)

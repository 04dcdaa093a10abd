"""The second step: nothing opens before it, a code serves once, guessing is slowed down, a lost phone is no end."""

from __future__ import annotations

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor

import pyotp
import pytest
import sqlalchemy as sa

from models import AuditRecord, RecoveryCode, SecondFactor, Throttle, User, UserIdentity, UserSession
from rules.second_factor import DEMANDED
from rules.terms import Role
from tests import factories as f

PASSED = 302
STEP = dt.timedelta(seconds=30)
WRONG = "Код не подходит"


def enter(client, login="ivanova", password=f.PASSWORD, **form):
    return client.post("/login", data={"login": login, "password": password, **form})


def form_of(page: str) -> tuple[str, str]:
    """The key and its sealed copy on the page that offers them."""
    key = re.search(r'class="factor-key">([^<]+)<', page)[1].replace(" ", "")
    return key, re.search(r'name="sealed" value="([^"]+)"', page)[1]


def switch_on(client) -> tuple[str, list[str]]:
    """The key and the recovery codes of whoever is signed in."""
    key, sealed = form_of(client.get("/second-factor/").text)
    answer = client.post("/second-factor/on", data={
        "sealed": sealed, "code": pyotp.TOTP(key).now(), "password": f.PASSWORD})
    assert answer.status_code == 200, answer.text
    return key, re.findall(r"<li>([a-z0-9-]{19})</li>", answer.text)


@pytest.fixture
def holder(client, db, clock):
    """A teacher with a second step, signed out; the key and the recovery codes."""
    user = f.UserFactory(login="ivanova", roles=(Role.TEACHER,))
    enter(client)
    key, codes = switch_on(client)
    client.post("/logout")
    clock.shift(STEP)
    return user, key, codes


def opened(client) -> bool:
    return client.get("/sessions").status_code == 200


def test_sign_in_asks_for_the_code_and_leads_back(client, holder):
    _, key, _ = holder
    answer = enter(client, next="/sessions?a=1")
    assert answer.location == "/login/code?next=/sessions?a%3D1"
    assert 'name="next" value="/sessions?a=1"' in client.get(answer.location).text
    answer = client.post("/login/code", data={"code": pyotp.TOTP(key).now(), "next": "/sessions?a=1"})
    assert (answer.status_code, answer.location) == (PASSED, "/sessions?a=1")
    assert opened(client)


def test_half_signed_in_opens_nothing(client, holder, app):
    enter(client)
    for path in ("/", "/journal/", "/sessions", "/second-factor/", "/admin/", "/confirm/", "/password", "/me/"):
        answer = client.get(path)
        assert answer.status_code == PASSED, path
        assert answer.location.startswith("/login"), path
    assert client.post("/second-factor/off", data={}).location.startswith("/login")
    assert client.get("/journal/", headers={"Accept": "application/json"}).status_code == 401


def test_the_cookie_is_another_after_the_code(client, other, holder):
    """What was planted or seen between the steps is worth nothing afterwards."""
    _, key, _ = holder
    enter(client)
    half = client.get_cookie("sid").value
    client.post("/login/code", data={"code": pyotp.TOTP(key).now()})
    assert client.get_cookie("sid").value != half
    other.set_cookie("sid", half)
    assert not opened(other)
    assert other.get("/login/code").location == "/login"


def test_a_code_serves_once(client, other, holder, clock):
    _, key, _ = holder
    code = pyotp.TOTP(key).now()
    for device in (client, other):
        enter(device)
    assert client.post("/login/code", data={"code": code}).status_code == PASSED
    answer = other.post("/login/code", data={"code": code})
    assert (answer.status_code, WRONG in answer.text) == (401, True)
    clock.shift(STEP)
    assert other.post("/login/code", data={"code": pyotp.TOTP(key).now()}).status_code == PASSED


def test_a_recovery_code_serves_once_and_is_written_down(client, other, holder, db):
    user, _, codes = holder
    assert len(codes) == 10
    enter(client)
    assert client.post("/login/code", data={"code": codes[0].upper()}).status_code == PASSED
    enter(other)
    answer = other.post("/login/code", data={"code": codes[0]})
    assert (answer.status_code, "уже использован" in answer.text) == (401, True)
    said = [record.after for record in db.scalars(sa.select(AuditRecord).where(
        AuditRecord.entity == "user", AuditRecord.entity_id == user.id, AuditRecord.action == "sign_in"))]
    assert said == [{"second_factor": "использован резервный код"}]
    assert "кодов: <b>9</b>" in client.get("/second-factor/").text


def test_ten_minutes_between_the_steps(client, holder, clock):
    _, key, _ = holder
    enter(client)
    clock.shift(dt.timedelta(minutes=10, seconds=1))
    assert client.post("/login/code", data={"code": pyotp.TOTP(key).now()}).location == "/login"
    assert not opened(client)


def test_blocking_between_the_steps(client, holder, db):
    user, key, _ = holder
    enter(client)
    db.get(User, user.id).blocked_at = f.NOW
    assert client.post("/login/code", data={"code": pyotp.TOTP(key).now()}).location == "/login"


def test_guessing_is_slowed_down_over_devices_and_written_down(client, other, holder, db, clock):
    user, key, codes = holder
    for device in (client, other):
        enter(device)
    for device in (client, other, client, other, client):
        assert WRONG in device.post("/login/code", data={"code": "000000"}).text
    for code in (pyotp.TOTP(key).now(), codes[0]):
        answer = other.post("/login/code", data={"code": code})
        assert (answer.status_code, "Слишком много попыток" in answer.text) == (401, True)
    enter(other)  # a new sign-in does not open the door again
    assert "Слишком много попыток" in other.post("/login/code", data={"code": codes[0]}).text
    record = db.scalar(sa.select(AuditRecord).where(AuditRecord.action == "sign_in"))
    assert (record.entity_id, record.actor_id) == (user.id, user.id)
    clock.shift(dt.timedelta(minutes=15, seconds=1))
    enter(other)
    assert other.post("/login/code", data={"code": pyotp.TOTP(key).now()}).status_code == PASSED
    assert db.scalars(sa.select(Throttle).where(Throttle.key == f"factor:{user.id}")).all() == []


@pytest.mark.parametrize(("form", "field"), [
    ({"code": "000000"}, "Код не подходит"),
    ({"password": "мимо"}, "Это не ваш нынешний пароль"),
    ({"sealed": "чужое"}, "Страница устарела"),
    ({"sealed": ""}, "Страница устарела"),
])
def test_switching_on_needs_the_code_and_the_password(client, db, clock, form, field):
    user = f.UserFactory(login="ivanova", roles=(Role.TEACHER,))
    enter(client)
    key, sealed = form_of(client.get("/second-factor/").text)
    answer = client.post("/second-factor/on", data={
        "sealed": sealed, "code": pyotp.TOTP(key).now(), "password": f.PASSWORD, **form})
    assert answer.status_code == 422
    assert field in answer.text
    assert (form_of(answer.text)[0] == key) == ("sealed" not in form), "the picture stays as long as it is good"
    assert db.scalar(sa.select(SecondFactor).where(SecondFactor.user_id == user.id)) is None


def test_a_key_offered_to_another_is_nobody_s(client, other, db, clock):
    f.UserFactory(login="ivanova", roles=(Role.TEACHER,))
    f.UserFactory(login="petrov", roles=(Role.TEACHER,))
    enter(client)
    enter(other, "petrov")
    key, sealed = form_of(client.get("/second-factor/").text)
    answer = other.post("/second-factor/on", data={
        "sealed": sealed, "code": pyotp.TOTP(key).now(), "password": f.PASSWORD})
    assert (answer.status_code, "Страница устарела" in answer.text) == (422, True)


def test_nothing_secret_is_kept_or_written_down(client, holder, db):
    user, key, codes = holder
    factor = db.scalar(sa.select(SecondFactor).where(SecondFactor.user_id == user.id))
    hashes = db.scalars(sa.select(RecoveryCode.code_hash).where(RecoveryCode.user_id == user.id)).all()
    written = [str((record.before, record.after)) for record in db.scalars(sa.select(AuditRecord))]
    assert any("'second_factor': 'включён'" in text for text in written)
    for secret in (key, *codes, factor.secret):
        assert secret not in "".join((*hashes, *written))
    assert key not in factor.secret


def test_other_devices_are_signed_out_by_switching_on_and_off(client, other, db, clock):
    f.UserFactory(login="ivanova", roles=(Role.TEACHER,))
    for device in (client, other):
        enter(device)
    key, _ = switch_on(client)
    assert opened(client)
    assert not opened(other)
    clock.shift(STEP)
    enter(other)
    other.post("/login/code", data={"code": pyotp.TOTP(key).now()})
    clock.shift(STEP)
    answer = client.post("/second-factor/off", data={"password": f.PASSWORD, "code": pyotp.TOTP(key).now()})
    assert answer.status_code == 303
    assert opened(client)
    assert not opened(other)
    assert enter(other).location == "/"


@pytest.mark.parametrize(("path", "form"), [
    ("off", {"password": "мимо"}), ("off", {"code": "000000"}), ("codes", {"password": "мимо"}),
    ("codes", {"code": "000000"}),
])
def test_changing_needs_the_password_and_a_code(client, holder, db, clock, path, form):
    _, key, codes = holder
    enter(client)
    client.post("/login/code", data={"code": pyotp.TOTP(key).now()})
    clock.shift(STEP)
    answer = client.post(f"/second-factor/{path}", data={
        "password": f.PASSWORD, "code": pyotp.TOTP(key).now(), **form})
    assert answer.status_code == 422
    enter(client)
    assert client.post("/login/code", data={"code": codes[0]}).status_code == PASSED, "nothing was changed"


def test_new_recovery_codes_take_the_place_of_the_old(client, holder, clock):
    _, key, codes = holder
    enter(client)
    client.post("/login/code", data={"code": pyotp.TOTP(key).now()})
    page = client.post("/second-factor/codes", data={"password": f.PASSWORD, "code": codes[1]}).text
    fresh = re.findall(r"<li>([a-z0-9-]{19})</li>", page)
    assert len(set(fresh) - set(codes)) == 10
    enter(client)
    assert client.post("/login/code", data={"code": codes[2]}).status_code == 401
    assert client.post("/login/code", data={"code": fresh[0]}).status_code == PASSED


def test_learners_have_no_second_step(login):
    assert login(Role.STUDENT).get("/second-factor/").status_code == 403


@pytest.mark.parametrize(("settings", "demanded"), [
    ({}, frozenset()),  # the journal is tried out
    ({"base_url": "https://journal.example.ru", "demo": False}, DEMANDED),
    ({"base_url": "https://journal.example.ru", "second_factor": "none"}, frozenset()),
    ({"second_factor": "curator, methodist"}, frozenset({Role.CURATOR, Role.METHODIST})),
])
def test_of_whom_it_is_demanded(app, configure, settings, demanded):
    configure(**settings)
    assert app.extensions["settings"].second_factor_roles == demanded


def test_whoever_must_have_it_is_led_to_it_first(client, db, configure, clock):
    configure(second_factor="administrator")
    f.UserFactory(login="ivanova", roles=(Role.ADMINISTRATOR, Role.TEACHER))
    enter(client)
    for path in ("/", "/journal/", "/sessions", "/admin/", "/credentials/", "/me/"):
        assert client.get(path).location == "/second-factor/", path
    asked = client.get("/journal/", headers={"Accept": "application/json"})
    assert (asked.status_code, asked.json["message"]) == (403, "Сначала включите второй шаг входа.")
    assert client.get("/password").status_code == 200
    key, _ = switch_on(client)
    assert opened(client)
    clock.shift(STEP)
    client.post("/second-factor/off", data={"password": f.PASSWORD, "code": pyotp.TOTP(key).now()})
    assert client.get("/sessions").location == "/second-factor/", "without one again"
    assert client.post("/logout").location == "/login"


def test_a_first_password_comes_before_the_second_step(client, db, configure):
    configure(second_factor="administrator")
    f.UserFactory(login="ivanova", roles=(Role.ADMINISTRATOR,), must_change_password=True)
    enter(client)
    assert client.get("/second-factor/").location == "/password"


def test_the_administrator_resets_another_s_with_a_reason(client, login, holder, db):
    user, key, _ = holder
    f.UserIdentityFactory(user=user)
    enter(client)
    client.post("/login/code", data={"code": pyotp.TOTP(key).now()})
    admin = login(Role.ADMINISTRATOR)
    form = {"action": "second_factor", "rowid": user.id}
    assert admin.post("/admin/user/action/", data=form).status_code == 200
    assert admin.post("/admin/user/action/", data={**form, "_asked": "1", "reason": " "}).status_code == 422
    assert opened(client)
    assert admin.post("/admin/user/action/", data={
        **form, "_asked": "1", "reason": "Утерян телефон, личность проверена"}).status_code == PASSED
    assert not opened(client)
    assert enter(client).location == "/"
    record = db.scalars(sa.select(AuditRecord).where(AuditRecord.entity_id == user.id).order_by(
        AuditRecord.id.desc())).first()
    assert (record.after, record.reason) == ({"second_factor": "сброшен"}, "Утерян телефон, личность проверена")
    assert db.scalars(sa.select(RecoveryCode).where(RecoveryCode.user_id == user.id)).all() == []
    assert db.scalar(sa.select(sa.func.count()).select_from(UserIdentity)) == 0
    told = client.get("/notifications/").text
    assert "Второй шаг вашего входа сброшен администратором" in told
    assert "отвязан" in told


def test_nobody_resets_his_own_as_administrator(login, db):
    user = f.UserFactory(roles=(Role.ADMINISTRATOR,))
    f.SecondFactorFactory(user=user)
    answer = login(user).post("/admin/user/action/", data={
        "action": "second_factor", "rowid": user.id, "_asked": "1", "reason": "лень"})
    assert answer.status_code == 422
    assert db.scalar(sa.select(SecondFactor).where(SecondFactor.user_id == user.id)) is not None


def test_the_command_resets_it(app, client, holder, db):
    _, key, _ = holder
    enter(client)
    client.post("/login/code", data={"code": pyotp.TOTP(key).now()})
    db.commit()
    run = app.test_cli_runner().invoke
    assert run(args=["users", "reset-second-factor", "nobody"]).exit_code == 2
    done = run(args=["users", "reset-second-factor", " Ivanova "])
    assert (done.exit_code, "сброшен: ivanova" in done.output) == (0, True)
    assert run(args=["users", "reset-second-factor", "ivanova"]).exit_code == 2, "there is none any more"
    db.expire_all()
    assert not opened(client)
    assert enter(client).location == "/"


def test_a_key_sealed_by_another_secret_key_opens_nothing(client, holder, configure):
    """The recovery codes still do: their hashes need no key."""
    _, key, codes = holder
    configure(secret_key="another key of the installation")
    enter(client)
    answer = client.post("/login/code", data={"code": pyotp.TOTP(key).now()})
    assert (answer.status_code, "Ключ кодов не читается" in answer.text) == (401, True)
    assert client.post("/login/code", data={"code": codes[0]}).status_code == PASSED


def test_the_step_costs_little(client, holder, count_queries):
    _, key, _ = holder
    with count_queries(at_most=8):
        enter(client)
    with count_queries(at_most=12):
        client.post("/login/code", data={"code": pyotp.TOTP(key).now()})


def test_waiting_sessions_are_not_among_one_s_own(client, other, holder, db):
    user, key, _ = holder
    enter(other)
    enter(client)
    client.post("/login/code", data={"code": pyotp.TOTP(key).now()})
    assert client.get("/sessions").text.count('data-label="Адрес"') == 1
    client.post("/sessions/end-all")
    living = sa.select(UserSession).where(UserSession.user_id == user.id, UserSession.ended_at.is_(None))
    assert db.scalars(living).all() == [], "«выйти везде» ends the waiting ones, too"


def test_of_two_requests_with_one_code_one_passes(client, other, holder):
    _, key, _ = holder
    for device in (client, other):
        enter(device)
    code = pyotp.TOTP(key).now()
    with ThreadPoolExecutor(2) as threads:
        statuses = list(threads.map(lambda device: device.post("/login/code", data={"code": code}).status_code,
                                    (client, other)))
    assert sorted(statuses) == [PASSED, 401]


def test_two_first_failures_at_once_are_counted_in_one_row(client, other, db):
    with ThreadPoolExecutor(2) as threads:
        statuses = list(threads.map(lambda device: enter(device, "nobody", "мимо").status_code, (client, other)))
    assert statuses == [401, 401]
    assert db.scalar(sa.select(Throttle.failures).where(Throttle.key == "login:nobody")) == 2


def test_the_button_of_the_reset_is_where_it_serves(login, db):
    holder, plain = (f.UserFactory(roles=(Role.TEACHER,)) for _ in range(2))
    f.SecondFactorFactory(user=holder)
    admin = login(Role.ADMINISTRATOR)
    shown = ["Сбросить второй шаг" in admin.get(f"/admin/user/details/?id={user.id}").text for user in (holder, plain)]
    assert shown == [True, False]


def test_the_history_of_the_account_tells_it_in_words(client, login, holder, db):
    """What became of the step, beside the person; keys and codes stay hidden."""
    user, key, codes = holder
    enter(client)
    client.post("/login/code", data={"code": codes[0]})
    client.post("/second-factor/codes", data={"password": f.PASSWORD, "code": codes[1]})
    client.post("/second-factor/off", data={"password": f.PASSWORD, "code": pyotp.TOTP(key).now()})
    page = login(Role.ADMINISTRATOR).get(f"/admin/user/details/?id={user.id}").text
    for words in ("Второй шаг входа", "включён", "использован резервный код", "получены новые резервные коды",
                  "выключен"):
        assert words in page, words
    for raw in ("second_factor:", key, codes[0]):
        assert raw not in page, raw

"""Logins and passwords (п. 5.2, 9.1): everybody keeps his own, the first one is issued and changed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Protocol

from rules.norms import Norms
from rules.terms import AccessState
from rules.violation import Violation

LONGEST_PASSWORD = 128
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # no l, i, o, 1, 0: they are misread from paper
_ADVICE = "Подойдёт фраза из нескольких слов"
_GROUPS, _GROUP_LENGTH = 3, 4
_LOGIN = re.compile(r"[a-z][a-z0-9._-]{1,62}[a-z0-9]")

# Words that make a password guessable whatever digits stand beside them.
COMMON = frozenset({
    "password", "passw", "passwd", "parol", "пароль", "qwerty", "qwertyuiop", "йцукен", "йцукенгшщз", "asdfgh",
    "zxcvbn", "asdfghjkl", "zxcvbnm", "фывапролджэ", "admin", "administrator", "админ", "администратор", "root",
    "user", "login", "welcome", "letmein", "iloveyou", "monkey", "dragon", "master", "привет", "люблю", "любовь",
    "солнышко", "россия", "russia", "school", "школа", "college", "колледж", "lyceum", "licey", "лицей", "техникум",
    "journal", "журнал", "zhurnal", "dnevnik", "дневник", "teacher", "учитель", "преподаватель", "student", "студент",
    "parent", "родитель", "curator", "куратор", "mama", "мама", "papa", "папа",
})
_ALPHABET = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_RUSSIAN, _LATIN = "йцукенгшщзхъфывапролджэячсмитьбюё", "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_ON_LATIN_KEYS, _ON_RUSSIAN_KEYS = str.maketrans(_RUSSIAN, _LATIN), str.maketrans(_LATIN, _RUSSIAN)
_FOR_LETTERS = frozenset("@({[<!|$+%")
_MOST_FOR_LETTERS = 4  # different ones, digits aside; zxcvbn tries letters for each of them: two seconds for all
_READ = 32  # signs that are looked into: the rest makes no password worse
_WORTH = 2  # zxcvbn's score: a million guesses are not enough


class Chooser(Protocol):
    """What makes one-time passwords: ``secrets.SystemRandom()`` outside tests."""

    def choice(self, seq: Sequence[str]) -> str: ...


def normalise_login(text: str) -> str:
    """A login as it is stored and looked up."""
    return text.strip().casefold()


def check_login(text: str) -> Violation | None:
    """A login is Latin letters, digits, dot, hyphen, underscore, from 3 to 64 signs."""
    if _LOGIN.fullmatch(normalise_login(text)):
        return None
    return Violation("5.2", "Логин — от 3 до 64 знаков: латинские буквы, цифры, точка, дефис; сначала буква", "login")


def check_password(password: str, login: str, norms: Norms) -> Violation | None:
    """A password is long enough, not the login, not a word that everybody tries; any signs may be in it."""
    plain = password.casefold()
    if len(password) < norms.password_length:
        return Violation("9.1", f"Пароль короче {norms.password_length} знаков. {_ADVICE}", "password")
    if len(password) > LONGEST_PASSWORD:
        return Violation("9.1", f"Пароль длиннее {LONGEST_PASSWORD} знаков", "password")
    if plain in (normalise_login(login), normalise_login(login)[::-1]) or _core(plain) == _core(normalise_login(login)):
        return Violation("9.1", "Пароль не должен повторять логин", "password")
    if _is_common(plain) or plain in _ALPHABET or _is_guessable(plain, login):
        return Violation("9.1", f"Такой пароль легко угадать. {_ADVICE}", "password")
    return None


def access_state(blocked: bool, must_change: bool, expires_at: dt.datetime | None, last_sign_in: dt.datetime | None,
                 now: dt.datetime) -> AccessState:
    """How an account stands at the desk that issues passwords (п. 5.2)."""
    if blocked:
        return AccessState.BLOCKED
    if must_change and expires_at is not None and expires_at < now:
        return AccessState.EXPIRED
    return AccessState.ISSUED if must_change or last_sign_in is None else AccessState.ACTIVE


def one_time_password(chooser: Chooser) -> str:
    """«k7mp-x3vd-9hbq»: easy to read from a paper strip and to type on a phone."""
    return "-".join("".join(chooser.choice(ALPHABET) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS))


def _core(text: str) -> str:
    """The word inside: «Пароль-2023» → «пароль»; the text itself when it has no letters."""
    return "".join(sign for sign in text if sign.isalpha()) or text


def _is_common(plain: str) -> bool:
    """Whether it is a word that everybody tries, whatever digits stand beside it, typed on either layout."""
    return not COMMON.isdisjoint((_core(plain), _core(plain.translate(_ON_RUSSIAN_KEYS))))


def _is_guessable(plain: str, login: str) -> bool:
    """Whether a million guesses are enough: leaked passwords, words, names, dates, keys in a row, on either layout."""
    from zxcvbn import zxcvbn  # 14 MB of lists: whoever sets no password does without

    typed = {plain[:_READ], plain[:_READ].translate(_ON_LATIN_KEYS)}
    return any(zxcvbn(keys, user_inputs=[login])["score"] < _WORTH for keys in typed
               if len(_FOR_LETTERS & set(keys)) <= _MOST_FOR_LETTERS)

"""What letters and SMS say (п. 4.1, 9.2)."""

from __future__ import annotations

import pytest

from rules.sending import MOST_PARTS, sms_parts
from rules.sending_words import CODE, LETTER, Line, code_sms, letter_mail, notices_mail, notices_sms, notices_subject


def test_subjects_name_nobody():
    assert [LETTER, CODE] == ["Электронный журнал: письмо родителям", "Электронный журнал: код"]


@pytest.mark.parametrize(("count", "said"), [
    (1, "1 новое уведомление"), (3, "3 новых уведомления"), (5, "5 новых уведомлений"), (21, "21 новое уведомление")])
def test_a_subject_tells_how_many_and_nothing_else(count, said):
    assert notices_subject(count) == f"Электронный журнал: {said}"


def test_a_letter_of_notices():
    text = notices_mail([Line("Новая отметка 2", "Пётр", "/diary/5"), Line("Новое сообщение")],
                        "https://journal.test/", "Лицей")
    assert "— Пётр: новая отметка 2\n  https://journal.test/diary/5\n— Новое сообщение\n" in text
    assert text.endswith("Лицей")


@pytest.mark.parametrize("number", [1, 2, 12, 300])
def test_sms_of_notices_are_a_few(number):
    text = notices_sms([Line("Новая отметка 2: Физика, 20.11", "Пётр")] * number)
    assert sms_parts(text) <= MOST_PARTS
    assert ("И ещё:" in text) is (number > 8)


def test_a_notice_too_long_for_sms_is_only_counted():
    assert notices_sms([Line("я" * 1000)]) == "Журнал. Новых уведомлений: 1."


def test_a_code_is_one_sms():
    assert sms_parts(code_sms("12345678")) == 1


def test_a_letter_is_signed():
    text = letter_mail("Приглашаем", "Петрова А. И.", "Лицей", "https://journal.test")
    assert text.startswith("Приглашаем\n\nПетрова А. И.\nЛицей\n")

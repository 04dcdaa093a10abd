"""«Справка об обучении»: who studies where, since when and until when, for whom it is asked (п. 4.1)."""

from __future__ import annotations

from markupsafe import Markup

from documents.forms.layout import Layout
from documents.reports.paper import Signature
from queries.forms.studies import Studies
from rules.declension import Case, declined
from rules.documents import date_in_words
from rules.terms import Gender
from rules.words import by_gender


def studies_layout(data: Studies) -> Layout:
    """The name declines by the gender of the card."""
    face = data.face
    name = declined(Case.DATIVE, face.last_name, face.first_name, face.patronymic, face.gender)
    born = f", {date_in_words(face.birth_date)} рождения," if face.birth_date else ""
    paragraph = Markup('<p class="text">{}</p>')
    body = Markup('<p class="text">Выдана <b>{}</b>{} в том, что {} обучается на {} курсе в группе {} по специальности '
                  "(профессии) {}, форма обучения: {}.</p>").format(
        name, born, _pronoun(face.gender), face.course, face.group, face.speciality, face.study_form.title)
    if data.enrolled:
        order = data.enrolled
        body += paragraph.format(by_gender("Зачислен(а)", face.gender) + f" приказом № {order.number} от "
                                 f"{date_in_words(order.date)}, обучается с {date_in_words(order.effective_on)}.")
    if data.ends:
        body += paragraph.format(f"Предполагаемый срок окончания обучения: {date_in_words(data.ends)}.")
    body += paragraph.format(f"Справка выдана для предъявления {data.purpose or 'по месту требования'}.")
    return Layout("Справка об обучении", [], body, signatures=[Signature("Директор")])


def _pronoun(gender: Gender | None) -> str:
    return "он(а)" if gender is None else "она" if gender == Gender.FEMALE else "он"

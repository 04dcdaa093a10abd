import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.intake.refusal import ImportRefused
from importers.text import clean, decode, normalise_competency, normalise_index, to_cyrillic


@pytest.mark.parametrize(
    ("written", "index", "why"),
    [
        ("МДК 01.01", "МДК.01.01", "a space for the first point"),
        ("МДК01.01", "МДК.01.01", "no point at all"),
        ("МДК. 04.01", "МДК.04.01", "a point and a space"),
        ("мдк.02.05", "МДК.02.05", "small letters"),
        ("ПM.01.ЭК", "ПМ.01.ЭК", "a Latin M, as genuine plans have"),
        ("OП.01", "ОП.01", "a Latin O"),
        ("yп.01.01", "УП.01.01", "a small Latin y"),
        ("  МДК.11.01 ", "МДК.11.01", "leading spaces"),
        ("ПП\u00a001.01", "ПП.01.01", "a hard space"),
        ("МДК.1.2", "МДК.01.02", "numbers without the leading zero"),
        ("ПМ.01 Э(к)", "ПМ.01.Э(К)", "the exam of a module in brackets"),
        ("ОП.01у", "ОП.01У", "a letter glued to the number stays glued"),
        ("ОП.05.", "ОП.05", "a point at the end"),
        ("ПДП", "ПДП", "no number"),
        ("ФТД.В.01", "ФТД.В.01", "an unknown shape is only cleaned"),
        ("", "", "nothing"),
    ],
)
def test_index_is_normalised(written, index, why):
    assert normalise_index(written) == index, why


@pytest.mark.parametrize(
    ("written", "code"), [("ОК 1", "ОК 1"), ("OK 01.", "ОК 01"), ("ПК1.1", "ПК 1.1"), ("пк 2.10. ", "ПК 2.10")]
)
def test_competency_is_normalised(written, code):
    assert normalise_competency(written) == code


@pytest.mark.parametrize(
    ("dirty", "tidy"),
    [
        ("Основы_x000D_\r\nфилософии", "Основы философии"),
        ("а\u00a0\u202fб", "а б"),
        ("\ufeffсло\u00adво\u200b", "слово"),
        ("  много   мест\t", "много мест"),
        ("_x0414_", "_x0414_"),
    ],
)
def test_invisible_dirt_goes(dirty, tidy):
    assert clean(dirty) == tidy


@pytest.mark.parametrize(
    ("mixed", "whole"),
    [("Иванoв", "Иванов"), ("ИC-231", "ИС-231"), ("Ивaнoв Smith", "Иванов Smith"), ("Present", "Present")],
)
def test_only_mixed_words_are_mended(mixed, whole):
    assert to_cyrillic(mixed) == whole


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251"])
def test_every_encoding_of_colleges_is_read(encoding):
    text = "фамилия;имя\r\nЁлкин;Пётр\r\n"
    assert decode(text.encode(encoding)).lstrip("\ufeff") == text


@pytest.mark.parametrize("data", [bytes(range(256)), b"\xff\xfe\x00\xd8\x00", b"a\x00\x01\x02" * 50],
                         ids=["every byte", "half a pair", "control signs"])
def test_binary_is_refused(data):
    with pytest.raises(ImportRefused, match=r"двоичные данные|оборван"):
        decode(data)


DIRTY = st.text(alphabet=st.sampled_from("МДКПУЭмдкMKOCaeo0123456789. \u00a0\r\n_xЁё()-"), max_size=30)


@given(DIRTY)
def test_normalising_twice_changes_nothing(text):
    once = normalise_index(text)
    assert normalise_index(once) == once
    assert not set(once) & set("MKOC\u00a0\r\n")


@given(st.text(max_size=60))
def test_cleaning_leaves_one_tidy_line(text):
    tidy = clean(text)
    assert clean(tidy) == tidy
    assert tidy == tidy.strip()
    assert not set(tidy) & set("\r\n\t\u00a0\ufeff")
    assert "  " not in tidy


@given(
    st.sampled_from(["МДК", "УП", "ПП", "ПМ", "ОП", "ОД", "СГ", "ОГСЭ", "ЕН", "ОУД", "ОУП"]),
    st.integers(1, 99),
    st.integers(1, 99),
    st.sampled_from([".", " ", ". ", "", " . ", "\u00a0"]),
    st.sampled_from([".", " .", ". "]),
    st.booleans(),
)
def test_every_spelling_of_an_index_is_one_index(prefix, first, second, gap, point, latin):
    written = f" {prefix}{gap}{first:02d}{point}{second:02d} "
    if latin:
        written = written.translate(str.maketrans("МКОСЕНР", "MKOCEHP"))
    assert normalise_index(written) == f"{prefix}.{first:02d}.{second:02d}"


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data):
    try:
        assert isinstance(decode(data), str)
    except ImportRefused as refused:
        assert refused.refusals

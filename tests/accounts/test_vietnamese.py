"""Sorting and searching the Vietnamese way."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.vietnamese import fold, person_sort_key, search_words, sort_key

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
VOWELS = "aăâeêioôơuưy"
syllable = st.tuples(st.sampled_from(LETTERS), st.sampled_from(VOWELS), st.sampled_from(TONES)).map(
    lambda parts: unicodedata.normalize("NFC", "".join(parts))
)
names = st.lists(syllable, min_size=1, max_size=5).map(" ".join)


def dictionary_order(text):
    """The same order said another way: letters by alphabet first, tones of the whole text second."""
    letters, tones = [], []
    for char in text:
        plain = unicodedata.normalize("NFD", char)
        tone = next((mark for mark in plain if mark in TONES), "")
        base = unicodedata.normalize("NFC", "".join(mark for mark in plain if mark not in TONES or not mark))
        letters.append(-1 if char == " " else LETTERS.index(base))
        tones.append(TONES.index(tone))
    return letters, tones


@given(st.lists(names, max_size=12))
def test_sort_key_orders_as_a_dictionary(words):
    assert sorted(words, key=sort_key) == sorted(words, key=dictionary_order)


@given(st.text(max_size=60), st.text(max_size=60))
def test_equal_texts_in_either_form_have_one_key(one, two):
    nfc, nfd = unicodedata.normalize("NFC", one), unicodedata.normalize("NFD", one)
    assert sort_key(nfc) == sort_key(nfd)
    assert fold(nfc) == fold(nfd)
    assert isinstance(sort_key(two), bytes)


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_numbers_sort_by_value(one, two):
    assert (sort_key(f"Khối {one}") < sort_key(f"Khối {two}")) == (one < two)


@given(st.text(max_size=300))
def test_search_words_are_safe_for_a_database(text):
    words = search_words(text)
    assert len(words) <= 10
    assert not any("\x00" in word for word in words)


@pytest.mark.parametrize(
    "names",
    [
        ["Khối 2", "Khối 10"],
        ["Sở Dân tộc", "Sở Đất đai"],
        ["ma", "mà", "mả", "mã", "má", "mạ"],
        ["an", "ăn", "ân"],
        ["Hoa", "Hòa", "Hoán"],
    ],
)
def test_known_orders(names):
    keys = [sort_key(name) for name in names]
    assert keys == sorted(set(keys))


def test_people_are_listed_by_given_name():
    names = ["Nguyễn Văn Ánh", "Trần Thị Bình", "Lê An", "Phạm Ân"]
    assert sorted(names, key=person_sort_key) == ["Lê An", "Nguyễn Văn Ánh", "Phạm Ân", "Trần Thị Bình"]


@pytest.mark.parametrize("text", ["Hoà Bình", "Hòa Bình", "HOÀ BÌNH", "hoa  binh", "Ho\u00e0 Bi\u0300nh"])
def test_placing_of_tones_does_not_matter_in_search(text):
    assert fold(text) == "hoa binh"


def test_crossed_d_is_found_as_d():
    assert fold("Đắk Lắk") == "dak lak"

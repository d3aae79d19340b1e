"""Segments as carriers count them, and texts cut where people pause."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.texting import Alphabet, plain, segments, split


@pytest.mark.parametrize(
    ("text", "alphabet", "units", "count"),
    [
        ("", Alphabet.GSM_7, 0, 0),
        ("a" * 160, Alphabet.GSM_7, 160, 1),
        ("a" * 161, Alphabet.GSM_7, 161, 2),
        ("a" * 306, Alphabet.GSM_7, 306, 2),
        ("a" * 307, Alphabet.GSM_7, 307, 3),
        ("€" * 80, Alphabet.GSM_7, 160, 1),
        ("€" * 81, Alphabet.GSM_7, 162, 2),
        ("ж" * 70, Alphabet.UCS_2, 70, 1),
        ("ж" * 71, Alphabet.UCS_2, 71, 2),
        ("ж" * 135, Alphabet.UCS_2, 135, 3),
        ("🙂" * 35, Alphabet.UCS_2, 70, 1),
        ("a" * 69 + "’", Alphabet.UCS_2, 70, 1),
    ],
)
def test_segments_are_counted_as_carriers_do(text: str, alphabet: Alphabet, units: int, count: int) -> None:
    found = segments(text)
    assert (found.alphabet, found.units, found.count) == (alphabet, units, count)


def test_no_character_is_torn_between_two_segments() -> None:
    # 153 is odd: the 77th euro sign does not fit into the first segment's last unit.
    assert segments("€" * 152).count == 2
    assert segments("€" * 153).count == 3


def test_typographic_signs_become_ones_that_cost_nothing() -> None:
    text = plain("It’s “fine” – really… yes")
    assert text == 'It\'s "fine" - really... yes'
    assert segments(text).alphabet is Alphabet.GSM_7


def test_a_long_text_is_cut_between_sentences() -> None:
    parts = split("One is here. Two is there! Three?", lambda text: len(text) <= 15)
    assert parts == ["One is here.", "Two is there!", "Three?"]


def test_a_sentence_that_is_too_long_is_cut_between_words() -> None:
    assert split("alpha beta gamma delta", lambda text: len(text) <= 11) == ["alpha beta", "gamma delta"]


def test_a_word_that_is_too_long_is_cut_anywhere() -> None:
    assert split("https://example.com/abc", lambda text: len(text) <= 10) == ["https://ex", "ample.com/", "abc"]


def test_a_list_stays_in_lines() -> None:
    text = "Two orders:\n- VM-10001\n- VM-10002"
    assert split(text, lambda text: len(text) <= 60) == [text]
    assert split(text, lambda text: len(text) <= 24) == ["Two orders:\n- VM-10001", "- VM-10002"]


@given(st.text(min_size=0, max_size=600), st.integers(min_value=1, max_value=80))
def test_nothing_is_lost_and_every_part_fits(text: str, most: int) -> None:
    parts = split(text, lambda part: len(part) <= most)
    assert all(0 < len(part) <= most for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())

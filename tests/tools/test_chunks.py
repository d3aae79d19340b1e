from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.knowledge import Audience, SourceKind
from tools.knowledge.chunks import BadDocument, Document, faq_passages, passages_of, read_markdown

POLICY = """---
title: Returns policy
audience: customer
effective_from: 2026-07-01
last_updated: 2026-07-02
---
# Returns policy

Thirty days for everything.

## Refunds

Five days.

### By card

Two more days.

## Fees
None.
"""


def read(text: str) -> Document:
    return read_markdown(text, document_id="policies/returns", kind=SourceKind.POLICY)


def test_front_matter_holds_for_every_passage() -> None:
    passages = passages_of(read(POLICY))
    assert {passage.audience for passage in passages} == {Audience.CUSTOMER}
    assert {passage.effective_from for passage in passages} == {date(2026, 7, 1)}
    assert {passage.effective_to for passage in passages} == {None}


def test_headings_become_paths() -> None:
    headings = [passage.heading for passage in passages_of(read(POLICY))]
    assert headings == ["Returns policy", "Refunds", "Refunds > By card", "Fees"]


def test_every_passage_stands_in_the_document_word_for_word() -> None:
    document = read(POLICY)
    assert all(passage.text in document.body for passage in passages_of(document))


def test_ids_survive_an_edit_elsewhere() -> None:
    before = {passage.heading: passage.passage_id for passage in passages_of(read(POLICY))}
    edited = POLICY.replace("Thirty days", "Forty days, and more words").replace(
        "## Fees", "## Costs\n\nLow.\n\n## Fees"
    )
    after = {passage.heading: passage.passage_id for passage in passages_of(read(edited))}
    assert after["Refunds > By card"] == before["Refunds > By card"]
    assert after["Fees"] == before["Fees"]


def test_a_heading_inside_a_code_fence_is_text() -> None:
    (passage,) = passages_of(read("# Guide\n\n```\n# not a heading\n```\n"))
    assert "# not a heading" in passage.text


def test_long_sections_are_cut_between_sentences_and_lose_no_word() -> None:
    body = "# Long\n\n" + " ".join(f"Sentence number {n} says this." for n in range(200))
    passages = passages_of(read(body))
    assert len(passages) > 1
    assert all(len(passage.text.split()) <= 180 for passage in passages)
    assert " ".join(passage.text for passage in passages).split() == body.split()[2:]
    assert len({passage.passage_id for passage in passages}) == len(passages)


def test_one_faq_with_many_phrasings_quotes_one_answer() -> None:
    document = Document("faqs/1", SourceKind.FAQ, "Orders", "")
    passages = faq_passages(
        document, question="Where is it?", answer="On its way.", phrasings=("track it", "Where is it?")
    )
    assert [passage.heading for passage in passages] == ["Where is it?", "track it"]
    assert {(passage.text, passage.document_id) for passage in passages} == {("On its way.", "faqs/1")}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("---\ntitle: x\n", "not closed"),
        ("---\n- a\n---\nx", "not a list"),
        ("---\ntitle: [x\n---\nx", "not YAML"),
        ("---\neffective_from: soon\n---\nx", "not a date"),
        ("---\naudience: everyone\n---\nx", "audience"),
    ],
)
def test_a_bad_document_is_refused_with_line_and_reason(text: str, reason: str) -> None:
    with pytest.raises(BadDocument, match=reason) as caught:
        read(text)
    assert caught.value.line >= 1


LINES = st.sampled_from(["# A", "## B", "text here. More text.", "", "- item one", "| a | b |", "```", "## B"])


@given(st.lists(LINES, max_size=30))
def test_whatever_is_written_is_quoted_verbatim_under_unique_ids(lines: list[str]) -> None:
    document = read("\n".join(lines))
    passages = passages_of(document, longest_words=6)
    assert all(passage.text and passage.text in document.body for passage in passages)
    assert len({passage.passage_id for passage in passages}) == len(passages)

from hypothesis import given
from hypothesis import strategies as st

from domain.knowledge import SourceKind
from store.knowledge import Document
from tools.knowledge.chunks import Chunk, cut_markdown
from tools.knowledge.pieces import cut

POLICY = """# Returns policy

Thirty days for everything.

## Refunds

Five days.

### By card

Two more days.

## Fees
None.
"""


def chunks(markdown: str, *, title: str = "Returns policy", longest_words: int = 180) -> list[Chunk]:
    return cut_markdown(markdown, title=title, longest_words=longest_words)


def ids(markdown: str) -> dict[str, str]:
    document = Document("policies/returns", SourceKind.POLICY, "Returns policy", markdown)
    return {piece.heading: piece.piece_id for piece in cut(document)}


def test_headings_become_paths() -> None:
    assert [chunk.heading for chunk in chunks(POLICY)] == ["Returns policy", "Refunds", "Refunds > By card", "Fees"]


def test_ids_survive_an_edit_elsewhere() -> None:
    before = ids(POLICY)
    edited = POLICY.replace("Thirty days", "Forty days, and more words").replace(
        "## Fees", "## Costs\n\nLow.\n\n## Fees"
    )
    after = ids(edited)
    assert after["Refunds > By card"] == before["Refunds > By card"]
    assert after["Fees"] == before["Fees"]


def test_a_heading_inside_a_code_fence_is_text() -> None:
    (chunk,) = chunks("# Guide\n\n```\n# not a heading\n```\n")
    assert "# not a heading" in chunk.text


def test_long_sections_are_cut_between_sentences_and_lose_no_word() -> None:
    body = "# Long\n\n" + " ".join(f"Sentence number {n} says this." for n in range(200))
    found = chunks(body)
    assert len(found) > 1
    assert all(len(chunk.text.split()) <= 180 for chunk in found)
    assert " ".join(chunk.text for chunk in found).split() == body.split()[2:]


LINES = st.sampled_from(["# A", "## B", "text here. More text.", "", "- item one", "| a | b |", "```", "## B"])


@given(st.lists(LINES, max_size=30))
def test_whatever_is_written_is_quoted_verbatim(lines: list[str]) -> None:
    markdown = "\n".join(lines)
    assert all(chunk.text and chunk.text in markdown for chunk in chunks(markdown, longest_words=6))


@given(st.lists(LINES, max_size=30))
def test_every_passage_has_an_id_of_its_own(lines: list[str]) -> None:
    pieces = cut(Document("articles/a", SourceKind.ARTICLE, "A", "\n".join(lines)))
    assert len({piece.piece_id for piece in pieces}) == len(pieces)

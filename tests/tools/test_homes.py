"""What is written of the speaker's own country rather than of another."""

from domain.knowledge import Audience, Passage, SourceKind
from tools.homes import at_home, depends_on_country, region_of
from tools.knowledge.port import Found


def _found(title: str, confidence: float) -> Found:
    passage = Passage(title, "faqs/1", SourceKind.FAQ, title, title, "", Audience.PUBLIC, None, None, None)
    return Found(passage, confidence)


UK = _found("What does shipping to the UK cost?", 0.9)
US = _found("How much is shipping in the US?", 0.6)
FREE = _found("When is shipping free?", 0.7)


def test_what_is_of_another_country_yields_to_what_is_of_ones_own() -> None:
    asked: list[str] = []

    def search(query: str) -> list[Found]:
        asked.append(query)
        return [US]

    found = at_home("how much is shipping", [UK, FREE], home="US", search=search)
    assert [each.passage for each in found] == [US.passage, FREE.passage]
    assert asked == ["how much is shipping (United States)"]


def test_a_country_of_which_nothing_is_written_gets_no_other_ones_price() -> None:
    assert at_home("how much is shipping", [UK, FREE], home="CA", search=lambda _: [UK]) == [FREE]


def test_a_question_that_names_its_country_is_left_alone() -> None:
    assert not depends_on_country("shipping to Germany", [UK])
    assert not depends_on_country("is shipping free", [FREE])
    assert depends_on_country("how much is shipping", [UK])


def test_the_region_of_a_locale() -> None:
    assert [region_of(each) for each in ("en-CA", "de_DE", "en", "nonsense!")] == ["CA", "DE", "", ""]

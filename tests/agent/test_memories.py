"""What customers say about themselves is heard; questions, wishes and other people are not."""

from datetime import date

import pytest

from agent.entities import extract
from agent.entities.lexicon import Lexicon
from agent.intents.registry import named_outright
from agent.speaker.memories import as_memory, from_memory, told

TODAY = date(2026, 11, 21)
LEXICON = Lexicon.build(
    categories=["Shirts", "Dresses", "Knitwear", "Shoes", "Tops"],
    colours=["Navy", "Forest Green", "Black", "White"],
    sizes=["XS", "S", "M", "L", "XL", "XXL", "38", "39", "40", "42"],
    materials=["organic cotton", "merino wool", "linen", "recycled nylon"],
    product_names={"VM1001": "Meadow Linen Shirt"},
    synonyms=None,
)


def heard(text: str) -> list[tuple[str, str, str]]:
    facts = told(text, extract(text, lexicon=LEXICON, today=TODAY), lexicon=LEXICON, today=TODAY)
    return [(fact.kind.value, fact.value, fact.about) for fact in facts]


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("I wear M", [("size", "M", "")]),
        ("i usually take a small", [("size", "S", "")]),
        ("I'm a medium", [("size", "M", "")]),
        ("my size is L in tops and 39 in shoes", [("size", "L", "tops"), ("size", "39", "shoes")]),
        ("I wear a size 40", [("size", "40", "shoes")]),
        ("I'm allergic to wool", [("material_avoided", "wool", "")]),
        ("im allergic to wool, show me sweaters", [("material_avoided", "wool", "")]),
        ("I only buy organic cotton", [("material", "organic cotton", "")]),
        ("I don't like yellow", [("colour_avoided", "yellow", "")]),
        ("I love navy and forest green", [("colour", "Navy", ""), ("colour", "Forest Green", "")]),
        ("my favourite colour is green", [("colour", "green", "")]),
        ("I wear M and don't like wool", [("size", "M", ""), ("material_avoided", "wool", "")]),
        ("please call me Jo", [("name", "Jo", "")]),
    ],
)
def test_a_statement_is_heard(text: str, facts: list[tuple[str, str, str]]) -> None:
    assert heard(text) == facts


@pytest.mark.parametrize(
    "text",
    [
        "do I wear M?",
        "if I wear M, does it fit",
        "my wife wears M",
        "she is allergic to wool",
        "a gift for my sister, allergic to wool",
        "I love the navy dress",
        "I like it in black",
        "I want linen trousers",
        "I need the M",
        "I'm 38",
        "i am a large man",
        "I'm allergic to peanuts",
        "I'm not allergic to wool",
        "call me back tomorrow",
        "please call me when it arrives",
    ],
)
def test_what_is_no_statement_about_oneself_is_not(text: str) -> None:
    assert heard(text) == []


def test_the_reason_is_never_kept() -> None:
    assert "allerg" not in str(heard("I'm severely allergic to wool, it gives me asthma")).lower()


def test_facts_survive_the_conversations_state() -> None:
    text = "my size is L in tops and 39 in shoes"
    facts = told(text, extract(text, lexicon=LEXICON, today=TODAY), lexicon=LEXICON, today=TODAY)
    assert from_memory(as_memory(facts)) == facts


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("I hate waiting", None),
        ("I love this dress", None),
        ("forget it", None),
        ("what do you have on the way", None),
        ("what do you have on sale", "product_search"),
        ("what is your phone number", "contact_info"),
        ("forget that I wear M", "forget_me"),
        ("what have you stored about me?", "remembered"),
        ("change my e-mail to jo@example.com", "contact_details"),
        ("let me know when it's back in stock", "stock_alert"),
        ("by the way, I'm allergic to wool", "told_me"),
    ],
)
def test_words_that_open_an_intent_outright(text: str, intent: str | None) -> None:
    assert named_outright(text) == intent

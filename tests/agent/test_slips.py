"""Which misspelt words are put right, and which words nobody may take for slips."""

import pytest

from agent.understanding.typos import Mender

MENDER = Mender.build(
    ["shirt", "skirt", "trousers", "pants", "black", "white", "green", "linen", "wool", "rain"],
    written=["Klarna pays for the Norrland parcel.", "At Fernweh we repair for free, in our workshops."],
)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("can you make an excpetion", "can you make an exception"),
        ("do you have certficates", "do you have certificates"),
        ("where can i find my ivoices", "where can i find my invoices"),
        ("I thnk I never paid for it", "I think I never paid for it"),
        ("is there a guarnatee", "is there a guarantee"),
        ("the reason for the dlay", "the reason for the delay"),
        ("any news on my stff", "any news on my stuff"),
        ("can you give me all three tracking nmbers", "can you give me all three tracking numbers"),
        ("no, the nweest one", "no, the newest one"),
        ("what did i buy bfeore thse two", "what did i buy before these two"),
        ("my shirt was shiped", "my shirt was shipped"),
        ("they sent two instaed of six", "they sent two instead of six"),
        ("whree is 10234", "where is 10234"),
        ("fuond it 37357", "found it 37357"),
    ],
)
def test_words_that_shoppers_use_are_known_to_the_corrector(said: str, meant: str) -> None:
    assert MENDER.mended(said) == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("send it to my paents", "send it to my parents"),
        ("i want a pair of pnts in gren", "i want a pair of pants in green"),
        ("do you make it in balck as well", "do you make it in black as well"),
        ("i want it bakc", "i want it back"),
        ("would you wite to me", "would you write to me"),
    ],
)
def test_the_words_beside_a_slip_tell_which_word_is_meant(said: str, meant: str) -> None:
    assert MENDER.mended(said) == meant


def test_what_the_shop_writes_of_is_known_by_its_name() -> None:
    assert MENDER.mended("can I pay with Klrna") == "can I pay with Klarna"
    assert MENDER.mended("how many worskhops are there at Fenrweh") == "how many workshops are there at Fernweh"


@pytest.mark.parametrize(
    "text",
    [
        "it rained on my parka",
        "she'll pay for it, we're sure",
        "look up Maya Lindqvist in 97214",
        "order VM-10234 and claim CL-URRVT9",
        "send it to 12 Obere Lane, Slaem, OR 97301",
        "my name is Olu Adebayo",
        "blorp snarg wuggly",
        "hoodies, gilets and dungarees",
        "jo.klrna@example.org",
    ],
)
def test_what_is_no_slip_is_left_alone(text: str) -> None:
    assert MENDER.mended(text) == text


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("how much wld it be w that", "how much would it be with that"),
        ("w/ the code or w/o it", "with the code or without it"),
        ("can i send em back bc they pinch", "can i send them back because they pinch"),
        ("ask u abt ur shirt, idk", "ask you about your shirt, I don't know"),
        ("is it on sale rn? thx", "is it on sale right now? thanks"),
    ],
)
def test_chat_shorthand_is_put_in_full(said: str, meant: str) -> None:
    assert MENDER.mended(said) == meant


@pytest.mark.parametrize("said", ["size w please", "a 32 w 34 l", "the 32W", "in W", "a u-neck shirt", "Vancouver, bc"])
def test_sizes_cuts_and_places_are_no_shorthand(said: str) -> None:
    assert MENDER.mended(said) == said

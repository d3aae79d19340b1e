"""What is left out on a phone and can be only one thing is put back; everything else stays as it was said."""

import re

import pytest

from agent.understanding.in_full import in_full

GOODS = frozenset(
    re.findall(
        r"\w+",
        "shirt shirts linen wool coat prairie midi dress dresses jeans windbreaker sweater blue black cap silk socks",
    )
)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("keep shirt after all", "keep the shirt after all"),
        ("exchange Prairie Midi Dress for size S", "exchange the Prairie Midi Dress for size S"),
        ("wool coat is way too big", "the wool coat is way too big"),
        ("so i'm stuck with jeans", "so i'm stuck with the jeans"),
        ("ok and other one", "ok and the other one"),
        ("blue one", "the blue one"),
        ("which one is cheapest\nand got it in S", "which one is the cheapest?\nand do you have it in S"),
        ("i do not need person\nwhere is order VM-10217?", "i do not need a person.\nwhere is order VM-10217?"),
        ("never mind invoice", "never mind the invoice"),
        ("and silk shirt from VM-69107", "and the silk shirt from VM-69107"),
        ("what do you do when parcel is lost", "what do you do when a parcel is lost"),
        ("send things to Portugal", "do you send things to Portugal"),
        ("she was ill make exception", "she was ill make an exception"),
    ],
)
def test_what_was_left_out_is_put_back(said: str, meant: str) -> None:
    assert in_full(said, GOODS) == meant


@pytest.mark.parametrize(
    "text",
    [
        "linen shirt",
        "black dresses",
        "show me wool sweater",
        "i want linen dress in M",
        "my shirt is too big",
        "are socks on sale",
        "that one",
        "which one",
        "got it",
        "got my parcel today",
        "got charged twice",
        "where is order VM-10217",
        "cancel order 10246",
        "send it to my work",
        "keep the shirt and return cap",
        "Keep shirt. Return cap.",
        "the order is late\nwhere is it",
    ],
)
def test_what_may_mean_something_else_stays(text: str) -> None:
    assert in_full(text, GOODS) == text

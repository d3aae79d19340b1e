"""Questions put in words that shops do not use, and those that sound like the shop's business and are not."""

from collections.abc import Sequence

import pytest

from agent.acts import dialogue_act
from agent.goods.shopping import asks_of_kind
from agent.intents.answering import asks_the_shop
from agent.intents.plain_company import COMPANY
from agent.intents.plain_payments import GIFT_CARDS, PAYMENT, PAYMENT_SAFETY
from agent.intents.plain_questions import (
    ACCOUNT,
    PROMOTIONS,
    SHIPPING,
    SIZES,
    PlainQuestion,
    asked_plainly,
)
from agent.intents.plain_returns import RETURNS
from agent.intents.registry import named_outright
from agent.understanding.typos import Mender


@pytest.mark.parametrize(
    ("said", "known", "question"),
    [
        ("what happens if I'm not home", SHIPPING, "I missed the delivery. What now?"),
        ("whats the fastest u can get it here", SHIPPING, "What is your fastest shipping option?"),
        ("will everything come in one box", SHIPPING, "Why did my order come in two parcels?"),
        ("do I need to sign for it", SHIPPING, "Do I have to sign for my parcel?"),
        (
            "do I have to pay customs if I'm in the UK",
            SHIPPING,
            "Will I have to pay customs or taxes when my parcel arrives?",
        ),
        ("can I pay by credit card?", PAYMENT, "Which payment methods do you accept?"),
        ("I'm between an M and an L, which should I take", SIZES, "How do I find my size?"),
        ("could it arrive any sooner", SHIPPING, "What is your fastest shipping option?"),
        ("what can we pay with", PAYMENT, "Which payment methods do you accept?"),
        ("is it safe to type my card in there", PAYMENT_SAFETY, "Is it safe to pay on your site?"),
        ("does the refund go onto my card", RETURNS, "How will I be refunded?"),
        ("can we ring someone", COMPANY, "How can I reach customer service? Phone and e-mail"),
        ("can I return a christmas present without the receipt", RETURNS, "Can I return a gift?"),
        ("do you take gift cards", PAYMENT, "Which payment methods do you accept? Gift cards?"),
        ("i want to buy a gift card", GIFT_CARDS, "Do you sell gift cards?"),
        ("I've got a promo code", PROMOTIONS, "Where do I enter a promotion code?"),
        ("will you share my email address", ACCOUNT, "What do you do with my data? Do you sell my information?"),
        ("whats your email then", COMPANY, "How can I reach customer service? Phone and e-mail"),
        ("who owns this shop", COMPANY, "Who is behind the shop?"),
        ("can I bring a return to the shop", RETURNS, "Can I return an online order in a store?"),
    ],
)
def test_a_question_in_other_words_is_the_plain_one(said: str, known: Sequence[PlainQuestion], question: str) -> None:
    plain = asked_plainly(said, known)
    assert plain is not None and plain.question == question


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ("do you have it in M if I'm in a hurry to buy", SHIPPING),
        ("can I use a gift card and a credit card together", PAYMENT),
        ("can i put my card on file", SHIPPING),
        ("could my refund come sooner", SHIPPING),
        ("when is the money on my card", RETURNS),
        ("how long do refunds take with paypal", PAYMENT),
        ("what size was the shirt I bought", SIZES),
        ("I want to return the boots", RETURNS),
        ("can I bring my dog to the store", RETURNS),
        ("how much is left on my gift card", GIFT_CARDS),
        ("I have a code but it does not work", PROMOTIONS),
        ("can I give you my new address", ACCOUNT),
    ],
)
def test_another_question_is_left_as_it_is(said: str, known: Sequence[PlainQuestion]) -> None:
    assert asked_plainly(said, known) is None


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("what did I buy?", "order_history"),
        ("how much did I spend this year", "order_history"),
        ("my order history pls", "order_history"),
        ("when will my parcel arrive", "track_order"),
        ("do I have any orders on the way?", "track_order"),
        ("it takes too long", "complaint"),
        ("you are not helping", "complaint"),
        ("how much will I get back", "refund_status"),
        ("what's my address on file", "remembered"),
        ("what do you know about me?", "remembered"),
        ("how many colours of the Meadow Linen Shirt are there", "product_question"),
        ("what are your bestsellers", "product_search"),
        ("when is your next sale", "promo_discount"),
    ],
)
def test_words_that_open_an_intent(said: str, intent: str) -> None:
    assert named_outright(said) == intent


@pytest.mark.parametrize(
    "said",
    [
        "how long does delivery take",
        "how much did I pay for the coat",
        "how many hours early access do account holders get to new collections?",
        "is this shirt machine washable",
        "where is my last order",
    ],
)
def test_words_that_open_nothing(said: str) -> None:
    assert named_outright(said) is None


@pytest.mark.parametrize("said", ["how do I wash merino wool", "what is lyocell", "is your cotton organic"])
def test_a_question_about_a_kind_of_thing(said: str) -> None:
    assert asks_of_kind(said)


@pytest.mark.parametrize("said", ["do you have linen shirts", "how much is a linen shirt", "is the red dress in stock"])
def test_a_wish_for_things_is_no_question_about_their_kind(said: str) -> None:
    assert not asks_of_kind(said)


@pytest.mark.parametrize("said", ["do you plant trees", "are your dyes natural", "is my payment information stored"])
def test_what_is_asked_of_the_shop(said: str) -> None:
    assert asks_the_shop(said)


@pytest.mark.parametrize("said", ["what do you think of jazz", "do you have kids", "can you book me a flight to Rome"])
def test_what_is_not_asked_of_the_shop(said: str) -> None:
    assert not asks_the_shop(said)


@pytest.mark.parametrize("said", ["what did you just do for me", "What did you do?", "what have you changed so far"])
def test_asking_what_was_done(said: str) -> None:
    assert dialogue_act(said, expecting=None).kind == "done"


def test_what_the_shop_did_with_an_order_is_no_talk_about_the_talk() -> None:
    assert dialogue_act("what did you do with the sandals I ordered", expecting=None).kind == "none"


@pytest.mark.parametrize("text", ["size chart", "how many colours", "any discount codes", "does wool itch"])
def test_a_plural_or_a_rarer_word_is_no_slip(text: str) -> None:
    assert Mender.build(["shirt", "sole", "colour"]).mended(text) == text

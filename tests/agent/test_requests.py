"""Cutting a message into its requests, and knowing its language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.language import detect_language
from agent.understanding.requests import MAX_PARTS, split

SEVERAL = [
    ("where's my order VM-10234 and what's your return policy? also do you have linen shirts",
     ["where's my order VM-10234", "what's your return policy?", "do you have linen shirts"]),
    ("hi there, where is my order and can i get an invoice", ["hi there, where is my order", "can i get an invoice"]),
    ("I bought a jacket last week, it's torn. I want to return it. Also when is your store open?",
     ["I bought a jacket last week, it's torn. I want to return it.", "when is your store open?"]),
    ("I've got two things: where's VM-10234 and can I get an invoice for VM-10187?",
     ["I've got two things: where's VM-10234", "can I get an invoice for VM-10187?"]),
    ("Do you ship to Canada\nCan I pay with Klarna\nAnd do gift cards expire",
     ["Do you ship to Canada", "Can I pay with Klarna", "do gift cards expire"]),
    ("return the shirt, exchange the coat for S and cancel VM-10251",
     ["return the shirt", "exchange the coat for S", "cancel VM-10251"]),
    ("where is my order? do you ship to Canada?", ["where is my order?", "do you ship to Canada?"]),
    ("cancel order VM-10234 and track VM-10235", ["cancel order VM-10234", "track VM-10235"]),
    ("Can I return the shirt and also get an invoice?", ["Can I return the shirt", "get an invoice?"]),
    ("I want to change my address and do you have gift cards",
    ["I want to change my address", "do you have gift cards"]),
    ("track my order and also tell me how to reset my password",
    ["track my order", "tell me how to reset my password"]),
    ("Do you take paypal? And how long does shipping take?", ["Do you take paypal?", "how long does shipping take?"]),
    ("what is your return policy and do you have the meadow shirt in blue",
     ["what is your return policy", "do you have the meadow shirt in blue"]),
    ("I want to cancel my order. Also, do you have any discounts?",
    ["I want to cancel my order.", "do you have any discounts?"]),
    ("i need to change the address on my order and also whats happening with 10217",
     ["i need to change the address on my order", "whats happening with 10217"]),
    ("1. where is my parcel 2. cancel my dress order", ["where is my parcel", "cancel my dress order"]),
    ("i want to exchange the shirt and also know when VM-10234 comes",
     ["i want to exchange the shirt", "know when VM-10234 comes"]),
    ("where is VM-10234 and where is VM-10235", ["where is VM-10234", "where is VM-10235"]),
    ("do you have linen shirts and do you have wool socks", ["do you have linen shirts", "do you have wool socks"]),
    ("Where's my refund? And I need an invoice for VM-10234", ["Where's my refund?", "I need an invoice for VM-10234"]),
    ("please unsubscribe me from the newsletter and tell me where my order is",
     ["please unsubscribe me from the newsletter", "tell me where my order is"]),
    ("thanks! where is my order and do you sell gift cards", ["thanks! where is my order", "do you sell gift cards"]),
    ("Is there a warranty on shoes? Also can I pay with klarna",
    ["Is there a warranty on shoes?", "can I pay with klarna"]),
    ("what are your opening hours and do you ship to germany",
    ["what are your opening hours", "do you ship to germany"]),
    ("my parcel is late, where is my order? and how do i reset my password",
     ["my parcel is late, where is my order?", "how do i reset my password"]),
    ("I need to exchange my jacket, and also what are your delivery options?",
     ["I need to exchange my jacket", "what are your delivery options?"]),
]  # fmt: skip

ONE = [
    "do you have a black and white shirt", "anything between 20 and 40 dollars",
    "i want to return the shirt and the trousers",
    "please change my name and address", "shirts and trousers under 50", "where is my order",
    "hi there, where is my order?",
    "I bought a jacket last week, it's torn and I want to return it", "I want to return it and get my money back",
    "I forgot my password, how do I reset it?", "I don't want my account, can you delete it?",
    "I have a question, can you help me?",
    "cancel my order and refund me", "where is my order and when will it arrive",
    "I want to check my bills, what can I do?",
    "do you have the shirt in blue and green", "what's your return policy and shipping policy",
    "I ordered two shirts and got one",
    "show me linen shirts and cotton dresses", "can I return this and how", "I need help with my order and my refund",
    "what sizes and colours do you have", "hello, how are you? where is my parcel?",
    "the zip broke and the sleeve is torn",
    "is it true that you ship to the US and Canada", "I want to speak to an agent and I want it now",
    "where can i find my invoice and print it",
    "track order VM-10234 and VM-10235", "do you have shirts in S and M",
    "I returned it on monday and I'm still waiting. Where is my refund?",
    "tell me about the meadow shirt and how to wash it",
    "my order VM-10234 hasn't come. Can you check? It's been two weeks.",
    "can you help me? I want to cancel my order", "is the jacket warm and waterproof", "salt and pepper colour sweater",
    "I'm looking for a dress for a wedding and it should be under 100",
    "how do returns work? do I have to pay for them?",
    "ok", "", "and", "and also", "???", "Wo ist meine Bestellung und was kostet der Versand nach Wien?",
    "Where is my order. My order number is VM-10234.", "I want to change my order, what should I do?",
    "no one helped me and I want to complain",
    "rock and roll shirt and black jeans", "is there a hood and are there pockets on it",
    "name and address on the parcel are wrong",
    "I want a refund. The item is broken. I am very unhappy.", "refund my order and cancel it",
    "I paid with visa and it was charged twice",
]  # fmt: skip


@pytest.mark.parametrize(("text", "parts"), SEVERAL)
def test_several_requests_are_cut_apart(text, parts):
    assert split(text) == parts


@pytest.mark.parametrize("text", ONE)
def test_one_request_stays_whole(text):
    assert split(text) == [text]


@given(st.text(max_size=300))
def test_parts_are_stretches_of_the_message_in_order(text):
    place = 0
    parts = split(text)
    assert 1 <= len(parts) <= MAX_PARTS
    for part in parts:
        place = text.index(part, place) + len(part)


@given(st.lists(st.sampled_from([whole for whole, _ in SEVERAL] + ONE), min_size=1, max_size=4))
def test_long_messages_never_exceed_the_limit(sentences):
    assert 1 <= len(split(". ".join(sentences))) <= MAX_PARTS


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("where is my order", "en"), ("can I return this shirt", "en"), ("wo ist meine Bestellung", "de"),
        ("Ich möchte das Hemd zurückgeben", "de"), ("où est ma commande", "fr"),
        ("je voudrais retourner la chemise", "fr"),
        ("dónde está mi pedido", "es"), ("quiero devolver la camisa", "es"), ("hola", "es"), ("merci", "fr"),
        ("danke", "de"),
        ("ok", None), ("VM-10234", None), ("no", None), ("linen shirt", None), ("Maya Lindholm", None), ("", None),
        ("👍", None),
        ("где мой заказ", None), ("what about CL-2Y8Y4D?", None), ("y CL-2Y8Y4D?", None),
    ],
)  # fmt: skip
def test_language_is_told_or_left_open(text, language):
    assert detect_language(text) == language


@given(st.text(max_size=200))
def test_any_text_has_a_language_or_none(text):
    assert detect_language(text) in {"en", "de", "fr", "es", None}

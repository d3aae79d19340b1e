"""Dialogue acts. What counts most: nothing but an unambiguous yes is a yes."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from agent.acts import Act, dialogue_act

AFFIRMS = [
    "yes", "Yes!", "y", "yep go ahead", "do it", "confirm", "please do", "that's right", "correct", "👍", "👍🏽", "ok",
    "okay then",
    "sure", "yes please", "go ahead", "yeah that's right", "sounds good", "that would be great", "absolutely",
    "yes, that is true",
    "fine", "ja", "ja bitte", "genau", "klar", "oui", "d'accord", "oui, s'il vous plaît", "sí", "claro que sí",
    "vale", "yes thanks",
    "YES", "yes.", "Yes, please do it", "Yes — go ahead", "of course", "alright", "that works for me", "uh-huh",
    "yes 🙏", "just do it",
]  # fmt: skip
NOT_AFFIRMS = [
    "you must not do that", "yeah right", "yes I did get the parcel but it was empty", "I don't think so", "not sure",
    "ok but wait",
    "y not?", "sure, if it's free", "no problem", "yes?", "don't", "yes no", "no yes", "👎", "yes...", "yes 🙄",
    "why not", "I guess so",
    "yes do not cancel", "ok thanks", "whatever", "maybe", "i think so", "yes if it is free",
    "yes unless it costs something",
    "yes and how much is the fee?", "go ahead and cancel the other order too", "yes and no", "not yes", "ok ok stop",
    "yeah yeah",
    "is that ok?", "is it correct", "can you do it", "do it tomorrow", "yes but not today", "yes after i check",
    "yes when it arrives",
    "yesterday", "okay what does that cost", "sure thing buddy, as if", "yes I would if I could", "right",
    "would you do it", "don't do it",
    "never", "ok never mind", "yes or no", "you can't do that", "I didn't say yes", "who said yes", "say yes",
    "yes, the first one",
    "yes but make it two", "that was great", "it was awesome", "thanks", "hello", "", "   ", "?", "¿sí?",
    "ja, aber nicht heute",
    "oui mais non", "sí, pero no", "nicht", "ok :/", "yes,", "yes -", "perfect thanks", "correct me if i'm wrong",
    "no doubt",
    "please confirm that it is free", "please confirm", "pls confirm it", "y" * 700, "yes " * 300,
]  # fmt: skip


@pytest.mark.parametrize("text", AFFIRMS)
def test_an_unambiguous_yes_is_affirm(text):
    assert dialogue_act(text, expecting="confirmation") == Act("affirm")


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("yes please! and when does it arrive?", "and when does it arrive?"),
        ("Yes. is the last day today then?", "is the last day today then?"),
        ("yes thanks!! what about the sandals, when do they come", "what about the sandals, when do they come"),
        ("so no money came yet? then yes file it please. and don't forget the coat", "and don't forget the coat"),
        ("exchange what? nothing to exchange. yes file that one", ""),
        ("yes go ahead. and which colour did i order?", "and which colour did i order?"),
        ("i've said yes 3 times now. Yes, please", ""),
        ("yes thx! my train leaves. when does it ship", "my train leaves. when does it ship"),
    ],
)
def test_a_yes_of_its_own_goes_before_a_question(text: str, rest: str) -> None:
    assert dialogue_act(text, expecting="confirmation", pending="file") == Act("affirm", rest)


@pytest.mark.parametrize(
    "text",
    [
        "yes please. does it cost anything?", "yes. is it free?", "yes! but when does it arrive?",
        "yes. how much is it?", "ok. when does it arrive?", "yes? when does it arrive?", "yes. can you make it two?",
        "yes. do i get a new one?", "no. yes", "not the pants. yes.", "the other one. yes", "only if it is free. yes",
    ],
)  # fmt: skip
def test_a_yes_that_may_hang_on_the_answer_is_none(text: str) -> None:
    assert dialogue_act(text, expecting="confirmation").kind != "affirm"


@pytest.mark.parametrize("text", NOT_AFFIRMS)
def test_anything_else_is_no_yes(text):
    assert dialogue_act(text, expecting="confirmation").kind != "affirm"


@pytest.mark.parametrize(
    "text",
    [
        "no", "nope", "no thanks", "don't", "do not", "nah", "I don't think so", "please don't",
        "you must not do that", "👎", "not yet",
        "nein", "non merci", "no gracias", "no way", "that's not right", "don't cancel it", "no, don't do that",
        "actually no", "rather not",
        "you should not submit that", "i'd rather not", "do not file this", "lieber nicht", "that is wrong",
    ],
)  # fmt: skip
def test_refusals(text):
    assert dialogue_act(text, expecting="confirmation") == Act("deny")


@pytest.mark.parametrize(
    ("text", "kind", "remainder"),
    [
        ("yes, but make it two", "correct", "make it two"), ("no, the blue one", "correct", "the blue one"),
        ("actually two", "correct", "two"), ("I meant VM-10235", "correct", "VM-10235"),
        ("not that order, the other one", "correct", "the other one"), ("no, VM-10235", "correct", "VM-10235"),
        ("No, medium", "correct", "medium"), ("make it size M", "correct", "make it size M"),
        ("yes the first one", "correct", "the first one"),
        ("sorry, I meant the jacket", "correct", "the jacket"), ("no it's too expensive", "deny", "it's too expensive"),
        ("no, where is my order?", "deny", "where is my order?"),
        ("the blue one, not the red one", "correct", "the blue one"),
        ("yes please and where is my other order?", "affirm", "where is my other order?"),
        ("hi, where is my order", "greeting", "where is my order"),
        ("Thanks! also where is my order", "thanks", "also where is my order"),
        ("back to my return", "resume", "my return"), ("let's get back to the exchange", "resume", "the exchange"),
        ("ok, but change it to size L", "correct", "change it to size L"),
        ("no, I want to keep it", "deny", "I want to keep it"),
    ],
)  # fmt: skip
def test_acts_that_leave_something_to_understand(text, kind, remainder):
    assert dialogue_act(text, expecting="confirmation") == Act(kind, remainder)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("forget it", "cancel"), ("never mind", "cancel"), ("stop", "cancel"), ("leave it", "cancel"),
        ("actually forget it", "cancel"), ("ok forget that for now", "cancel"),
        ("cancel that", "cancel"), ("I changed my mind", "cancel"), ("vergiss es", "cancel"),
        ("laisse tomber", "cancel"),
        ("talk to a person", "human"), ("agent please", "human"), ("can I speak to someone", "human"),
        ("I want a human", "human"),
        ("get me your manager", "human"), ("representative", "human"), ("this is useless, real person", "human"),
        ("ich möchte mit einem Menschen sprechen", "human"), ("je veux parler à un conseiller", "human"),
        ("thanks", "thanks"), ("thank you so much for your help", "thanks"), ("ok thanks", "thanks"),
        ("merci beaucoup", "thanks"),
        ("hi", "greeting"), ("good morning", "greeting"), ("hey there, how are you?", "greeting"), ("hola", "greeting"),
        ("bye", "goodbye"), ("that's all, thanks", "goodbye"), ("see you later", "goodbye"),
        ("no thanks, that's all", "goodbye"),
        ("what?", "repeat"), ("say that again", "repeat"), ("could you repeat that please", "repeat"),
        ("I didn't catch that", "repeat"),
        ("skip", "skip"), ("prefer not to say", "skip"), ("let's continue", "resume"), ("where were we", "status"),
        ("linen shirts", "none"), ("VM-10234", "none"), ("maybe", "wait"), ("no problem", "none"),
        ("no one answered me", "none"),
    ],
)  # fmt: skip
def test_acts_in_a_task(text, kind):
    assert dialogue_act(text, expecting="confirmation").kind == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("cancel", "none"), ("cancel it", "none"), ("i changed my mind", "none"), ("change it to blue", "none"),
        ("never mind", "cancel"),
        ("no one answered me", "none"), ("actually where is my order", "none"), ("stop", "cancel"),
        ("not sure", "wait"), ("hmm", "wait"), ("got it", "nod"), ("great", "nod"), ("you said that already", "stuck"),
        ("wrong colour", "none"), ("forget the shoes", "cancel"), ("forget my sizes", "none"),
        ("i bought it for a person i love", "none"), ("an agent told me it would come", "none"),
        ("are you a real person", "none"),
        ("thanks for nothing", "none"), ("what's up with my order", "none"), ("how do you wash linen", "none"),
        ("repeat my last order", "none"), ("cancel my order", "none"), ("i did speak to someone yesterday", "none"),
        ("is there a gift for someone else", "none"), ("do you deliver in the morning", "none"),
        ("what size is it", "none"),
    ],
)  # fmt: skip
def test_without_a_task_requests_are_no_acts(text, kind):
    assert dialogue_act(text, expecting=None).kind == kind


def test_not_knowing_skips_a_slot_but_answers_no_confirmation():
    assert dialogue_act("I don't know", expecting="slot:order").kind == "skip"
    assert dialogue_act("I don't know", expecting="confirmation").kind == "none"
    assert dialogue_act("not sure", expecting="choice").kind == "skip"


def test_the_verb_of_the_pending_action_may_join_a_yes():
    def answer(text: str) -> str:
        return dialogue_act(text, expecting="confirmation", pending="cancel").kind

    assert answer("yes, cancel it") == "affirm"
    assert answer("ok cancel my order") == "affirm"
    assert answer("cancel it") == "none"
    assert answer("please cancel") == "none"
    assert answer("do not cancel it") == "deny"
    assert answer("never mind") == "cancel"
    assert dialogue_act("yes, cancel it", expecting="confirmation", pending="return").kind == "none"


yeses = st.sampled_from(AFFIRMS)


@given(yeses, st.sampled_from(["not", "don't", "never", "no", "nicht", "do not", "can't", "pas", "isn't"]), st.data())
def test_a_negation_anywhere_never_stays_a_yes(text, negation, data):
    words = text.split()
    place = data.draw(st.integers(0, len(words)))
    negated = " ".join([*words[:place], negation, *words[place:]])
    assert dialogue_act(negated, expecting="confirmation").kind != "affirm"


@given(
    yeses,
    st.sampled_from(["but", "if", "unless", "except", "although", "only when", "aber", "mais", "pero"]),
    st.text(max_size=40),
)
@example("yes", "although", "\nY")
def test_a_reservation_behind_never_stays_a_plain_yes(text, joint, tail):
    assert dialogue_act(f"{text} {joint} {tail}", expecting="confirmation") != Act("affirm")


@given(yeses)
def test_a_question_mark_never_stays_a_yes(text):
    assert dialogue_act(f"{text}?", expecting="confirmation").kind != "affirm"


@given(yeses, st.text(alphabet="bcdfghjklmnpqrstvwxz", min_size=4, max_size=12))
def test_an_unknown_word_never_stays_a_plain_yes(text, word):
    assume(word not in ("thx", "svp", "stp", "pls", "plz", "plzz"))
    assert dialogue_act(f"{text} {word}", expecting="confirmation") != Act("affirm")


@given(st.text(max_size=200), st.sampled_from(["confirmation", "slot:order", "choice", "feedback", None]))
def test_any_text_has_an_act_and_its_remainder_is_the_customers_words(text, expecting):
    act = dialogue_act(text, expecting=expecting)
    assert all(word in text for word in act.remainder.split())

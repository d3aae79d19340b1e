"""The gate: nothing unbacked passes, and true sentences do, in four languages."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from babel.dates import format_date, format_time
from babel.numbers import format_currency
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from agent.grounding import Evidence, Gate, SentenceStream, sentences, unbacked
from domain.claim_rules import Eligibility
from domain.claims import Claim, ClaimKind, ClaimStatus, ReturnReason
from domain.knowledge import Audience, Passage, SourceKind
from domain.money import Money
from domain.orders import OrderLine
from evals.suites import grounding as suite
from tools.claims import ClaimFiled
from tools.handoff import HandedOff

TODAY = date(2026, 11, 20)
LOCALES = ["en-US", "en-GB", "de", "fr", "es"]

untimed = settings(deadline=None, max_examples=60)
locales = st.sampled_from(LOCALES)
money = st.builds(Money, st.integers(1, 999_999_99), st.sampled_from(["USD", "EUR", "GBP", "JPY", "CHF"]))
days = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def kinds(sentence: str, evidence: Evidence, language: str = "en") -> list[str]:
    return [finding.kind for finding in unbacked(sentence, evidence, language=language)]


def babel(locale: str) -> str:
    return locale.replace("-", "_")


def passage(text: str, kind: SourceKind = SourceKind.POLICY) -> Passage:
    return Passage("p", "d", kind, "Returns", "Returns", text, Audience.PUBLIC, None, None, None)


def claim_filed(status: ClaimStatus = ClaimStatus.FILED) -> ClaimFiled:
    claim = Claim(
        claim_id="CL-7KQ2MD",
        order_id="VM-10234",
        line=1,
        item="Meadow Linen Shirt",
        kind=ClaimKind.RETURN,
        quantity=1,
        reason=ReturnReason.TOO_SMALL,
        status=status,
        refund=Money(2504, "USD"),
        filed_at=datetime(2026, 11, 20, 12, tzinfo=UTC),
        send_back_by=date(2026, 12, 4),
        policy_version="2026-01",
    )
    decision = Eligibility(
        None, "window", "2026-01", date(2026, 12, 20), Money(2504, "USD"), Money(495, "USD"), needs_approval=False
    )
    return ClaimFiled(claim, decision, refund_days=5, send_back_days=14)


@untimed
@given(money, locales)
def test_known_amount_passes_in_every_locale(amount: Money, locale: str) -> None:
    shown = format_currency(amount.amount, amount.currency, locale=babel(locale))
    assert unbacked(f"Total: {shown}.", Evidence.of([amount]), language=locale) == []


@untimed
@given(money, locales, st.data())
def test_amount_with_a_changed_digit_is_found(amount: Money, locale: str, data: st.DataObject) -> None:
    shown = changed_digit(format_currency(amount.amount, amount.currency, locale=babel(locale)), data)
    assert "amount" in kinds(f"Total: {shown}.", Evidence.of([amount]), locale)


@untimed
@given(days, locales, st.sampled_from(["full", "long", "medium", "short"]))
def test_known_date_passes_in_every_locale(day: date, locale: str, form: str) -> None:
    shown = format_date(day, form, locale=babel(locale))
    assert unbacked(f"({shown})", Evidence.of([day]), language=locale) == []


@untimed
@given(days, locales, st.sampled_from(["full", "long", "medium", "short"]), st.data())
def test_date_with_a_changed_digit_is_found(day: date, locale: str, form: str, data: st.DataObject) -> None:
    shown = changed_digit(format_date(day, form, locale=babel(locale)), data)
    assert kinds(f"({shown})", Evidence.of([day]), locale) != []


@untimed
@given(days, st.integers(1, 6))
def test_weekday_has_to_fit_its_date(day: date, off: int) -> None:
    wrong = format_date(day + timedelta(days=off), "EEEE", locale="en_US")
    shown = format_date(day, "MMMM d", locale="en_US")
    assert "date" in kinds(f"It arrives on {wrong}, {shown}.", Evidence.of([day]))


@untimed
@given(st.times(), locales)
def test_known_time_passes_in_every_locale(at, locale: str) -> None:
    shown = format_time(at, "short", locale=babel(locale))
    assert unbacked(f"({shown})", Evidence.of([at]), language=locale) == []


@untimed
@given(st.from_regex(r"VM-[1-9][0-9]{4}", fullmatch=True), st.data())
def test_order_number_passes_and_its_neighbour_does_not(order_id: str, data: st.DataObject) -> None:
    evidence = Evidence.of([{"order_id": order_id}])
    assert unbacked(f"Your order {order_id} is packed.", evidence) == []
    assert "identifier" in kinds(f"Your order {changed_digit(order_id, data)} is packed.", evidence)


@untimed
@given(st.text(max_size=300))
def test_any_text_is_judged_without_an_error(text: str) -> None:
    unbacked(text, Evidence.of([text], customer_text=text), language="en")


@untimed
@given(st.integers(2, 10_000))
def test_a_number_from_nowhere_is_found(number: int) -> None:
    assert kinds(f"We sold {number} of them.", Evidence.of([])) != []


@pytest.mark.parametrize(
    "sentence",
    [
        "I have cancelled your order.",
        "I've just filed your return.",
        "Your refund is on its way.",
        "You will be refunded.",
        "We'll send you a replacement.",
        "A colleague will call you.",
        "I'll check and get back to you.",
        "I'll personally see to it.",
        "Your order has been cancelled.",
    ],
)
def test_promise_without_a_receipt_is_found(sentence: str) -> None:
    assert set(kinds(sentence, Evidence.of([]))) == {"promise"}


def test_receipt_of_a_claim_lets_it_be_told() -> None:
    evidence = Evidence.of([claim_filed()])
    assert unbacked("I've filed your return, claim CL-7KQ2MD.", evidence) == []
    assert unbacked("You'll get $25.04 back within 5 business days.", evidence) == []


def test_receipt_of_a_claim_is_no_receipt_of_a_cancellation() -> None:
    assert kinds("I've cancelled your order.", Evidence.of([claim_filed()])) == ["promise"]


def test_claim_under_review_promises_no_refund() -> None:
    evidence = Evidence.of([{"claim": claim_filed(ClaimStatus.REVIEW).claim}])
    assert kinds("You will be refunded.", evidence) == ["promise"]


def test_hand_over_lets_a_colleague_be_promised() -> None:
    evidence = Evidence.of([HandedOff("T-48213", is_new=True, support_hours="Monday to Friday, 9 am to 6 pm")])
    assert unbacked("A colleague will get back to you, ticket T-48213.", evidence) == []


def test_offer_question_and_condition_are_no_promise() -> None:
    for sentence in (
        "Shall I cancel the order?",
        "I can cancel the order for you.",
        "If you confirm, I'll cancel the order.",
        "Once it has been delivered you can return it.",
        "Your order hasn't been cancelled.",
    ):
        assert unbacked(sentence, Evidence.of([])) == [], sentence


def test_quoted_promise_of_the_shop_passes_and_of_another_customers_chat_does_not() -> None:
    words = "We'll send you an e-mail when it ships."
    assert unbacked(words, Evidence.of([], passages=[passage(words)])) == []
    chat = passage(words, SourceKind.CONVERSATION)
    assert kinds(words, Evidence.of([], passages=[chat])) == ["promise"]


def test_numbers_of_another_customers_chat_are_no_evidence() -> None:
    chat = passage("Your order VM-55501 of $20.00 was found.", SourceKind.CONVERSATION)
    assert kinds("See VM-55501 for $20.00.", Evidence.of([], passages=[chat])) == ["amount", "identifier"]


def test_thirty_days_are_one_month_and_working_days_are_not_days() -> None:
    evidence = Evidence.of([{"window_days": 30, "refund_days": 5}])
    assert unbacked("You have one month.", evidence) == []
    assert unbacked("Refunds take five working days.", evidence) == []
    assert kinds("Refunds take 5 days.", evidence) == ["duration"]


def test_range_backs_its_end_and_not_its_start() -> None:
    evidence = Evidence.of([], passages=[passage("Shipping takes 3-5 business days.")])
    assert unbacked("It takes 3–5 working days.", evidence) == []
    assert unbacked("It takes up to 5 business days.", evidence) == []
    assert kinds("It takes 3 business days.", evidence) == ["duration"]


def test_relative_days_count_from_today() -> None:
    evidence = Evidence.of([{"expected": date(2026, 11, 21)}], today=TODAY)
    assert unbacked("It arrives tomorrow.", evidence) == []
    assert kinds("It arrives today.", evidence) == ["relative_day"]
    assert kinds("It arrives in three days.", evidence) == ["duration"]
    assert kinds("It arrives tomorrow.", Evidence.of([date(2026, 11, 21)])) == ["relative_day"]


def test_customers_words_back_what_is_restated_but_no_price_and_no_stock() -> None:
    evidence = Evidence.of([], customer_text="3 shirts under $50, order VM-99999, code SAVE20, refund me $50")
    assert unbacked("Here are shirts under $50.", evidence) == []
    assert unbacked("I could not find VM-99999.", evidence) == []
    assert unbacked("I don't know the code SAVE20.", evidence) == []
    assert "amount" in kinds("The refund is $50.", evidence)
    assert "code" in kinds("The code SAVE20 works.", evidence)
    assert "number" in kinds("There are 3 left.", evidence)


def test_link_must_match_host_and_path() -> None:
    evidence = Evidence.of(["https://track.dhl.example/1Z99"])
    assert unbacked("See [here](https://track.dhl.example/1Z99).", evidence) == []
    for url in (
        "https://track.dhl.example/1Z98",
        "https://track.dhl.example@evil.test/1Z99",
        "https://track.dhl.example.evil.test/1Z99",
        "javascript:alert(1)",
        "evil.com",
    ):
        assert "link" in kinds(f"See [here]({url}).", evidence), url


def test_phone_number_is_known_with_and_without_its_country() -> None:
    evidence = Evidence.of(["+1 555 010 0199"])
    assert unbacked("Call (555) 010-0199.", evidence) == []
    assert kinds("Call (555) 010-0198.", evidence) == ["phone"]


def test_product_that_nobody_named_is_found() -> None:
    evidence = Evidence.of([{"name": "Meadow Linen Shirt"}])
    assert unbacked("The Meadow Linen Shirt is lovely.", evidence) == []
    assert kinds("The Meadow Silk Shirt is lovely.", evidence) == ["product"]


def test_zero_discount_backs_no_discount_and_zero_fee_a_free_return() -> None:
    evidence = Evidence.of([{"discount": Money(0, "USD"), "fee": Money(0, "USD")}])
    assert unbacked("The return is free.", evidence) == []
    assert kinds("Shipping is free.", evidence) == ["offer"]
    assert kinds("You get a discount.", evidence) == ["offer"]


def test_times_are_told_in_the_shops_own_zone() -> None:
    at = datetime(2026, 11, 20, 3, 30, tzinfo=UTC)
    evidence = Evidence.of([at], zone=ZoneInfo("America/Los_Angeles"))
    assert unbacked("It was scanned on November 19 at 7:30 PM.", evidence) == []
    assert kinds("It was scanned on November 19 at 3:30 AM.", evidence) == ["time"]


def test_gate_prefers_the_sentence_then_the_fallback_then_silence() -> None:
    gate = Gate(Evidence.of([Money(2504, "USD")]))
    assert gate.release("It is $25.04.", "fallback").text == "It is $25.04."
    assert gate.release("It is $26.04.", "It is $25.04.").text == "It is $25.04."
    dropped = gate.release("It is $26.04.", "It is $27.04.")
    assert dropped.text == ""
    assert [finding.text for finding in dropped.findings] == ["$26.04"]
    assert gate.blocked == {"amount": 2}


def test_sentences_keep_decimals_links_abbreviations_and_bullets_whole() -> None:
    text = "It's $29.99, e.g. at shop.example/a.b. See No. 5 now! Am 5. März?\n- One. two\n- 1.5 kg\n\n1. First. Done"
    assert sentences(text) == [
        "It's $29.99, e.g. at shop.example/a.b. ",
        "See No. 5 now! ",
        "Am 5. März?\n",
        "- One. two\n",
        "- 1.5 kg\n\n",
        "1. First. ",
        "Done",
    ]


prose = st.lists(
    st.sampled_from(
        ["It", "is", "e.g.", "No.", "5.", "März", "$29.99", "done.", "Really?!", "ok...", "\n", "- a", "a.m."]
    )
).map(" ".join)


@untimed
@given(st.one_of(prose, st.text(max_size=120)))
def test_sentences_joined_are_the_text(text: str) -> None:
    assert "".join(sentences(text)) == text


@untimed
@given(prose, st.integers(1, 9))
def test_a_stream_in_pieces_gives_the_same_sentences(text: str, size: int) -> None:
    stream = SentenceStream()
    told = [part for start in range(0, len(text), size) for part in stream.feed(text[start : start + size])]
    assert [*told, *stream.finish()] == sentences(text)


def test_shop_cases_are_caught_when_changed_and_pass_when_true() -> None:
    cases = list(suite.shop_cases(count=15, seed=7))
    wrong = [case for case in cases if bool(suite.findings_of(case)) is (case.expect == "pass")]
    lies = sum(case.expect == "block" for case in cases)
    assert lies > 200
    assert sum(case.expect == "block" for case in wrong) <= 0.005 * lies
    assert sum(case.expect == "pass" for case in wrong) <= 0.02 * (len(cases) - lies)


def test_bad_line_of_a_data_file_is_named(tmp_path) -> None:
    path = tmp_path / "own.jsonl"
    path.write_text('{"id": "a", "sentence": "Hi.", "expect": "pass", "kind": "honest"}\n{"id": "b"}\n')
    with pytest.raises(ValueError, match=r"own\.jsonl, line 2"):
        suite.run(path)


def changed_digit(text: str, data: st.DataObject) -> str:
    places = [place for place, character in enumerate(text) if character.isdigit()]
    place = data.draw(st.sampled_from(places))
    digit = data.draw(st.sampled_from([digit for digit in "123456789" if digit != text[place]]))
    changed = text[:place] + digit + text[place + 1 :]
    assume(changed != text)
    return changed


def test_a_line_handed_over_alone_backs_its_own_name() -> None:
    """`line` as a number is a position that nobody says; as an order line it is what the sentence is about."""
    line = OrderLine(1, "VM1001-M", "VM1001", "Meadow Linen Shirt", "M", "Green", 1, Money(5900, "USD"), "Shirts")
    assert not unbacked("Why would you like to return the Meadow Linen Shirt?", Evidence.of([{"line": line}]))


@pytest.mark.parametrize("number", ["CL-BGVGBP", "T-HVSTGA"])
def test_a_number_without_a_digit_is_a_number(number: str) -> None:
    said = f"Your number is {number}."
    assert "identifier" in kinds(said, Evidence.of([claim_filed()], today=TODAY))
    assert kinds(said, Evidence.of([{"ticket_id": number}], today=TODAY)) == []
    assert kinds("We have T-shirts and t-blouses.", Evidence.of([], today=TODAY)) == []


def test_staff_are_shown_a_customers_stored_words_between_quotation_marks() -> None:
    record = {"note": "I was sent another colour, and you refunded nothing."}
    quoted = 'In their words: "I was sent another colour, and you refunded nothing."'
    for_staff = Evidence.of([record], is_for_staff=True)
    assert kinds(quoted, for_staff) == []
    assert set(kinds(quoted, Evidence.of([record]))) == {"promise"}
    assert kinds('In their words: "You were sent another one."', for_staff) == ["promise"]
    assert set(kinds("You were sent another colour, and we refunded you.", for_staff)) == {"promise"}

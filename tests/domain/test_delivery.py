"""Reports of what became of a message: any order, any number of times, one outcome."""

from itertools import permutations

from domain.delivery import Delivery, furthest, reported


def test_reports_in_any_order_end_the_same() -> None:
    said = [reported(word) for word in ("queued", "sending", "sent", "delivered", "read")]
    for order in permutations(said):
        known = Delivery.SENDING
        for news in order:
            assert news is not None
            known = furthest(known, news)
        assert known is Delivery.READ


def test_a_receipt_from_the_telephone_outweighs_a_carriers_no() -> None:
    assert furthest(Delivery.FAILED, Delivery.DELIVERED) is Delivery.DELIVERED
    assert furthest(Delivery.DELIVERED, Delivery.FAILED) is Delivery.DELIVERED
    assert furthest(Delivery.FAILED, Delivery.SENT) is Delivery.FAILED


def test_a_word_nobody_told_us_says_nothing() -> None:
    assert reported("partially_delivered") is None

"""Reports of what became of a message: any order, any number of times, one outcome."""

from itertools import permutations

from domain.delivery import Delivery, rank, reported


def test_reports_in_any_order_end_the_same() -> None:
    said = [reported(word) for word in ("queued", "sending", "sent", "delivered", "read")]
    for order in permutations(said):
        known = Delivery.SENDING
        for news in order:
            assert news is not None
            known = max(known, news, key=rank)
        assert known is Delivery.READ


def test_a_receipt_from_the_telephone_outweighs_a_carriers_no() -> None:
    assert rank(Delivery.SENT) < rank(Delivery.FAILED) < rank(Delivery.DELIVERED)


def test_a_word_nobody_told_us_says_nothing() -> None:
    assert reported("partially_delivered") is None

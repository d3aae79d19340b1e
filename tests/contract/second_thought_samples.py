"""What is said to second thoughts: something left out, taken back, or wished for otherwise."""

from agent.steps import Ask, Propose, Say
from domain.claims import ClaimKind, ClaimStatus
from domain.money import Money
from domain.payments import MoneyBack
from tests.contract.change_samples import pending
from tests.contract.claim_samples import checks, claims
from tests.contract.samples import line, order_lists, passage, products
from tools.claims import ClaimWithdrawn


def said_of_second_thoughts() -> list[Say | Ask | Propose]:
    order, cancelled = pending(), order_lists()[-1].orders[10]
    back = (MoneyBack(Money(5900, "USD"), "Visa ending 4242", False),)
    withdrawn = next(claim for claim in claims() if claim.status is ClaimStatus.WITHDRAWN)
    swaps = [
        (claim, kind)
        for claim in claims()
        if claim.kind in (ClaimKind.RETURN, ClaimKind.EXCHANGE)
        for kind in (ClaimKind.RETURN, ClaimKind.EXCHANGE)
    ]
    done = {"withdrawn": withdrawn, "receipt": ClaimWithdrawn(withdrawn)}
    check = checks()[0]
    cited = check.rules.cited("hygiene")
    lines = [line(1, "Market Tote Bag"), line(2, "Plain Socks")]
    swap = {"line": lines[0], "variants": products()[0].variants}
    return [
        Say("none_cancelled"),
        Say("came_last", {"order": order, "lines": order.lines, "at": order.placed_at}),
        Say("not_cancelled", {"order": order}),
        *(
            Say("asked_in_parts", {"order": each, "passages": [passage()]})
            for each in order_lists()[-1].orders
            if len(each.parcels) > 1
        ),
        *(
            Say("asked_where_to_pay", {"orders": [order], "methods": {order.order_id: "Visa"}, "unpaid_told": told})
            for told in ((), ("asked_where_to_pay",))
        ),
        Say("cancelled_for_good", {"order": cancelled}),
        Propose("cancel_pending_order", {}, "confirm_cancel_whole", {"order": order, "back": back}, verb="cancel"),
        *(
            Propose("withdraw_claim", {}, "confirm_withdrawal_first", {"claim": claim, "kind": kind}, verb="swap")
            for claim, kind in swaps[:4]
        ),
        *(
            Propose("withdraw_claim", {}, "confirm_withdrawal_for_remedy", {"claim": claim}, verb="withdraw")
            for claim in claims()
            if claim.kind is ClaimKind.DAMAGED
        ),
        *(
            Propose("withdraw_claim", {}, "confirm_withdrawal_for_fewer", {"claim": claim, "quantity": 1}, verb="take")
            for claim in claims()[:2]
        ),
        Say(
            "return_still_refused", {"check": check, "line": check.lines[0].line, "order": check.order, "cited": cited}
        ),
        *(
            Ask("instead", "swap_not_made", {**swap, "colour": "White", "is_more": is_more})
            for is_more in (True, False)
        ),
        *(Say("swap_none_fits", {"line": lines[0], "is_small": is_small}) for is_small in (True, False)),
        Ask("reason", "after_withdrawal", {"inner": "ask_reason", "line": lines[0], **done}),
        Ask("line", "which_line_to_count", {"lines": lines, "pieces": 2}),
    ]

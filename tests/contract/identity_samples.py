"""Everything that is said about who speaks, and to a lead, with the facts that nodes and intents give."""

from dataclasses import replace

from agent.steps import Ask, Propose, Say
from domain.customers import Role
from domain.errors import NotPossible
from domain.overrides import LIMITS, WORDS, may_set_aside
from tests.contract.claim_samples import checks
from tests.contract.samples import order_lists, profile
from tools.claims import LineCheck
from tools.returns import ReturnCheck

MASKED = "m…m@example.com"
NUMBER = "the number ending in 17"


def refused() -> list[tuple[ReturnCheck, LineCheck]]:
    return [(check, each) for check in checks() for each in check.lines if each.eligibility.refusal and each.facts]


def limits() -> list[Say]:
    """Every sentence in which a lead or an admin hears that this goes too far."""
    said: dict[str, Say] = {}
    for _, each in refused():
        assert each.facts is not None
        dear = each.facts.model_copy(update={"value_minor": 5_000_00})
        for role in LIMITS:
            for facts in (each.facts, dear):
                for refusal in WORDS:
                    try:
                        may_set_aside(role, facts, replace(each.eligibility, refusal=refusal))
                    except NotPossible as over:
                        said[over.public] = Say("override_refused", {"limit": over.public, "line": each.line})
    return list(said.values())


def said_of_identity() -> list[Say | Ask | Propose]:
    check, each = refused()[0]
    proposed = {"order": check.order, "line": each.line, "quantity": 1, "check": check, "why": "she was in hospital"}
    return [
        Ask("account_email", "ask_account_email"),
        Ask("code", "ask_code", {"to": MASKED, "minutes": 10}),
        Ask("code", "ask_code_again", {"to": MASKED}),
        *(Ask("code", "code_wrong", {"to": to, "tries_left": left}) for to in (MASKED, "") for left in (1, 2)),
        *(Ask("code", "code_wrong_shape", {"to": to, "digits": 6}) for to in (MASKED, "")),
        Ask("code", "texted_ask_code", {"to": NUMBER, "minutes": 10}),
        Ask("code", "texted_ask_code_again", {"to": NUMBER}),
        *(Ask("code", "texted_code_wrong", {"to": NUMBER, "tries_left": left}) for left in (1, 2)),
        *(Ask("code", "texted_code_wrong_shape", {"to": to, "digits": 6}) for to in (NUMBER, "")),
        Ask("code", "code_ended", {"to": MASKED}),
        Ask("order_id", "code_unreachable_order"),
        *(Say(key) for key in ("code_too_many", "code_unreachable", "proof_too_many", "not_permitted")),
        *(Say(key, {"customer": profile()}) for key in ("lead_for", "lead_for_still")),
        *(Say("lead_serving", {"customer": profile(), "orders": listed.orders}) for listed in order_lists()[:3]),
        *(Ask("whom", key) for key in ("ask_whom", "lead_nobody_found")),
        Ask("whom", "lead_order_unknown", {"order_id": "VM-99999"}),
        Ask("whom", "lead_which_customer", {"customers": (profile(), profile())}),
        Ask("order_id", "override_which_order"),
        Ask("reason", "override_reason"),
        Ask("line", "override_which_line", {"lines": [each.line]}),
        Ask("why", "override_why"),
        Say("override_not_needed", {"check": check, "order": check.order}),
        *limits(),
        *(
            Propose(
                "override_refusal",
                {},
                "override_confirm",
                {**proposed, "eligibility": replace(each.eligibility, refusal=refusal), "clause": "Returns policy"},
                "override",
            )
            for refusal in sorted(LIMITS[Role.ADMIN].refusals)
        ),
    ]

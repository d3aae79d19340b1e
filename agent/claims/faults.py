"""What is wrong with a thing, asked of who said that something is: by the answer the rules decide."""

from agent.claims.lines import chosen_lines
from agent.claims.told_why import recalled
from agent.state import Task
from agent.steps import Ask, Choice
from domain.claim_rules import months_after
from domain.claims import ClaimKind, ReturnReason
from tools.claims import LineCheck
from tools.returns import ReturnCheck

FAULTS = (
    Choice("damaged", "It is damaged"),
    Choice("defective", "It is faulty"),
    Choice("wrong_item", "Wrong item"),
    Choice("missing_item", "Something is missing"),
)
MENDABLE = (ReturnReason.DEFECTIVE, ReturnReason.DAMAGED, ReturnReason.QUALITY)
"""What a warranty is for."""


def what_is_wrong(task: Task, check: ReturnCheck) -> Ask | None:
    """After "is something wrong with it?" and a yes: only a fault of ours can change the answer."""
    line = check.of(task["slots"].get("line") or 0)
    if not task["slots"].get("is_wrong") or "reason" in task["slots"] or line is None:
        return None
    return Ask("reason", "ask_what_is_wrong", {"line": line.line}, FAULTS)


def which_fault(task: Task, check: ReturnCheck) -> Ask | None:
    """Trouble was told in words that no list of reasons has."""
    lines = [each.line for each in check.lines]
    if not task["slots"].get("trouble") or "reason" in task["slots"] or check.kind is not ClaimKind.RETURN:
        return None
    chosen = chosen_lines(task, lines, still_open=lines)
    each = check.of(next(iter(chosen))) if len(chosen) == 1 else None
    if each is None or each.left < 1:
        return None
    return Ask("reason", "ask_which_fault", {"line": each.line}, FAULTS, keeps={"line": each.line.line})


def fault_of_warranty(task: Task, check: ReturnCheck) -> Ask | None:
    """A claim on the warranty has the fault that was told of that very thing, else it is asked for: one that was only
    said not to fit is not faulty."""
    able = [each.line for each in check.lines if each.eligibility.is_eligible]
    chosen = list(chosen_lines(task, able, still_open=able))
    line = next((line for line in able if line.line in chosen), None)
    if line is None:
        return None
    recalled(task, check.order.order_id, chosen)
    told = task["slots"].get("reason")
    if told in MENDABLE:
        return None
    return Ask("reason", "ask_fault_of_warranty", {"line": line, "is_no_fault": told is not None}, FAULTS[:2])


def has_warranty(check: ReturnCheck, each: LineCheck) -> bool:
    """A fault after the time for damage may still be a case of warranty."""
    months = check.rules.warranty_for(
        each.line.category, product_months=each.facts.warranty_months if each.facts else None
    )
    delivered, facts = check.order.line_delivered_at(each.line.line), each.facts
    if not check.reason.is_our_fault or months is None or delivered is None or facts is None:
        return False
    return facts.today <= months_after(delivered.date(), months)


def may_be_mended(check: ReturnCheck, each: LineCheck) -> bool:
    """Too late to claim it as damaged, and the warranty runs: no answer is that nothing can be done."""
    is_late = each.eligibility.refusal == "window_closed" and check.kind is ClaimKind.DAMAGED
    return is_late and has_warranty(check, each)

"""The benchmark's shop and back again, how its end states are compared, and whom its simulated customers agree with."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from agent.models.scripted import ScriptedModel
from api.settings import Mistral, Settings
from evals.observed import Said
from evals.tau.customers import ScriptedCustomer, first_person, fits
from evals.tau.end_state import Left, misses, their_address, their_order
from evals.tau.goals import goals_of, item_words, statement
from evals.tau.modelled import STOP, by_model, open_customers
from evals.tau.replay import as_result, open_tau_floor, replay, violate
from evals.tau.shop import address, write_shop
from evals.tau.tasks import BadTasks, Script, Task, customer_of, read_database, read_tasks
from evals.tau.violations import Violation, violations
from synthetic_data.load import read_and_check
from synthetic_data.rows import Shift, order_row

DATABASE = read_database()
TASKS = read_tasks()


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Mapping[str, Any]]:
    """The orders of the benchmark as they would be stored."""
    folder = tmp_path_factory.mktemp("tau") / "shop"
    write_shop(folder)
    files = read_and_check(folder)
    assert not files.problems
    emails = {user["user_id"]: user["email"] for user in DATABASE["users"].values()}
    categories = {product["product_id"]: product["name"] for product in DATABASE["products"].values()}
    placed = [one.record for one in files.orders or ()]
    return {one.order_id: order_row(one, Shift(0), emails=emails, categories=categories) for one in placed}


def task_with(*tools: str) -> Task:
    return next(task for task in TASKS if task.kind == "synthetic" and tuple(use.name for use in task.writes) == tools)


def test_every_order_comes_back_as_the_benchmark_has_it(rows: Mapping[str, Mapping[str, Any]]) -> None:
    for order_id, order in DATABASE["orders"].items():
        theirs = their_order(rows[order_id], ())
        assert theirs["items"] == order["items"]
        assert theirs["payment_history"] == order["payment_history"]
        assert theirs["address"] == order["address"]
        assert theirs["status"] == order["status"]


def test_an_address_survives_the_way_there_and_back() -> None:
    for user in DATABASE["users"].values():
        assert their_address(address(user["address"])) == user["address"]


def test_a_claim_is_told_as_the_order_s_status(rows: Mapping[str, Mapping[str, Any]]) -> None:
    row = rows["#W2378156"]
    claim = {"kind": "return", "line": 1, "method_id": None, "filed_at": "2024-05-15"}
    theirs = their_order(row, [claim])
    assert theirs["status"] == "return requested"
    assert theirs["return_items"] == [row["lines"][0]["sku"]]
    assert theirs["return_payment_method_id"] == row["method_id"]


def test_a_missing_a_foreign_and_a_wrong_field_are_told_apart() -> None:
    wanted = {"orders": {"#W1": {"status": "cancelled", "cancel_reason": "no longer needed"}}, "users": {}}
    left = Left({"orders": {"#W1": {"status": "pending", "items": []}}, "users": {}})
    found = misses(left, [wanted])
    assert [text.split(":")[0] for text in found] == ["#W1 cancel_reason", "#W1 items", "#W1 status"]
    assert misses(Left(wanted), [{"orders": {}, "users": {}}, wanted]) == []


def test_what_no_task_asks_for_must_not_have_changed() -> None:
    assert misses(Left({"orders": {}, "users": {}}, ["orders #W1: email changed"]), [{"orders": {}, "users": {}}])


@pytest.mark.parametrize("seed", range(4))
def test_a_customer_agrees_only_to_what_is_wanted(seed: int) -> None:
    task = task_with("return_delivered_order_items")
    goal = goals_of(task, DATABASE)[0]
    right = f"Shall I file a return for {goal.order_id}: {', '.join(item.name for item in goal.items)}?"
    paid = f"{right} It goes to {' '.join(goal.method_marks)}."
    customer = ScriptedCustomer(task, DATABASE, seed)
    assert customer.opening() == statement(goal, seed)
    assert customer.answer(Said(paid, asks="confirmation")) == "yes"
    assert customer.answer(Said("Done.", cards=[("receipt", right)])) is None


def test_who_was_not_asked_how_to_pay_says_so_once() -> None:
    task = task_with("exchange_delivered_order_items")
    goal = goals_of(task, DATABASE)[0]
    items = "\n".join(
        f"{item_words(item)} for {', '.join({**item.options, **item.wanted}.values())}" for item in goal.items
    )
    right = Said(f"Shall I file the exchange for {goal.order_id}?\n{items}", asks="confirmation")
    customer = ScriptedCustomer(task, DATABASE, 3)
    customer.opening()
    assert customer.answer(right) == f"Please use my {goal.method} for it"
    assert customer.answer(right) == "yes"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda text: text.replace("#W6067464", "#W1111111"), "another order"),
        (lambda text: text.replace("Wall Clock", "Laptop"), "another item"),
        (lambda text: text.replace("Electric Kettle, ", ""), "an item is missing"),
        (lambda text: text + " The refund goes to your gift card ending 0000.", "another method"),
    ],
)
def test_a_summary_that_says_something_else_is_refused(change: Any, reason: str) -> None:
    task = next(task for task in TASKS if task.task_id == "tau1-retail-train-0")
    goal = goals_of(task, DATABASE)[0]
    right = "I file a return of Electric Kettle, Wall Clock from order #W6067464."
    assert fits(goal, right)
    assert not fits(goal, change(right)), reason


def test_a_customer_who_is_not_understood_gives_up() -> None:
    customer = ScriptedCustomer(task_with("cancel_pending_order"), DATABASE, 0)
    said = [customer.answer(Said("I don't understand.")) for _ in range(6)]
    assert said[-1] is None
    assert any(text is not None and text.startswith("Never mind") for text in said)


def test_scripts_are_told_in_the_first_person() -> None:
    assert first_person("You want to return your skateboard.") == "I want to return my skateboard."
    script = "Your name is Liam Li and your email is liam.li2557@example.com. You are shy, sad. You like it."
    assert first_person(script) == "I like it."


def test_a_folder_without_tasks_is_told(tmp_path: Path) -> None:
    with pytest.raises(Exception, match=r"tasks\.jsonl\.gz"):
        read_tasks(tmp_path)


def test_a_customer_who_is_only_named_in_the_script_is_found() -> None:
    for task in TASKS:
        assert customer_of(task, DATABASE)["email"]
    script = Script("Where is my order?", known="You are ivan_hernandez_6923 living in San Diego, 92133.")
    task = Task("t", "full", "?", script, (), ({"orders": {}, "users": {}},))
    assert customer_of(task, DATABASE)["user_id"] == "ivan_hernandez_6923"
    with pytest.raises(BadTasks):
        customer_of(replace(task, script=Script("Where is my order?", known="You live in San Diego, 92133.")), DATABASE)


def test_every_clause_of_the_policy_is_tried_on_several_orders() -> None:
    made = violations(DATABASE)
    clauses = {violation.clause for violation in made}
    assert len(clauses) == 29
    assert all(sum(one.clause == clause for one in made) == 5 for clause in clauses)
    assert len({violation.name for violation in made}) == len(made)


async def test_what_the_policy_forbids_is_refused_and_what_it_allows_is_done() -> None:
    async with open_tau_floor() as (floor, services):
        for violation in violations(DATABASE, each=1):
            done = await violate(floor, services, violation)
            assert done.wrong == "", violation.name
            assert done.refused_as
        right = next(task for task in TASKS if len(task.writes) == 5)
        assert as_result([await replay(floor, services, right)]).metrics["matched"] == 1.0
        allowed = Violation("allowed", right.user_id, right.writes[0])
        assert (await violate(floor, services, allowed)).wrong == "was carried out"


async def test_a_model_plays_the_customer_until_it_has_what_it_wants() -> None:
    task = next(task for task in TASKS if task.task_id == "tau2-retail-0")
    model = ScriptedModel(["Hi, I'd like to exchange my keyboard.", f"{STOP}"])
    customer = by_model(model)(task, DATABASE, 0)
    assert await customer.say(None) == "Hi, I'd like to exchange my keyboard."
    assert await customer.say(Said("For which one?")) is None
    script, first, own, answered = model.asked[-1].messages
    assert "clicky" in str(script.content) and "19122" in str(script.content)
    assert (own.content, answered.content) == ("Hi, I'd like to exchange my keyboard.", "For which one?")
    assert first.type == "human"


async def test_without_a_model_the_script_speaks() -> None:
    settings = Settings(mistral=Mistral())
    async with open_customers(settings, None) as customer:  # pyright: ignore[reportArgumentType]  # never asked
        assert customer is ScriptedCustomer


def test_what_the_script_wants_to_know_is_asked_before_leaving() -> None:
    task = next(task for task in TASKS if task.task_id == "tau2-retail-2")
    customer = ScriptedCustomer(task, DATABASE, 0)
    goal = goals_of(task, DATABASE)[0]
    done = Said("Done.", cards=[("receipt", f"return {goal.order_id}: {', '.join(item.name for item in goal.items)}")])
    assert "how many" in (customer.answer(done) or "")
    assert customer.answer(Said("There are 10 of them.")) is None

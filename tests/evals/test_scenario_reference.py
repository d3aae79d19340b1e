import re

import yaml

from evals.scenario import CUSTOMER_FACTS, DAY_FACTS, MAILED, ORDER_FACTS, Scenario
from evals.scenario_reference import DOCUMENT, reference, with_reference

TEXT = DOCUMENT.read_text(encoding="utf-8")


def test_the_document_holds_the_reference_of_today():
    assert with_reference(TEXT) == TEXT, "run: python -m evals.scenario_reference"


def test_no_key_is_without_a_word_of_explanation():
    assert not re.findall(r"^\| `\w+` \|[^|]*\|\s*\|$", reference(), re.MULTILINE)


def test_the_example_is_a_scenario():
    example = re.search(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
    assert example is not None
    for one in yaml.safe_load(example[1]):
        assert Scenario.model_validate(one).end is not None


def test_every_fact_a_variable_may_name_is_listed():
    said = set(re.findall(r"[a-z_]+", TEXT))
    assert {*ORDER_FACTS, *CUSTOMER_FACTS, *DAY_FACTS, *MAILED} <= said

"""What the benchmark counts and says; what it measures is in docs/benchmarks.md."""

from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.bench.measure import Figures, percentile
from api.bench.talk import TURNS, scripts
from api.commands.bench import Level, table

SHOP = Path(__file__).parents[2] / "synthetic_data"


@given(st.lists(st.floats(0, 1e6), min_size=1), st.floats(0.1, 100))
def test_a_percentile_is_a_measured_value_that_so_many_do_not_exceed(took: list[float], percent: float) -> None:
    found = percentile(took, percent)
    assert found in took
    assert sum(value <= found for value in took) >= len(took) * percent / 100 - 1e-6
    assert sum(value < found for value in took) < len(took) * percent / 100 + 1e-6


@pytest.mark.parametrize(("percent", "found"), [(50, 2), (75, 3), (100, 4), (1, 1)])
def test_percentiles_are_of_the_nearest_rank(percent: float, found: float) -> None:
    assert percentile([4, 1, 3, 2], percent) == found


def test_customers_say_the_same_in_every_run_and_hardly_ever_the_same_as_each_other() -> None:
    first, again = (list(islice(scripts(SHOP), 200)) for _ in range(2))
    assert first == again
    assert {len(script.turns) for script in first} == {TURNS}
    assert len({script.turns for script in first}) == 200
    assert len({text for script in first for text in script.turns}) > 500


def test_what_the_kernel_does_not_tell_is_left_out_of_the_table() -> None:
    figures = Figures(1, 5, 1.0, 10.0, 20.0, 30.0, None, None, 0, 0)
    drawn = table([Level(figures, figures)])
    assert drawn.row_count == 3
    assert {"-"} == set(drawn.columns[7].cells)

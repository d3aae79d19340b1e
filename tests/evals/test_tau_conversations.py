"""Some of the benchmark's tasks in whole conversations: the rest is for `./dev eval tau`."""

from evals.suites import tau

SEVERAL_THINGS_PAID_ANEW = "train-(?:176|261) "
OTHERS = "tau2-retail-(?:[0-4]|2[0-2]) "


def test_tasks_are_carried_out_in_every_manner_of_speaking() -> None:
    result = tau.run(only=f"{SEVERAL_THINGS_PAID_ANEW}|{OTHERS}")
    assert result.metrics["conversations"] >= 20
    assert [(each.case_id, each.actual) for each in result.failures] == []

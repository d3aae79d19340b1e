"""Retries and the breaker, with time in the test's hands."""

import httpx
import pytest

from agent.models.breaker import Breaker
from agent.models.transport import RetryTransport
from domain.errors import ModelNonsense, ModelUnavailable

Answer = int | type[httpx.TransportError] | httpx.Response


class Line(httpx.AsyncBaseTransport):
    """Answers what it is told, in order."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.bodies: list[bytes] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.bodies.append(await request.aread())
        answer = self.answers.pop(0)
        if isinstance(answer, httpx.Response):
            return answer
        if isinstance(answer, int):
            return httpx.Response(answer)
        raise answer("scripted")


async def post(line: Line, waited: list[float]) -> httpx.Response:
    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    async with httpx.AsyncClient(transport=RetryTransport(line, sleep=sleep)) as client:
        return await client.post("http://model/v1/chat/completions", json={"a": 1})


@pytest.mark.parametrize("trouble", [429, 500, 502, 503, 504, httpx.ConnectError, httpx.ConnectTimeout])
async def test_passing_trouble_is_tried_again_with_the_same_body(trouble: Answer) -> None:
    line, waited = Line(trouble, trouble, 200), []

    response = await post(line, waited)

    assert response.status_code == 200
    assert line.bodies == [b'{"a":1}'] * 3
    assert 0 < waited[0] < waited[1] < 1


@pytest.mark.parametrize("status", [200, 400, 401, 404, 422])
async def test_what_will_not_change_is_not_tried_again(status: int) -> None:
    line, waited = Line(status), []

    assert (await post(line, waited)).status_code == status
    assert waited == []


async def test_the_last_answer_is_given_back() -> None:
    assert (await post(Line(503, 503, 503), [])).status_code == 503


async def test_the_last_lost_connection_is_raised() -> None:
    with pytest.raises(httpx.ConnectError):
        await post(Line(*[httpx.ConnectError] * 3), [])


async def test_a_read_that_times_out_is_not_sent_twice() -> None:
    with pytest.raises(httpx.ReadTimeout):
        await post(Line(httpx.ReadTimeout), [])


async def test_retry_after_is_honoured_while_it_is_short() -> None:
    waited: list[float] = []
    line = Line(httpx.Response(429, headers={"retry-after": "1.5"}), 200)

    assert (await post(line, waited)).status_code == 200
    assert waited == [1.5]


async def test_a_long_retry_after_is_told_at_once() -> None:
    waited: list[float] = []
    line = Line(httpx.Response(429, headers={"retry-after": "30"}))

    assert (await post(line, waited)).status_code == 429
    assert waited == []


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def breaker(clock: Clock) -> Breaker:
    return Breaker(failures=3, open_s=10, clock=clock)


def fail(breaker: Breaker, times: int = 1) -> None:
    for _ in range(times):
        with pytest.raises(ModelNonsense), breaker.watch():
            raise ModelNonsense


def succeed(breaker: Breaker) -> None:
    with breaker.watch():
        pass


def test_failures_in_a_row_open_it(breaker: Breaker) -> None:
    fail(breaker, 2)
    succeed(breaker)
    fail(breaker, 2)
    assert not breaker.is_open

    fail(breaker)
    with pytest.raises(ModelUnavailable), breaker.watch():
        pytest.fail("was let through")


def test_after_a_while_one_call_tries_and_closes_it(breaker: Breaker, clock: Clock) -> None:
    fail(breaker, 3)
    clock.now += 10
    with breaker.watch(), pytest.raises(ModelUnavailable), breaker.watch():
        pytest.fail("two tried at once")

    assert not breaker.is_open
    succeed(breaker)


def test_a_failed_try_leaves_it_open_for_as_long_again(breaker: Breaker, clock: Clock) -> None:
    fail(breaker, 3)
    clock.now += 10
    fail(breaker)
    clock.now += 9
    with pytest.raises(ModelUnavailable), breaker.watch():
        pytest.fail("was let through")
    clock.now += 1
    succeed(breaker)
    assert not breaker.is_open


def test_a_try_that_was_cancelled_does_not_block_the_next(breaker: Breaker, clock: Clock) -> None:
    fail(breaker, 3)
    clock.now += 10
    with pytest.raises(KeyboardInterrupt), breaker.watch():
        raise KeyboardInterrupt

    assert breaker.is_open
    succeed(breaker)
    assert not breaker.is_open


def test_errors_that_are_not_the_models_do_not_count(breaker: Breaker) -> None:
    for _ in range(5):
        with pytest.raises(RuntimeError), breaker.watch():
            raise RuntimeError

    assert not breaker.is_open

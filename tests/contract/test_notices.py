"""What is told unasked, in every language and of its own facts only: no gate stands behind it, so this test does."""

import re

import pytest

from agent.steps import Say
from agent.writer.notices import Notices, Reader
from agent.writer.templates import TemplateWriter
from domain.obligations import News
from tests.contract.notice_samples import said_in_notices
from tests.contract.spoken import SHOP, TODAY, withheld, wordings

LOCALES = ["en-US", "de-DE", "fr-FR", "es-ES"]
TOLD_BY_ROWS = re.compile(r": (promise|relative_day) [\'\"]")
"""That it is approved, sent or asked for is what the notice is about: code says it, in the commit that makes it so."""


@pytest.fixture(scope="module")
def writer() -> TemplateWriter:
    return TemplateWriter.open(SHOP)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("step", said_in_notices(), ids=lambda step: step.say)
def test_every_figure_of_a_notice_is_a_fact_of_it(writer: TemplateWriter, step: Say, locale: str) -> None:
    assert [held for held in withheld(writer, step, locale=locale) if not TOLD_BY_ROWS.search(held)] == []


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("step", said_in_notices(), ids=lambda step: step.say)
def test_notices_read_like_sentences(writer: TemplateWriter, step: Say, locale: str) -> None:
    for text in wordings(writer, step, locale=locale):
        assert text.endswith(".") and not re.search(r"None|Undefined|[{}%]|  | ,|\.\.|\(\)", text), text


def test_a_notice_is_in_the_language_of_the_conversation_and_stays_the_same(writer: TemplateWriter) -> None:
    notices = Notices(lambda: writer)
    apology = News("turn_failed")

    german = {notices.write(apology, Reader("c_1", "en-US", "de"), today=TODAY) for _ in range(3)}
    english = notices.write(apology, Reader("c_1", "en-US", ""), today=TODAY)

    (told,) = german
    assert "schiefgegangen" in told and "sorry" in english

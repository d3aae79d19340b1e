"""Opening hours in the reader's language, and only those."""

from agent.writer.hours import hours_in, is_hours

SUPPORT = "Monday to Friday 8 am to 6 pm, Saturday 9 am to 3 pm Pacific time"


def test_days_and_hours_are_said_in_french() -> None:
    assert is_hours(SUPPORT)
    assert hours_in(SUPPORT, "fr") == "lundi à vendredi 8:00 à 18:00, samedi 9:00 à 15:00 heure du Pacifique"


def test_a_sentence_with_hours_in_it_stays_as_it_is_written() -> None:
    assert not is_hours("One: our studio store in Portland, open Thursday to Sunday from 11 am to 6 pm.")

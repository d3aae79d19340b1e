"""Every state a visitor may find the widget in, each reached as a visitor would: for pictures and for checks.

A state is a function of the stage and of how one looks at it; it returns the chat, standing still in that state.
"""

from tests.browser import person_states, reply_states, trouble_states
from tests.browser.staging import Look

__all__ = ["STATES", "Look"]

STATES = {**reply_states.STATES, **person_states.STATES, **trouble_states.STATES}

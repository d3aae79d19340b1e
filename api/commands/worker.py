"""`shopsmart worker`: what is done unasked, without HTTP: jobs, and messages that a crashed service left behind."""

import asyncio
import os
import signal

from api.commands.serve import opener, serving_of, working
from api.logs import configure_logs
from api.resources import OpenAssistant
from api.settings import Settings
from api.telemetry import telemetry
from store.database import Database


async def run(settings: Settings, database: Database, open_assistant: OpenAssistant) -> None:
    """Work until SIGINT or SIGTERM; jobs and turns under way are then finished."""
    configure_logs(settings.log_level)
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    with telemetry(os.environ):
        async with working(opener(settings, database, open_assistant, serving=serving_of(settings)))():
            await stop.wait()

"""`shopsmart fake-twilio`: Twilio as far as messages go, on this machine, to try and to test against."""

from typing import Annotated

import typer
import uvicorn
from rich.console import Console

from api.fake_twilio.app import create_fake
from api.fake_twilio.exchange import ACCOUNT_SID, AUTH_TOKEN, SMS_NUMBER, WHATSAPP_NUMBER, Exchange
from api.fake_twilio.faults import Fault, Faults

app = typer.Typer(help="A loopback server that is Twilio, as far as messages go.")

SETTINGS = """\
SHOPSMART_TWILIO__BASE_URL=http://127.0.0.1:{port}
SHOPSMART_TWILIO__SMS_NUMBER={sms}
SHOPSMART_TWILIO__WHATSAPP_NUMBER={whatsapp}
TWILIO_ACCOUNT_SID={account}
TWILIO_AUTH_TOKEN={token}

curl -X POST http://127.0.0.1:{port}/fake/inbound -d '{{"from": "+15035550117", "to": "{sms}", "text": "hello"}}'
curl 'http://127.0.0.1:{port}/fake/messages?to=%2B15035550117'"""


@app.command()
def fake_twilio(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port on 127.0.0.1.")] = 8200,
    service: Annotated[str, typer.Option(help="Where the service listens, as its public URL says.")] = (
        "http://127.0.0.1:8000"
    ),
    fault_rate: Annotated[float, typer.Option(min=0, max=1, help="Share of messages that go wrong.")] = 0,
    fault: Annotated[list[Fault] | None, typer.Option(help="Only these faults; may be repeated.")] = None,
    seed: Annotated[int, typer.Option(help="The same seed makes the same faults.")] = 7,
) -> None:
    """Serve it until Ctrl-C. Prints the settings that point the service at it, and how to play a telephone."""
    chosen = fault or list(Fault)
    exchange = Exchange(
        webhooks=webhooks(service), faults=Faults({one: fault_rate / len(chosen) for one in chosen}), seed=seed
    )
    said = SETTINGS.format(port=port, sms=SMS_NUMBER, whatsapp=WHATSAPP_NUMBER, account=ACCOUNT_SID, token=AUTH_TOKEN)
    Console().print(said, highlight=False, soft_wrap=True)
    uvicorn.run(create_fake(exchange), host="127.0.0.1", port=port, log_level="warning", access_log=False)


def webhooks(service: str) -> dict[str, str]:
    """Where messages to the stand-in's numbers go."""
    base = f"{service.rstrip('/')}/v1/channels"
    return {SMS_NUMBER: f"{base}/sms", f"whatsapp:{WHATSAPP_NUMBER}": f"{base}/whatsapp"}

"""The yardstick: one route that gives back what it was sent, on the server that the service runs on.

What this costs is HTTP, JSON and the framework; the rest of a turn's cost is ours.
"""

import sys

import msgspec
import uvicorn
from litestar import Litestar, post
from litestar.params import JSONBody


class Said(msgspec.Struct, forbid_unknown_fields=True):
    text: str


@post("/echo")
async def echo(data: JSONBody[Said]) -> Said:
    return data


def main(port: int) -> None:
    app = Litestar([echo], openapi_config=None)
    uvicorn.run(app, port=port, http="httptools", ws="none", log_config=None, access_log=False, server_header=False)


if __name__ == "__main__":
    main(int(sys.argv[1]))

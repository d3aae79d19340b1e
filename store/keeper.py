"""The process between the service and its Postgres: stops the server once nobody uses it.

Run as a script by `store.embedded`, in its own session so that Ctrl-C in a terminal does not reach
it. Every user of the server holds a shared lock on one file, and the kernel drops that lock however
the user dies. The keeper waits for the exclusive lock, which it gets when the last user is gone, and
then stops Postgres cleanly. Should the keeper itself be killed, Linux stops Postgres for it.

    keeper.py LOCK_FILE UID:GID POSTGRES ARGUMENT...

UID:GID are taken on before Postgres starts; "-" stays who we are. All imports come first, because the
new user may not be able to read Python's files. Standard library only: started with `python -I -S`.
"""

import ctypes
import fcntl
import os
import signal
import sys
import threading

PR_SET_PDEATHSIG = 1


def main(lock_file: str, identity: str, *command: str) -> int:
    users = os.open(lock_file, os.O_RDWR)
    become(identity)
    postgres = start(command)

    def stop(*_: object) -> None:
        os.kill(postgres, signal.SIGINT)

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, stop)

    def stop_when_unused() -> None:
        fcntl.flock(users, fcntl.LOCK_EX)
        stop()

    threading.Thread(target=stop_when_unused, daemon=True).start()
    _, status = os.waitpid(postgres, 0)
    return os.waitstatus_to_exitcode(status)


def become(identity: str) -> None:
    if identity == "-":
        return
    uid, gid = (int(part) for part in identity.split(":"))
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)


def start(command: tuple[str, ...]) -> int:
    """Pid of the new Postgres. Must be called from the main thread: the death signal follows the thread."""
    keeper = os.getpid()
    child = os.fork()
    if child:
        return child
    try:
        stop_with(keeper)
        os.execv(command[0], command)
    except OSError as error:
        os.write(2, f"{command[0]}: {error}\n".encode())
    finally:
        os._exit(127)


def stop_with(keeper: int) -> None:
    """Ask Linux for a SIGINT, Postgres' fast shutdown, when the keeper dies; elsewhere do nothing."""
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)
    if os.getppid() != keeper:
        os._exit(1)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

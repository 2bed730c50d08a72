"""The whole server in one command: database, portal, office, worker."""

import argparse
import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from danvan.host import leftovers, prepare, roles, secrets, supervise
from danvan.host.backups import daily
from danvan.host.become import go_on_as_service_user
from danvan.host.children import Child, web, worker
from danvan.host.databases import Database, choose
from danvan.host.failure import HostError
from danvan.host.held import Held
from danvan.host.ports import address, require_free
from danvan.host.restore import RESTORING
from danvan.host.system import SERVICE_HOME, is_root, make_folder

ROOT = Path(__file__).resolve().parents[3]
READY_SECONDS = 60.0


def arguments(given: Sequence[str]) -> argparse.Namespace:
    """Read the command line; the data directory comes back absolute."""
    parser = argparse.ArgumentParser(prog="script/server", description=__doc__)
    parser.add_argument("--port", type=int, default=8000, metavar="PORT")
    parser.add_argument("--data", type=Path, metavar="DIR")
    parser.add_argument("--no-demo", action="store_true")
    found = parser.parse_args(given)
    if not 0 < found.port < 65535:
        parser.error("--port takes a number from 1 to 65534; the next is the office's.")
    found.data = (found.data or default_data()).absolute()
    return found


def default_data() -> Path:
    """Give the data directory that the environment names, or this machine's."""
    named = os.environ.get("DANVAN_DATA")
    return Path(named or (SERVICE_HOME if is_root() else ROOT / "data")).absolute()


def main(given: Sequence[str] | None = None) -> int:
    """Run the server until it is told to stop; 1 when it cannot."""
    options = arguments(sys.argv[1:] if given is None else given)
    try:
        if is_root():
            forward = ["--port", str(options.port), "--data", str(options.data)]
            forward += ["--no-demo"] if options.no_demo else []
            go_on_as_service_user("danvan.host.server", forward, options.data)
        Server(options.data, options.port, demo=not options.no_demo).run()
    except HostError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        say("Stopping.")
    return 0


def refuse_half_restored(data: Path) -> None:
    """Raise HostError where a restore was broken off: a new database would be made."""
    if (data / RESTORING).exists():
        raise HostError(
            f"A restore into {data} was broken off. Run it once more: "
            f"danvan-manage restore FOLDER --data {data} --replace"
        )


def say(text: str) -> None:
    """Tell the person at the terminal."""
    print(text, file=sys.stderr, flush=True)  # noqa: T201 - the command line speaks # nosemgrep: nothing-is-printed


class Server:
    """One data directory being served."""

    def __init__(self, data: Path, port: int, *, demo: bool) -> None:
        self.data = data
        self.ports = {"portal": port, "office": port + 1}
        self.demo = demo
        self.database: Database = choose(data, os.environ.get("DATABASE_URL"))
        self.children: list[Child] = []
        self.backups: list[Child] = []
        self.mark = {leftovers.MARK: str(os.getpid())}

    def run(self) -> None:
        """Hold the data, start everything, watch it, stop everything."""
        os.umask(0o077)
        # No child, the database included, writes its memory down when it crashes: a
        # sealed letter is in clear there while it comes in.
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        # Until everything runs, being told to stop interrupts whatever is done.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        held = Held(self.data)
        try:
            refuse_half_restored(self.data)
            # Who held these data before may have been killed; what it left still serves.
            leftovers.end(lambda: leftovers.started_for(self.data), signal.SIGTERM)
            for port in self.ports.values():
                require_free(port)
            held.say(f"process {os.getpid()}, {address(self.ports['portal'])}")
            self._start()
            signals = supervise.Signals()
            ports = list(self.ports.values())
            if supervise.until_healthy(ports, self.children, signals, READY_SECONDS):
                self._greet()
                look = self._daily()
                supervise.watch(self.children, self.database, signals, say, look)
            say("Stopping.")
        finally:
            for number in supervise.STOP:
                signal.signal(number, signal.SIG_IGN)
            supervise.stop([*self.children, *self.backups])
            self.database.stop()
            held.release()

    def _start(self) -> None:
        for name in ("log", "files"):
            make_folder(self.data / name, None)
        secrets.ensure(self.data)
        self.database.start()
        common = self._environment()
        self.prepared = prepare.ensure(
            owner_url=self.database.url(),
            office_url=self.database.url(roles.OFFICE),
            env=common | self.mark,
            demo=self.demo,
        )
        common["DANVAN_DEMO"] = "1" if self.prepared.logins else "0"
        self._write_environment(common)
        for name, port in self.ports.items():
            role = roles.PORTAL if name == "portal" else roles.OFFICE
            self._child(name, web(port), role, common)
        self._child("worker", worker(), roles.OFFICE, common)

    def _child(
        self, name: str, command: list[str], role: str, env: dict[str, str]
    ) -> None:
        own = {"DANVAN_PROCESS": name, "DATABASE_URL": self.database.url(role)}
        log = self.data / "log" / f"{name}.log"
        child = Child(name, command, {**env, **own, **self.mark}, log)
        self.children.append(child)
        child.start()

    def _daily(self) -> Callable[[], None]:
        """Give what looks whether a backup is due; nothing where none was asked for."""
        if not os.environ.get("DANVAN_BACKUP_FOLDER"):
            return lambda: None
        keep = daily.keep(os.environ.get("DANVAN_BACKUP_KEEP", "14"))
        log = self.data / "log" / "backup.log"
        env = {**self._environment(), **self.mark, "DANVAN_PROCESS": "manage"}
        named = "DATABASE_URL" in os.environ  # it has a backup of its own
        child = daily.child(env, log, keep, files_only=named)
        self.backups.append(child)
        watch = daily.Daily(self.data, child, say)
        return lambda: watch.look(datetime.fromtimestamp(time.time(), UTC))

    def _environment(self) -> dict[str, str]:
        # No process is told how to connect as anyone but its own role.
        owner = {"DATABASE_URL", "DANVAN_OWNER_DATABASE_URL", leftovers.MARK}
        inherited = {k: v for k, v in os.environ.items() if k not in owner}
        portal, office = (address(port) for port in self.ports.values())
        inherited.setdefault("DANVAN_PORTAL_ADDRESS", portal)
        inherited.setdefault("DANVAN_OFFICE_ADDRESS", office)
        own = {"DANVAN_DATA": str(self.data), "DANVAN_DEMO": "0"}
        own["DANVAN_PORT"] = str(self.ports["portal"])
        return {**inherited, **own, "DJANGO_SETTINGS_MODULE": "danvan.config.settings"}

    def _write_environment(self, common: dict[str, str]) -> None:
        """Leave for danvan-manage what it needs to find this database."""
        lines = {k: v for k, v in common.items() if k.startswith("DANVAN_")}
        lines["DATABASE_URL"] = self.database.url(roles.OFFICE)
        lines["DANVAN_OWNER_DATABASE_URL"] = self.database.url()
        text = "".join(f"{k}={v}\n" for k, v in sorted(lines.items()))
        secrets.write_private(self.data / "environment", text)

    def _greet(self) -> None:
        say(f"\nPortal (the public):  {address(self.ports['portal'])}")
        say(f"Office (staff):       {address(self.ports['office'])}")
        if self.prepared.logins:
            password = secrets.read(self.data, "demonstration")
            say(f"\nDemonstration. Every password is: {password}")
            width = max(len(username) for username, _ in self.prepared.logins)
            for username, post in self.prepared.logins:
                say(f"  {username:<{width}}  {post}")
            passphrase = secrets.read(self.data, secrets.PHRASE)
            say(f"Passphrase of the made-up key holders: {passphrase}")
        say("\nCtrl-C stops everything.")


if __name__ == "__main__":
    sys.exit(main())

"""Started as root: go on as the service user, which must reach what it runs."""

import hashlib
import os
import sys
import sysconfig
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from danvan.host.failure import HostError
from danvan.host.reach import hold, prune, reachable
from danvan.host.system import (
    SERVICE_HOME,
    ensure_service_user,
    ids,
    make_folder,
    reaches,
    run_as,
)

ROOT = Path(__file__).resolve().parents[3]
# What the service user gets of the caller's environment.
PASSED = ("DATABASE_URL", "LANG", "TERM", "PATH", "TMPDIR")

# Copies of code and packages that nobody took for so long are removed.
KEPT_SECONDS = 3600.0


def go_on_as_service_user(
    module: str, arguments: Sequence[str], data: Path, *, cwd: Path | None = Path("/")
) -> NoReturn:
    """Replace this process by a module run as the service user in ``cwd`` (None: here).

    Raises HostError when that user cannot work in ``data``.
    """
    # Folders made on the way to the data and the copies are passable.
    os.umask(0o022)
    user = ensure_service_user()
    give_data(data, user)
    python, env = runtime(user)
    env |= _passed(os.environ)
    env |= {"DANVAN_DATA": str(data), "HOME": str(SERVICE_HOME)}
    env["PYTHONPYCACHEPREFIX"] = str(data / "cache")
    uid, gid = ids(user)
    os.setgroups([])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)
    if cwd:
        os.chdir(cwd)
    os.umask(0o077)
    # -P: nothing is imported from where we happen to stand.
    os.execve(python, [str(python), "-P", "-m", module, *arguments], env)  # noqa: S606 - ourselves again, without a shell # nosec B606


def give_data(data: Path, user: str) -> None:
    """Make the data directory for ``user``; refuse one that it cannot work in."""
    parent = next(p for p in data.parents if p.exists())
    if run_as(user, ["test", "-x", parent]).returncode:
        raise HostError(
            f"Started as root, the server runs as the user {user}, who cannot reach "
            f"{parent}. Choose a directory outside it, or leave --data away: "
            f"{SERVICE_HOME} is used then."
        )
    if not data.exists():
        data.parent.mkdir(parents=True, exist_ok=True)
        make_folder(data, user)
    if run_as(user, ["test", "-w", data, "-a", "-x", data]).returncode:
        raise HostError(
            f"Started as root, the server runs as the user {user}, who may not write "
            f"in {data}. Give it to that user: chown {user} {data}"
        )


def runtime(user: str) -> tuple[Path, dict[str, str]]:
    """Give an interpreter and an environment with which ``user`` can run this code."""
    packages = Path(sysconfig.get_path("purelib"))
    here = Path(sys.executable)
    if _runs(user, here) and reaches(user, packages, *_code().values()):
        return here, {"PYTHONPATH": str(ROOT / "src")}
    python = _interpreter(user)
    library = str(python.parents[1] / "lib")
    code = reachable(f"code-{_print(*_code().values())}", _code(), _is_cache)
    env = {"PYTHONPATH": str(code / "src"), "LD_LIBRARY_PATH": library}
    ours = _environment(python, packages)
    for copy, shape in ((code, "code-*"), (ours.parents[1], "packages-*")):
        hold(copy)
        prune(shape, unused_since=time.time() - KEPT_SECONDS)
    return ours, env


def _code() -> dict[str, Path]:
    return {"src": ROOT / "src", "build/static": ROOT / "build" / "static"}


def _passed(environ: Mapping[str, str]) -> dict[str, str]:
    own = {k: v for k, v in environ.items() if k.startswith("DANVAN_")}
    return own | {k: environ[k] for k in PASSED if k in environ}


def _runs(user: str, python: Path) -> bool:
    try:
        return run_as(user, [python, "-c", "import encodings"]).returncode == 0
    except PermissionError:
        return False


def _interpreter(user: str) -> Path:
    """Give an interpreter that ``user`` can run: ours, or a copy of it."""
    ours = Path(sys._base_executable).resolve()  # type: ignore[attr-defined]
    if _runs(user, ours):
        return ours
    prefix = Path(sys.base_prefix)
    mark = hashlib.sha256(f"{prefix}{ours.stat().st_mtime_ns}".encode()).hexdigest()
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    trees = {"bin": prefix / "bin", "lib": prefix / "lib"}

    def skip(path: Path) -> bool:
        inside = path.relative_to(prefix).parts
        other = inside[0] == "bin" and path != ours
        stray = inside[:2] == ("lib", version) and inside[-1] in (
            "site-packages",
            "test",
        )
        return other or stray or path.name == "__pycache__"

    return reachable(f"{version}-{mark[:12]}", trees, skip) / "bin" / ours.name


def _environment(python: Path, packages: Path) -> Path:
    """Give the interpreter of a virtual environment with a copy of the packages."""
    names = sorted(p.name for p in packages.glob("*.dist-info"))
    mark = hashlib.sha256(f"{python}{names}".encode()).hexdigest()[:12]
    inside = f"lib/{packages.parent.name}/site-packages"
    # The code's own place is said by PYTHONPATH.
    pointers = set(packages.glob("_editable_impl_*"))

    def skip(path: Path) -> bool:
        return _is_cache(path) or path in pointers

    def finish(copy: Path) -> None:
        (copy / "bin").mkdir(mode=0o755)
        (copy / "bin").chmod(0o755)
        (copy / "bin" / "python").symlink_to(python)
        home = f"home = {python.parent}\ninclude-system-site-packages = false\n"
        (copy / "pyvenv.cfg").write_text(home)
        (copy / "pyvenv.cfg").chmod(0o644)

    copy = reachable(f"packages-{mark}", {inside: packages}, skip, finish)
    return copy / "bin" / "python"


def _is_cache(path: Path) -> bool:
    return path.name == "__pycache__"


def _print(*trees: Path) -> str:
    """Sum up names, sizes and times of the files of the trees."""
    seen = hashlib.sha256()
    for path in sorted(p for tree in trees for p in tree.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            found = path.stat()
            seen.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    return seen.hexdigest()[:12]

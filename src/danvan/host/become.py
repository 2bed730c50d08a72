"""Started as root: go on as the service user, which must reach what it runs."""

import fcntl
import hashlib
import os
import shutil
import sys
import sysconfig
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from danvan.host.failure import HostError
from danvan.host.reach import LIBRARY, reachable
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
PASSED = ("DATABASE_URL", "LANG", "TERM", "PATH")


def go_on_as_service_user(
    module: str, arguments: Sequence[str], data: Path
) -> NoReturn:
    """Replace this process by the same module run as the service user.

    Raises HostError when that user cannot work in ``data``.
    """
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
    os.chdir("/")
    os.execve(python, [str(python), "-m", module, *arguments], env)  # noqa: S606


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
    _hold(code)
    env = {"PYTHONPATH": str(code / "src"), "LD_LIBRARY_PATH": library}
    return _environment(python, packages), env


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
    target = LIBRARY / f"packages-{mark}"
    if not target.is_dir():
        with_pth = set(packages.glob("_editable_impl_*"))
        reachable(
            target.name,
            {inside: packages},
            lambda path: _is_cache(path) or path in with_pth,
        )
        (target / "bin").mkdir(exist_ok=True)
        (target / "bin" / "python").symlink_to(python)
        home = f"home = {python.parent}\ninclude-system-site-packages = false\n"
        (target / "pyvenv.cfg").write_text(home)
        for path in (target / "bin", target / "pyvenv.cfg"):
            path.chmod(0o755)
    return target / "bin" / "python"


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


def _hold(code: Path) -> None:
    """Keep this copy while we live; remove copies of the code that nobody holds."""
    handle = os.open(code, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_SH)
    os.set_inheritable(handle, True)
    for other in LIBRARY.glob("code-*"):
        if other == code:
            continue
        look = os.open(other, os.O_RDONLY)
        try:
            fcntl.flock(look, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(other, ignore_errors=True)
        except BlockingIOError:
            continue
        finally:
            os.close(look)

"""How fast reports are read and checked, beside programs that do half as much.

Texts are made here, of sentences of our own, always the same.
"""

import argparse
import json
import resource
import subprocess  # our own programs are measured # nosec B404
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from danvan.audit import audit

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / ".venv" / "bench" / "bin" / "python"

VIETNAMESE = (
    "Thực hiện Chỉ thị số {n}/CT-TTg ngày 16/5/2016 của Thủ tướng Chính phủ về công tác dân "
    "vận, các cơ quan đã tiếp {a} lượt công dân với {b} vụ việc, tăng {c} lượt so với cùng "
    "kỳ. Tiếp nhận {s} đơn, gồm {x} đơn khiếu nại và {y} đơn tố cáo; đã giải quyết {x}/{s} "
    "đơn, đạt {p}%. Việc tuyên truyền, vận động Nhân dân tham gia xây dựng nông thôn mới "
    "tiếp tục được quan tâm, nhiều mô hình hay được nhân rộng trên địa bàn các xã, phường. "
    "Người đứng đầu cấp ủy, chính quyền trực tiếp đối thoại với Nhân dân, lắng nghe và giải "
    "quyết kịp thời những tâm tư, nguyện vọng chính đáng; công tác phối hợp giữa chính quyền "
    "với Mặt trận Tổ quốc và các tổ chức chính trị - xã hội ngày càng chặt chẽ, hiệu quả. Bên "
    "cạnh kết quả đạt được, một số nơi báo cáo còn chậm, nội dung chưa đầy đủ, việc nhân rộng "
    "mô hình chưa nhiều, cán bộ làm công tác dân vận còn kiêm nhiệm nên hiệu quả chưa cao.\n"
)
# Of statistics only Z: statcheck 0.0.7 fails at those with degrees of freedom.
ENGLISH = (
    "The court held in Smith v. Jones, {n} U.S. {a} (2004), that notice was due, and see also "
    "Doe v. Roe, {x} F.3d {y}, {b} (9th Cir. 1999); the test gave Z = 2.10, p = .036. The "
    "agency answered the petition late and gave no reasons for it, which the statute, 5 U.S.C. "
    "§ 552, does not allow; nor did it count the letters it had received in that year.\n"
)
TRAPS = {
    "digits": "1",
    "brackets": "(",
    "numbers": "5 ",
    "dotted": "1.",
    "citations": "Quyết định số 12/QĐ-UBND ngày 1/2/2020, ",
    "sums": "gồm 5 đơn, trong đó 3 đơn; ",
}


def made(sentence: str, size: int) -> str:
    """Return a text of ``size`` characters; the numbers differ from line to line."""
    lines: list[str] = []
    length = n = 0
    while length < size:
        n += 1
        x, y = 100 + n * 7 % 800, 50 + n * 3 % 600
        lines.append(
            sentence.format(
                n=n % 90 + 1, a=1000 + n % 8999, b=900 + n % 90, c=n % 300 + 2, x=x, y=y,
                s=x + y, p=f"{100 * x / (x + y):.2f}".replace(".", ","),
            )
        )  # fmt: skip
        length += len(lines[-1])
    return "".join(lines)[:size]


def seconds(
    work: Callable[[], object],
    times: int,
    clock: Callable[[], float] = time.process_time,
) -> float:
    """Return the least time of several, after one to warm up.

    The processor's time, so that a ratio does not depend on who else is at work.
    """
    work()
    taken = []
    for _ in range(times):
        start = clock()
        work()
        taken.append(clock() - start)
    return min(taken)


def told(
    figure: str,
    value: float,
    unit: str,
    goal: float | None = None,
    *,
    holds: bool | None = None,
    ratio_to: str | None = None,
) -> dict[str, object]:
    """Return one line of the bench."""
    return {
        "bench": "reader",
        "figure": figure,
        "value": round(value, 3),
        "unit": unit,
        "goal": goal,
        "holds": holds,
        "ratio_to": ratio_to,
    }


def ours(text: str, times: int) -> float:
    """Return the characters a second at which we read and check ``text``."""
    data = text.encode()
    return len(text) / seconds(lambda: audit(data, "report.txt"), times)


def peer(name: str, text: str, times: int) -> float | None:
    """Return the characters a second of a peer, or None where it is not installed."""
    if not PEERS.exists():
        return None
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        command = [PEERS, ROOT / "bench" / "peer.py", name, file.name, str(times)]
        done = subprocess.run(
            command, capture_output=True, text=True, check=False
        )  # ours, fixed arguments # nosec B603
    if done.returncode:
        return None
    return len(text) / float(done.stderr.split()[-1])


def speed(times: int) -> Iterator[dict[str, object]]:
    """Compare with the peers on 33 kB, and ourselves on 1 MB."""
    rate = ours(made(VIETNAMESE, 33_000), times)
    yield told("33 kB report, read and checked", rate / 1000, "kB/s")
    english = made(ENGLISH, 33_000)
    for name, goal in (("eyecite", 4.0), ("statcheck", None)):
        other = peer(name, english, times)
        if other is None:
            continue
        yield told(f"{name} on 33 kB of English", other / 1000, "kB/s")
        ratio = rate / other
        holds = None if goal is None else ratio >= goal
        yield told("rate", ratio, "ratio", goal, holds=holds, ratio_to=name)
    large = ours(made(VIETNAMESE, 1_000_000), 1)
    yield told(
        "rate on 1 MB", large / rate, "ratio", 0.8, holds=large >= 0.8 * rate,
        ratio_to="33 kB",
    )  # fmt: skip


def traps(size: int) -> Iterator[dict[str, object]]:
    """Twice a hostile text costs at most two and a half times the work."""
    for name, piece in TRAPS.items():
        once = (piece * size)[:size].encode()
        half = seconds(lambda data=once: audit(data, "a.txt"), 3)  # type: ignore[misc]
        whole = seconds(lambda data=once * 2: audit(data, "a.txt"), 3)  # type: ignore[misc]
        yield told(f"{name}, {2 * size // 1000} kB", whole, "s")
        ratio = whole / half
        yield told(f"{name}, twice the text", ratio, "ratio", 2.5, holds=ratio <= 2.5)


def shell() -> Iterator[dict[str, object]]:
    """The whole command, its start included."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.write(made(VIETNAMESE, 33_000))
        file.flush()
        command = [Path(sys.executable).with_name("danvan"), "audit", file.name]
        taken = seconds(
            lambda: subprocess.run(
                command, stdout=subprocess.DEVNULL, check=False
            ),  # ours, fixed arguments # nosec B603
            5,
            time.perf_counter,
        )
    yield told("danvan audit from the shell, 33 kB", 1000 * taken, "ms")


# Prose like a report's, and prose that is nothing but figures.
DENSE = (
    "Trong quý, các cơ quan đã tiếp {a} lượt công dân. Tiếp nhận {s} đơn, gồm {x} đơn kiến "
    "nghị và {y} đơn tố cáo; đã giải quyết {x}/{s} đơn, đạt {p}%.\n"
)


def memory(
    megabytes: int, sentence: str = VIETNAMESE, of: str = ""
) -> Iterator[dict[str, object]]:
    """The most memory one process takes for a large text."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        text = made(sentence, megabytes * 1_000_000).encode()
        file.write(text[: megabytes * 1_000_000].decode(errors="ignore"))
        file.flush()
        command = [sys.executable, __file__, "--only-audit", file.name]
        done = subprocess.run(
            command, capture_output=True, text=True, check=True
        )  # ours, fixed arguments # nosec B603
    used = int(done.stdout) / 1024
    goal = 300.0 if megabytes == 10 else None
    holds = None if goal is None else used < goal
    yield told(f"memory for {megabytes} MB{of}", used, "MB", goal, holds=holds)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", choices=("small", "full"), default="small")
    parser.add_argument("--only-audit", type=Path)
    options = parser.parse_args()
    if options.only_audit:
        audit(options.only_audit.read_bytes(), "report.txt")
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
        return
    full = options.scale == "full"
    for figures in (
        speed(times=10 if full else 3),
        shell(),
        traps(100_000 if full else 20_000),
        memory(10 if full else 1),
        memory(10 if full else 1, DENSE, " of figures"),
    ):
        for figure in figures:
            print(json.dumps(figure, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()

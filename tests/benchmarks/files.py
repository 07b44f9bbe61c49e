"""How fast xent reads files, as ratios to other tools in one run: python tests/benchmarks/files.py [ROWS [CLASS_ROWS]]

It makes its data (10 million binary rows and 2 million rows of 10 classes unless told otherwise), runs each tool in turn as a
process of its own, several times, and prints medians, ratios and the peak memory of each; of xent also that at
four times as many rows. Needs pandas, scikit-learn, duckdb, polars, mawk
beside xent; a tool that is missing is left out and said to be. Exit 1 where a ratio is above its limit.
"""

from __future__ import annotations

import gzip
import importlib.util
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROUNDS = 3
TWO = 3.5
MOST_MEMORY = 96.0
CHUNK = 100_000
PYTHON = sys.executable
COMPILED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

BINARY_SQL = "avg(-ln(CASE label WHEN 1 THEN prob ELSE 1 - prob END))"
CLASS_SQL = "avg(-ln(CASE label " + " ".join(f"WHEN {k} THEN prob_{k}" for k in range(10)) + " END))"
POLARS_TRUTH = "pl.coalesce([pl.when(pl.col('label') == k).then(pl.col(f'prob_{k}')) for k in range(10)])"
PANDAS = """
import pandas as pd, sys
from sklearn.metrics import log_loss
t = pd.read_csv(sys.argv[1])
print(log_loss(t['label'], t[[c for c in t.columns if c.startswith('prob')]].to_numpy().squeeze()))
"""
DUCKDB = """
import duckdb, sys
connection = duckdb.connect()
connection.execute("SET enable_progress_bar = false")
print(connection.execute(f"SELECT {sys.argv[2]} FROM read_csv('{sys.argv[1]}')").fetchall()[0][0])
"""
POLARS = """
import polars as pl, sys
q = {truth}
t = pl.scan_csv(sys.argv[1]) if sys.argv[1] != '/dev/stdin' else pl.scan_csv(sys.stdin.buffer)
print(t.select((-q.log()).mean()).collect(engine='streaming').item())
"""
POLARS_BINARY = "pl.when(pl.col('label') == 1).then(pl.col('prob')).otherwise(1 - pl.col('prob'))"
DUCKDB_REPORT = """
import duckdb, sys
connection = duckdb.connect()
connection.execute("SET enable_progress_bar = false")
cells = connection.execute(f'''
SELECT label, least(floor(prob * 10), 9) AS bin, count(*), sum(loss), sum(loss * loss), sum(prob),
       sum(CAST((prob > 0.5) = (label = 1) AS INT)), sum((prob - label) ** 2), max(loss, 5), arg_max(id, loss, 5)
FROM (SELECT id, label, prob, -ln(CASE label WHEN 1 THEN prob ELSE 1 - prob END) AS loss FROM read_csv('{sys.argv[1]}'))
GROUP BY ALL''').fetchall()
print(sum(cell[3] for cell in cells) / sum(cell[2] for cell in cells))
"""
POLARS_REPORT = """
import polars as pl, sys
loss, p, y = pl.col('loss'), pl.col('prob'), pl.col('label')
t = pl.scan_csv(sys.argv[1]).with_columns(loss=-pl.when(y == 1).then(p).otherwise(1 - p).log())
cells = t.group_by(y, (p * 10).floor().clip(0, 9).alias('bin')).agg(
    pl.len(), loss.sum(), (loss * loss).sum().alias('squares'), p.sum(),
    ((p > 0.5) == (y == 1)).sum().alias('right'), ((p - y) ** 2).sum().alias('brier'))
cells, worst = pl.collect_all([cells, t.top_k(5, by='loss')], engine='streaming')
print(cells['loss'].sum() / cells['len'].sum())
"""
MAWK = 'NR > 1 { s -= log($2 ? $3 : 1 - $3) } END { printf "%.17g\\n", s / (NR - 1) }'
MEAN_ALONE = """
import os, sys
os.environ['OPENBLAS_NUM_THREADS'] = '1'
from xentropy_cli.cli.run import run
from xentropy_cli.arrays import array_sums
from xentropy_cli.arrays import formulas as batch
from xentropy_cli.scoring.score import score_file
from xentropy_cli.scoring.settings import Settings
from xentropy_cli.scoring.sums import Sums
from xentropy_cli.scoring.tallies import Tally
def mean_alone(tally, rows, file):
    if tally.method.kind == 'binary':
        loss = batch.surprisal_and_probability(rows.q, rows.labels != 0, 'e')[0]
    else:
        loss = batch.surprisals(batch.taken(rows.q, rows.labels))
    sums = Sums(tally.classes, tally.columns)
    sums.n = sums.mass[0] = loss.size
    sums.loss[0] = array_sums.exact_total(loss)
    tally.sums.absorb(sums)
Tally.add = mean_alone
print(score_file(sys.argv[1], Settings(top=0)).mean)
"""


class Tool(NamedTuple):
    """A tool: its command, the modules or program it needs, and the largest ratio of xent's time to its time."""

    name: str
    command: list[str]
    needs: tuple[str, ...]
    most: float | None = None


def binary_tools(path: str) -> list[Tool]:
    """The tools that give the mean loss of binary rows; two of them also what xent reports beside it, in one pass."""
    return [
        Tool("DuckDB", [PYTHON, "-c", DUCKDB, path, BINARY_SQL], ("duckdb",), 1.5),
        Tool("polars", [PYTHON, "-c", POLARS.format(truth=POLARS_BINARY), path], ("polars",)),
        Tool("DuckDB, the same report", [PYTHON, "-c", DUCKDB_REPORT, path], ("duckdb",), 1.35),
        Tool("polars, the same report", [PYTHON, "-c", POLARS_REPORT, path], ("polars",), 1.0),
        Tool("mawk", ["mawk", "-F", ",", MAWK, path], ("mawk",), 0.7),
        Tool("pandas + scikit-learn", [PYTHON, "-c", PANDAS, path], ("pandas", "sklearn"), 0.3),
        Tool("xent, the mean alone", [PYTHON, "-c", MEAN_ALONE, path], ()),
    ]


def class_tools(path: str) -> list[Tool]:
    """The tools that give the mean loss of rows of ten classes."""
    return [
        Tool("DuckDB", [PYTHON, "-c", DUCKDB, path, CLASS_SQL], ("duckdb",), 2.0),
        Tool("polars", [PYTHON, "-c", POLARS.format(truth=POLARS_TRUTH), path], ("polars",)),
        Tool("pandas + scikit-learn", [PYTHON, "-c", PANDAS, path], ("pandas", "sklearn")),
        Tool("xent, the mean alone", [PYTHON, "-c", MEAN_ALONE, path], ()),
    ]


def is_here(tool: Tool) -> bool:
    """Tell whether what a tool needs is installed."""
    return all(importlib.util.find_spec(name) or shutil.which(name) for name in tool.needs)


def run(command: list[str], stdin: str | None = None) -> tuple[float, float, float]:
    """Run a command; return its seconds, its peak memory in MiB, and the number it prints."""
    began = time.perf_counter()
    feed = subprocess.Popen(["cat", stdin], stdout=subprocess.PIPE) if stdin else None
    source = feed.stdout if feed else None
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, stdin=source, stdout=out, stderr=subprocess.DEVNULL, env=COMPILED)
        _, status, usage = os.wait4(process.pid, 0)
        took = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if feed is not None:
            feed.wait()
        out.seek(0)
        text = out.read().decode().strip()
    if process.returncode:
        raise RuntimeError(f"{command[:3]} failed")
    return took, usage.ru_maxrss / 1024, float(text)


def compare(title: str, xent: list[str], tools: list[Tool], stdin: str | None = None) -> int:
    """Run xent and each tool in turn; print a table, and count the ratios above their limits."""
    here = [tool for tool in tools if is_here(tool)]
    runs: dict[str, list[tuple[float, float, float]]] = {name: [] for name in ("xent", *(tool.name for tool in here))}
    run(xent, stdin)  # compiles what a wheel brings compiled
    for _ in range(ROUNDS):
        runs["xent"].append(run(xent, stdin))
        for tool in here:
            runs[tool.name].append(run(tool.command, stdin))
    own = statistics.median(took for took, _, _ in runs["xent"])
    answer = runs["xent"][0][2]
    print(f"\n{title}\n{'tool':26}{'seconds':>9}{'xent / tool':>13}{'limit':>7}{'MiB':>7}")
    print(f"{'xent':26}{own:9.2f}{'':13}{'':7}{max(memory for _, memory, _ in runs['xent']):7.0f}")
    slow = 0
    for tool in here:
        took = statistics.median(took for took, _, _ in runs[tool.name])
        ratio = own / took
        slow += tool.most is not None and ratio > tool.most
        limit = "" if tool.most is None else f"{tool.most:g}"
        print(f"{tool.name:26}{took:9.2f}{ratio:13.2f}{limit:>7}{max(memory for _, memory, _ in runs[tool.name]):7.0f}")
        if abs(runs[tool.name][0][2] - answer) > 1e-9 * answer:
            raise RuntimeError(f"{tool.name} gives {runs[tool.name][0][2]}, xent {answer}")
    for tool in tools:
        if tool not in here:
            print(f"{tool.name:26}not installed")
    return slow


def two_files(path: str) -> int:
    """Compare a file with itself, which is the work of comparing two models; print how many times it takes the score of one."""
    commands = [
        [PYTHON, "-m", "xentropy_cli", "score", path, "-q"],
        [PYTHON, "-m", "xentropy_cli", "compare", path, path, "-q"],
    ]
    runs = [[run(command) for command in commands] for _ in range(ROUNDS)]
    one, both = (statistics.median(took for took, _, _ in column) for column in zip(*runs, strict=True))
    memory = max(row[1][1] for row in runs)
    print(
        f"\nxent compare of two such files: {both:.2f} s, {both / one:.2f} times score of one (limit {TWO:g}), {memory:.0f} MiB"
    )
    return int(both / one > TWO)


def memory(xent: list[str], path: str, times: int) -> int:
    """Print the most memory that xent holds while it reads the rows of a file several times over from a pipe."""
    feed = f"cat '{path}'" + f"; tail -n +2 '{path}'" * (times - 1)
    with subprocess.Popen(["sh", "-c", feed], stdout=subprocess.PIPE) as source:
        process = subprocess.Popen(
            [*xent, "-", "-q"], stdin=source.stdout, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=COMPILED
        )
        source.stdout.close()  # type: ignore[union-attr]  # it is a pipe
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    most = usage.ru_maxrss / 1024
    print(f"xent, {times} times the rows, in a pipe: {most:.0f} MiB (limit {MOST_MEMORY:g})")
    return int(most > MOST_MEMORY)


def write_binary(path: Path, rows: int) -> None:
    """Write `id,label,prob`."""
    import numpy as np

    rng = np.random.default_rng(0)
    with path.open("w") as stream:
        stream.write("id,label,prob\n")
        for start in range(0, rows, CHUNK):
            count = min(CHUNK, rows - start)
            p = 1 / (1 + np.exp(-2 * rng.standard_normal(count)))
            y = (rng.random(count) < p).astype(int)
            stream.writelines(
                f"{start + k},{a},{b:.10f}\n" for k, (a, b) in enumerate(zip(y.tolist(), p.tolist(), strict=True))
            )


def write_classes(path: Path, rows: int) -> None:
    """Write `label,prob_0,…,prob_9`."""
    import numpy as np

    rng = np.random.default_rng(1)
    with path.open("w") as stream:
        stream.write("label," + ",".join(f"prob_{k}" for k in range(10)) + "\n")
        for start in range(0, rows, CHUNK):
            count = min(CHUNK, rows - start)
            q = np.exp(2 * rng.standard_normal((count, 10)))
            q /= q.sum(axis=1, keepdims=True)
            y = (q.cumsum(axis=1) > rng.random((count, 1))).argmax(axis=1)
            for label, row in zip(y.tolist(), q.tolist(), strict=True):
                stream.write(f"{label}," + ",".join(f"{x:.8f}" for x in row) + "\n")


def main(rows: int, class_rows: int) -> int:
    """Measure files, pipes and gzip."""
    xent = [PYTHON, "-m", "xentropy_cli", "score"]
    with tempfile.TemporaryDirectory() as folder:
        binary, classes, packed = (Path(folder) / name for name in ("binary.csv", "classes.csv", "binary.csv.gz"))
        for kind, path, count in (("binary", binary, rows), ("classes", classes, class_rows)):
            # by a process of its own: one that has grown hands its peak memory on to those it starts
            subprocess.run([PYTHON, __file__, "--write", kind, path, str(count)], check=True)
        with binary.open("rb") as source, gzip.open(packed, "wb", compresslevel=1) as target:
            shutil.copyfileobj(source, target)
        slow = compare(f"{rows} binary rows, a file", [*xent, str(binary), "-q"], binary_tools(str(binary)))
        slow += sum(memory(xent, str(binary), times) for times in (1, 4))
        slow += two_files(str(binary))
        slow += compare(
            f"{class_rows} rows of 10 classes, a file", [*xent, str(classes), "-q"], class_tools(str(classes))
        )
        duckdb, polars, *_ = binary_tools("/dev/stdin")
        piped = [duckdb._replace(most=1.0), polars]
        slow += compare(f"{rows} binary rows, a pipe", [*xent, "-", "-q"], piped, str(binary))
        slow += compare(f"{rows} binary rows, gzip", [*xent, str(packed), "-q"], [binary_tools(str(packed))[0]])
    return int(slow > 0)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--write"]:
        {"binary": write_binary, "classes": write_classes}[sys.argv[2]](Path(sys.argv[3]), int(sys.argv[4]))
        sys.exit(0)
    counts = [int(text) for text in sys.argv[1:]]
    sys.exit(main(*(counts + [10_000_000, 2_000_000][len(counts) :])))

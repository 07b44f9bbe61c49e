"""What `audit` says of every text on its shelf and of the lines in its tests, compared whole; and its rules at their edges.

python tests/mutation/mutator.py audit_check.py:check xentropy_cli.conventions.audit.grammar …
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

FOLDER = Path(__file__).parents[1]


def check() -> None:
    """Raise where a text is judged otherwise than its case says."""
    sys.path.insert(0, str(FOLDER))
    shelf, lines = (loaded(f"conventions/{name}.py") for name in ("test_audit_shelf", "test_audit"))
    for case in shelf.SHELF:
        shelf.test_a_text_on_the_shelf(case)
    for text, status in lines.LINES:
        assert [finding.status for finding in shelf.audit_of(text).findings] == [status]
    for text in lines.LEFT_ALONE:
        assert shelf.audit_of(text).findings == []
    rules = loaded("conventions/test_audit_rules.py")
    for name, test in vars(rules).items():
        if name.startswith("test_"):
            test()


def loaded(path: str) -> ModuleType:
    """A file of tests as a module."""
    spec = importlib.util.spec_from_file_location(Path(path).stem, FOLDER / path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module

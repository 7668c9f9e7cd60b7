"""Which rules and remedies there are, known without importing them.

Importing the rules brings the whole analysis along. What settings need of them (codes, names, severities) is therefore
kept in the cache, under a fingerprint of everything that is installed.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import os
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from keras_lint import __version__
from keras_lint.lint.finding import Severity


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """What is shown of a rule where its page is not needed."""

    code: str
    name: str
    severity: str
    summary: str

    @property
    def default(self) -> Severity:
        """Its severity, where no setting says otherwise."""
        return Severity(self.severity)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All rules in the order of their codes, and the ids of all remedies."""

    rules: tuple[RuleInfo, ...]
    remedies: tuple[str, ...]

    def find(self, code_or_name: str) -> RuleInfo | None:
        """The rule with this code or name."""
        wanted = code_or_name.strip()
        return next((r for r in self.rules if r.code == wanted.upper() or r.name == wanted.lower()), None)

    def nearest(self, selector: str) -> str | None:
        """The code or name that was probably meant."""
        if "-" in selector:
            return nearest(selector.lower(), [rule.name for rule in self.rules])
        code = selector.upper()
        digits = code[:2] + code[2:].translate(_LIKE_DIGITS)
        return nearest(digits, [rule.code for rule in self.rules])


_LIKE_DIGITS = str.maketrans("OIL", "011")


def nearest(word: str, allowed: list[str]) -> str | None:
    """The allowed word that looks most like this one, if any is near."""
    return next(iter(difflib.get_close_matches(word, allowed, 1, 0.6)), None)


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """Changes whenever the version, a module of the analysis, its tables or a rule changes."""
    from keras_lint.lint.registry import rule_package_names

    digest = hashlib.sha256(__version__.encode())
    for name in ("keras_lint", *rule_package_names()):
        spec = find_spec(name)
        for folder in (spec.submodule_search_locations or ()) if spec is not None else ():
            for path in sorted(_files(folder)):
                state = os.stat(path)  # noqa: PTH116 - half the time of Path over hundreds of files
                digest.update(f"{path}\0{state.st_mtime_ns}\0{state.st_size}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()[:32]


def _files(folder: str) -> list[str]:
    found: list[str] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name == "__pycache__":
                continue
            if entry.is_dir():
                found += _files(entry.path)
            elif entry.name.endswith((".py", ".json")):
                found.append(entry.path)
    return found


@lru_cache(maxsize=4)
def catalogue(folder: Path | None = None) -> Catalogue:
    """The catalogue, from ``folder`` of the cache if it is there, else from the rules themselves."""
    known = _read(folder / "catalogue.json") if folder is not None else None
    if known is not None:
        return known
    from keras_lint.lint.registry import all_remedies, all_rules

    rules = tuple(RuleInfo(rule.code, rule.name, rule.severity.value, rule.summary()) for rule in all_rules())
    made = Catalogue(rules, tuple(all_remedies()))
    if folder is not None:
        from keras_lint.lint.cache import write_quietly

        content = {"rules": [asdict(rule) for rule in made.rules], "remedies": made.remedies}
        write_quietly(folder / "catalogue.json", json.dumps(content).encode())
    return made


def _read(path: Path) -> Catalogue | None:
    try:
        content = json.loads(path.read_bytes())
        return Catalogue(tuple(RuleInfo(**rule) for rule in content["rules"]), tuple(content["remedies"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None

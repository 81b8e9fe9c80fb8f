"""Each fix has a probe that passes with it and fails without it: a fix that nothing needs would go unnoticed."""

import os
import shutil
import subprocess
import sys
import zipfile

import pytest

from pocket import APPS, ROOT, SITES, environment, fixes, restore
from tests.bench import TEMPLATE, prepare_template
from tests.pocket.probes import PROBES, all_probes  # noqa: F401


@pytest.fixture
def bench_folder(tmp_path):
    """A ``sites`` folder of its own with one copy of the prepared site."""
    sites = tmp_path / "sites"
    shutil.copytree(SITES / prepare_template(), sites / TEMPLATE)
    for name in ("apps.txt", "common_site_config.json"):
        shutil.copy(SITES / name, sites)
    (sites / "assets").symlink_to(SITES / "assets")
    (tmp_path / "config").mkdir()
    return sites


def tree_without(fix, folder, monkeypatch):
    """Return a copy of the restored tree whose files are as they would be without the fix's edits."""
    shutil.copytree(APPS / "frappe", folder, copy_function=os.link)
    monkeypatch.setenv("POCKET_WITHOUT", fix)
    others = fixes.edits_by_path()
    with zipfile.ZipFile(environment.framework_wheel()) as wheel:
        for path in {edit.path for edit in fixes.FIXES[fix].edits}:
            text = restore.give_names_back(wheel.read(path.replace(restore.NAME, restore.CARRIER, 1))).decode()
            for edit in others.get(path, ()):
                text = edit.apply(text)
            (folder / path).unlink()  # a hard link: writing to it would change the tree in use
            (folder / path).write_text(text)
    monkeypatch.delenv("POCKET_WITHOUT")
    return folder


def run_probe(fix, sites, **settings):
    command = [sys.executable, "-m", "tests.pocket.probes", fix, TEMPLATE]
    paths = [settings.pop("tree", ""), str(ROOT)]
    settings = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths)), **settings}
    return subprocess.run(command, cwd=sites, env=settings, capture_output=True, text=True)


@pytest.mark.parametrize("fix", sorted(fixes.FIXES))
def test_a_fix_is_needed(fix, bench_folder, tmp_path, monkeypatch):
    assert fix in PROBES, f"The fix {fix} has no probe: nobody would notice if it were gone."
    with_it = run_probe(fix, bench_folder)
    assert with_it.returncode == 0, with_it.stderr[-2000:]
    tree = str(tree_without(fix, tmp_path / "frappe", monkeypatch)) if fixes.FIXES[fix].edits else ""
    without = run_probe(fix, bench_folder, POCKET_WITHOUT=fix, tree=tree)
    print(without.stderr[-400:])
    assert without.returncode != 0, f"The probe of {fix} passes without the fix."


def test_every_fix_says_why_it_exists():
    assert all(len(fix.why) > 30 for fix in fixes.FIXES.values())


def test_an_unknown_fix_cannot_be_left_out(monkeypatch):
    monkeypatch.setenv("POCKET_WITHOUT", "nonsense")
    with pytest.raises(ValueError, match="nonsense"):
        fixes.active()

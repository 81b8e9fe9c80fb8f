"""German: the Desk's own catalogue, and the apps' ones, compiled to where the framework looks for them.

The package has no translations; official Frappe brings its own. ``python -m pocket.german`` compiles.
"""

from pathlib import Path

from pocket import APPS, ASSETS, SITES


def catalogues() -> list[tuple[Path, Path]]:
    """Return (source, compiled file) for each app that has German."""
    target = ASSETS / "locale" / "de" / "LC_MESSAGES"
    apps = [app for app in (SITES / "apps.txt").read_text().split() if app != "frappe"]
    sources = {"frappe": Path(__file__).parent / "de.po"}
    sources |= {app: APPS / app / app / "locale" / "de.po" for app in apps}
    return [(source, target / f"{app}.mo") for app, source in sources.items() if source.exists()]


def is_current() -> bool:
    """Say whether every compiled catalogue is newer than its source."""
    return all(
        compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime for source, compiled in catalogues()
    )


def compile_all() -> None:
    """Compile every catalogue; a file that is half written is never put in place."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for source, compiled in catalogues():
        compiled.parent.mkdir(parents=True, exist_ok=True)
        fresh = compiled.with_suffix(".new")
        with source.open("rb") as catalogue, fresh.open("wb") as file:
            write_mo(file, read_po(catalogue))
        fresh.rename(compiled)

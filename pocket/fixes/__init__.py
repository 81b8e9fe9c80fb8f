"""All repairs of the package, one room for each thing that they give back."""

from pocket.fixes.registry import FIXES, active, edits_by_path, install

from pocket.fixes import (  # isort: skip  (importing a room registers its fixes)
    several_apps,
    app_loops,
    sites,
    sqlite,
    sqlite_schema,
    no_redis,
    mail_and_print,
    desk,
    builders,
    forms,
    safety,
)

__all__ = ["FIXES", "active", "edits_by_path", "install"]

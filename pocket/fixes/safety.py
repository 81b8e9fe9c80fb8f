"""Safety: argument checks of whitelisted methods, errors that leave a trace, no calls to the outside."""

import functools
import inspect
import typing

from pocket.fixes.registry import Fix

arguments = Fix(
    "typed-arguments", "annotations are strings in the package, and strings are skipped: nothing is checked"
)
errors = Fix("error-log", "every log_error raises, since it imports a telemetry library that is not installed")
logs = Fix("log-folders", "loggers write beside the working folder, which need not exist")
outside = Fix("no-outside-calls", "the server asks hosts on the internet: for avatars, news and a marketplace")


@arguments.wrap("frappe.utils.typing_validations:transform_parameter_types")
def transform_parameter_types(original, func, args, kwargs):
    _resolve_annotations(func)
    return original(func, args, kwargs)


@functools.cache
def _resolve_annotations(function):
    # As late as the first call: then the function's module is complete and its names can be found.
    for name, annotation in list(function.__annotations__.items()):
        if isinstance(annotation, str):
            # A decorator's wrapper carries the annotations, but the names are those of the function inside it.
            function.__annotations__[name] = _evaluate(annotation, inspect.unwrap(function).__globals__)


def _evaluate(annotation, names):
    try:
        value = eval(annotation, {**vars(typing), **names})  # noqa: S307 - source code of an installed app
    except Exception:
        return annotation  # imported for type checkers only: the framework skips what it cannot know
    return type(None) if value is None else value


errors.edit(
    "frappe/utils/error.py",
    "	from frappe.utils.sentry import capture_exception\n",
    "",
)
errors.edit(
    "frappe/utils/error.py",
    """	# Capture exception data if telemetry is enabled
	capture_exception(message=f"{title}\\n{traceback}")

""",
    "",
)


@logs.wrap("frappe.utils.logger:create_handler")
def create_handler(original, module, site=None, max_size=100_000, file_count=20, stream_only=False):
    import os

    import frappe

    os.makedirs(os.path.join("..", "logs"), exist_ok=True)
    if site and not os.path.isdir(frappe.get_site_path("logs")):
        site = None
    return original(module, site, max_size, file_count, stream_only)

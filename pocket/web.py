"""The web server of this profile: framework, static files and realtime on one loopback port."""

import os

from werkzeug.exceptions import HTTPException
from werkzeug.middleware.shared_data import SharedDataMiddleware
from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler, make_server

HOST = "127.0.0.1"
YEAR = 365 * 24 * 3600


def build_application(site: str):
    """Return the WSGI application for one site; the working folder is ``sites``."""
    import frappe.app
    from frappe.middlewares import StaticDataMiddleware

    from pocket.realtime import with_realtime

    application = with_realtime(frappe.app.application, site)
    files = StaticDataMiddleware(application, {"/files": os.path.abspath(os.path.join(site, "public", "files"))})
    application = _for_saving(files)
    return _HashedAssets(application, {"/assets": os.path.abspath("assets")})


SHOWN = ("image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf", "audio/", "video/", "text/plain")


def _for_saving(application):
    """What somebody uploaded is never run as a page of ours: all but pictures and the like is for saving."""

    def call(environ, start_response):
        if not environ.get("PATH_INFO", "").startswith("/files/"):
            return application(environ, start_response)

        def start(status, headers, exc_info=None):
            kind = next((value for name, value in headers if name.lower() == "content-type"), "")
            headers.append(("X-Content-Type-Options", "nosniff"))
            if status.startswith("200") and not kind.startswith(SHOWN):
                headers.append(("Content-Disposition", "attachment"))
            return start_response(status, headers, exc_info)

        try:
            return application(environ, start)
        except HTTPException as refusal:  # a path that leads out of the folder
            return refusal(environ, start_response)

    return call


class _HashedAssets(SharedDataMiddleware):
    """Files with a hash in their name never change: the browser need not ask for them again."""

    def __call__(self, environ, start_response):
        hashed = ".bundle." in environ.get("PATH_INFO", "")

        def start(status, headers, exc_info=None):
            if hashed and status.startswith("200"):
                headers = [(name, value) for name, value in headers if name.lower() != "cache-control"]
                headers.append(("Cache-Control", f"public, max-age={YEAR}, immutable"))
            return start_response(status, headers, exc_info)

        return super().__call__(environ, start)


class _QuietHandler(WSGIRequestHandler):
    """Writes a line only for answers that report a fault of the server."""

    def log_request(self, code="-", size="-"):
        if str(code).startswith("5"):
            super().log_request(code, size)


def make_web_server(site: str, port: int) -> ThreadedWSGIServer:
    """Return a server bound to the port on loopback, not yet serving; raises OSError if the port is taken."""
    server = make_server(HOST, port, build_application(site), threaded=True, request_handler=_QuietHandler)
    server.daemon_threads = True
    return server

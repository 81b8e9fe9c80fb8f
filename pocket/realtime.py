"""Realtime: what the framework publishes (progress, list updates, messages) reaches the open pages.

The official server is a Node process; this one is python-socketio inside the web server, on the same port and
origin as the page. Namespace ``/<site>``, rooms for everybody, a user, a doctype, a document and a task.
"""

import json
import threading
from urllib.parse import urlencode

import socketio
from werkzeug.test import Client

from pocket.processes import keep_going


class Rooms(socketio.Namespace):
    """The events of one site's pages; who may hear what is asked of the framework with the page's own cookie."""

    def __init__(self, site: str, application):
        super().__init__(f"/{site}")
        self.application = application

    def on_connect(self, sid, environ):
        user = self._ask(environ, "frappe.realtime.get_user_info")
        if not user or user["user"] == "Guest":
            raise socketio.exceptions.ConnectionRefusedError("Not signed in")
        self.save_session(sid, {"environ": environ})
        self.enter_room(sid, f"user:{user['user']}")
        self.enter_room(sid, "website")
        if user["user_type"] == "System User":
            self.enter_room(sid, "all")

    def on_doctype_subscribe(self, sid, doctype):
        if self._may_see(sid, doctype, None):
            self.enter_room(sid, f"doctype:{doctype}")

    def on_doctype_unsubscribe(self, sid, doctype):
        self.leave_room(sid, f"doctype:{doctype}")

    def on_doc_subscribe(self, sid, doctype, name):
        if self._may_see(sid, doctype, name):
            self.enter_room(sid, f"doc:{doctype}/{name}")

    def on_doc_unsubscribe(self, sid, doctype, name):
        self.leave_room(sid, f"doc:{doctype}/{name}")

    def on_task_subscribe(self, sid, task):
        self.enter_room(sid, f"task_progress:{task}")

    def on_task_unsubscribe(self, sid, task):
        self.leave_room(sid, f"task_progress:{task}")

    on_progress_subscribe = on_task_subscribe

    def _may_see(self, sid, doctype, name):
        environ = self.get_session(sid)["environ"]
        if name is None:
            # Lists that are made at run time (of jobs, for instance) want to be told an order.
            query = {"doctype": doctype, "fields": '["name"]', "order_by": "creation desc"}
            return self._ask(environ, "frappe.client.get_list", query) is not None
        return bool(self._ask(environ, "frappe.realtime.has_permission", {"doctype": doctype, "name": name}))

    def _ask(self, environ, method, arguments=None):
        headers = {"Cookie": environ.get("HTTP_COOKIE", ""), "Accept": "application/json"}
        path = f"/api/method/{method}?{urlencode(arguments or {})}"
        answer = Client(self.application, use_cookies=False).get(path, headers=headers)
        return answer.json.get("message") if answer.status_code == 200 else None


def with_realtime(application, site: str):
    """Return the application with a Socket.IO server in front of it that relays what the framework publishes."""
    server = socketio.Server(async_mode="threading", cors_allowed_origins=None)
    server.register_namespace(Rooms(site, application))
    threading.Thread(target=keep_going, args=(_relay, server), name="realtime", daemon=True).start()
    relayed = socketio.WSGIApp(server, application)

    def with_dropped_pages(environ, start_response):
        try:
            return relayed(environ, start_response)
        except OSError as error:  # the page was closed while we wrote to it: nobody is left to tell
            raise ConnectionError from error

    return with_dropped_pages


def _relay(server):
    import frappe
    from frappe.utils.background_jobs import get_redis_connection_without_auth

    frappe.init()
    channel = get_redis_connection_without_auth().pubsub(ignore_subscribe_messages=True)
    channel.subscribe("events")
    for published in channel.listen():
        event = json.loads(published["data"])
        namespace = f"/{event.get('namespace')}"
        server.emit(event["event"], event["message"], room=event["room"], namespace=namespace)

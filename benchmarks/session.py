"""One logged-in HTTP session with a server that speaks Frappe's REST, on the standard library alone."""

import http.client
import json
import re
import select
import socket
import ssl
import time
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

DESK_PATHS = ("/desk", "/app")  # Frappe 16 first, then Frappe 15
TOKEN_PATTERN = re.compile(r"""csrf_token\s*=\s*["']([0-9A-Za-z]+)["']""")
TAG_PATTERN = re.compile(r"<[^>]+>")


class BenchmarkError(Exception):
    """Something the caller can act on; its text is one sentence."""


class Answer:
    """What came back: HTTP status, body as text, elapsed time in milliseconds."""

    def __init__(self, status, body, elapsed_ms):
        self.status = status
        self.body = body
        self.elapsed_ms = elapsed_ms

    @property
    def ok(self):
        return 200 <= self.status < 300

    def json(self):
        """Returns the parsed body, or an empty dict where the body is not a JSON object."""
        try:
            parsed = json.loads(self.body)
        except ValueError:
            return {}
        return parsed if isinstance(parsed, dict) else {}

    def reason(self):
        """Returns why the server refused, in at most 200 characters of plain text without a full stop."""
        parsed = self.json()
        told = [
            server_message(parsed),
            parsed.get("message"),
            parsed.get("exception"),
            parsed.get("exc_type"),
        ]
        text = next((text for text in told if text and isinstance(text, str)), self.body)
        plain = " ".join(TAG_PATTERN.sub(" ", text).split()).rstrip(".")
        return plain[:200] or "empty answer"


def server_message(parsed):
    """Returns the first of Frappe's `_server_messages` (JSON inside JSON), or an empty string."""
    try:
        messages = json.loads(parsed.get("_server_messages") or "[]")
        return json.loads(messages[0]).get("message", "") if messages else ""
    except (AttributeError, TypeError, ValueError):
        return ""


def parse_base_url(url):
    """Returns (scheme, host, port) of an address such as http://localhost:8000; raises BenchmarkError."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise BenchmarkError(f"{url} is not an address of a server: {error}.") from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BenchmarkError(f"{url} is not an address of a server, for example http://localhost:8000.")
    return parts.scheme, parts.hostname, port or (443 if parts.scheme == "https" else 80)


class Session:
    """A client that keeps one connection and its cookies; `timeout` is in seconds, for each answer."""

    def __init__(self, base_url, timeout=60, host_header=None):
        self.base_url = base_url.rstrip("/")
        self.scheme, self.host, self.port = parse_base_url(base_url)
        self.timeout = timeout
        self.host_header = host_header
        self.cookies = {}
        self.csrf_token = ""
        self.desk_path = ""
        self.server_software = ""
        self.connections = 0
        self.requests = 0
        self._connection = None

    def close(self):
        if self._connection:
            self._connection.close()
            self._connection = None

    def login(self, user, password):
        """Logs in, finds the Desk's address and takes the token that writing requests need."""
        answer = self.call("POST", "/api/method/login", form={"usr": user, "pwd": password})
        if not answer.ok:
            raise BenchmarkError(
                f"{self.base_url} refused the login of {user} (status {answer.status}): {answer.reason()}."
            )
        self._enter_desk()

    def _enter_desk(self):
        for path in DESK_PATHS:
            answer = self.call("GET", path)
            if answer.ok:
                self.desk_path = path
                found = TOKEN_PATTERN.search(answer.body)
                self.csrf_token = found.group(1) if found else ""
                return

    def get(self, path, **params):
        return self.call("GET", path, params=params)

    def call(self, method, path, params=None, form=None, data=None):
        """Sends one request and reads the whole answer; `form` is sent URL-encoded, `data` as JSON.

        The elapsed time runs from just before sending to after the last byte of the body.
        """
        target = path + ("?" + urlencode(params) if params else "")
        body, content_type = encode_body(form, data)
        headers = self._headers(content_type)
        connection = self._live_connection()
        started = time.perf_counter()
        try:
            connection.request(method, target, body=body, headers=headers)
            response = connection.getresponse()
            raw = response.read()
        except (OSError, http.client.HTTPException) as error:
            self.close()
            sentence = f"{self.base_url} did not answer {method} {path}: {explain(error)}."
            raise BenchmarkError(sentence) from error
        elapsed_ms = (time.perf_counter() - started) * 1000
        self._remember(response)
        return Answer(response.status, raw.decode("utf-8", "replace"), elapsed_ms)

    def _headers(self, content_type):
        headers = {"Accept": "application/json"}
        if content_type:
            headers["Content-Type"] = content_type
        if self.host_header:
            headers["Host"] = self.host_header
        if self.csrf_token:
            headers["X-Frappe-CSRF-Token"] = self.csrf_token
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return headers

    def _live_connection(self):
        """Returns an open connection; one that the server has closed meanwhile is replaced, untimed."""
        if self._connection and self._connection.sock and not is_dropped(self._connection.sock):
            return self._connection
        self.close()
        if self.scheme == "https":
            context = ssl.create_default_context()
            connection = http.client.HTTPSConnection(self.host, self.port, timeout=self.timeout, context=context)
        else:
            connection = http.client.HTTPConnection(self.host, self.port, timeout=self.timeout)
        try:
            connection.connect()
        except OSError as error:
            raise BenchmarkError(f"{self.base_url} cannot be reached: {explain(error)}.") from error
        self.connections += 1
        self._connection = connection
        return connection

    def _remember(self, response):
        self.requests += 1
        self.server_software = response.headers.get("Server") or self.server_software
        for line in response.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        if response.will_close:
            self.close()


def encode_body(form, data):
    """Returns (bytes or None, content type or empty) of a request's form fields or JSON data."""
    if form is not None:
        return urlencode(form).encode(), "application/x-www-form-urlencoded"
    if data is not None:
        return json.dumps(data).encode(), "application/json"
    return None, ""


def is_dropped(sock):
    """Tells whether an idle connection was closed by the other side (readable though nothing was asked)."""
    readable, _, _ = select.select([sock], [], [], 0)
    return bool(readable)


def explain(error):
    """Returns a short reason for a network error, without an error number."""
    if isinstance(error, socket.gaierror):
        return "its name is unknown"
    if isinstance(error, TimeoutError):
        return "it took too long"
    if isinstance(error, http.client.RemoteDisconnected):
        return "it closed the connection"
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).rstrip(".").lower()

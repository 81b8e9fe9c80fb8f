"""A REST client with a real login, as a browser or a script has it."""

import json

import requests


class Client:
    """One signed-in user of one server; answers are requests' own responses."""

    def __init__(self, server, user: str | None = "Administrator", password: str | None = None):
        self.server, self.user = server, user
        self.http = requests.Session()
        if user:
            self.sign_in(password or (server.admin_password if user == "Administrator" else server.demo_password))

    def sign_in(self, password: str):
        """Sign in; raises HTTPError if the server refuses."""
        answer = self.call("login", usr=self.user, pwd=password)
        answer.raise_for_status()
        return answer

    def call(self, method: str, **arguments) -> requests.Response:
        """POST to a whitelisted method; arguments that are no text go as JSON."""
        data = {key: value if isinstance(value, str) else json.dumps(value) for key, value in arguments.items()}
        return self.http.post(f"{self.server.url}/api/method/{method}", data=data, timeout=60)

    def ask(self, method: str, **arguments):
        """Call a method and return its message; raises HTTPError if it fails."""
        answer = self.call(method, **arguments)
        assert answer.status_code == 200, answer.text[:2000]
        return answer.json().get("message")

    def url(self, doctype: str, name: str = "") -> str:
        """Return the address of a document or of a doctype's list."""
        parts = "/".join(requests.utils.quote(part, safe="") for part in (doctype, name) if part)
        return f"{self.server.url}/api/resource/{parts}"

    def insert(self, doctype: str, **values) -> dict:
        """Insert a document and return it; raises AssertionError with the answer if it is refused."""
        answer = self.http.post(self.url(doctype), json=values, timeout=60)
        assert answer.status_code == 200, answer.text[:2000]
        return answer.json()["data"]

    def get(self, doctype: str, name: str = "", **query) -> requests.Response:
        """GET a document or a list."""
        query = {key: value if isinstance(value, str) else json.dumps(value) for key, value in query.items()}
        return self.http.get(self.url(doctype, name), params=query, timeout=60)

    def put(self, doctype: str, name: str, **values) -> requests.Response:
        """Change fields of a document."""
        return self.http.put(self.url(doctype, name), json=values, timeout=60)

    def delete(self, doctype: str, name: str) -> requests.Response:
        """Delete a document."""
        return self.http.delete(self.url(doctype, name), timeout=60)

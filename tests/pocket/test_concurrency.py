"""Many writers at once, and a server that is killed while they write: nothing that was acknowledged is lost."""

import signal
import threading
import time
from collections import Counter

import requests

from pocket.backup import integrity

CLIENTS = 8
SECONDS = 60
USERS = ("Administrator", "koordination@kim.example")
ACTOR = {"actor_type": "city", "engagement": "Full-time"}
# What a client sees of a server that is killed: no connection, or an answer that breaks off within its body.
CUT_OFF = (requests.ConnectionError, requests.exceptions.ChunkedEncodingError)


class Writer(threading.Thread):
    """A REST client that inserts actors and adds contacts to a shared one; it keeps what was acknowledged."""

    def __init__(self, server, number, stop):
        super().__init__()
        self.server, self.number, self.stop = server, number, stop
        self.acknowledged, self.statuses, self.bodies, self.broken = [], Counter(), [], 0
        self.client = sign_in(server, USERS[number % len(USERS)])

    def run(self):
        count = 0
        while not self.stop.is_set():
            count += 1
            title = f"Office {self.number}-{count}"
            try:
                self._insert(title)
                self._read_and_change()
            except CUT_OFF:
                self.broken += 1
                return

    def _insert(self, title):
        answer = self.client.post(
            f"{self.server.url}/api/resource/Actor", json={**ACTOR, "actor_name": title}, timeout=60
        )
        self._keep(answer)
        if answer.status_code == 200:
            self.acknowledged.append(answer.json()["data"]["name"])

    def _read_and_change(self):
        url = f"{self.server.url}/api/resource/Actor/shared"
        document = self.client.get(url, timeout=60).json()["data"]
        rows = [*document["contacts"], {"contact_name": f"Desk {self.number}"}]
        self._keep(self.client.put(url, json={"contacts": rows, "modified": document["modified"]}, timeout=60))

    def _keep(self, answer):
        self.statuses[answer.status_code] += 1
        if answer.status_code >= 500 or "locked" in answer.text:
            self.bodies.append(answer.text[-500:])


def sign_in(server, user):
    client = requests.Session()
    password = server.admin_password if user == "Administrator" else server.demo_password
    client.post(f"{server.url}/api/method/login", {"usr": user, "pwd": password}, timeout=60).raise_for_status()
    return client


def make_shared_actor(server):
    client = sign_in(server, "Administrator")
    made = client.post(f"{server.url}/api/resource/Actor", json={**ACTOR, "actor_name": "shared"}, timeout=60)
    assert made.status_code == 200, made.text
    return client


def write_at_once(server):
    stop = threading.Event()
    writers = [Writer(server, number, stop) for number in range(CLIENTS)]
    for writer in writers:
        writer.start()
    return writers, stop


def names_of_actors(client, server):
    url = f"{server.url}/api/resource/Actor?limit_page_length=0"
    return {row["name"] for row in client.get(url, timeout=60).json()["data"]}


def test_eight_clients_write_for_a_minute_and_nothing_is_lost(own_server):
    client = make_shared_actor(own_server)
    writers, stop = write_at_once(own_server)
    time.sleep(SECONDS)
    stop.set()
    for writer in writers:
        writer.join(timeout=90)
    statuses = sum((writer.statuses for writer in writers), Counter())
    faults = [body for writer in writers for body in writer.bodies]
    assert not faults, faults[:3]
    assert statuses.keys() <= {200, 417}, statuses  # 417: somebody else changed the document in between
    assert statuses[200] > CLIENTS * 20, statuses
    acknowledged = {name for writer in writers for name in writer.acknowledged}
    assert acknowledged <= names_of_actors(client, own_server)
    changes = sum(writer.statuses[200] - len(writer.acknowledged) for writer in writers)
    shared = client.get(f"{own_server.url}/api/resource/Actor/shared", timeout=60).json()["data"]
    assert len(shared["contacts"]) == changes, "a change that was acknowledged was overwritten by another one"
    assert not own_server.faults()


def test_a_killed_server_loses_nothing_that_it_acknowledged(own_server):
    make_shared_actor(own_server)
    writers, _ = write_at_once(own_server)
    time.sleep(4)
    own_server.stop(signal.SIGKILL)
    for writer in writers:
        writer.join(timeout=90)
    assert all(writer.broken for writer in writers)
    assert integrity(own_server.site) == "ok"
    own_server.start()
    client = sign_in(own_server, "Administrator")
    acknowledged = {name for writer in writers for name in writer.acknowledged}
    assert len(acknowledged) > CLIENTS
    assert acknowledged <= names_of_actors(client, own_server)

"""E-mail leaves a running bench and arrives at a real mail server; prints and PDFs hold what they should."""

import email
import email.policy
import io
import re
import time

import pytest
import requests
from aiosmtpd.controller import Controller
from pypdf import PdfReader

from tests.bench import free_port
from tests.rest import Client

RECIPIENT = "empfang@kim.example"
UMLAUTS = "Grüße aus Köln – ÄÖÜ ß"


class Mailbox:
    """A handler that keeps what arrives."""

    def __init__(self):
        self.mails = []

    async def handle_DATA(self, server, session, envelope):
        self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 Message accepted for delivery"

    def wait_for(self, subject, seconds=30):
        """Return the first mail whose subject holds the text; fail if none arrives."""
        for _ in range(seconds * 10):
            for mail in self.mails:
                if subject in mail["subject"]:
                    return mail
            time.sleep(0.1)
        raise AssertionError(f"no mail about {subject}; there are: {[mail['subject'] for mail in self.mails]}")


@pytest.fixture(scope="module")
def admin(server):
    return Client(server)


@pytest.fixture(scope="module")
def mailbox(admin):
    """A mail server on loopback, and the bench's account with it; both are gone afterwards."""
    box = Mailbox()
    port = free_port()
    running = Controller(box, hostname="127.0.0.1", port=port)
    running.start()
    account = admin.insert(
        "Email Account", email_account_name="Prüfung", email_id="kim@kim.example", enable_outgoing=1,
        default_outgoing=1, smtp_server="127.0.0.1", smtp_port=str(port), no_smtp_authentication=1, use_tls=0,
        always_use_account_email_id_as_sender=1,
    )  # fmt: skip
    yield box
    admin.delete("Email Account", account["name"])
    running.stop()


@pytest.fixture
def todo(admin, made):
    made.append(("ToDo", admin.insert("ToDo", description=f"<p>{UMLAUTS}</p>")["name"]))
    return made[-1][1]


def flush_queue(admin):
    """Let a worker of the bench run the scheduled job that empties the queue."""
    (job,) = admin.get("Scheduled Job Type", filters={"method": "frappe.email.queue.flush"}).json()["data"]
    method = "frappe.core.doctype.scheduled_job_type.scheduled_job_type.execute_event"
    admin.ask(method, doc=admin.get("Scheduled Job Type", job["name"]).json()["data"])


def body_of(mail):
    return mail.get_body(("plain", "html")).get_content()


def text_of(pdf):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


# --- mail -----------------------------------------------------------------------------------------------------


def test_a_mail_with_a_print_arrives_from_the_queue(admin, mailbox, todo):
    admin.ask(
        "frappe.core.doctype.communication.email.make", doctype="ToDo", name=todo, recipients=RECIPIENT,
        subject=UMLAUTS, content=f"<p>{UMLAUTS}</p>", send_email=1, print_format="Standard",
    )  # fmt: skip
    flush_queue(admin)
    mail = mailbox.wait_for(UMLAUTS)
    assert RECIPIENT in mail["to"]
    assert "kim@kim.example" in mail["from"]
    assert UMLAUTS in body_of(mail)
    (attachment,) = list(mail.iter_attachments())
    assert attachment.get_filename().endswith(".pdf")
    assert UMLAUTS in text_of(attachment.get_content())
    queued = admin.get("Email Queue", filters={"reference_name": todo}, fields=["status"]).json()["data"]
    assert queued == [{"status": "Sent"}]


def test_a_notification_is_sent_when_a_document_is_made(admin, mailbox, made):
    notice = admin.insert(
        "Notification", name="Prüfung", subject="Neu: {{ doc.priority }} – Größe", document_type="ToDo", event="New",
        channel="Email", message="{{ doc.description }}",
        recipients=[{"receiver_by_document_field": "owner", "cc": RECIPIENT}],
    )  # fmt: skip
    made.append(("Notification", notice["name"]))
    made.append(("ToDo", admin.insert("ToDo", description=UMLAUTS)["name"]))
    flush_queue(admin)
    assert UMLAUTS in body_of(mailbox.wait_for("Neu: Medium – Größe"))


def test_a_forgotten_password_brings_a_link_that_works(admin, server, mailbox, made):
    user = admin.insert("User", email=RECIPIENT, first_name="Erika", language="de", send_welcome_email=0)["name"]
    made.append(("User", user))
    guest = Client(server, None)
    guest.ask("frappe.core.doctype.user.user.reset_password", user=user)
    flush_queue(admin)
    mail = mailbox.wait_for("Passwort")
    link = re.search(r"http://localhost:\d+/update-password\?key=\w+", body_of(mail)).group()
    assert requests.get(link, timeout=20).status_code == 200
    assert "Passwort" in requests.get(link, timeout=20, headers={"Accept-Language": "de"}).text


# --- print ----------------------------------------------------------------------------------------------------


def pdf_of(admin, name, **options):
    query = {"doctype": "ToDo", "name": name, **options}
    address = f"{admin.server.url}/api/method/frappe.utils.print_format.download_pdf"
    answer = admin.http.get(address, params=query, timeout=60)
    assert answer.status_code == 200, answer.text[-2000:]
    return answer.content


def test_a_print_shows_the_document(admin, todo):
    page = admin.http.get(f"{admin.server.url}/printview", params={"doctype": "ToDo", "name": todo}, timeout=60)
    assert UMLAUTS in page.text


def test_head_and_page_number_stand_on_each_page_of_a_pdf(admin, made):
    long = "".join(f"<p>Absatz {number} {UMLAUTS}</p>" for number in range(150))
    name = admin.insert("ToDo", description=long)["name"]
    made.append(("ToDo", name))
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf_of(admin, name, _lang="de"))).pages]
    assert len(pages) > 2
    assert "Absatz 0" in pages[0]
    for number, page in enumerate(pages, 1):
        assert name in page
        assert f"{number} von {len(pages)}" in page


def test_a_letter_head_with_an_own_picture_is_printed(admin, made, todo):
    content = "<div><img src='/assets/kim_app/images/kim-logo.svg' width=80>Stadt Musterstadt</div>"
    made.append(
        ("Letter Head", admin.insert("Letter Head", letter_head_name="Kopf", source="HTML", content=content)["name"])
    )
    assert "Stadt Musterstadt" in text_of(pdf_of(admin, todo, letterhead="Kopf"))


def test_a_pdf_reads_no_other_file_and_asks_no_other_host(admin, mailbox, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("streng geheim")
    html = f"""<h1>Bericht</h1><link rel="attachment" href="file://{secret}"><link rel="stylesheet" href="{secret}">
        <img src="http://127.0.0.1:9/bild.png"><object data="file://{secret}"></object>"""
    answer = admin.call("frappe.utils.print_format.report_to_pdf", html=html, orientation="Landscape")
    assert answer.content.startswith(b"%PDF")
    reader = PdfReader(io.BytesIO(answer.content))
    assert "Bericht" in reader.pages[0].extract_text()
    assert not reader.attachments
    assert reader.pages[0].mediabox.width > reader.pages[0].mediabox.height


def test_a_private_picture_is_printed_only_for_those_who_may_see_it(admin, server, made):
    picture = "<svg xmlns='http://www.w3.org/2000/svg' width='90' height='20'><text y='15'>NurFürMich</text></svg>"
    upload = {"file": ("privat.svg", picture, "image/svg+xml")}
    answer = admin.http.post(f"{server.url}/api/method/upload_file", files=upload, data={"is_private": 1}, timeout=30)
    file = answer.json()["message"]
    made.append(("File", file["name"]))
    html = f"<p>Bild:</p><img src='{file['file_url']}'>"

    def printed_by(client):
        return text_of(client.call("frappe.utils.print_format.report_to_pdf", html=html).content)

    assert "NurFürMich" in printed_by(admin)
    assert "NurFürMich" not in printed_by(Client(server, "koordination@kim.example"))


def test_several_documents_come_as_one_pdf_and_a_password_locks_it(site):
    names = [site.get_doc(doctype="ToDo", description=f"Nummer {number}").insert().name for number in (1, 2)]
    from pypdf import PdfWriter

    writer = PdfWriter()
    for name in names:
        site.get_print("ToDo", name, as_pdf=True, output=writer)
    assert len(writer.pages) == 2
    locked = PdfReader(io.BytesIO(site.get_print("ToDo", names[0], as_pdf=True, password="geheim")))
    assert locked.is_encrypted


def test_a_pdf_with_a_script_is_refused(admin):
    script = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>endobj\n"
    upload = {"file": ("skript.pdf", script, "application/pdf")}
    answer = admin.http.post(f"{admin.server.url}/api/method/upload_file", files=upload, timeout=30)
    assert answer.status_code == 417
    assert "unsafe" in answer.text or "unsicher" in answer.text

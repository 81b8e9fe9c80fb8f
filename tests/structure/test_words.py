"""The app's German does not change the Desk's own words where the app has no say."""

from babel.messages.pofile import read_po

from pocket import APPS, ROOT

# Names of a DocType and of a workflow state are looked up without a context: there is only one German for them.
WITHOUT_CONTEXT = {"Received", "Cancelled", "Closed", "Meeting"}


def messages(path):
    with path.open("rb") as source:
        return [message for message in read_po(source) if message.id]


def test_a_word_that_the_desk_translates_otherwise_is_the_apps_only_in_its_own_doctypes():
    desk = {
        message.id: message.string for message in messages(ROOT / "pocket" / "german" / "de.po") if not message.context
    }
    own = [message for message in messages(APPS / "kim_app" / "kim_app" / "locale" / "de.po") if not message.context]
    assert len(desk) > 5000
    differing = {message.id for message in own if desk.get(message.id, message.string) != message.string}
    assert differing <= WITHOUT_CONTEXT


def test_the_desks_catalogue_is_complete_and_keeps_its_placeholders():
    import re

    places = re.compile(r"\{\w*\}")
    catalogue = messages(ROOT / "pocket" / "german" / "de.po")
    assert not [message.id for message in catalogue if not message.string or message.fuzzy]
    differing = [
        message.id for message in catalogue if set(places.findall(message.id)) != set(places.findall(message.string))
    ]
    assert differing == []

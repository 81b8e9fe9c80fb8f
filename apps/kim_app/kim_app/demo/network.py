"""The directory: forty invented actors with their offers, entered by the coordination."""

from datetime import date, timedelta

from kim_app.demo.chance import chance, data
from kim_app.demo.writing import COORDINATION, acting_as, insert

MONTH = 30


def add_network(today: date) -> None:
    """Insert actors and offers; some were not confirmed for more than a year."""
    rng = chance("network")
    with acting_as(COORDINATION):
        for number, actor in enumerate(data("actors")):
            confirmed = today - timedelta(days=MONTH * actor["months"])
            insert("Actor", confirmed, **_actor(number, actor, confirmed))
            for name, capacity, free, weeks in actor["offers"]:
                offer = {
                    "offer_name": name,
                    "actor": actor["name"],
                    "life_areas": [{"life_area": area} for area in actor["areas"]],
                    "languages": [{"language": language} for language in actor["languages"]],
                    "capacity": capacity,
                    "free_places": free,
                    "waiting_weeks": weeks,
                    "costs": rng.choice(("kostenfrei", "kostenfrei", "kostenfrei", "nach Einkommen")),
                    "place": rng.choice(data("words")["districts"]),
                    "times": rng.choice(("Mo und Mi 9–12 Uhr", "Di und Do 14–17 Uhr", "nach Vereinbarung")),
                    "verified_on": confirmed,
                    "accessible": int(rng.random() < 0.5),
                    "childcare": int("Kinderbetreuung" in name),
                }
                insert("Offer", confirmed, **offer)


def _actor(number: int, actor: dict, confirmed: date) -> dict:
    address = f"kontakt{number + 1}@akteur.example"
    return {
        "actor_name": actor["name"],
        "actor_type": actor["type"],
        "engagement": actor["engagement"],
        "life_areas": [{"life_area": area} for area in actor["areas"]],
        "languages": [{"language": language} for language in actor["languages"]],
        "verified_on": confirmed,
        "phone": f"030 23125{number:03d}",
        "email": address,
        "address_line": f"{data('words')['streets'][number % 6]} {number + 1}",
        "postal_code": "00001",
        "city": "Musterstadt",
        "district": data("words")["districts"][number % 4],
        "opening_hours": "Mo–Do 9–16 Uhr",
        "contacts": [
            {"contact_name": "Ansprechperson", "position": "Anmeldung", "email": address, "receives_referrals": 1}
        ],
    }

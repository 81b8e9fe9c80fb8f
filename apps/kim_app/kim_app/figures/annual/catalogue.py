"""All figures that KIM can put into the annual report, by their English headings: topics name them so."""

from kim_app.figures.annual import applications, cases, cooperation, persons, referrals
from kim_app.figures.annual.facts import Figure

FIGURES: dict[str, Figure] = {
    figure.heading: figure
    for figure in (
        *cases.FIGURES,
        *persons.FIGURES,
        *referrals.FIGURES,
        *applications.FIGURES,
        *cooperation.FIGURES,
    )
}

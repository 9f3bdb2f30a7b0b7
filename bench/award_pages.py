"""The pages ``bench.awards`` asks for, each with the bare SQL of the same figures."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from .award_data import ADDRESS, LAST

IN_FORCE = """COALESCE(d.effective_on, d.date) <= '{day}' AND NOT EXISTS (SELECT 1 FROM awards_awardactline l
JOIN awards_awardact a ON a.id = l.act_id WHERE l.record_id = r.id AND a.effective_on <= '{day}')"""
STANDS = IN_FORCE.format(day="today")
RECORDS = """awards_awardrecord r JOIN awards_decision d ON d.id = r.decision_id
JOIN awards_awardtype t ON t.id = r.award_type_id JOIN blocs_unit u ON u.id = r.unit_id"""
COUNT = "SELECT count(*) FROM awards_awardrecord r JOIN awards_decision d ON d.id = r.decision_id WHERE r.authority_id IN {ids} AND "
ROWS = f"SELECT r.id, r.subject, r.year, t.name, d.number FROM {RECORDS} WHERE r.authority_id IN {{ids}} AND "
BY_YEAR = ' ORDER BY r.year DESC, t."order", u.sort_key, r.id LIMIT 50'
SPAN = f"r.year BETWEEN {LAST - 4} AND {LAST}"
NOMINATIONS = "awards_nomination n JOIN campaigns_campaign c ON c.id = n.campaign_id WHERE c.authority_id IN {ids}"
MEMBERS = f"""SELECT m.unit_id FROM blocs_membership m JOIN blocs_blocyear b ON b.id = m.bloc_year_id
JOIN blocs_bloc k ON k.id = b.bloc_id WHERE b.year = {LAST} AND k.authority_id IN {{ids}}"""
OWED = f"""FROM campaigns_deadline w JOIN campaigns_campaign c ON c.id = w.campaign_id
JOIN blocs_membership m ON m.bloc_year_id = c.bloc_year_id AND w.last_day BETWEEN m.valid_from AND m.valid_to
LEFT JOIN campaigns_submission s ON s.deadline_id = w.id AND s.unit_id = m.unit_id
WHERE c.authority_id IN {{ids}} AND c.to_year = {LAST}"""
DIMENSIONS = "r.award_type_id, r.subject_class, r.mode, r.is_leader, r.is_direct_worker"
SIGNED = f"d.date BETWEEN '{LAST}-01-01' AND '{LAST}-12-31'"


def _found(where: str) -> tuple[str, str]:
    """How many records, and the first fifty."""
    return COUNT + where, ROWS + where + BY_YEAR


def _form(day: str) -> tuple[str, str]:
    """Records signed in the year by what a form asks for, and those it leaves out."""
    whole = f"FROM {RECORDS} WHERE r.authority_id IN {{ids}} AND {SIGNED} AND "
    stands = IN_FORCE.format(day=day)
    return (
        f"SELECT {DIMENSIONS}, count(*) {whole}{stands} GROUP BY {DIMENSIONS}",
        f"SELECT count(*) {whole} NOT ({stands})",
    )


@dataclass(frozen=True)
class Page:
    """``same``: statements whose rows hold the page's figures; «{ids}» in them: the authorities it is about."""

    name: str
    route: str
    same: tuple[str, ...]
    query: dict[str, str | int] = field(default_factory=dict)
    args: tuple[str, ...] = ()
    is_open: bool = False  # without sign-in, of the first province alone

    def ask(self, client: Client) -> HttpResponse:
        response = client.get(reverse(self.route, args=self.args), self.query)
        assert response.status_code == 200, f"{self.name}: {response.status_code}"
        return response

    def bare(self, ids: list[int]) -> Callable[[], None]:
        """Sends the bare statements and reads their rows."""
        sent = [sql.format(ids=f"({', '.join(map(str, ids))})") for sql in self.same]

        def read() -> None:
            with connection.cursor() as cursor:
                for sql in sent:
                    cursor.execute(sql)
                    cursor.fetchall()

        return read


YEAR = {"nam": LAST}
UNITS_GOT = f"""SELECT x.got, count(*) FROM (SELECT u.id, count(DISTINCT r.year) got FROM blocs_unit u LEFT JOIN
(awards_awardrecord r JOIN awards_decision d ON d.id = r.decision_id AND {STANDS}) ON r.unit_id = u.id AND {SPAN}
AND r.subject_class <> 'person' WHERE u.id IN ({MEMBERS}) GROUP BY u.id) x GROUP BY x.got"""
RECEIVED = f"""SELECT r.year, count(*) FILTER (WHERE r.subject_class <> 'person'), count(*) FILTER (WHERE
r.subject_class = 'person') FROM awards_awardrecord r JOIN awards_decision d ON d.id = r.decision_id
WHERE r.authority_id IN {{ids}} AND {SPAN} AND {STANDS} GROUP BY r.year"""
PAGES = (
    Page("history", "awards:history", _found("true")),
    Page("history, words", "awards:history",
         _found("r.search_text LIKE '%so%' AND r.search_text LIKE '%7%' AND r.search_text LIKE '%khoi%'"),
         {"q": "so 7 khoi"}),
    Page("history, number of a decision", "awards:history", _found(f"r.search_text LIKE '%{LAST - 5}/qd%'"),
         {"q": f"{LAST - 5}/qd"}),
    Page("history, three years", "awards:history", _found(f"r.year BETWEEN {LAST - 6} AND {LAST - 4}"),
         {"tu": LAST - 6, "den": LAST - 4}),
    Page("history, in force on a day", "awards:history", _found(IN_FORCE.format(day=f"{LAST - 3}-07-01")),
         {"hieu_luc": "con", "ngay": f"01/07/{LAST - 3}"}),
    Page("cockpit: milestones and places of blocs", "reports:province", (
        f"SELECT c.id, w.kind, count(*), count(s.id) FILTER (WHERE s.state = 'accepted') {OWED} GROUP BY c.id, w.kind",
        "SELECT w.* FROM scoring_rankingrow w JOIN scoring_ranking g ON g.id = w.ranking_id JOIN campaigns_campaign c "
        f"ON c.id = g.campaign_id WHERE c.authority_id IN {{ids}} AND c.to_year = {LAST}",
    ), YEAR),
    Page("cockpit: list of milestones", "reports:province_milestones", (
        f"SELECT count(*) {OWED}", f"SELECT w.title, m.unit_id, s.state {OWED} ORDER BY c.id, w.id, m.unit_id LIMIT 50",
    ), YEAR),
    Page("cockpit: awards", "reports:province_awards", (
        f"SELECT c.to_year, n.award_type_id, n.state, count(*) FROM {NOMINATIONS} AND c.to_year BETWEEN {LAST - 4} AND "
        f"{LAST} GROUP BY c.to_year, n.award_type_id, n.state", RECEIVED, UNITS_GOT,
    ), YEAR),
    Page("cockpit: five years by unit", "reports:province_units", (
        f"SELECT count(*) FROM blocs_unit u WHERE u.id IN ({MEMBERS})",
        f"SELECT u.name, r.year, r.subject_class, count(d.id) FROM (SELECT u.id, u.name FROM blocs_unit u WHERE u.id IN "
        f"({MEMBERS}) ORDER BY u.sort_key, u.id LIMIT 50) u LEFT JOIN (awards_awardrecord r JOIN awards_decision d ON "
        f"d.id = r.decision_id AND {STANDS}) ON r.unit_id = u.id AND {SPAN} GROUP BY u.name, r.year, r.subject_class",
    ), YEAR),
    Page("cockpit: list of awards", "reports:province_records", (
        COUNT + f"r.year = {LAST} AND {STANDS}",
        ROWS + f'r.year = {LAST} AND {STANDS} ORDER BY u.sort_key, u.id, t."order", r.id LIMIT 50',
    ), YEAR),
    Page("cockpit: list of nominations", "reports:province_nominations", (
        f"SELECT count(*) FROM {NOMINATIONS} AND c.to_year = {LAST}",
        "SELECT n.subject, n.state FROM awards_nomination n JOIN campaigns_campaign c ON c.id = n.campaign_id JOIN "
        f"blocs_unit u ON u.id = n.unit_id WHERE c.authority_id IN {{ids}} AND c.to_year = {LAST} "
        "ORDER BY u.sort_key, u.id, n.id LIMIT 50",
    ), YEAR),
    Page("statistics: what the forms count", "reports:province_statistics", (
        f"SELECT t.level, count(*) FROM {RECORDS} WHERE r.authority_id IN {{ids}} AND {SIGNED} AND "
        f"{IN_FORCE.format(day=f'{LAST}-12-31')} GROUP BY t.level",
        _form(f"{LAST}-12-31")[1],
    ), YEAR),
    Page("statistics: form 0601", "reports:province_statistics_form", (
        "SELECT c.id, c.kind, c.from_year, c.to_year FROM campaigns_campaign c WHERE c.authority_id IN {ids} AND "
        f"c.from_year <= {LAST} AND c.to_year >= {LAST}",
    ), YEAR, ("0601",)),
    Page("statistics: form 0602", "reports:province_statistics_form", _form(f"{LAST}-12-31"), YEAR, ("0602",)),
    Page("statistics: form 0603", "reports:province_statistics_form", _form(f"{LAST}-12-31"), YEAR, ("0603",)),
    Page("statistics: list behind 0603", "reports:province_statistics_cell", (
        COUNT + f"{SIGNED} AND {IN_FORCE.format(day=f'{LAST}-12-31')}",
        ROWS + f'{SIGNED} AND {IN_FORCE.format(day=f"{LAST}-12-31")} ORDER BY r.year DESC, u.sort_key, u.id, t."order", r.id '
        "LIMIT 50",
    ), YEAR, ("0603",)),
    Page("public page", "open:results", (
        COUNT + f"r.year = {LAST} AND {STANDS}",
        (ROWS + f'r.year = {LAST} AND {STANDS} ORDER BY t."order", u.sort_key, r.id LIMIT 200'),
        "SELECT w.unit_name, w.rank, w.verified_points FROM scoring_rankingrow w JOIN scoring_ranking g ON "
        f"g.id = w.ranking_id JOIN campaigns_campaign c ON c.id = g.campaign_id WHERE c.authority_id IN {{ids}} AND "
        f"c.to_year = {LAST}",
    ), YEAR, (ADDRESS,), is_open=True),
)  # fmt: skip

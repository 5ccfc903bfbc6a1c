"""The overview as whoever works here sees it: charts with tables, files for spreadsheets, the command line."""

from __future__ import annotations

import csv
import io
import json
import re
from itertools import pairwise

import pytest

from kiemtin.desk.accounts.roles import Role
from kiemtin.desk.overview.charts import LOWEST, chart, scale_end
from kiemtin.desk.overview.figures import DAYS, WEEKS
from kiemtin.desk.overview.tables import MARK
from kiemtin.evidence.messages import render
from tests.cli.running import kiemtin, printed
from tests.desk.people.test_work import asked
from tests.desk.people.working import Staff

OF_A_DAY = ("received", "new", "open", "answered", "not_checkable")


@pytest.mark.parametrize("root", ["", "/en"])
def test_every_chart_says_what_it_shows_and_has_a_table(staff: Staff, root: str) -> None:
    """A name, a description, a row for each period, or words where there is nothing; nobody, and nothing asked."""
    asked(staff, "Nghe nói hồ Chuồn Chuồn cạn rồi, có phải không cả nhà?")
    reader = staff.worker(Role.READER)
    page = reader.get(f"{root}/desk/overview/").text
    charts = re.findall(r'<svg class="chart".*?</svg>', page, re.DOTALL)
    missing = page.count(render("desk.overview.nothing", {}, "en" if root else "vi"))
    assert (8, len(charts)) == (len(charts) + missing, page.count("<table>"))
    assert 6 <= len(charts)
    for one in charts:
        names = re.search(r'role="img" aria-labelledby="(\S+) (\S+)"', one)
        assert names is not None
        assert all(re.search(rf'<(title|desc) id="{name}">[^<]+<', one) for name in names.groups())
        assert "style=" not in one
    assert (5 - missing) * (WEEKS + 1) + 3 * (DAYS + 1) == page.count("<tr>")
    assert "Chuồn" not in page
    assert 1 == page.count("reader-")


def test_the_files_and_the_command_line_say_the_same(staff: Staff) -> None:
    """Every figure of every period; nothing in a file is something that a spreadsheet would compute."""
    asked(staff, "Nghe nói cây đa Tân Trào Mới bị chặt rồi, có phải không cả nhà?")
    reader = staff.worker(Role.READER)
    figures = json.loads(printed(kiemtin("desk", "overview", "--json", home=staff.desk.home)))
    assert "kiemtin-desk-overview/1" == figures["schema"]
    for name, number in (("weeks", WEEKS), ("days", DAYS)):
        file = reader.get(f"/desk/overview/{name}.csv")
        assert f'attachment; filename="kiemtin-{name}.csv"' == file.headers["content-disposition"]
        assert file.text.startswith(MARK)
        heading, *rows = csv.reader(io.StringIO(file.text.removeprefix(MARK)))
        assert (12 if name == "weeks" else 7, number) == (len(heading), len(rows))
        assert [] == [cell for row in (heading, *rows) for cell in row if cell.startswith(("=", "+", "-", "@"))]
        told = [[one["from"], one["to"], *(str(one[of]) for of in OF_A_DAY)] for one in figures[name]]
        assert told == [row[:7] for row in rows]
    assert 1 <= figures["days"][-1]["received"]
    assert figures["open"] == figures["weeks"][-1]["open"]


@pytest.mark.parametrize(
    ("most", "end"), [(0, 1), (1, 1), (3, 5), (10, 10), (11, 20), (999, 1_000), (200_001, 500_000)]
)
def test_a_scale_ends_at_a_round_number(most: int, end: int) -> None:
    """No smaller than what it shows."""
    assert end == scale_end(most)


def test_bars_stand_in_their_chart_and_missing_ones_are_not_drawn() -> None:
    """Each as high as its number, none beside the room it has; names of periods do not run into one another."""
    made = chart([[0, 5, 10], [None, 1, 10]], ["28/12", "4/1", "11/1"])
    assert 3 * [(True, "full")] + 2 * [(True, "hollow")] == [
        (made.left <= bar.x and bar.x + bar.width <= made.right and 0 < bar.y < made.ground, bar.fill)
        for bar in made.bars
    ]
    full = [bar.height for bar in made.bars if bar.fill == "full"]
    assert [LOWEST, full[1], 2 * full[1]] == pytest.approx(full)
    assert all(bar.y + bar.height == pytest.approx(made.ground) for bar in made.bars)
    many = chart([[1] * 14], [f"{day}/11" for day in range(10, 24)]).periods
    assert "23/11" == many[-1].words
    assert 5 * 8 <= min(after.at - before.at for before, after in pairwise(many))

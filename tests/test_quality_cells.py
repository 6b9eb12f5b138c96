"""Quality rules on proportions and on values that no cell can hold: Q-25, Q-26, Q-27."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.reports import Figure
from tests.test_quality import cell, found, report

#


def disputed(review: float, litigation: float, results: float) -> list[Figure]:
    """The totals of part four beside that of part three."""
    return [
        cell("reconsideration.total", review), cell("litigation_direct.total", litigation),
        cell("litigation_after_reconsideration.total", 0), cell("requests.results_total", results),
    ]  # fmt: skip


def test_many_disputes_beside_few_answers() -> None:
    (one,) = found("Q-25", report(), disputed(31, 1, 39))
    assert one.message_zh == "行政复议31件、行政诉讼1件，合计32件；本年度办理结果总计39件。"
    assert len(found("Q-25", report(), disputed(9, 1, 20))) == 1
    assert found("Q-25", report(), disputed(31, 1, 39)[1:]) == ()
    assert found("Q-25", report(), disputed(9, 0, 10)) == found("Q-25", report(), disputed(31, 1, 65)) == ()


def test_half_of_the_decided_corrected() -> None:
    def decided(upheld: int, corrected: int) -> list[Figure]:
        kinds = {"upheld": upheld, "corrected": corrected, "other": 1, "pending": 9}
        return [cell(f"reconsideration.{kind}", value) for kind, value in kinds.items()]

    (one,) = found("Q-25", report(), decided(4, 5))
    assert one.message_en == "“Reconsideration”: of 10 decided, 5 were corrected."
    assert found("Q-25", report(), decided(5, 4)) == found("Q-25", report(), decided(3, 5)) == ()


def test_a_tenth_closed_as_other() -> None:
    def closed(others: int, results: int) -> list[Figure]:
        return [cell("requests.other.else", others), cell("requests.results_total", results)]

    (one,) = found("Q-26", report(), closed(8, 19))
    assert "“3.其他”8件，占42.1%" in one.message_zh
    assert len(found("Q-26", report(), closed(5, 19))) == 1
    assert found("Q-26", report(), closed(4, 19)) == found("Q-26", report(), closed(10, 100)) == ()


# ── Q-27 ──


@pytest.mark.parametrize(
    ("figure", "what"),
    [
        (cell("proactive.penalties", -1), "负数"),
        (cell("requests.received", 3.5), "件数带小数"),
        (cell("proactive.permits", 200_000_000, "200000000"), "件数超过一亿"),
        (cell("proactive.fees", -3.5), "负数"),
    ],
)
def test_a_value_that_its_cell_cannot_hold(figure: Figure, what: str) -> None:
    (one,) = found("Q-27", report(), [figure])
    assert one.message_zh.endswith(f"所印为“{figure.value_raw}”：{what}。")


def test_words_in_cells_are_counted_and_shown() -> None:
    words = [cell("proactive.permits", None, "无"), cell("requests.received", None, "见附件")]
    (one,) = found("Q-27", report(), words)
    assert one.message_zh == (
        "表中有2格所印为文字而非数字：行政许可处理决定数量“无”、本年新收政府信息公开申请数量，总计“见附件”。"
    )


@pytest.mark.parametrize(
    "figure",
    [
        cell("proactive.permit_items_change", -1),
        cell("proactive.fees", 3.5),
        cell("proactive.permits", 11_398_889),
        cell("proactive.permits", None),
        # What a picture of a table seems to say may be the fault of the recognition.
        replace(cell("proactive.penalties", -1), source="ocr"),
        replace(cell("proactive.permits", None, "兀"), source="ocr"),
    ],
)
def test_values_that_a_cell_may_hold(figure: Figure) -> None:
    assert found("Q-27", report(), [figure]) == ()
